//! What is known of an order, from rows about it that arrive in any order and any number of times.

mod fill;
mod recency;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::sync::Arc;

use okx_facts::Printable;
use rust_decimal::Decimal;

pub use fill::OrderFill;

use crate::api::enums::OrdState;
use crate::api::ids::{ClOrdId, OrdId};
use crate::api::objects::Order;
use crate::api::trade::Fill;
use crate::api::ws::private::OrderUpdate;
use crate::error::Error;
use crate::fields::decode;
use crate::value::Timestamp;
use recency::Recency;

/// An order as it is known: its newest state, and its fills. Cloning is cheap.
///
/// It is built from the pushes of the channel `orders` and from replies of the REST API. Rows are ordered by how they describe the order, not
/// by when they arrived: an order that has ended stays ended, its filled size never shrinks, and each fill is counted once.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderStatus {
    /// The newest row.
    row: Arc<OrderUpdate>,
    /// The fills, oldest first.
    fills: Arc<Vec<OrderFill>>,
}

/// Whether a row may take the place of another one that seems equally new.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowSource {
    /// A push. Of two changes in the same millisecond, the one that was pushed last is the newer one.
    Push,
    /// A reply of the REST API, which may be older than a push that arrived before it.
    Rest,
}

impl fmt::Display for OrderStatus {
    /// One line: ID, instrument, side, size, price, state and filled size.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = &*self.row;
        write!(f, "{}", Printable(row.ord_id.as_str()))?;
        if let Some(inst_id) = &row.inst_id {
            write!(f, " {}", Printable(inst_id.as_str()))?;
        }
        if let Some(side) = &row.side {
            write!(f, " {}", Printable(side.as_str()))?;
        }
        if let Some(size) = row.sz {
            write!(f, " {size}")?;
        }
        if let Some(price) = row.px {
            write!(f, " at {price}")?;
        }
        if let Some(state) = &row.state {
            write!(f, ": {}", Printable(state.as_str()))?;
        }
        write!(f, ", {} filled", self.filled_size())
    }
}

impl OrderStatus {
    /// The newest row about the order. Its fields that are named after a fill describe only the last change; use [`fills`](Self::fills) for
    /// all fills.
    pub fn row(&self) -> &OrderUpdate {
        &self.row
    }

    /// The order ID assigned by OKX.
    pub fn ord_id(&self) -> &OrdId {
        &self.row.ord_id
    }

    /// The client order ID.
    pub fn cl_ord_id(&self) -> Option<&ClOrdId> {
        self.row.cl_ord_id.as_ref()
    }

    /// The state, as OKX names it.
    pub fn state(&self) -> Option<&OrdState> {
        self.row.state.as_ref()
    }

    /// Whether the order has ended, so that it will not change anymore. Its fees may still be reported later.
    pub fn has_ended(&self) -> bool {
        has_ended(self.state())
    }

    /// Whether the order was filled completely.
    pub fn is_filled(&self) -> bool {
        self.state() == Some(&OrdState::Filled)
    }

    /// Whether the order was cancelled, by you or by OKX, possibly after partial fills.
    pub fn is_canceled(&self) -> bool {
        matches!(self.state(), Some(OrdState::Canceled | OrdState::MmpCanceled))
    }

    /// How much was filled: contracts, or base currency for spot and margin. Zero before the first fill.
    pub fn filled_size(&self) -> Decimal {
        let reported = self.row.acc_fill_sz.unwrap_or_default();
        self.size_of_fills().map_or(reported, |sum| reported.max(sum))
    }

    /// The average price of all fills; `None` before the first one. It is the one that OKX reports, or is calculated from the fills if they are
    /// newer. The price of an option is in settlement currency.
    pub fn average_price(&self) -> Option<Decimal> {
        let reported = self.row.avg_px.filter(|price| !price.is_zero());
        let is_newer = self.row.acc_fill_sz.unwrap_or_default() < self.filled_size();
        if is_newer || reported.is_none() { self.average_of_fills().or(reported) } else { reported }
    }

    /// The known fills, oldest first. See [`has_all_fills`](Self::has_all_fills).
    pub fn fills(&self) -> &[OrderFill] {
        &self.fills
    }

    /// Whether the known fills add up to the filled size. If not, some have not arrived yet.
    pub fn has_all_fills(&self) -> bool {
        self.size_of_fills() == Some(self.filled_size())
    }

    /// When the order last changed.
    pub fn updated(&self) -> Option<Timestamp> {
        self.row.u_time
    }

    /// The sum of the sizes of the fills; `None` if it is too large for a decimal.
    fn size_of_fills(&self) -> Option<Decimal> {
        self.fills.iter().try_fold(Decimal::ZERO, |sum, fill| sum.checked_add(fill.fill_sz))
    }

    /// The average price of the fills; `None` if there is none, or if the calculation does not fit into decimals.
    fn average_of_fills(&self) -> Option<Decimal> {
        let value = self
            .fills
            .iter()
            .try_fold(Decimal::ZERO, |sum, fill| sum.checked_add(fill.fill_px.checked_mul(fill.fill_sz)?))?;
        value.checked_div(self.size_of_fills()?)
    }
}

impl OrderStatus {
    /// What one row tells.
    pub(crate) fn new(row: OrderUpdate) -> Self {
        let mut fills = Vec::new();
        fill::add(&mut fills, OrderFill::of_update(&row));
        Self { row: Arc::new(row), fills: Arc::new(fills) }
    }

    /// Adds what another row about the same order tells. Returns whether anything changed.
    pub(crate) fn apply(&mut self, row: OrderUpdate, source: RowSource) -> bool {
        let has_new_fill = self.add_fill(OrderFill::of_update(&row));
        let (known, other) = (Recency::of(&self.row), Recency::of(&row));
        let is_newer = other > known || (other == known && source == RowSource::Push && *self.row != row);
        if is_newer {
            self.row = Arc::new(row);
        }
        is_newer || has_new_fill
    }

    /// Adds a fill that the REST API lists. Returns whether anything changed.
    pub(crate) fn apply_fill(&mut self, row: &Fill) -> bool {
        self.add_fill(OrderFill::of_fill(row))
    }

    fn add_fill(&mut self, fill: Option<OrderFill>) -> bool {
        // Most rows have a fill that is known, or none. Then nothing is copied.
        let is_known = fill.as_ref().is_none_or(|fill| fill::contains(&self.fills, fill));
        !is_known && fill::add(Arc::make_mut(&mut self.fills), fill)
    }
}

/// Whether an order in this state will not change anymore. An unknown state is taken for an open one, so that the order is followed.
pub(crate) fn has_ended(state: Option<&OrdState>) -> bool {
    matches!(state, Some(OrdState::Filled | OrdState::Canceled | OrdState::MmpCanceled))
}

/// The row of a push with what a row of the REST API tells. Both name their fields alike.
pub(crate) fn as_update(order: &Order) -> Result<OrderUpdate, Error> {
    Ok(decode::convert(order)?)
}
