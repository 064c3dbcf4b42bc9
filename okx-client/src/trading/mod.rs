//! Building blocks on top of single requests: reading whole lists, resolving unknown outcomes, the dead man's switch, and checks of the
//! setup and of orders.

pub(crate) mod account_view;
pub(crate) mod dead_man_switch;
pub mod doctor;
pub(crate) mod order_check;
pub(crate) mod order_status;
pub mod page;
pub(crate) mod resolve;
