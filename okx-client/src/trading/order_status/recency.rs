//! Compares how new rows about one order are.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::has_ended;
use crate::api::ws::private::OrderUpdate;
use crate::value::Timestamp;

/// How new a row is, by what can only go forward during the life of an order. The end comes first: nothing follows it. Then the filled size,
/// because several changes can have the same time. A row without an update time is older than one with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recency {
    has_ended: bool,
    filled: Decimal,
    updated: Option<Timestamp>,
    /// An order that was placed and amended in the same millisecond was amended later.
    is_amended: bool,
}

impl Recency {
    pub(super) fn of(row: &OrderUpdate) -> Self {
        Self {
            has_ended: has_ended(row.state.as_ref()),
            filled: row.acc_fill_sz.unwrap_or_default(),
            updated: row.u_time,
            is_amended: row.amend_result.is_some(),
        }
    }

    fn key(&self) -> (bool, Decimal, Option<Timestamp>, bool) {
        let Self { has_ended, filled, updated, is_amended } = *self;
        (has_ended, filled, updated, is_amended)
    }
}

impl Ord for Recency {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Recency {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
