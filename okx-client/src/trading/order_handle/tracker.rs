//! What is known of one order that is followed, for everybody who waits for a change.

use std::fmt;

use tokio::sync::watch;

use crate::api::ids::{ClOrdId, InstId};
use crate::api::trade::{Fill, PlaceOrder};
use crate::api::ws::private::OrderUpdate;
use crate::error::Error;
use crate::fields::{DecodePolicy, decode, write};
use crate::trading::order_status::{OrderStatus, RowSource};

/// An order that is followed.
pub(super) struct Tracker {
    name: ClOrdId,
    inst_id: InstId,
    known: watch::Sender<Known>,
}

/// What is known of it now.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) status: OrderStatus,
    /// Why it is not followed any longer.
    pub(super) error: Option<Error>,
    /// Whether nothing more will be known, although fills are missing: the order has ended, and OKX does not list them.
    pub(super) is_final: bool,
}

impl Tracker {
    /// Follows an order that is about to be placed. Its status is the request, until OKX tells more.
    pub(super) fn new(order: &PlaceOrder) -> Self {
        let name = order.cl_ord_id.clone().unwrap_or_default();
        let mut row = OrderUpdate::default();
        // A request and a row name their fields alike. What does not fit is left out.
        if let Err(error) = decode::decode_reply(&write::to_text(order), &mut row, &DecodePolicy::new(false)) {
            tracing::debug!(%error, "the first status of an order lacks the fields of its request");
        }
        let known = Known { status: OrderStatus::new(row), error: None, is_final: false };
        Self { name, inst_id: order.inst_id.clone(), known: watch::Sender::new(known) }
    }

    pub(super) fn name(&self) -> &ClOrdId {
        &self.name
    }

    pub(super) fn inst_id(&self) -> &InstId {
        &self.inst_id
    }

    pub(super) fn known(&self) -> Known {
        self.known.borrow().clone()
    }

    pub(super) fn status(&self) -> OrderStatus {
        self.known.borrow().status.clone()
    }

    pub(super) fn watch(&self) -> watch::Receiver<Known> {
        self.known.subscribe()
    }

    /// OKX has accepted the order, and has given it this ID.
    pub(super) fn accepted(&self, id: &crate::api::ids::OrdId) {
        self.known.send_if_modified(|known| {
            let mut row = known.status.row().clone();
            row.ord_id = id.clone();
            known.status.apply(row, RowSource::Push)
        });
    }

    /// Applies a row about the order. Returns whether anything changed.
    pub(super) fn apply(&self, row: OrderUpdate, source: RowSource) -> bool {
        self.known.send_if_modified(|known| known.status.apply(row, source))
    }

    /// Applies fills of the order. Returns whether anything changed.
    pub(super) fn apply_fills(&self, fills: &[Fill]) -> bool {
        self.known.send_if_modified(|known| {
            let mut has_changed = false;
            for fill in fills {
                has_changed |= known.status.apply_fill(fill);
            }
            has_changed
        })
    }

    /// OKX is not asked any more about an order that has ended.
    pub(super) fn finish(&self) {
        self.known.send_if_modified(|known| {
            let is_new = !known.is_final && known.status.has_ended();
            known.is_final |= is_new;
            is_new
        });
    }

    /// The order is not followed any longer. An order that has ended needs no following.
    pub(super) fn fail(&self, error: &Error) {
        self.known.send_if_modified(|known| {
            let is_new = known.error.is_none() && !known.status.has_ended();
            if is_new {
                known.error = Some(error.clone());
            }
            is_new
        });
    }
}

impl fmt::Debug for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracker").field("name", &self.name).field("known", &self.known()).finish_non_exhaustive()
    }
}
