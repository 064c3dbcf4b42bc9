//! Rate limits: decides when a request may be sent, and stays within OKX's limits whatever the network does.
//!
//! [`usage_log`] records the usage of one budget. [`ledger`] holds all budgets and decides which request is next; it takes the time as an
//! argument. [`Limits`] is the entry point: it computes what a request costs ([`costs`]), waits ([`waiting`]), and returns a [`Permit`],
//! which reports the outcome of the request. [`alert`] notifies the user of limits that delay requests.

mod account;
mod account_rates;
mod admission;
mod alert;
mod connects;
mod costs;
mod key_hasher;
mod ledger;
mod permit;
mod policy;
#[cfg(feature = "redis")]
mod redis;
#[cfg(test)]
mod tests;
mod usage_log;
mod waiting;
mod window;
mod windows;

#[cfg(feature = "redis")]
pub use self::redis::{RedisLimits, WhenUnavailable};
pub(crate) use account::Account;
pub use admission::Limits;
pub(crate) use alert::Hook;
pub use alert::{LimitAlert, LimitAlertKind};
pub(crate) use costs::LimitedRequest;
pub(crate) use permit::Permit;
pub use policy::LimitPolicy;
