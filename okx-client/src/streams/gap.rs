//! Gaps: times for which updates may be missing.

use crate::carriers::ws::GapCause;
use crate::value::Timestamp;

/// A time for which updates may be missing from a stream, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gap {
    /// Why updates may be missing.
    pub cause: GapCause,
    /// The last time at which the stream was certainly complete, in OKX's time as far as it is known.
    pub from: Timestamp,
    /// The time from which on it is complete again.
    pub until: Timestamp,
    /// What was done about it.
    pub action: GapAction,
    /// How many pushes were dropped because the program read them too slowly.
    pub dropped: u64,
}

/// What was done about a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GapAction {
    /// What was missed was fetched over the REST API. It is in the same update, which may have no rows.
    ///
    /// Of an order, this is the newest state. OKX lists completed orders by when they were placed, and the list is read up to the first page on
    /// which nothing changed in the gap. So an order that was placed long before it ended in the gap may be missing: send
    /// [`GetOrder`](crate::trade::GetOrder) for each order that was open before the gap and is not among the rows.
    /// [`OrderHandle`](crate::OrderHandle) and [`AccountView`](crate::AccountView) look for such orders.
    Filled {
        /// The number of rows, without those that had been pushed before.
        rows: usize,
    },
    /// The channel starts again with a snapshot, which replaces what is known.
    SnapshotFollows,
    /// Nothing. The text says why.
    NotFilled {
        /// The reason.
        why: String,
    },
}
