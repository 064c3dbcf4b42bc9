//! The fills of an order.

use rust_decimal::Decimal;

use crate::api::enums::ExecType;
use crate::api::ids::{Ccy, TradeId};
use crate::api::trade::Fill;
use crate::api::ws::private::OrderUpdate;
use crate::value::Timestamp;

/// A fill of an order.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OrderFill {
    /// The trade ID.
    pub trade_id: TradeId,
    /// The price, in quote currency per unit, or for options in settlement currency per unit of the underlying.
    pub fill_px: Decimal,
    /// The size: contracts, or base currency for spot and margin.
    pub fill_sz: Decimal,
    /// When the trade was executed.
    pub fill_time: Option<Timestamp>,
    /// The fee, in `fee_ccy`: negative if paid, positive if received. It may arrive later than the fill.
    pub fee: Option<Decimal>,
    /// The currency of the fee.
    pub fee_ccy: Option<Ccy>,
    /// Whether the order was the taker or the maker.
    pub exec_type: Option<ExecType>,
}

impl OrderFill {
    /// The fill that a row about an order reports; `None` if it reports none.
    pub(super) fn of_update(row: &OrderUpdate) -> Option<Self> {
        Some(Self {
            trade_id: row.trade_id.clone()?,
            fill_px: row.fill_px?,
            fill_sz: row.fill_sz.filter(|size| !size.is_zero())?,
            fill_time: row.fill_time,
            fee: row.fill_fee,
            fee_ccy: row.fill_fee_ccy.clone(),
            exec_type: row.exec_type,
        })
    }

    /// The fill of a row in a list of fills; `None` if it lacks its price or size.
    pub(super) fn of_fill(row: &Fill) -> Option<Self> {
        Some(Self {
            trade_id: row.trade_id.clone()?,
            fill_px: row.fill_px?,
            fill_sz: row.fill_sz.filter(|size| !size.is_zero())?,
            fill_time: row.fill_time.or(row.ts),
            fee: row.fee,
            fee_ccy: row.fee_ccy.clone(),
            exec_type: row.exec_type,
        })
    }

    /// Whether two rows are about the same trade. Trades outside of an order book share IDs, which are not positive, so their times and prices
    /// are compared as well.
    fn is_same_trade(&self, other: &Self) -> bool {
        let is_positive = self.trade_id.as_str().parse::<u64>().is_ok_and(|id| id > 0);
        let is_same = |one: &Self, other: &Self| {
            (one.fill_time, one.fill_px, one.fill_sz) == (other.fill_time, other.fill_px, other.fill_sz)
        };
        self.trade_id == other.trade_id && (is_positive || is_same(self, other))
    }

    /// Takes over what another row about the same trade tells in addition. Returns whether there was anything.
    fn complete(&mut self, other: Self) -> bool {
        let Self { trade_id: _, fill_px: _, fill_sz: _, fill_time, fee, fee_ccy, exec_type } = other;
        // Each is called, whatever the others returned.
        let completed = [
            complete(&mut self.fill_time, fill_time),
            complete(&mut self.fee, fee),
            complete(&mut self.fee_ccy, fee_ccy),
            complete(&mut self.exec_type, exec_type),
        ];
        completed.contains(&true)
    }

    fn lacks_more_than(&self, other: &Self) -> bool {
        (self.fill_time.is_none() && other.fill_time.is_some())
            || (self.fee.is_none() && other.fee.is_some())
            || (self.fee_ccy.is_none() && other.fee_ccy.is_some())
            || (self.exec_type.is_none() && other.exec_type.is_some())
    }
}

/// Whether a list has this fill with all that is known of it.
pub(super) fn contains(fills: &[OrderFill], fill: &OrderFill) -> bool {
    fills.iter().rev().find(|known| known.is_same_trade(fill)).is_some_and(|known| !known.lacks_more_than(fill))
}

/// Adds a fill to a list unless it is there, and keeps the list ordered by time. Returns whether the list changed.
pub(super) fn add(fills: &mut Vec<OrderFill>, fill: Option<OrderFill>) -> bool {
    let Some(fill) = fill else { return false };
    if let Some(known) = fills.iter_mut().rev().find(|known| known.is_same_trade(&fill)) {
        let is_completed = known.complete(fill);
        fills.sort_by_key(order);
        return is_completed;
    }
    let place = fills.iter().rposition(|known| order(known) <= order(&fill)).map_or(0, |before| before + 1);
    fills.insert(place, fill);
    true
}

/// What fills are ordered by. Trade IDs of an instrument rise.
fn order(fill: &OrderFill) -> (Option<Timestamp>, Option<i64>) {
    (fill.fill_time, fill.trade_id.as_str().parse().ok())
}

fn complete<T>(known: &mut Option<T>, other: Option<T>) -> bool {
    let is_new = known.is_none() && other.is_some();
    if is_new {
        *known = other;
    }
    is_new
}
