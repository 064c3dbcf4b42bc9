//! The three sockets, `/ws/v5/public`, `/ws/v5/private` and `/ws/v5/business`: logins, subscriptions, pushes, order
//! operations, and faults.
//!
//! The [`Hub`] holds all connections and decides everything. It performs no I/O and takes the time as an argument.
//! One task for each connection reads what the client sends and writes what the hub has put into its outbox.

mod accept;
mod condition;
mod connection;
mod content;
mod faults;
mod feed;
mod handle;
mod hub;
mod journal;
mod login;
mod message;
mod operations;
mod outbox;
mod pump;
mod pushes;
mod refusal;
mod requests;
mod snapshots;
mod subscriptions;
mod updates;

pub(crate) use accept::{accept, socket_at};
pub(crate) use feed::SIMULATED_CHANNELS;
pub use handle::SocketFaults;
pub(crate) use hub::Hub;
pub use journal::{SocketEntry, SocketEvent};
pub(crate) use pump::pump;
pub(crate) use snapshots::PAGE;
