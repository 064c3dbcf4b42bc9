//! OKX's sockets. A [`session`] knows their protocol and does no IO; a [`driver`] connects it to the network and the clock; the [`pool`]
//! shares the sessions of a client among its subscribers.

mod address;
mod connect;
mod context;
mod driver;
mod feed;
mod figures;
mod link;
mod login;
mod operation;
mod pool;
mod recorder;
mod session;
mod states;

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::oneshot;

pub use connect::{ByteStream, ConnectError, ConnectFuture, SocketConnector};
pub use feed::GapCause;
pub use figures::ConnectionFigures;
pub use states::{ConnectionEvent, ConnectionEventKind, ConnectionState, ConnectionStatus, Connections, Degradation};

pub(crate) use address::SocketAddress;
pub(crate) use connect::HttpUpgrade;
pub(crate) use feed::{Delivery, Feed, FeedPolicy};
pub(crate) use login::{MeasureClock, MeasureFuture};
pub(crate) use operation::{InstrumentCode, SocketCarrier};
#[cfg(test)]
pub(crate) use operation::{OperationSender, ReplyFuture};
pub(crate) use pool::{Reading, WantedSubscription};
pub(crate) use recorder::Recorder;
#[cfg(fuzzing)]
pub use session::fuzz_session;
pub(crate) use session::{FrameText, LinkId};

use crate::auth::credentials::CredentialsProvider;
use crate::auth::server_time::ServerTime;
use crate::error::Error;
use crate::facts::Socket;
use crate::judge::TransportError;
use crate::limits::Limits;
use crate::system::clock::Clock;
use crate::system::random::RandomSource;
use context::Context;
use login::Login;
use pool::Pool;
use session::NewRequest;
use states::StateSender;

/// The configuration of the sockets of a client.
pub(crate) struct SocketsConfig {
    pub(crate) address: SocketAddress,
    pub(crate) connector: Arc<dyn SocketConnector>,
    pub(crate) keys: Option<Arc<CredentialsProvider>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn RandomSource>,
    pub(crate) time: Arc<ServerTime>,
    pub(crate) limits: Limits,
    pub(crate) recorder: Option<Recorder>,
    /// The longest time to open a connection, including the upgrade.
    pub(crate) connect_timeout: Duration,
    /// The longest time for the source of the credentials to return them.
    pub(crate) request_timeout: Duration,
}

/// The sockets of a client. Clones share their connections, which end once all clones and subscriptions are dropped.
#[derive(Clone)]
pub(crate) struct Sockets(Arc<Pool>);

/// A request over a socket, except for the ID that its connection gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SocketRequest {
    /// OKX's name of the operation.
    pub(crate) op: &'static str,
    /// The arguments: a JSON array.
    pub(crate) args: String,
    /// When OKX must discard the request, in milliseconds since the epoch.
    pub(crate) exp_time: Option<i64>,
    /// The longest time to wait for a connection that is logged in.
    pub(crate) send_within: Duration,
    /// The longest time to wait for the reply.
    pub(crate) timeout: Duration,
}

impl Sockets {
    /// Sockets without a connection.
    pub(crate) fn new(config: SocketsConfig) -> Self {
        let SocketsConfig { address, connector, keys, clock, random, time, limits, recorder, .. } = config;
        let login = Login::new(keys, Arc::clone(&time), Arc::clone(&clock), config.request_timeout);
        let (states, connect_timeout) = (StateSender::new(), config.connect_timeout);
        let context = Context { address, connector, clock, time, limits, login, states, recorder, connect_timeout };
        Self(Arc::new(Pool::new(Arc::new(context), random)))
    }

    /// Sets what measures OKX's clock before logins. Only the first call has an effect.
    pub(crate) fn measure_with(&self, measure: Weak<dyn MeasureClock>) {
        self.0.context().login.measure_with(measure);
    }

    /// Scheme and host of the sockets.
    pub(crate) fn origin(&self) -> &str {
        self.0.context().address.origin()
    }

    /// The connections, and what happens to them from now on.
    pub(crate) fn connections(&self) -> Connections {
        self.0.context().states.watch()
    }

    /// The number of frames that could not be recorded.
    pub(crate) fn unrecorded(&self) -> u64 {
        self.0.context().recorder.as_ref().map_or(0, Recorder::dropped)
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.context().clock
    }

    pub(crate) fn time(&self) -> &ServerTime {
        &self.0.context().time
    }

    /// Subscribes, or shares a subscription that exists. The subscription must be read.
    ///
    /// # Errors
    ///
    /// It needs a login and there are no credentials, OKX's limit of connections for the channel is reached, or there is no async runtime.
    pub(crate) fn subscribe(&self, wanted: WantedSubscription) -> Result<Reading, Error> {
        self.0.subscribe(wanted)
    }

    /// Sends a request once, over a connection that is logged in, and returns the text of the reply. Dropping the future abandons the reply,
    /// not the request.
    ///
    /// # Errors
    ///
    /// There is no reply. The error says whether the request may have arrived.
    pub(crate) async fn request(&self, socket: Socket, request: SocketRequest) -> Result<FrameText, TransportError> {
        let SocketRequest { op, args, exp_time, send_within, timeout } = request;
        let now = self.clock().monotonic();
        let (send_by, deadline) = (now.saturating_add(send_within), now.saturating_add(timeout));
        let (sender, reply) = oneshot::channel();
        let make = |id| NewRequest { id, op, args, exp_time, send_by, deadline };
        let sent =
            self.0.request(socket, make, sender).map_err(|error| TransportError::unsendable(error.to_string()))?;
        let reply = reply.await;
        drop(sent);
        // The sender is dropped without a reply only if the task of the session is gone.
        reply.unwrap_or_else(|_| {
            Err(TransportError::broken("the async runtime that served the connection was shut down"))
        })
    }
}

impl fmt::Debug for Sockets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sockets({})", self.origin())
    }
}
