//! The states of connections, and who watches them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast::{self, error::RecvError};

use super::figures::{ConnectionFigures, Figures};
pub use super::session::{ConnectionState, Degradation};
use crate::facts::Socket;
use crate::value::Timestamp;

/// How many events a watcher may be behind before it misses some.
const WAITING_EVENTS: usize = 1_024;

/// Something that happened to a connection.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectionEvent {
    /// The number of the connection in this client. It is unique, but numbers are not consecutive. A connection keeps its number when it is
    /// opened again.
    pub connection: u64,
    /// The socket that it is connected to.
    pub socket: Socket,
    /// When it happened, in OKX's time as far as it is known.
    pub at: Timestamp,
    /// What happened.
    pub kind: ConnectionEventKind,
}

/// What happened to a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionEventKind {
    /// Its state changed.
    State(ConnectionState),
    /// OKX sent a notice. The one before it closes a connection is not among them; the state shows it.
    Notice {
        /// OKX's code.
        code: String,
        /// OKX's message.
        message: String,
    },
    /// OKX told on how many connections the account has subscribed to a channel.
    ChannelCount {
        /// The channel.
        channel: String,
        /// The number of connections.
        count: u32,
    },
    /// OKX sent a message that the client does not understand. Nothing depends on it.
    Unexpected {
        /// Why it is not understood.
        what: &'static str,
        /// The message.
        message: String,
    },
}

/// A connection as it is now.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectionStatus {
    /// Its number in this client, as in [`ConnectionEvent::connection`].
    pub connection: u64,
    /// The socket that it is connected to.
    pub socket: Socket,
    /// Its state.
    pub state: ConnectionState,
    /// The number of its subscriptions.
    pub subscriptions: usize,
    /// What it has transported.
    pub figures: ConnectionFigures,
}

impl fmt::Display for ConnectionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connecting => f.write_str("connecting"),
            Self::Connected => f.write_str("connected"),
            Self::LoggedIn => f.write_str("logged in"),
            Self::Degraded(Degradation::Closing) => f.write_str("degraded: OKX will close the connection"),
            Self::Degraded(Degradation::Mute) => f.write_str("degraded: a channel pushes nothing"),
            Self::Degraded(Degradation::RequestsUsedUp) => {
                f.write_str("degraded: the requests that OKX allows in an hour are used up")
            }
            Self::Replaced => f.write_str("replaced by a new connection"),
            Self::Disconnected(why) if why.is_empty() => f.write_str("disconnected"),
            Self::Disconnected(why) => write!(f, "disconnected: {}", okx_facts::Printable(why)),
            Self::Closed(why) if why.is_empty() => f.write_str("closed"),
            Self::Closed(why) => write!(f, "closed: {}", okx_facts::Printable(why)),
        }
    }
}

impl fmt::Display for ConnectionEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State(state) => state.fmt(f),
            Self::Notice { code, message } => {
                write!(f, "notice {}: {}", okx_facts::Printable(code), okx_facts::Printable(message))
            }
            Self::ChannelCount { channel, count } => {
                write!(f, "the account has {} on {count} of its connections", okx_facts::Printable(channel))
            }
            Self::Unexpected { what, message } => write!(f, "{what}: {}", okx_facts::Printable(message)),
        }
    }
}

/// The connections of a client: their current states, and what happens to them. Returned by
/// [`Client::connections`](crate::Client::connections).
pub struct Connections {
    states: Arc<States>,
    events: broadcast::Receiver<ConnectionEvent>,
    missed: u64,
}

impl Connections {
    /// All connections that are open, being opened, or will be opened again.
    pub fn all(&self) -> Vec<ConnectionStatus> {
        self.states.all()
    }

    /// The next event, from the call of [`Client::connections`](crate::Client::connections) on. `None` once the client and all its streams
    /// are gone.
    pub async fn next(&mut self) -> Option<ConnectionEvent> {
        loop {
            match self.events.recv().await {
                Ok(event) => return Some(event),
                Err(RecvError::Lagged(missed)) => self.missed += missed,
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// How many events were missed because they were read too slowly. The states of [`all`](Self::all) are current nevertheless.
    pub fn missed(&self) -> u64 {
        self.missed
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all()).finish()
    }
}

/// The states of all connections of a client.
pub(super) struct States {
    connections: Mutex<BTreeMap<u64, Known>>,
}

struct Known {
    state: ConnectionState,
    report: Arc<Report>,
}

/// What a connection reports without a lock.
pub(super) struct Report {
    pub(super) socket: Socket,
    pub(super) figures: Figures,
    pub(super) subscriptions: AtomicUsize,
}

/// Where events are sent to. It is apart from [`States`], which watchers own: they must notice that the client is gone.
#[derive(Clone)]
pub(super) struct StateSender {
    states: Arc<States>,
    events: broadcast::Sender<ConnectionEvent>,
}

impl States {
    fn all(&self) -> Vec<ConnectionStatus> {
        let status = |(connection, known): (&u64, &Known)| ConnectionStatus {
            connection: *connection,
            socket: known.report.socket,
            state: known.state.clone(),
            subscriptions: known.report.subscriptions.load(Ordering::Relaxed),
            figures: known.report.figures.read(),
        };
        self.lock().iter().map(status).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Known>> {
        // The map is consistent after every statement, so a panic of another holder cannot have broken it.
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StateSender {
    pub(super) fn new() -> Self {
        let states = Arc::new(States { connections: Mutex::default() });
        Self { states, events: broadcast::Sender::new(WAITING_EVENTS) }
    }

    pub(super) fn watch(&self) -> Connections {
        Connections { states: Arc::clone(&self.states), events: self.events.subscribe(), missed: 0 }
    }

    /// Adds a connection.
    pub(super) fn add(&self, connection: u64, socket: Socket) -> Arc<Report> {
        let report = Arc::new(Report { socket, figures: Figures::new(), subscriptions: AtomicUsize::new(0) });
        let known = Known { state: ConnectionState::Connecting, report: Arc::clone(&report) };
        self.states.lock().insert(connection, known);
        report
    }

    /// Removes a connection that has ended.
    pub(super) fn remove(&self, connection: u64) {
        self.states.lock().remove(&connection);
    }

    /// Reports an event.
    pub(super) fn report(&self, event: ConnectionEvent) {
        if let ConnectionEventKind::State(state) = &event.kind {
            tracing::debug!(connection = event.connection, socket = ?event.socket, %state, "the state of a connection changed");
            if let Some(known) = self.states.lock().get_mut(&event.connection) {
                known.state = state.clone();
            }
        }
        // This fails if nobody watches.
        let _ = self.events.send(event);
    }
}

#[cfg(test)]
mod tests {
    use super::{ConnectionEventKind, ConnectionState};

    #[test]
    fn events_are_printed_as_one_safe_line() {
        let notice = ConnectionEventKind::Notice { code: "64008".to_owned(), message: "closing\nsoon".to_owned() };
        assert_eq!(notice.to_string().lines().count(), 1);
        assert!(notice.to_string().starts_with("notice 64008: closing"), "{notice}");
        let count = ConnectionEventKind::ChannelCount { channel: "orders".to_owned(), count: 3 };
        assert_eq!(count.to_string(), "the account has orders on 3 of its connections");
        assert_eq!(ConnectionEventKind::State(ConnectionState::LoggedIn).to_string(), "logged in");
    }
}
