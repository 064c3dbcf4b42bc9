//! Orders that wait for a price: take-profits, stop-losses and trigger orders. OKX calls them algo orders.

use rust_decimal::Decimal;

use super::account::AccountId;
use super::order::{OrderId, Side, SizeUnit, TradeMode};

/// The type of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopType {
    /// A take-profit or a stop-loss.
    Conditional,
    /// A take-profit and a stop-loss: the first that is triggered ends the other.
    OneCancelsOther,
    /// An order that is placed when a price is reached.
    Trigger,
}

impl StopType {
    /// The type as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conditional => "conditional",
            Self::OneCancelsOther => "oco",
            Self::Trigger => "trigger",
        }
    }
}

/// What a condition of a stop is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Closing with a profit.
    TakeProfit,
    /// Closing with a loss.
    StopLoss,
    /// Opening.
    Trigger,
}

/// A price that a stop waits for, and the price of the order that it then places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What it is for.
    pub purpose: Purpose,
    /// The price of the last trade that triggers it.
    pub trigger: Decimal,
    /// The price of the order.
    pub price: StopPrice,
}

/// The price of the order that a stop places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopPrice {
    /// Any price: it is a market order.
    Market,
    /// The price of a limit order.
    Limit(Decimal),
}

impl StopPrice {
    /// The price of a limit order.
    pub fn limit(self) -> Option<Decimal> {
        match self {
            Self::Market => None,
            Self::Limit(price) => Some(price),
        }
    }
}

/// A stop that an order carries: it is placed when the order is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedStop {
    /// The prices that it waits for: one, or two of which the first that is reached ends the other.
    pub conditions: Vec<Condition>,
    /// The client-assigned ID, empty if there is none.
    pub client_id: String,
}

/// A request to place a stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceStop {
    /// The instrument.
    pub instrument: usize,
    /// The trade mode.
    pub trade_mode: TradeMode,
    /// Buy or sell.
    pub side: Side,
    /// The type.
    pub stop_type: StopType,
    /// The prices that it waits for.
    pub conditions: Vec<Condition>,
    /// The size; `None` to close the whole position.
    pub size: Option<Decimal>,
    /// The unit of the size of a spot market order, if the request tells it.
    pub size_unit: Option<SizeUnit>,
    /// The client-assigned ID, empty if there is none.
    pub client_id: String,
    /// The tag, empty if there is none.
    pub tag: String,
    /// Whether its order may only reduce a position.
    pub reduce_only: bool,
}

/// A request to amend a stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AmendStop {
    /// The new size, if it changes.
    pub size: Option<Decimal>,
    /// The conditions that change.
    pub conditions: Vec<ChangedCondition>,
}

/// A change of a condition of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedCondition {
    /// What the condition is for.
    pub purpose: Purpose,
    /// The new trigger price, if it changes.
    pub trigger: Option<Decimal>,
    /// The new price of the order, if it changes.
    pub price: Option<StopPrice>,
}

/// The state of a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopState {
    /// It waits.
    Live,
    /// It was triggered and placed its order.
    Effective,
    /// It was canceled before it was triggered.
    Canceled,
    /// It was triggered, but its order was rejected with this code.
    Failed(&'static str),
}

impl StopState {
    /// The state as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Effective => "effective",
            Self::Canceled => "canceled",
            Self::Failed(_) => "order_failed",
        }
    }
}

/// A stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Its ID.
    pub id: OrderId,
    /// The account it belongs to.
    pub owner: AccountId,
    /// What was asked for, with later amendments.
    pub request: PlaceStop,
    /// The price of the last trade when it was placed.
    pub last: Decimal,
    /// The state.
    pub state: StopState,
    /// The condition that triggered it, and when.
    pub triggered: Option<(Purpose, i64)>,
    /// The order that it placed.
    pub order: Option<OrderId>,
    /// When it was created, in milliseconds since the epoch.
    pub created: i64,
    /// When it was last updated, in milliseconds since the epoch.
    pub updated: i64,
}

impl Stop {
    /// The condition that is fulfilled at this price, if it waits.
    pub(super) fn reached(&self, last: Decimal) -> Option<Condition> {
        if self.state != StopState::Live {
            return None;
        }
        let is_reached = |condition: &&Condition| {
            if self.waits_for_rise(condition) { last >= condition.trigger } else { last <= condition.trigger }
        };
        self.request.conditions.iter().find(is_reached).copied()
    }

    /// Whether the price must rise to trigger it.
    fn waits_for_rise(&self, condition: &Condition) -> bool {
        match (condition.purpose, self.request.side) {
            (Purpose::TakeProfit, Side::Sell) | (Purpose::StopLoss, Side::Buy) => true,
            (Purpose::TakeProfit, Side::Buy) | (Purpose::StopLoss, Side::Sell) => false,
            (Purpose::Trigger, _) => condition.trigger > self.last,
        }
    }
}
