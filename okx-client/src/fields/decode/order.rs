//! Which member comes next.

use crate::fields::MAX_FIELDS;

/// Where in an object a reader is: behind no field yet, or behind one.
#[derive(Clone, Copy, Default)]
pub(super) struct Behind(u8);

impl Behind {
    /// Behind the field at this place, which is below [`MAX_FIELDS`].
    pub(super) fn field(place: u8) -> Self {
        Self(place.saturating_add(1))
    }
}

/// For each field, the one that is likely to come after it: at first the next one of the shape, later the one that came after it
/// the last time. Servers write the rows of a list alike, though not always in the order of their guide.
pub(crate) struct Order {
    /// The first entry is for the beginning of an object, the one at `place + 1` for the field at `place`.
    next: [u8; MAX_FIELDS + 1],
}

/// The order of the shape itself.
const AS_DESCRIBED: [u8; MAX_FIELDS + 1] = {
    let mut next = [0; MAX_FIELDS + 1];
    let mut place = 1;
    while place < MAX_FIELDS {
        next[place] = next[place - 1] + 1;
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
    /// The place of the field that is likely to come next. It may be none of the shape's.
    pub(super) fn next(&self, behind: Behind) -> u8 {
        self.next[usize::from(behind.0)]
    }

    /// Takes note of the field that came next.
    pub(super) fn learn(&mut self, behind: Behind, place: u8) {
        self.next[usize::from(behind.0)] = place;
    }
}
