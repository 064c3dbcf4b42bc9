//! Where a reader of a list stands.

use super::bound::Bound;
use super::seen::Seen;
use crate::value::Text;

/// Where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub(super) enum Place {
    /// At the newest entry, or where the request says.
    Start,
    /// Below this: for a time, the first one that is no longer wanted.
    Older(Bound),
    /// Above this: for a time, the first one that is wanted.
    Newer(Bound),
    /// At the page of this number.
    Number(usize),
}

/// The place behind a page, from which a list can be read on after a break: in another stream, client or process.
///
/// It can be stored, with the feature `serde`. Give it to [`PageOptions::resume`](super::PageOptions::resume) with the same request and
/// the same direction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bookmark {
    /// The call it belongs to, so that it is not given to another one.
    pub(super) call: Text,
    pub(super) place: Place,
    /// What was given already and will come again.
    pub(super) seen: Seen,
}
