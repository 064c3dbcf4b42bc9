//! Gaps: times for which updates may be missing.

use std::fmt;

use okx_facts::Printable;

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

impl fmt::Display for Gap {
    /// One line, such as `2026-11-30T12:00:00.000Z to 2026-11-30T12:00:02.000Z: the connection was lost; a snapshot follows`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cause, from, until, action, dropped } = self;
        write!(f, "{from} to {until}: {cause}; {action}")?;
        match dropped {
            0 => Ok(()),
            1 => f.write_str("; 1 push was dropped"),
            dropped => write!(f, "; {dropped} pushes were dropped"),
        }
    }
}

impl fmt::Display for GapAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filled { rows: 1 } => f.write_str("1 missing row was fetched"),
            Self::Filled { rows } => write!(f, "{rows} missing rows were fetched"),
            Self::SnapshotFollows => f.write_str("a snapshot follows"),
            Self::NotFilled { why } => write!(f, "not filled: {}", Printable(why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_one_line() {
        let gap = Gap {
            cause: GapCause::ConnectionLost,
            from: Timestamp::from_millis(1_600_000_000_000),
            until: Timestamp::from_millis(1_600_000_002_000),
            action: GapAction::SnapshotFollows,
            dropped: 0,
        };
        let text = "2020-09-13T12:26:40.000Z to 2020-09-13T12:26:42.000Z: the connection was lost; a snapshot follows";
        assert_eq!(gap.to_string(), text);
        let slow = Gap { cause: GapCause::SlowReader, action: GapAction::Filled { rows: 1 }, dropped: 2, ..gap };
        assert!(
            slow.to_string()
                .ends_with(": the program read too slowly; 1 missing row was fetched; 2 pushes were dropped")
        );
    }
}
