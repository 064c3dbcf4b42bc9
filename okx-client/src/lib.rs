//! A typed, checked, rate-limited client for OKX's v5 API, over REST and sockets.
//!
//! Every endpoint and channel of OKX's guide is a Rust type, generated from one description. The client checks a request before it is sent, keeps
//! OKX's rate limits, signs, sends, and determines the outcome: done, rejected, or unknown. Prices and sizes are exact decimals.
//!
//! # Quick start
//!
//! ```no_run
//! use okx_client::enums::{OrdType, Side, TdMode};
//! use okx_client::{Client, Credentials, Environment, Region, dec, market, trade};
//!
//! #[tokio::main]
//! async fn main() -> Result<(), okx_client::Error> {
//!     let okx = Client::builder()
//!         .environment(Environment::demo(Region::Global))
//!         // OKX_API_KEY, OKX_API_SECRET and OKX_API_PASSPHRASE
//!         .credentials(Credentials::from_env()?)
//!         .build()?;
//!
//!     let ticker = okx.send(market::GetTicker::new("BTC-USDT")).await?;
//!     println!("last trade at {:?}", ticker.last);
//!
//!     let size = dec!(0.001);
//!     let order = trade::PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, size);
//!     match okx.send(order.px(dec!(20_000))).await {
//!         Ok(ack) => println!("resting as {:?}", ack.ord_id),
//!         Err(error) if error.outcome_unknown() => println!("it may rest at OKX: {error}"),
//!         Err(error) => println!("not placed: {error}"),
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Without keys, leave out `credentials`: market data is public. To try everything without OKX, use the [simulated exchange](guides::testing).
//!
//! # What you can do
//!
//! | to | use |
//! |---|---|
//! | make a call | [`Client::send`] with a request of a chapter below |
//! | receive live data | [`Client::subscribe`] with a channel of [`ws`] |
//! | place an order and follow it to its end | [`Client::place`] |
//! | find out whether an order was placed | [`Client::resolve`] |
//! | cancel everything | [`Client::cancel_all`], [`Client::cancel_all_after`] |
//! | keep orders, positions and balances current | [`Client::account_view`] |
//! | read a long list to its end | [`Client::rows`] |
//! | round a price to the tick, convert a size | [`Client::instruments`] |
//! | see the use of rate limits | [`Client::limits`] |
//! | see the connections | [`Client::connections`] |
//! | find out why nothing works | [`Client::doctor`] |
//!
//! # Guides
//!
//! - [Requests](guides::requests): making calls, options, many at once.
//! - [Orders](guides::orders): placing orders, and knowing what became of them.
//! - [Errors](guides::errors): what errors mean, and what is repeated automatically.
//! - [Rate limits](guides::rate_limits): staying within them, sharing and watching them.
//! - [Precision](guides::precision): exact prices and sizes, ticks and lots.
//! - [Paging](guides::paging): reading long lists to their end.
//! - [Sockets](guides::sockets): live data, gaps, orders over the socket.
//! - [Testing](guides::testing): testing a program against the simulated exchange.
//!
//! # Chapters of the API
//!
//! - [`trade`]: orders, batches, fills.
//! - [`algo`]: stop, trigger, trailing, iceberg and TWAP orders.
//! - [`account`]: balances, positions, leverage, fees, bills, settings.
//! - [`market`]: tickers, order books, candles, trades.
//! - [`public`]: instruments, mark prices, funding rates, limits of prices and positions.
//! - [`funding`]: deposits, withdrawals, transfers, balances of the funding account.
//! - [`ws`]: the channels of the sockets.
//! - [`spread`], [`block`]: spreads of two instruments; large trades by request for quote.
//! - [`grid`], [`dca`], [`recurring_buy`], [`signal_bot`]: trading bots.
//! - [`copy_trading`]: leading and copying traders.
//! - [`earn`], [`onchain_earn`], [`eth_staking`], [`sol_staking`], [`dual_investment`], [`stable_rewards`], [`flexible_loan`]: yields and loans.
//! - [`convert`], [`fiat`]: conversions between currencies; bank deposits and withdrawals.
//! - [`sub_account`], [`affiliate`]: sub-accounts; invitees and commissions.
//! - [`statistics`], [`status`], [`announcements`]: statistics of the market; maintenance; news.
//! - [`sbe`]: market data in a binary format.
//! - [`enums`], [`ids`], [`objects`], [`errors`]: types that chapters share, and OKX's result codes.
//!
//! # Features
//!
//! No feature is enabled by default. The whole API is always included.
//!
//! | feature | what it adds |
//! |---|---|
//! | `blocking` | `blocking::Client`, with the same methods and without async |
//! | `dynamic` | calls and channels by name, with JSON in and out, through the same types |
//! | `serde` | `Serialize` and `Deserialize` for requests, replies, bookmarks and their parts, to store them |
//! | `chrono`, `jiff` | conversions of [`Timestamp`] from and to the types of chrono 0.4 and jiff 1 |
//! | `redis` | `RedisLimits`: rate limits shared by processes and hosts |

// On docs.rs, items behind a feature name it.
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate self as okx_client;

#[doc(hidden)]
pub mod __private;
#[doc(hidden)]
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
pub mod guides;
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
pub use error::{BudgetUse, Error, ErrorKind};
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
pub use trading::balances::{Amounts, Balance, Balances};
pub use trading::cancel_all::{CancelAll, CancelFilter, CancelReport, CanceledOrder};
pub use trading::dead_man_switch::{DeadManSwitch, DeadManSwitchBuilder};
pub use trading::order_check::{Mismatch, Mismatches, OrderPart};
pub use trading::order_handle::{OrderChanges, OrderHandle, OrderWait, Place, Waited};
pub use trading::order_status::{OrderFill, OrderStatus};
pub use trading::page::{Bookmark, Page, PageOptions, PageStream, RowStream};
pub use trading::positions::OpenPositions;
pub use trading::profit::{Profit, ProfitFigures};
pub use trading::resolve::{Found, Resolve, Resolved};
pub use trading::valuation::{
    Holding, HoldingSource, PriceSource, PriceStep, Unread, Unvalued, UnvaluedReason, Valuation,
};
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
    pub use crate::api::{Channel, Endpoint, IntoChannel, IntoPaged, Resolvable};
    pub use crate::error::{ErrorClass, ErrorFact, Verdict};
    pub use crate::facts::{
        Access, AskedBy, Budget, Condition, Demand, Hosts, KeyPart, ListedBy, Lookup, Method, Operation, Precision,
        PrecisionCase, PrecisionKind, Repeat, RestRoute, Route, Rule, SocketRoute, Subject, Test,
    };
    pub use crate::fields::Items;
}
