//! Bookkeeping while an object is read: which members were read, and which one is likely to come next.

use crate::fields::MAX_FIELDS;

/// The places of the fields that were read.
#[derive(Default)]
pub(super) struct SeenFields {
    places: [u64; 4],
    count: usize,
}

impl SeenFields {
    /// Adds a field, and returns whether it is new.
    pub(super) fn insert(&mut self, place: u8) -> bool {
        let (word, bit) = position(place);
        let is_new = self.places[word] & bit == 0;
        self.places[word] |= bit;
        self.count += usize::from(is_new);
        is_new
    }

    /// Whether a field was read.
    pub(super) fn contains(&self, place: u8) -> bool {
        let (word, bit) = position(place);
        self.places[word] & bit != 0
    }

    /// How many fields were read.
    pub(super) fn count(&self) -> usize {
        self.count
    }
}

fn position(place: u8) -> (usize, u64) {
    (usize::from(place / 64), 1 << (place % 64))
}

/// The field that was read last in an object; the default is that none was.
#[derive(Clone, Copy, Default)]
pub(super) struct LastField(u8);

impl LastField {
    /// The field at this place, which is below [`MAX_FIELDS`].
    pub(super) fn at(place: u8) -> Self {
        Self(place.saturating_add(1))
    }
}

/// For each field, the field that is likely to follow it: first the next one of the shape, later the one that followed it last time. The
/// rows of a list usually have the same order, but not always the one of the guide.
pub(crate) struct MemberOrder {
    /// The first entry is for the start of an object, the one at `place + 1` for the field at `place`.
    next: [u8; MAX_FIELDS + 1],
}

/// The order of the shape.
const AS_DESCRIBED: [u8; MAX_FIELDS + 1] = {
    let mut next = [0; MAX_FIELDS + 1];
    let mut place = 1;
    while place < MAX_FIELDS {
        next[place] = next[place - 1] + 1;
        place += 1;
    }
    next
};

impl Default for MemberOrder {
    fn default() -> Self {
        Self { next: AS_DESCRIBED }
    }
}

impl MemberOrder {
    /// The place of the field that is likely to come next. It may be outside of the shape.
    pub(super) fn next(&self, last: LastField) -> u8 {
        self.next[usize::from(last.0)]
    }

    /// Records which field came next.
    pub(super) fn record(&mut self, last: LastField, place: u8) {
        self.next[usize::from(last.0)] = place;
    }
}
