//! Which fields were there.

/// The places of the fields that were there.
#[derive(Default)]
pub(super) struct Seen {
    places: [u64; 4],
    count: usize,
}

impl Seen {
    /// Takes note of a field, and tells whether it is there for the first time.
    pub(super) fn insert(&mut self, place: u8) -> bool {
        let (word, bit) = position(place);
        let first = self.places[word] & bit == 0;
        self.places[word] |= bit;
        self.count += usize::from(first);
        first
    }

    /// Whether a field was there.
    pub(super) fn contains(&self, place: u8) -> bool {
        let (word, bit) = position(place);
        self.places[word] & bit != 0
    }

    /// How many fields were there.
    pub(super) fn count(&self) -> usize {
        self.count
    }
}

fn position(place: u8) -> (usize, u64) {
    (usize::from(place / 64), 1 << (place % 64))
}
