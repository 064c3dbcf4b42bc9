//! Orders that are followed, views of the account, and cancelling everything, against the simulated exchange.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod account_view;
mod cancel_all;
mod environment;
mod money;
mod order_handle;
