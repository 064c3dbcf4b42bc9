//! `pages:` as written.

use super::Text;
use crate::Location;

/// How the reply of a call is paged, or why it cannot be.
#[derive(Clone, Debug)]
pub(crate) enum RawPages {
    /// `{by: ordId, older: after, newer: before, up_to: 100}`, or `{number: page, up_to: 100}`.
    Turned(Box<RawTurned>),
    /// `{cannot: It is the reason.}`.
    Cannot(String),
    /// Something a complaint was made about.
    Broken,
}

/// Pages that can be turned.
#[derive(Clone, Debug)]
pub(crate) struct RawTurned {
    pub(crate) at: Location,
    pub(crate) order: RawOrder,
    /// The parameter for the size of a page; what it is called unless said.
    pub(crate) size: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) up_to: Option<usize>,
    /// What tells rows apart.
    pub(crate) id: Option<Text>,
    /// The list within the reply that holds the rows.
    pub(crate) rows: Option<Text>,
}

/// What leads from one page to the next.
#[derive(Clone, Debug)]
pub(crate) enum RawOrder {
    /// A bound, which is the value of a field of the rows.
    Cursor(RawCursor),
    /// The parameter that numbers the pages.
    Number(Text),
}

/// Pages by a bound.
#[derive(Clone, Debug)]
pub(crate) struct RawCursor {
    pub(crate) by: Text,
    pub(crate) older: Option<Text>,
    pub(crate) newer: Option<Text>,
    pub(crate) includes: bool,
    /// Parameters with the values that a bound needs beside it.
    pub(crate) with: Vec<(Text, Text)>,
}
