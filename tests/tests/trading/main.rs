//! Orders that are followed, views of the account, and cancelling everything, against the simulated exchange.

mod account_view;
mod cancel_all;
mod environment;
mod order_handle;
