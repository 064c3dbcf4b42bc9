//! Limits are held, not hoped for: whatever the network does, OKX never sees more than a budget admits.
//!
//! [`log`] keeps the account of one budget, exactly. [`ledger`] keeps all of them and decides who may send: it is plain data with `now`
//! as an argument. [`Limits`] is the door: it finds out what a request draws on ([`charges`]), waits where it must, and gives a
//! [`Permit`] that is told afterwards what became of the request. [`queued`] is how a request waits, [`alert`] and [`usage`] are what people
//! see of it.

mod account;
mod alert;
mod charges;
mod ledger;
mod limits;
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
mod usage;
mod window;
mod windows;

#[cfg(feature = "redis")]
pub use self::redis::{RedisLimits, WhenGone};
pub(crate) use account::Account;
pub(crate) use alert::Hook;
pub use alert::{LimitAlert, LimitAlertKind};
pub use limits::Limits;
pub(crate) use outgoing::Outgoing;
pub(crate) use permit::Permit;
pub use policy::LimitPolicy;
pub use usage::BudgetUse;
