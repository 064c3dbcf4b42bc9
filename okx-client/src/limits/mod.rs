//! Whether a request may go out now: OKX's rate limits, kept exactly whatever the network does.
//!
//! [`log`] records the use of one budget. [`ledger`] holds all budgets and decides which request goes next; it takes the time as an
//! argument. [`Limits`] is the entry point: it finds the budgets of a request ([`charges`]), waits ([`queued`]), and returns a [`Permit`],
//! which reports the outcome of the request. [`alert`] tells users about exceeded limits.

mod account;
mod admission;
mod alert;
mod charges;
mod ledger;
mod log;
mod mixer;
mod outgoing;
mod permit;
mod policy;
mod queued;
#[cfg(feature = "redis")]
mod redis;
mod terms;
#[cfg(test)]
mod tests;
mod window;
mod windows;

#[cfg(feature = "redis")]
pub use self::redis::{RedisLimits, WhenGone};
pub(crate) use account::Account;
pub use admission::Limits;
pub(crate) use alert::Hook;
pub use alert::{LimitAlert, LimitAlertKind};
pub(crate) use outgoing::Outgoing;
pub(crate) use permit::Permit;
pub use policy::LimitPolicy;
