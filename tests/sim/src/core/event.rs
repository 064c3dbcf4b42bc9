//! What happened on the exchange, as typed data: the source of everything that a server pushes to its clients.

use rust_decimal::Decimal;

use super::account::{AccountId, Position};
use super::order::{Fill, Order, Side};
use super::spreads::SpreadOrder;
use super::stop::Stop;

/// Something that happened. Instruments are named by their index in the listing.
///
/// The events of one command are in this order: changes of orders and public trades as they happened, then the books,
/// tickers and candles that changed, then positions and accounts.
#[derive(Clone, Debug)]
pub enum Event {
    /// An order changed.
    Order(Box<OrderUpdate>),
    /// An order for a spread changed.
    SpreadOrder(Box<SpreadOrderUpdate>),
    /// A stop was placed, amended, canceled or triggered.
    Stop(Box<Stop>),
    /// A trade, visible to everybody.
    Trade(PublicTrade),
    /// The book of an instrument changed, or repeats its sequence ID.
    Book(BookUpdate),
    /// The best prices, the last price or the volume of an instrument changed.
    Ticker(TickerUpdate),
    /// A watched candle changed or closed.
    Candle(CandleUpdate),
    /// A change of an instrument was announced or took effect.
    Instrument(InstrumentUpdate),
    /// A position changed.
    Position(PositionUpdate),
    /// The balance of an account changed.
    Account(AccountUpdate),
}

/// A change of an order.
#[derive(Clone, Debug)]
pub struct OrderUpdate {
    /// The order after the change.
    pub order: Order,
    /// What changed.
    pub change: OrderChange,
    /// The last price of the instrument at that time.
    pub last_price: Decimal,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// What changed about an order. Its new state is the state of [`OrderUpdate::order`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderChange {
    /// It now rests in the book and was not filled before. An order that is refused because it would take is canceled
    /// without this.
    Live,
    /// It was filled, partially or completely.
    Filled(Fill),
    /// It was canceled; [`Order::cancel_source`] tells why.
    Canceled,
    /// A request to amend it was processed.
    Amended {
        /// The ID that the request gave itself; empty if it gave none.
        request_id: String,
        /// What became of it.
        result: AmendResult,
    },
}

impl OrderChange {
    /// The change of an order that was amended as requested.
    pub(super) fn amended(request_id: &str) -> Self {
        Self::Amended { request_id: request_id.to_owned(), result: AmendResult::Done }
    }
}

/// A change of an order for a spread.
#[derive(Clone, Debug)]
pub struct SpreadOrderUpdate {
    /// The order after the change.
    pub order: SpreadOrder,
    /// What changed.
    pub change: OrderChange,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// What became of a request to amend an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmendResult {
    /// The order has the new price and size.
    Done,
    /// The order is unchanged.
    Failed {
        /// The result code.
        code: &'static str,
        /// What was wrong.
        message: String,
    },
    /// The order was canceled because it could not be amended, as the request wanted.
    Canceled {
        /// The result code.
        code: &'static str,
        /// What was wrong.
        message: String,
    },
}

/// A trade as everybody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicTrade {
    /// The index of the instrument in the listing.
    pub instrument: usize,
    /// The trade ID.
    pub trade: u64,
    /// The price.
    pub price: Decimal,
    /// The size.
    pub size: Decimal,
    /// The side of the taker.
    pub side: Side,
    /// The sequence ID of the book after the trade.
    pub sequence: i64,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// A change of the book of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookUpdate {
    /// The index of the instrument in the listing.
    pub instrument: usize,
    /// The sequence ID of the update before this one.
    pub previous: i64,
    /// The sequence ID of the book after this update. It equals the previous one in a heartbeat, and is smaller after
    /// a reset of the sequence.
    pub sequence: i64,
    /// The bids that changed, best price first.
    pub bids: Vec<Level>,
    /// The asks that changed, best price first.
    pub asks: Vec<Level>,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// A book of an instrument up to a depth, at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookSnapshot {
    /// The sequence ID of the book.
    pub sequence: i64,
    /// The bids, best price first.
    pub bids: Vec<Level>,
    /// The asks, best price first.
    pub asks: Vec<Level>,
}

/// All orders at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The price.
    pub price: Decimal,
    /// The total size; zero if the level is gone.
    pub size: Decimal,
    /// How many orders.
    pub orders: usize,
}

/// A change of the ticker of an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TickerUpdate {
    /// The index of the instrument in the listing.
    pub instrument: usize,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// A change of an instrument, or its announcement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstrumentUpdate {
    /// The index of the instrument in the listing.
    pub instrument: usize,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// A change of a watched candle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandleUpdate {
    /// The index of the instrument in the listing.
    pub instrument: usize,
    /// Its period as OKX writes it, such as `1m`.
    pub bar: String,
    /// When the candle started, in milliseconds since the epoch.
    pub start: i64,
    /// Whether the candle is complete.
    pub is_closed: bool,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// A change of a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionUpdate {
    /// The account it belongs to.
    pub account: AccountId,
    /// The index of the instrument in the listing.
    pub instrument: usize,
    /// The position after the change. Its size is zero if it was closed: then the account has no position any more.
    pub position: Position,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// A change of the balance of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountUpdate {
    /// The account.
    pub account: AccountId,
    /// The currencies whose balance or held amount changed, in alphabetical order.
    pub currencies: Vec<String>,
    /// Why it changed.
    pub cause: BalanceCause,
    /// When, in milliseconds since the epoch.
    pub at: i64,
}

/// Why a balance changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BalanceCause {
    /// An amount was held for an order, or released.
    Order,
    /// A trade.
    Fill,
    /// A transfer.
    Transfer,
    /// A funding fee.
    Funding,
}
