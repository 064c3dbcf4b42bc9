//! A typed, checked, rate-limited client for OKX's v5 API.

extern crate self as okx_client;

#[doc(hidden)]
pub mod __private;
pub mod api;
pub mod audit;
#[cfg(feature = "blocking")]
pub mod blocking;
mod breaker;
mod cancel_all_after;
mod chance;
mod client;
pub mod clock;
mod condition;
mod credentials;
pub mod doctor;
#[cfg(feature = "dynamic")]
pub mod dynamic;
pub mod endpoint;
mod envelope;
mod environment;
mod error;
mod exchange;
pub mod fields;
mod instruments;
mod item;
mod limiter;
mod order_check;
mod outcome;
pub mod page;
mod precision;
mod printable;
mod raw;
mod resolve;
mod retry;
mod round_trip;
mod rules;
#[cfg(test)]
mod sample;
pub mod sign;
pub mod transport;
#[cfg(feature = "dynamic")]
mod undescribed_names;
mod unknown_values;
mod unresolved;
pub mod value;
pub mod ws;

pub use api::environments::Region;
pub use api::{
    account, affiliate, algo, announcements, block, budgets, convert, copy_trading, dca, dual_investment, earn, enums,
    environments, errors, eth_staking, fiat, flexible_loan, funding, grid, ids, market, objects, onchain_earn, public,
    recurring_buy, sbe, signal_bot, sol_staking, spread, stable_rewards, statistics, status, sub_account, trade,
};
pub use breaker::CircuitBreaker;
pub use cancel_all_after::{CancelAllAfter, DeadManSwitch};
pub use chance::{Chance, SystemChance};
pub use client::{Client, ClientBuilder, SendOptions};
pub use credentials::{Credentials, CredentialsSource};
pub use envelope::{FromRows, Rows};
pub use environment::Environment;
pub use error::Error;
pub use exchange::Exchange;
pub use instruments::{Instrument, Instruments, Size, Unit, WireSize};
pub use limiter::{BudgetUse, LimitAlert, LimitAlertKind, LimitPolicy, Limits};
#[cfg(feature = "redis")]
pub use limiter::{RedisLimits, WhenGone};
pub use okx_macros::{OkxRequest, OkxRow, okx_api};
pub use order_check::{Mismatch, Mismatches, OrderPart};
pub use page::{Bookmark, Page, PageOptions, PageStream, Paged, RowStream};
pub use printable::{Printable, is_printable};
pub use raw::RawRequest;
pub use resolve::{Found, Resolve, Resolved};
pub use retry::RetryPolicy;
pub use rust_decimal::Decimal;
#[cfg(feature = "dynamic")]
pub use undescribed_names::UndescribedName;
pub use unknown_values::UnknownValue;
pub use unresolved::Unresolved;
pub use value::Clearable;
