//! One order and its life.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::AccountId;
use super::parameters::Parameters;
use crate::number::{self, TooLarge, add, divide, multiply};
use crate::refusal::{PARAMETER, Refusal};

/// The exchange's number of an order; a later order has a higher one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderId(pub u64);

/// Buy or sell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Takes what is traded, gives money.
    Buy,
    /// Gives what is traded, takes money.
    Sell,
}

impl Side {
    /// The side it trades with.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }

    /// A size with its sign: positive for a buy.
    pub(crate) fn signed(self, size: Decimal) -> Decimal {
        match self {
            Self::Buy => size,
            Self::Sell => -size,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Buy => "buy",
            Self::Sell => "sell",
        }
    }

    pub(crate) fn read(parameters: &Parameters) -> Result<Self, Refusal> {
        match parameters.required("side")? {
            "buy" => Ok(Self::Buy),
            "sell" => Ok(Self::Sell),
            _ => Err(PARAMETER.about("side")),
        }
    }
}

/// How an order behaves when it meets the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderType {
    /// Takes any price; what is left is canceled.
    Market,
    /// Takes prices up to its own; what is left rests.
    Limit,
    /// Rests, or is canceled when it would take.
    PostOnly,
    /// All at once, or canceled.
    FillOrKill,
    /// Takes prices up to its own; what is left is canceled.
    ImmediateOrCancel,
    /// As a limit order, under market maker protection; for options in portfolio margin mode.
    Protected,
    /// As a post-only order, under market maker protection; for options in portfolio margin mode.
    ProtectedPostOnly,
}

impl OrderType {
    fn name(self) -> &'static str {
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

    /// Whether what is left after meeting the book stays in it.
    pub(crate) fn rests(self) -> bool {
        matches!(self, Self::Limit | Self::PostOnly) || self.is_protected()
    }

    /// Whether it is canceled rather than take from the book.
    pub(crate) fn only_rests(self) -> bool {
        matches!(self, Self::PostOnly | Self::ProtectedPostOnly)
    }

    /// Whether it is under market maker protection.
    pub(crate) fn is_protected(self) -> bool {
        matches!(self, Self::Protected | Self::ProtectedPostOnly)
    }

    /// The type; the ones this exchange does not trade are refused.
    pub(crate) fn read(parameters: &Parameters) -> Result<Self, Refusal> {
        match parameters.required("ordType")? {
            "market" => Ok(Self::Market),
            "limit" => Ok(Self::Limit),
            "post_only" => Ok(Self::PostOnly),
            "fok" => Ok(Self::FillOrKill),
            "ioc" => Ok(Self::ImmediateOrCancel),
            "mmp" => Ok(Self::Protected),
            "mmp_and_post_only" => Ok(Self::ProtectedPostOnly),
            _ => Err(PARAMETER.about("ordType")),
        }
    }
}

/// Who gives way when an account would trade with itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTrade {
    /// The resting order is canceled.
    CancelMaker,
    /// What is left of the new order is canceled.
    CancelTaker,
    /// Both are canceled.
    CancelBoth,
}

impl SelfTrade {
    fn name(self) -> &'static str {
        match self {
            Self::CancelMaker => "cancel_maker",
            Self::CancelTaker => "cancel_taker",
            Self::CancelBoth => "cancel_both",
        }
    }

    pub(crate) fn read(parameters: &Parameters) -> Result<Self, Refusal> {
        match parameters.text("stpMode") {
            None | Some("cancel_maker") => Ok(Self::CancelMaker),
            Some("cancel_taker") => Ok(Self::CancelTaker),
            Some("cancel_both") => Ok(Self::CancelBoth),
            Some(_) => Err(PARAMETER.about("stpMode")),
        }
    }
}

/// Where an order is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In the book, untouched.
    Live,
    /// In the book, partly done.
    PartiallyFilled,
    /// Done.
    Filled,
    /// Ended before it was done.
    Canceled,
}

impl State {
    /// Whether nothing more can become of it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Filled | Self::Canceled)
    }

    /// The state on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::PartiallyFilled => "partially_filled",
            Self::Filled => "filled",
            Self::Canceled => "canceled",
        }
    }
}

/// One order.
#[derive(Clone, Debug)]
pub struct Order {
    /// The exchange's number.
    pub id: OrderId,
    /// Whose it is.
    pub owner: AccountId,
    /// The place of its instrument in the listing.
    pub instrument: usize,
    /// Buy or sell.
    pub side: Side,
    /// How it behaves.
    pub order_type: OrderType,
    /// Its price; `None` for a market order.
    pub price: Option<Decimal>,
    /// How much it is for, in the unit it was given in.
    pub size: Decimal,
    /// Whether the size is an amount of quote currency.
    pub in_quote: bool,
    /// How much of it has traded, never in quote currency.
    pub filled: Decimal,
    /// The sum of price times size over its trades.
    pub filled_worth: Decimal,
    /// Its last trade.
    pub last_fill: Option<Fill>,
    /// What it has cost in fees.
    pub fee: Decimal,
    /// The currency of the fee.
    pub fee_currency: String,
    /// Profit or loss of the positions it closed.
    pub profit: Decimal,
    /// What is set aside for the rest of it.
    pub hold: Decimal,
    /// The currency of the hold.
    pub hold_currency: String,
    /// Who gives way in a trade with itself.
    pub self_trade: SelfTrade,
    /// Where it is in its life.
    pub state: State,
    /// Why it was canceled: the code of the source.
    pub cancel_source: &'static str,
    /// When it came, in milliseconds since the epoch.
    pub created: i64,
    /// When it last changed, in milliseconds since the epoch.
    pub updated: i64,
    /// What the client called it and how it was placed, as it was sent.
    pub placed: Parameters,
}

/// One trade of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The number of the trade.
    pub trade: u64,
    /// Its price.
    pub price: Decimal,
    /// Its size.
    pub size: Decimal,
    /// When it was, in milliseconds since the epoch.
    pub at: i64,
}

impl Order {
    /// The client's name for it, empty if it gave none.
    pub fn client_id(&self) -> &str {
        self.placed.text("clOrdId").unwrap_or_default()
    }

    /// What is left to trade of an order whose size is not in quote currency.
    pub fn left(&self) -> Decimal {
        self.size - self.filled
    }

    pub(crate) fn record(&mut self, fill: Fill) -> Result<(), TooLarge> {
        self.filled = add(self.filled, fill.size)?;
        self.filled_worth = add(self.filled_worth, multiply(fill.price, fill.size)?)?;
        self.last_fill = Some(fill);
        self.updated = fill.at;
        if !self.state.is_final() {
            let done = !self.in_quote && self.filled >= self.size;
            self.state = if done { State::Filled } else { State::PartiallyFilled };
        }
        Ok(())
    }

    pub(crate) fn cancel(&mut self, source: &'static str, now: i64) {
        self.state = State::Canceled;
        self.cancel_source = source;
        self.updated = now;
    }

    /// Its row in a reply; fields that do not apply are left out. `instrument` is its instrument.
    pub(crate) fn row(&self, instrument: &super::Instrument) -> Value {
        let fill = self.last_fill.as_ref();
        let given = |name| self.placed.text(name).unwrap_or_default();
        let average = if self.filled.is_zero() { None } else { divide(self.filled_worth, self.filled).ok() };
        json!({
            "instType": instrument.type_name(),
            "instId": instrument.id,
            "ordId": self.id.0.to_string(),
            "clOrdId": self.client_id(),
            "tag": given("tag"),
            "px": self.price.map(number::write).unwrap_or_default(),
            "sz": number::write(self.size),
            "side": self.side.name(),
            "posSide": if instrument.is_spot() { "" } else { "net" },
            "ordType": self.order_type.name(),
            "tdMode": given("tdMode"),
            "tgtCcy": if self.in_quote { "quote_ccy" } else { given("tgtCcy") },
            "accFillSz": number::write(self.filled),
            "avgPx": average.map(number::write).unwrap_or_default(),
            "fillPx": fill.map(|fill| number::write(fill.price)).unwrap_or_default(),
            "fillSz": fill.map_or_else(|| "0".into(), |fill| number::write(fill.size)),
            "fillTime": fill.map(|fill| fill.at.to_string()).unwrap_or_default(),
            "tradeId": fill.map(|fill| fill.trade.to_string()).unwrap_or_default(),
            "fee": number::write(-self.fee),
            "feeCcy": self.fee_currency,
            "rebate": "0",
            "rebateCcy": self.fee_currency,
            "pnl": number::write(self.profit),
            "state": self.state.name(),
            "category": "normal",
            "reduceOnly": self.placed.is_true("reduceOnly").to_string(),
            "stpMode": self.self_trade.name(),
            "cancelSource": self.cancel_source,
            "isTpLimit": "false",
            "attachAlgoOrds": [],
            "tradeQuoteCcy": if instrument.is_spot() { instrument.quote.as_str() } else { "" },
            "cTime": self.created.to_string(),
            "uTime": self.updated.to_string(),
        })
    }
}
