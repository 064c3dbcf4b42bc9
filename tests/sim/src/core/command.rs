//! What an account can ask the exchange to do, as typed data.

use rust_decimal::Decimal;

use super::account::AccountId;
use super::exchange::Exchange;
use super::order::{OrderId, OrderType, SelfTrade, Side, SizeUnit, TradeMode};
use super::stop::{AmendStop, AttachedStop, PlaceStop};
use crate::refusal::Refusal;

/// Something that an account asks for. Instruments are named by their index in the listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Places an order.
    PlaceOrder(PlaceOrder),
    /// Changes the price or the size of an order.
    AmendOrder(AmendOrder),
    /// Cancels an order.
    CancelOrder(CancelOrder),
    /// Cancels the orders under market maker protection of a family of options.
    MassCancel(MassCancel),
    /// Sets a timer that cancels orders.
    CancelAllAfter(CancelAllAfter),
    /// Places a stop.
    PlaceStop(PlaceStop),
    /// Changes a stop that waits.
    AmendStop(OrderName, AmendStop),
    /// Cancels a stop that waits.
    CancelStop(OrderName),
    /// Sets the leverage of an instrument.
    SetLeverage(SetLeverage),
    /// Moves funds between the funding and the trading account.
    Transfer(Transfer),
    /// Places an order for a spread.
    PlaceSpreadOrder(PlaceSpreadOrder),
    /// Changes the price or the size of an order for a spread.
    AmendSpreadOrder(AmendSpreadOrder),
    /// Cancels an order for a spread.
    CancelSpreadOrder(OrderName),
    /// Cancels all orders for spreads, or those of one spread.
    CancelSpreadOrders {
        /// The spread; every spread if absent.
        spread: Option<String>,
    },
}

/// What a command did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// An order was placed or canceled, or its amendment was accepted.
    Order(OrderId),
    /// The orders were canceled.
    MassCancel,
    /// The timer expires at this time, in milliseconds since the epoch; `None` if it was switched off.
    Timer(Option<i64>),
    /// A stop was placed, amended or canceled.
    Stop(OrderId),
    /// The leverage was set.
    Leverage,
    /// The funds were moved by the transfer with this ID.
    Transfer(u64),
    /// An order for a spread was placed, amended or canceled.
    SpreadOrder {
        /// Its ID.
        id: OrderId,
        /// Its client order ID, empty if there is none.
        client_id: String,
    },
}

/// The name of an order in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderName {
    /// Its order ID.
    Id(OrderId),
    /// Its client order ID. It names the latest order that used it.
    ClientId(String),
}

/// A request to place an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceOrder {
    /// The instrument.
    pub instrument: usize,
    /// The trade mode.
    pub trade_mode: TradeMode,
    /// Buy or sell.
    pub side: Side,
    /// The order type.
    pub order_type: OrderType,
    /// The limit price; ignored for a market order.
    pub price: Option<Decimal>,
    /// The size.
    pub size: Decimal,
    /// The unit of the size of a spot market order, if the request tells it.
    pub size_unit: Option<SizeUnit>,
    /// The client order ID, empty if there is none.
    pub client_id: String,
    /// The tag, empty if there is none.
    pub tag: String,
    /// Whether it may only reduce a position.
    pub reduce_only: bool,
    /// The self-trade prevention mode.
    pub self_trade: SelfTrade,
    /// The stops that are placed when it is filled.
    pub attached: Vec<AttachedStop>,
}

/// A request to amend an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendOrder {
    /// The instrument.
    pub instrument: usize,
    /// The order.
    pub order: OrderName,
    /// The new price, if it changes.
    pub price: Option<Decimal>,
    /// The new total size, if it changes.
    pub size: Option<Decimal>,
    /// Whether the order is canceled if it cannot be amended.
    pub cancel_on_failure: bool,
    /// The ID that the request gives itself; empty if it gives none.
    pub request_id: String,
}

/// A request to cancel an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelOrder {
    /// The instrument.
    pub instrument: usize,
    /// The order.
    pub order: OrderName,
}

/// A request to cancel the orders under market maker protection of a family of options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MassCancel {
    /// The instrument family.
    pub family: String,
    /// For how many milliseconds new orders under protection are rejected.
    pub pause_ms: i64,
}

/// A request to set a timer that cancels orders when it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelAllAfter {
    /// In how many seconds it expires; zero switches it off.
    pub seconds: i64,
    /// Only orders with this tag are canceled; all orders if empty.
    pub tag: String,
}

/// A request to set the leverage of an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetLeverage {
    /// The instrument.
    pub instrument: usize,
    /// The leverage.
    pub leverage: Decimal,
}

/// A request to move funds within an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The currency.
    pub currency: String,
    /// The amount.
    pub amount: Decimal,
    /// Where it is taken from.
    pub from: Pocket,
    /// Where it goes.
    pub to: Pocket,
}

/// One of the accounts of a user that can hold funds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pocket {
    /// The funding account.
    Funding,
    /// The trading account.
    Trading,
}

/// A request to place an order for a spread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceSpreadOrder {
    /// The spread.
    pub spread: String,
    /// Buy or sell.
    pub side: Side,
    /// The order type.
    pub order_type: OrderType,
    /// The size.
    pub size: Decimal,
    /// The limit price, which may be negative.
    pub price: Option<Decimal>,
    /// The client order ID, empty if there is none.
    pub client_id: String,
    /// The tag, empty if there is none.
    pub tag: String,
}

/// A request to amend an order for a spread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendSpreadOrder {
    /// The order.
    pub order: OrderName,
    /// The new size, if it changes.
    pub size: Option<Decimal>,
    /// The new price, if it changes.
    pub price: Option<Decimal>,
    /// The ID that the request gives itself; empty if it gives none.
    pub request_id: String,
}

impl Exchange {
    /// Executes a command of an account. `now` is in milliseconds since the epoch; everything that is due by then
    /// happens first.
    ///
    /// # Errors
    /// If the command is rejected. Then nothing has changed, except that an amendment that cancels on failure has
    /// canceled its order.
    pub fn execute(&mut self, owner: AccountId, command: &Command, now: i64) -> Result<Done, Refusal> {
        self.advance_to(now);
        let done = match command {
            Command::PlaceOrder(order) => self.place_order(owner, order, now),
            Command::AmendOrder(change) => self.amend_order(owner, change, now),
            Command::CancelOrder(cancel) => self.cancel_order(owner, cancel, now),
            Command::MassCancel(cancel) => self.mass_cancel(owner, cancel, now),
            Command::CancelAllAfter(timer) => self.cancel_all_after(owner, timer, now),
            Command::PlaceStop(stop) => self.place_stop(owner, stop, now),
            Command::AmendStop(name, change) => self.amend_stop(owner, name, change, now),
            Command::CancelStop(name) => self.cancel_stop(owner, name, now),
            Command::SetLeverage(set) => self.set_leverage(owner, *set),
            Command::Transfer(transfer) => self.transfer(owner, transfer),
            Command::PlaceSpreadOrder(order) => self.place_spread_order(owner, order, now),
            Command::AmendSpreadOrder(change) => self.amend_spread_order(owner, change, now),
            Command::CancelSpreadOrder(order) => self.cancel_spread_order(owner, order, now),
            Command::CancelSpreadOrders { spread } => Ok(self.cancel_spread_orders(owner, spread.as_deref(), now)),
        };
        self.publish(now);
        done
    }
}
