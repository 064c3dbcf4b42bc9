//! What became of the orders that were to be cancelled.

use std::fmt;

use crate::api::ids::{InstId, OrdId};
use crate::error::Error;

/// What became of the orders that [`Client::cancel_all`](crate::Client::cancel_all) found.
#[derive(Clone, Debug, Default)]
#[must_use = "some orders may still be open"]
#[non_exhaustive]
pub struct CancelReport {
    /// The orders whose cancellation OKX accepted, and that are no longer listed as open. OKX may have filled one before it was cancelled.
    pub canceled: Vec<CanceledOrder>,
    /// The orders that ended without an accepted cancellation: they were filled or cancelled in the meantime.
    pub already_gone: Vec<CanceledOrder>,
    /// The orders that may still be open, with the reason.
    pub failed: Vec<(CanceledOrder, Error)>,
    /// Why it is not certain that no order is left: the open orders could not be listed again.
    pub unconfirmed: Option<Error>,
}

/// An order that was to be cancelled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct CanceledOrder {
    /// Its instrument.
    pub inst_id: InstId,
    /// Its ID: `ordId`, or `algoId` for an algo order.
    pub id: OrdId,
    /// Whether it is an algo order.
    pub is_algo: bool,
}

impl CancelReport {
    /// Whether no matching order is open: OKX listed none at the end.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.unconfirmed.is_none()
    }
}

impl fmt::Display for CancelReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { canceled, already_gone, failed, unconfirmed } = self;
        write!(f, "{} cancelled, {} already gone, {} failed", canceled.len(), already_gone.len(), failed.len())?;
        for (order, error) in failed {
            write!(f, "; {order}: {error}")?;
        }
        match unconfirmed {
            Some(error) => write!(f, "; the open orders could not be listed again: {error}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for CanceledOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_algo { "algo order" } else { "order" };
        write!(f, "{kind} {} of {}", self.id, self.inst_id)
    }
}
