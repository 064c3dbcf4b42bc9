//! What OKX accepts on the connections of its sockets, and why it closes them.

use std::time::Duration;

use super::{AfterClose, Letters, Socket};
use crate::error::ErrorFact;

/// What OKX accepts on the connections of its sockets.
#[derive(Debug)]
pub struct ConnectionFacts {
    /// The path of each socket.
    pub paths: &'static [(Socket, &'static str)],
    /// How many connections may be opened from one IP address within this time.
    pub connects: (u32, Duration),
    /// How many logins, subscriptions and unsubscriptions a connection may send within this time.
    pub requests: (u32, Duration),
    /// The maximum size of a message, in bytes.
    pub message_bytes: usize,
    /// The maximum length of the `id` of a request.
    pub id_length: usize,
    /// The characters that the `id` of a request may have.
    pub id_letters: Letters,
    /// OKX closes a connection on which nothing is sent for this time.
    pub idle: Duration,
    /// The time from the notice that a connection will be closed until it is closed.
    pub notice: Duration,
    /// The maximum number of connections of one account or sub-account that subscribe to the same counted channel.
    pub counted: usize,
    /// The maximum number of heavy channels that OKX recommends for one connection.
    pub heavy: usize,
}

impl ConnectionFacts {
    /// The path of a socket.
    pub fn path(&self, socket: Socket) -> &'static str {
        self.paths.iter().find(|(other, _)| *other == socket).map_or("", |(_, path)| path)
    }
}

/// A code with which OKX closes connections.
#[derive(Debug)]
pub struct CloseCode {
    /// The code of the close frame.
    pub code: u16,
    /// What it means.
    pub fact: &'static ErrorFact,
    /// What a client must do.
    pub then: AfterClose,
}
