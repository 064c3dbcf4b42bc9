//! The exchange itself: instruments, order books, accounts, orders. It does not know about HTTP, API keys or rate
//! limits, and takes the time as an argument, so that the same input always gives the same output.

#![allow(clippy::similar_names, reason = "side and size are standard trading terms")]

mod account;
mod amend;
mod background;
mod bar;
mod book;
mod candles;
mod command;
mod due;
mod event;
mod exchange;
mod funding;
mod funds;
mod grid;
mod instrument;
mod listing;
mod market;
mod numbered;
mod order;
mod outbox;
mod place;
mod profile;
mod query;
mod settle;
mod spreads;
mod stop;
mod stops;
mod tape;
mod ticker;
mod timers;
mod watched;

pub use account::{Account, AccountId, Position};
pub use book::{Book, Resting};
pub use candles::{Candle, CandleQuery};
pub use command::{
    AmendOrder, AmendSpreadOrder, CancelAllAfter, CancelOrder, Command, Done, MassCancel, OrderName, PlaceOrder,
    PlaceSpreadOrder, Pocket, SetLeverage, Transfer,
};
pub use event::{
    AccountUpdate, AmendResult, BalanceCause, BookSnapshot, BookUpdate, CandleUpdate, Event, InstrumentUpdate, Level,
    OrderChange, OrderUpdate, PositionUpdate, PublicTrade, SpreadOrderUpdate, TickerUpdate,
};
pub use exchange::Exchange;
pub use funding::FundingRate;
pub use instrument::{Band, Changing, Instrument, Kind, Upcoming};
pub use market::Market;
pub use order::{AccountFill, Fill, Order, OrderId, OrderType, Role, SelfTrade, Side, SizeUnit, State, TradeMode};
pub use profile::{AccountMode, PositionMode, Profile};
pub use query::Page;
pub use spreads::{Spread, SpreadOrder};
pub use stop::{
    AmendStop, AttachedStop, ChangedCondition, Condition, PlaceStop, Purpose, Stop, StopPrice, StopState, StopType,
};
pub use ticker::Ticker;
