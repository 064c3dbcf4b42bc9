//! `asked_by:` as written.

use super::Text;
use crate::Location;

/// `{call: get_order, name: clOrdId, with: [instId], missing: ["51603"], made: cTime, remembered: 7200}`.
#[derive(Clone, Debug)]
pub(crate) struct RawAskedBy {
    pub(crate) at: Location,
    /// `None` when it could not be read.
    pub(crate) call: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) name: Option<Text>,
    pub(crate) with: Vec<Text>,
    pub(crate) missing: Vec<Text>,
    pub(crate) made: Option<Text>,
    pub(crate) remembered: Option<usize>,
}
