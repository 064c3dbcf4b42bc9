//! Positions in a list.

use super::cursor_value::CursorValue;
use super::seen_entries::SeenEntries;
use crate::error::Error;
use crate::facts::Operation;
use crate::value::Text;

/// Where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub(super) enum Position {
    /// At the newest entry, or at the bound of the request.
    Start,
    /// At entries older than this. A time is exclusive.
    Older(CursorValue),
    /// At entries newer than this. A time is inclusive.
    Newer(CursorValue),
    /// At the page with this number.
    Number(usize),
}

/// The position after a page, from which reading can be resumed in another stream, client or process.
///
/// With the feature `serde` it can be stored. Pass it to [`PageOptions::resume`](super::PageOptions::resume) with the same request and the
/// same direction.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bookmark {
    /// The operation it belongs to, so that it is not used with another one.
    pub(super) call: Text,
    pub(super) position: Position,
    /// Entries that were returned and will be received again.
    pub(super) seen: SeenEntries,
}

impl Bookmark {
    /// The position, if the bookmark fits the operation and the direction.
    pub(super) fn position_for(&self, operation: &Operation, forward: bool) -> Result<Position, Error> {
        if self.call != operation.name {
            return Err(Error::invalid(format!("this bookmark belongs to `{}`", self.call)));
        }
        match (&self.position, forward) {
            (Position::Newer(_), false) => {
                Err(Error::invalid("this bookmark was created reading oldest first; set `forward` to resume it"))
            }
            (Position::Older(_) | Position::Number(_), true) => {
                Err(Error::invalid("this bookmark was created reading newest first; remove `forward` to resume it"))
            }
            (position, _) => Ok(position.clone()),
        }
    }
}
