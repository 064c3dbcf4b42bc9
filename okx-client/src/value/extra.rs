//! Members nobody described.

use std::fmt;

use super::{Json, Text};

/// Members of an object that the description does not know, in the order they came, so that what OKX adds is never lost.
///
/// Positions of a row beyond the described ones are kept under their number, from zero. Takes 8 bytes when there are none.
#[derive(Clone, Default, PartialEq, Eq)]
// A boxed vector is one word where a vector is three: nearly every `Extra` of a reply is empty.
#[expect(clippy::box_collection, reason = "the size of an empty one counts, not the way to the entries")]
pub struct Extra(Option<Box<Vec<(Text, Json)>>>);

impl Extra {
    /// The member of this name; the last one where OKX sent several.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members().iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Sets a member: text becomes a JSON string, [`Json`] stays as it is.
    pub fn insert(&mut self, name: impl Into<Text>, value: impl Into<Json>) {
        let name = name.into();
        if let Some(members) = &mut self.0 {
            members.retain(|(own, _)| *own != name);
        }
        self.push(name, value.into());
    }

    /// All members in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.members().iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.members().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Appends a member, whether or not there is one of this name.
    pub(crate) fn push(&mut self, name: Text, value: Json) {
        self.0.get_or_insert_default().push((name, value));
    }

    fn members(&self) -> &[(Text, Json)] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
