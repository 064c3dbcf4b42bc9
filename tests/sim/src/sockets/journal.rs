//! The journal of the sockets: connections, and every message in both directions, in order.

use std::collections::VecDeque;

/// How many bytes of messages are kept; the oldest entries are dropped first.
const MAX_BYTES: usize = 32 << 20;

/// Something that happened on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketEntry {
    /// When it happened, in microseconds since the epoch by the simulator's own clock, without the offset.
    pub at_micros: i64,
    /// The `connId` of the connection; empty if the connection was refused.
    pub connection: String,
    /// The socket: `public`, `private` or `business`.
    pub socket: &'static str,
    /// What happened.
    pub event: SocketEvent,
    /// The names of the faults that applied.
    pub faults: Vec<&'static str>,
}

/// What happened on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// It was opened.
    Opened,
    /// A connection was refused with this HTTP status.
    Refused(u16),
    /// A message arrived from the client.
    Received(String),
    /// A message was sent to the client.
    Sent(String),
    /// A push with a sample from the description was sent, because the exchange has no behavior for its channel.
    SentSample(String),
    /// A message that a fault kept from the client.
    Lost(String),
    /// The exchange closed it with this code.
    Closed(u16),
    /// The exchange reset it.
    Reset,
    /// The client has closed or left it.
    Left,
}

impl SocketEvent {
    /// The text of a message, empty for anything else.
    pub fn text(&self) -> &str {
        match self {
            Self::Received(text) | Self::Sent(text) | Self::SentSample(text) | Self::Lost(text) => text,
            _ => "",
        }
    }
}

/// Everything that happened on the sockets.
#[derive(Clone, Debug, Default)]
pub(crate) struct SocketJournal {
    entries: VecDeque<SocketEntry>,
    bytes: usize,
}

impl SocketJournal {
    pub(crate) fn write(&mut self, entry: SocketEntry) {
        self.bytes += size(&entry);
        self.entries.push_back(entry);
        while self.bytes > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= size(&oldest);
        }
    }

    pub(crate) fn entries(&self) -> Vec<SocketEntry> {
        self.entries.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

fn size(entry: &SocketEntry) -> usize {
    size_of::<SocketEntry>() + entry.event.text().len()
}
