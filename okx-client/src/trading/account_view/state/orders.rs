//! The open orders of the account, from pushes and lists.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::api::ids::OrdId;
use crate::api::ws::private::OrderUpdate;
use crate::trading::order_status::{OrderStatus, RowSource};

/// How many orders that have ended are remembered, so that an older row does not bring them back.
const MOST_ENDED: usize = 10_000;

/// The open orders.
#[derive(Debug, Default)]
pub(super) struct OpenOrders {
    orders: HashMap<OrdId, OrderStatus>,
    /// The orders that ended last.
    ended: HashSet<OrdId>,
    /// The same, oldest first.
    ended_in_order: VecDeque<OrdId>,
    /// The orders that changed since a list was requested; `None` unless one is on its way.
    touched: Option<HashSet<OrdId>>,
}

impl OpenOrders {
    pub(super) fn get(&self, id: &OrdId) -> Option<&OrderStatus> {
        self.orders.get(id)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &OrderStatus> {
        self.orders.values()
    }

    /// Applies a row about one order. Returns whether anything changed.
    pub(super) fn apply(&mut self, row: OrderUpdate, source: RowSource) -> bool {
        if let Some(touched) = &mut self.touched {
            touched.insert(row.ord_id.clone());
        }
        self.put(row, source)
    }

    /// A list of all open orders is about to be requested.
    pub(super) fn begin_list(&mut self) {
        self.touched = Some(HashSet::new());
    }

    /// Applies the list. Returns the orders that are known as open, are not in the list, and did not change since it was requested. They have
    /// probably ended; OKX has to be asked how.
    pub(super) fn finish_list(&mut self, rows: Vec<OrderUpdate>) -> Vec<OrderStatus> {
        let mut present = self.touched.take().unwrap_or_default();
        present.extend(rows.iter().map(|row| row.ord_id.clone()));
        for row in rows {
            self.put(row, RowSource::Rest);
        }
        self.orders.values().filter(|order| !present.contains(order.ord_id())).cloned().collect()
    }

    /// Removes an order that OKX does not know anymore.
    pub(super) fn remove(&mut self, id: &OrdId) {
        self.orders.remove(id);
        self.remember_ended(id.clone());
    }

    fn put(&mut self, row: OrderUpdate, source: RowSource) -> bool {
        if self.ended.contains(&row.ord_id) {
            return false;
        }
        let id = row.ord_id.clone();
        let (has_changed, has_ended) = if let Some(known) = self.orders.get_mut(&id) {
            (known.apply(row, source), known.has_ended())
        } else {
            let new = OrderStatus::new(row);
            let has_ended = new.has_ended();
            if !has_ended {
                self.orders.insert(id.clone(), new);
            }
            (!has_ended, has_ended)
        };
        if has_ended {
            self.remove(&id);
        }
        has_changed
    }

    fn remember_ended(&mut self, id: OrdId) {
        if self.ended.insert(id.clone()) {
            self.ended_in_order.push_back(id);
        }
        if self.ended_in_order.len() > MOST_ENDED
            && let Some(oldest) = self.ended_in_order.pop_front()
        {
            self.ended.remove(&oldest);
        }
    }
}
