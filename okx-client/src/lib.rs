//! A typed, checked, rate-limited client for OKX's v5 API.
//!
//! Everything starts with a [`Client`]:
//!
//! - [`Client::send`] sends a request, such as [`trade::PlaceOrder`] or [`market::GetTicker`]. Each chapter of OKX's API is a module.
//! - [`Client::subscribe`] subscribes to a channel, such as [`ws::public::Tickers`] or [`ws::private::Orders`]. [`Update::gap`] reports what may be
//!   missing.
//! - [`Client::place`] places an order and returns an [`OrderHandle`], which follows it to its end.
//! - [`Client::account_view`] keeps open orders, positions and balances current. [`Client::cancel_all`] cancels what is open.
//! - [`Client::connections`] shows the connections to the sockets.
//! - [`Error`] says whether a request was done. If that is unknown, [`Client::resolve`] finds out.

// On docs.rs, items behind a feature name it.
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate self as okx_client;

#[doc(hidden)]
pub mod __private;
pub mod api;
mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
mod carriers;
mod check;
mod client;
#[cfg(feature = "dynamic")]
pub mod dynamic;
mod engine;
mod error;
mod facts;
pub mod fields;
mod judge;
mod limits;
mod streams;
mod system;
mod trading;
pub mod value;

pub use api::environments::Region;
pub use api::{
    Environment, FromRows, Paged, Rows, account, affiliate, algo, announcements, block, budgets, convert, copy_trading,
    dca, dual_investment, earn, enums, environments, errors, eth_staking, fiat, flexible_loan, funding, grid, ids,
    market, objects, onchain_earn, public, recurring_buy, sbe, signal_bot, sol_staking, spread, stable_rewards,
    statistics, status, sub_account, trade, ws,
};
pub use auth::credentials::{Credentials, CredentialsSource};
pub use auth::sign;
pub use carriers::rest as transport;
pub use carriers::rest::audit;
#[cfg(fuzzing)]
#[doc(hidden)]
pub use carriers::ws::fuzz_session;
pub use check::instruments::{Instrument, Instruments, Size, Unit, WireSize};
pub use client::raw::RawRequest;
pub use client::{Client, ClientBuilder};
#[cfg(feature = "dynamic")]
pub use dynamic::UndescribedName;
pub use engine::exchange::Exchange;
pub use engine::unresolved::Unresolved;
pub use engine::{SendOptions, SendRoute};
pub use error::{BudgetUse, Error};
pub use fields::unknown_values::UnknownValue;
pub use judge::breaker::CircuitBreaker;
pub use judge::retry::RetryPolicy;
pub use limits::{LimitAlert, LimitAlertKind, LimitPolicy, Limits};
#[cfg(feature = "redis")]
pub use limits::{RedisLimits, WhenUnavailable};
pub use okx_facts::{Printable, is_printable};
pub use okx_macros::{OkxRequest, OkxRow, okx_api};
pub use rust_decimal::Decimal;
pub use streams::{
    Gap, GapAction, RawSubscription, RawUpdate, Subscribe, SubscribeRaw, Subscription, Update, UpdateSource,
};
pub use system::random::{RandomSource, SystemRandom};
pub use trading::account_view::{AccountView, ViewState};
pub use trading::cancel_all::{CancelAll, CancelFilter, CancelReport, CanceledOrder};
pub use trading::dead_man_switch::{DeadManSwitch, DeadManSwitchBuilder};
pub use trading::order_check::{Mismatch, Mismatches, OrderPart};
pub use trading::order_handle::{OrderChanges, OrderHandle, OrderWait, Place, Waited};
pub use trading::order_status::{OrderFill, OrderStatus};
pub use trading::page::{Bookmark, Page, PageOptions, PageStream, RowStream};
pub use trading::resolve::{Found, Resolve, Resolved};
pub use trading::{doctor, page};
pub use value::{Clearable, SignedDuration, Timestamp};

/// The clock of the client, and its offset from OKX's clock.
pub mod clock {
    pub use crate::auth::server_time::ClockOffset;
    pub use crate::system::clock::{Clock, ManualClock, Sleep, SystemClock};
}

/// Connections to OKX's sockets: how they are opened, their states and figures.
pub mod sockets {
    pub use crate::carriers::ws::{
        ByteStream, ConnectError, ConnectFuture, ConnectionEvent, ConnectionEventKind, ConnectionFigures,
        ConnectionState, ConnectionStatus, Connections, Degradation, GapCause, SocketConnector,
    };
}

/// The description of operations as data, and the traits that requests implement.
pub mod endpoint {
    pub use crate::api::{Endpoint, Resolvable};
    pub use crate::error::{ErrorClass, ErrorFact, Verdict};
    pub use crate::facts::{
        Access, AskedBy, Budget, Condition, Demand, Hosts, KeyPart, ListedBy, Lookup, Method, Operation, Precision,
        PrecisionCase, PrecisionKind, Repeat, RestRoute, Route, Rule, SocketRoute, Subject, Test,
    };
    pub use crate::fields::Items;
}
