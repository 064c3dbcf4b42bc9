//! The current state of an account: open orders, positions and balances.

mod state;
