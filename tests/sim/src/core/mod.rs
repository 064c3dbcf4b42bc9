//! The exchange itself: instruments, books, accounts, orders. It knows nothing of HTTP, of keys or of limits, and takes
//! the time as an argument, so that the same questions always get the same answers.

#![allow(clippy::similar_names, reason = "side and size are the words of the trade")]

mod account;
mod amend;
mod background;
mod bar;
mod book;
mod calls;
mod candles;
mod exchange;
mod funds;
mod grid;
mod instrument;
mod listing;
mod order;
mod parameters;
mod place;
mod prices;
mod profile;
mod reads;
mod settle;
mod spreads;
mod timers;

pub use account::{Account, AccountId, Position};
pub use book::{Book, Resting};
pub use exchange::{Exchange, Market};
pub use instrument::{Band, Changing, Instrument, Kind, Upcoming};
pub use order::{Fill, Order, OrderId, OrderType, SelfTrade, Side, State};
pub use parameters::Parameters;
pub(crate) use parameters::is_absent;
pub use profile::{AccountMode, PositionMode, Profile};
