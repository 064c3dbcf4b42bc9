//! Orders and their states.

use rust_decimal::Decimal;

use super::account::AccountId;
use super::stop::AttachedStop;
use crate::number::{TooLarge, add, divide, multiply};

/// The ID of an order; a later order has a higher ID. No order has the ID zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderId(pub u64);

/// Buy or sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Buys the base currency or contract.
    Buy,
    /// Sells the base currency or contract.
    Sell,
}

impl Side {
    /// The opposite side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }

    /// The signed size: positive for a buy, negative for a sell.
    pub(crate) fn signed(self, size: Decimal) -> Decimal {
        match self {
            Self::Buy => size,
            Self::Sell => -size,
        }
    }

    /// The side as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::Sell => "sell",
        }
    }
}

/// The order type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderType {
    /// Accepts any price; the unfilled rest is canceled.
    Market,
    /// Accepts its own price or better; the unfilled rest stays in the book.
    Limit,
    /// Only rests in the book; canceled if it would trade immediately.
    PostOnly,
    /// Filled completely and immediately, or canceled.
    FillOrKill,
    /// Accepts its own price or better; the unfilled rest is canceled.
    ImmediateOrCancel,
    /// A limit order under market maker protection, for options in portfolio margin mode.
    Protected,
    /// A post-only order under market maker protection, for options in portfolio margin mode.
    ProtectedPostOnly,
}

impl OrderType {
    /// The type as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Market => "market",
            Self::Limit => "limit",
            Self::PostOnly => "post_only",
            Self::FillOrKill => "fok",
            Self::ImmediateOrCancel => "ioc",
            Self::Protected => "mmp",
            Self::ProtectedPostOnly => "mmp_and_post_only",
        }
    }

    /// Whether the unfilled rest stays in the book.
    pub(crate) fn rests(self) -> bool {
        matches!(self, Self::Limit | Self::PostOnly) || self.is_protected()
    }

    /// Whether it is canceled if it would trade immediately.
    pub(crate) fn only_rests(self) -> bool {
        matches!(self, Self::PostOnly | Self::ProtectedPostOnly)
    }

    /// Whether it is under market maker protection.
    pub(crate) fn is_protected(self) -> bool {
        matches!(self, Self::Protected | Self::ProtectedPostOnly)
    }
}

/// The trade mode: what an order is paid with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TradeMode {
    /// The currencies themselves.
    Cash,
    /// Margin shared by all positions.
    Cross,
    /// Margin of one position.
    Isolated,
}

impl TradeMode {
    /// The mode as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Cross => "cross",
            Self::Isolated => "isolated",
        }
    }
}

/// The unit of the size of a spot market order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeUnit {
    /// The base currency.
    Base,
    /// The quote currency.
    Quote,
}

impl SizeUnit {
    /// The unit as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Base => "base_ccy",
            Self::Quote => "quote_ccy",
        }
    }
}

/// The self-trade prevention mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTrade {
    /// The resting order is canceled.
    CancelMaker,
    /// The unfilled rest of the new order is canceled.
    CancelTaker,
    /// Both are canceled.
    CancelBoth,
}

impl SelfTrade {
    /// The mode as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CancelMaker => "cancel_maker",
            Self::CancelTaker => "cancel_taker",
            Self::CancelBoth => "cancel_both",
        }
    }
}

/// The state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In the book and not filled.
    Live,
    /// In the book and partially filled.
    PartiallyFilled,
    /// Completely filled.
    Filled,
    /// Canceled before it was completely filled.
    Canceled,
}

impl State {
    /// Whether the order cannot change anymore.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Filled | Self::Canceled)
    }

    /// The state as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::PartiallyFilled => "partially_filled",
            Self::Filled => "filled",
            Self::Canceled => "canceled",
        }
    }
}

/// An order.
#[derive(Clone, Debug)]
pub struct Order {
    /// The order ID.
    pub id: OrderId,
    /// The account it belongs to.
    pub owner: AccountId,
    /// The index of its instrument in the listing.
    pub instrument: usize,
    /// Buy or sell.
    pub side: Side,
    /// The order type.
    pub order_type: OrderType,
    /// Its limit price; `None` for a market order.
    pub price: Option<Decimal>,
    /// Its size, in the unit of the request.
    pub size: Decimal,
    /// Whether the size is an amount of quote currency.
    pub in_quote: bool,
    /// The filled size, never in quote currency.
    pub filled: Decimal,
    /// The sum of price times size over its trades.
    pub filled_value: Decimal,
    /// Its last trade.
    pub last_fill: Option<Fill>,
    /// The total of its fees.
    pub fee: Decimal,
    /// The currency of the fees.
    pub fee_currency: String,
    /// The realized profit or loss of positions it closed.
    pub profit: Decimal,
    /// The amount held for its unfilled rest.
    pub hold: Decimal,
    /// The currency of the held amount.
    pub hold_currency: String,
    /// The self-trade prevention mode.
    pub self_trade: SelfTrade,
    /// The state.
    pub state: State,
    /// The code of the cancel source.
    pub cancel_source: &'static str,
    /// When it was created, in milliseconds since the epoch.
    pub created: i64,
    /// When it was last updated, in milliseconds since the epoch.
    pub updated: i64,
    /// The client order ID, empty if there is none.
    pub client_id: String,
    /// The tag, empty if there is none.
    pub tag: String,
    /// The trade mode.
    pub trade_mode: TradeMode,
    /// The unit of the size, if the request told it.
    pub size_unit: Option<SizeUnit>,
    /// Whether it may only reduce a position.
    pub reduce_only: bool,
    /// The stops that are placed when it is filled.
    pub attached: Vec<AttachedStop>,
}

/// A trade of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The trade ID.
    pub trade: u64,
    /// The price.
    pub price: Decimal,
    /// The size.
    pub size: Decimal,
    /// Whether the order took liquidity or provided it.
    pub role: Role,
    /// The fee; negative for a rebate.
    pub fee: Decimal,
    /// The realized profit of the part of a position it closed.
    pub profit: Decimal,
    /// The time, in milliseconds since the epoch.
    pub at: i64,
}

/// Whether an order took liquidity or provided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It traded with an order that rested in the book.
    Taker,
    /// It rested in the book.
    Maker,
}

/// A fill in the history of an account.
#[derive(Clone, Debug)]
pub struct AccountFill {
    /// The bill ID; a later fill has a higher ID.
    pub bill: u64,
    /// The account.
    pub owner: AccountId,
    /// The order that was filled.
    pub order: OrderId,
    /// The client order ID, empty if there is none.
    pub client_id: String,
    /// The tag of the order, empty if there is none.
    pub tag: String,
    /// The index of the instrument in the listing.
    pub instrument: usize,
    /// Buy or sell.
    pub side: Side,
    /// The fill.
    pub fill: Fill,
    /// The currency of the fee.
    pub fee_currency: String,
}

impl Order {
    /// The unfilled size of an order whose size is not in quote currency.
    pub fn remaining(&self) -> Decimal {
        self.size - self.filled
    }

    /// Records a fill. `completes` tells whether it fills the order, whose size may be an amount of quote currency.
    pub(crate) fn record(&mut self, fill: Fill, completes: bool) -> Result<(), TooLarge> {
        self.filled = add(self.filled, fill.size)?;
        self.filled_value = add(self.filled_value, multiply(fill.price, fill.size)?)?;
        self.fee += fill.fee;
        self.profit += fill.profit;
        self.last_fill = Some(fill);
        self.updated = fill.at;
        if !self.state.is_final() {
            let done = completes || (!self.in_quote && self.filled >= self.size);
            self.state = if done { State::Filled } else { State::PartiallyFilled };
        }
        Ok(())
    }

    pub(crate) fn cancel(&mut self, source: &'static str, now: i64) {
        self.state = State::Canceled;
        self.cancel_source = source;
        self.updated = now;
    }

    /// The average price of its fills, if there are any.
    pub fn average_price(&self) -> Option<Decimal> {
        if self.filled.is_zero() { None } else { divide(self.filled_value, self.filled).ok() }
    }
}
