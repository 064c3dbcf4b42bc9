//! Which member comes next.

use crate::fields::MAX_FIELDS;

/// For each field, the one that is likely to come after it: at first the next one of the shape, later the one that came after it
/// the last time. Servers write the rows of a list alike, though not always in the order of their guide.
pub(crate) struct Order {
    /// The first entry is for the beginning of an object, the one at `place + 1` for the field at `place`.
    next: [u8; MAX_FIELDS + 1],
}

/// The order of the shape itself.
#[expect(clippy::cast_possible_truncation, reason = "a place is below `MAX_FIELDS`, which fits a byte")]
const AS_DESCRIBED: [u8; MAX_FIELDS + 1] = {
    let mut next = [0; MAX_FIELDS + 1];
    let mut place = 0;
    while place < MAX_FIELDS {
        next[place] = place as u8;
        place += 1;
    }
    next
};

impl Default for Order {
    fn default() -> Self {
        Self { next: AS_DESCRIBED }
    }
}

impl Order {
    /// The place of the field that is likely to come after `last`, or first of all. It may be none of the shape's.
    pub(super) fn after(&self, last: Option<usize>) -> usize {
        self.next[entry(last)].into()
    }

    /// Takes note that the field at `place` came after `last`.
    #[expect(clippy::cast_possible_truncation, reason = "a place is below `MAX_FIELDS`, which fits a byte")]
    pub(super) fn learn(&mut self, last: Option<usize>, place: usize) {
        self.next[entry(last)] = place as u8;
    }
}

fn entry(last: Option<usize>) -> usize {
    last.map_or(0, |place| place + 1)
}
