//! The exchange itself: instruments, order books, accounts, orders. It does not know about HTTP, API keys or rate
//! limits, and takes the time as an argument, so that the same input always gives the same output.

#![allow(clippy::similar_names, reason = "side and size are standard trading terms")]

mod account;
mod amend;
mod background;
mod bar;
mod book;
mod calls;
mod candles;
mod due;
mod event;
mod exchange;
mod funds;
mod grid;
mod instrument;
mod listing;
mod market;
mod order;
mod outbox;
mod parameters;
mod place;
mod prices;
mod profile;
mod reads;
mod settle;
mod spreads;
mod timers;
mod watched;

pub use account::{Account, AccountId, Position};
pub use book::{Book, Resting};
pub use event::{
    AccountUpdate, AmendResult, BalanceCause, BookSnapshot, BookUpdate, CandleUpdate, Event, Level, OrderChange,
    OrderUpdate, PositionUpdate, PublicTrade, TickerUpdate,
};
pub use exchange::Exchange;
pub use instrument::{Band, Changing, Instrument, Kind, Upcoming};
pub use market::Market;
pub use order::{AccountFill, Fill, Order, OrderId, OrderType, Role, SelfTrade, Side, State};
pub use parameters::Parameters;
pub(crate) use parameters::is_absent;
pub use profile::{AccountMode, PositionMode, Profile};
