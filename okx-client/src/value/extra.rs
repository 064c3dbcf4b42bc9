//! Undescribed members of an object.

use std::fmt;

use super::{Json, Text};

/// Members of an object that this version does not describe, in their original order, so that nothing OKX adds is lost.
///
/// Undescribed positions of a row are kept under their number, counted from zero. An empty value takes 8 bytes.
///
/// ```
/// use okx_client::value::Extra;
///
/// let mut extra = Extra::default();
/// extra.insert("newField", 5);
/// assert_eq!(extra.get("newField").unwrap().get(), "5");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
// A boxed vector takes one word and a vector three, and nearly every `Extra` of a reply is empty.
#[expect(clippy::box_collection, reason = "an empty one must be small; access to entries need not be fast")]
pub struct Extra(Option<Box<Vec<(Text, Json)>>>);

impl Extra {
    /// The member of this name; the last one if OKX sent several.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members().iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Sets a member. Text becomes a JSON string, [`Json`] stays as it is.
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

    /// The number of members.
    pub fn len(&self) -> usize {
        self.members().len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Appends a member, even if there is one of this name already.
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
