//! What a stream yields.

use std::fmt;

use super::gap::Gap;
use crate::api::{Channel, Rows};
use crate::value::Timestamp;

/// What a stream yields: the rows of one push, or a gap with the rows that fill it.
#[non_exhaustive]
pub struct Update<C: Channel> {
    /// The rows. A row that cannot be read is an error in its position; the others are not affected.
    pub rows: Rows<C::Push>,
    /// The members of the push besides its rows.
    pub beside: C::Beside,
    /// The gap that this update reports. Then it has only the rows that fill the gap, often none.
    pub gap: Option<Gap>,
    /// When it was received, in OKX's time as far as it is known.
    pub received: Timestamp,
    /// Where the rows come from.
    pub source: UpdateSource,
    /// Whether the rows are the whole state, so that they replace what was known: what is not among them no longer exists. A snapshot that
    /// OKX sends in pages, as in the channels `account` and `positions`, is one update.
    pub is_snapshot: bool,
}

/// Where the rows of an update come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UpdateSource {
    /// OKX pushed them.
    Pushed,
    /// They were fetched over the REST API to fill a gap.
    Fetched,
}

impl<C: Channel> fmt::Debug for Update<C>
where
    C::Push: fmt::Debug,
    C::Beside: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, beside, gap, received, source, is_snapshot } = self;
        f.debug_struct("Update")
            .field("rows", rows)
            .field("beside", beside)
            .field("gap", gap)
            .field("received", received)
            .field("source", source)
            .field("is_snapshot", is_snapshot)
            .finish()
    }
}
