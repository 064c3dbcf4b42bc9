//! Building blocks on top of single requests and subscriptions: orders that are followed to their end, the current state of the account, its
//! balances, positions, value and profit, cancelling everything, reading whole lists, resolving unknown outcomes, the dead man's switch, and
//! checks of the setup and of orders.

pub(crate) mod account_view;
pub(crate) mod balances;
pub(crate) mod cancel_all;
pub(crate) mod dead_man_switch;
pub mod doctor;
pub(crate) mod order_check;
pub(crate) mod order_handle;
pub(crate) mod order_status;
pub mod page;
pub(crate) mod positions;
pub(crate) mod profit;
pub(crate) mod resolve;
pub(crate) mod valuation;
