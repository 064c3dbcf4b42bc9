//! The shell of one session: a task that opens and serves its connections, gives it the time, and passes on what it reports.
//!
//! Nothing blocks the task: frames are read while others are written, every write has a deadline, and subscribers read from queues.

mod happening;
mod outputs;
mod readers;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;

use super::connect::ConnectError;
use super::context::Context;
use super::feed::Feed;
use super::figures::LagSampler;
use super::link::{self, Link};
use super::login::LoginTurn;
use super::pool::Pool;
use super::session::{
    ConnectFailure, Disconnect, Frame, FrameText, LinkId, NewRequest, NewSubscription, RequestId, Session,
    SubscriptionId, without_login,
};
use super::states::Report;
use crate::error::Error;
use crate::facts::Socket;
use crate::judge::TransportError;
use crate::system::clock::Sleep;
use happening::Happening;
use readers::Readers;

/// How long a session without subscriptions and requests stays connected.
const IDLE: Duration = Duration::from_secs(60);

/// How many frames are served before other tasks may run.
const FRAMES_PER_TURN: u32 = 128;

/// What a session is told by the pool.
pub(super) enum Command {
    /// Subscribe, with a first reader.
    Subscribe { new: NewSubscription, channel: Arc<str>, reader: Reader },
    /// Add a reader to a subscription.
    Attach { id: SubscriptionId, reader: Reader },
    /// Add a reader that needs a snapshot: subscribe again, with the readers of the old subscription and the new one.
    Replace { old: SubscriptionId, new: NewSubscription, channel: Arc<str>, reader: Reader },
    /// Remove a reader.
    Detach { id: SubscriptionId, reader: ReaderId },
    /// Unsubscribe, because the last reader is gone.
    Unsubscribe(SubscriptionId),
    /// Subscribe again with the same readers, because they need a snapshot.
    Resubscribe { old: SubscriptionId, new: NewSubscription, channel: Arc<str> },
    /// Send a request once.
    Request { request: NewRequest, reply: ReplySender },
    /// Nobody waits for the reply any more.
    ForgetRequest(RequestId),
}

/// Where the reply to a request is sent.
pub(super) type ReplySender = oneshot::Sender<Result<FrameText, TransportError>>;

/// The number of a reader in its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReaderId(pub(super) u64);

/// A reader of a subscription.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) id: ReaderId,
    pub(super) feed: Arc<Feed>,
}

/// A connection that is being opened.
type Connecting = Pin<Box<dyn Future<Output = Result<Box<Link>, ConnectError>> + Send>>;

/// A login that is being signed, with its turn.
type SigningLogin = Pin<Box<dyn Future<Output = (Result<String, Error>, Option<LoginTurn>)> + Send>>;

/// The shell of one session.
pub(super) struct Driver {
    connection: u64,
    socket: Socket,
    url: Arc<str>,
    context: Arc<Context>,
    pool: Weak<Pool>,
    report: Arc<Report>,
    commands: UnboundedReceiver<Command>,
    /// The number of commands received.
    received: u64,
    session: Session,
    links: Vec<(LinkId, Box<Link>)>,
    connecting: Vec<(LinkId, Connecting)>,
    signing: Vec<(LinkId, SigningLogin)>,
    turns: Vec<(LinkId, LoginTurn)>,
    readers: HashMap<SubscriptionId, Readers>,
    requests: HashMap<RequestId, ReplySender>,
    /// Whether it has served requests. Then it stays connected, so that the next one need not wait.
    serves_requests: bool,
    idle_since: Option<Duration>,
    sleep: Option<(Duration, Sleep)>,
    lag: LagSampler,
    /// Which link is looked at first, so that a busy one does not keep the others from being read.
    first_link: usize,
}

/// What a driver is started with.
pub(super) struct NewDriver {
    pub(super) connection: u64,
    pub(super) socket: Socket,
    pub(super) url: Arc<str>,
    pub(super) context: Arc<Context>,
    pub(super) pool: Weak<Pool>,
    pub(super) report: Arc<Report>,
    pub(super) commands: UnboundedReceiver<Command>,
    pub(super) session: Session,
}

impl Driver {
    pub(super) fn new(new: NewDriver) -> Self {
        let NewDriver { connection, socket, url, context, pool, report, commands, session } = new;
        Self {
            connection,
            socket,
            url,
            context,
            pool,
            report,
            commands,
            received: 0,
            session,
            links: Vec::new(),
            connecting: Vec::new(),
            signing: Vec::new(),
            turns: Vec::new(),
            readers: HashMap::new(),
            requests: HashMap::new(),
            serves_requests: false,
            idle_since: None,
            sleep: None,
            lag: LagSampler::default(),
            first_link: 0,
        }
    }

    /// Serves the session until nobody needs it any more.
    pub(super) async fn run(mut self) {
        let mut served = 0;
        self.execute_outputs(self.now());
        loop {
            let happening = poll_fn(|context| self.poll(context)).await;
            if !self.handle(happening) {
                break;
            }
            served += 1;
            if served >= FRAMES_PER_TURN {
                served = 0;
                tokio::task::yield_now().await;
            }
        }
        let now = self.now();
        self.session.close(now);
        self.execute_outputs(now);
    }

    fn now(&self) -> Duration {
        self.context.clock.monotonic()
    }

    /// Handles what happened, and does what the session then asks for. Returns whether the session is still needed.
    fn handle(&mut self, happening: Happening) -> bool {
        let now = self.now();
        let mut is_needed = true;
        match happening {
            Happening::Command(None) => is_needed = false,
            Happening::Command(Some(command)) => self.command(command, now),
            Happening::Connected(id, Ok(link)) => {
                self.links.push((id, link));
                self.report.figures.connected();
                self.session.connected(id, now);
            }
            Happening::Connected(id, Err(error)) => self.session.connect_failed(id, &connect_failure(&error), now),
            Happening::Signed(id, Ok(text)) => self.session.login_signed(id, text, now),
            Happening::Signed(id, Err(error)) => self.session.login_unavailable(id, &error, now),
            Happening::Received(id, frame) => self.frame(id, frame, now),
            Happening::Disconnected(id, why) => self.disconnected(id, &why, now),
            Happening::Time => is_needed = self.time(now),
        }
        self.execute_outputs(now);
        is_needed
    }

    /// Handles a frame, and what the session reports about it.
    fn frame(&mut self, id: LinkId, frame: Frame, now: Duration) {
        let text = match &frame {
            Frame::Text(text) => Some(text.clone()).filter(|_| self.context.recorder.is_some()),
            _ => None,
        };
        self.report.figures.received(match &frame {
            Frame::Text(text) => text.as_str().len(),
            Frame::Binary(bytes) => bytes.len(),
            Frame::Ping | Frame::Pong => 0,
        });
        self.session.frame(id, frame, now);
        let was_push = self.execute_outputs(now);
        if let Some(text) = text.filter(|_| !was_push) {
            self.record(true, None, without_login(text));
        }
    }

    fn disconnected(&mut self, id: LinkId, why: &Disconnect, now: Duration) {
        self.links.retain(|(own, _)| *own != id);
        self.session.disconnected(id, why, now);
    }

    /// Handles deadlines that have passed. Returns whether the session is still needed.
    fn time(&mut self, now: Duration) -> bool {
        let is_late = |link: &Link| link.deadline().is_some_and(|deadline| deadline <= now);
        while let Some((id, _)) = self.links.iter().find(|(_, link)| is_late(link)) {
            self.disconnected(*id, &link::write_timed_out(), now);
        }
        if self.session.next_deadline().is_some_and(|deadline| deadline <= now) {
            self.session.timeout(now);
        }
        let is_idle = self.idle_deadline().is_some_and(|deadline| deadline <= now);
        if is_idle {
            // New commands may have been given meanwhile; then the pool keeps the session.
            self.idle_since = Some(now);
            return !self.pool.upgrade().is_none_or(|pool| pool.retire(self.connection, self.received));
        }
        true
    }

    /// When the session ends because it is idle.
    fn idle_deadline(&self) -> Option<Duration> {
        self.idle_since.map(|since| since.saturating_add(IDLE))
    }

    fn command(&mut self, command: Command, now: Duration) {
        self.received += 1;
        match command {
            Command::Subscribe { new, channel, reader } => {
                self.readers.insert(new.id, Readers::new(channel, vec![reader]));
                self.session.subscribe(&new, now);
            }
            Command::Attach { id, reader } => match self.readers.get_mut(&id) {
                Some(readers) => readers.attach(reader),
                None => readers::refuse(&reader),
            },
            Command::Replace { old, new, channel, reader } => self.replace(old, &new, channel, Some(reader), now),
            Command::Resubscribe { old, new, channel } => self.replace(old, &new, channel, None, now),
            Command::Detach { id, reader } => {
                if let Some(readers) = self.readers.get_mut(&id) {
                    readers.detach(reader);
                }
            }
            Command::Unsubscribe(id) => {
                self.readers.remove(&id);
                self.session.unsubscribe(id, now);
            }
            Command::Request { request, reply } => {
                self.serves_requests = true;
                self.requests.insert(request.id, reply);
                self.session.request(request, now);
            }
            Command::ForgetRequest(id) => {
                if self.requests.remove(&id).is_some() {
                    self.session.forget_request(id);
                }
            }
        }
        self.subscriptions_changed(now);
    }

    /// Ends a subscription and begins another one with the same argument, which starts with a snapshot.
    fn replace(
        &mut self,
        old: SubscriptionId,
        new: &NewSubscription,
        channel: Arc<str>,
        reader: Option<Reader>,
        now: Duration,
    ) {
        let mut readers = self.readers.remove(&old).unwrap_or_else(|| Readers::new(channel, Vec::new()));
        readers.resubscribed(now);
        readers.extend(reader);
        self.session.unsubscribe(old, now);
        self.readers.insert(new.id, readers);
        self.session.subscribe(new, now);
    }

    fn subscriptions_changed(&mut self, now: Duration) {
        self.report.subscriptions.store(self.readers.len(), Ordering::Relaxed);
        let is_idle = self.readers.is_empty() && self.requests.is_empty() && !self.serves_requests;
        self.idle_since = if is_idle { self.idle_since.or(Some(now)) } else { None };
    }
}

impl Drop for Driver {
    /// Ends what still waits, in case the runtime shuts down.
    fn drop(&mut self) {
        let error = Error::unreachable("the connection is no longer served, because the async runtime was shut down");
        self.readers.drain().for_each(|(_, readers)| readers.end(&error));
        self.context.states.remove(self.connection);
    }
}

fn connect_failure(error: &ConnectError) -> ConnectFailure {
    let what = error.to_string();
    let failed = match error.status() {
        Some(status) => Error::refused_by_http(status, what),
        None => Error::unreachable(what),
    };
    ConnectFailure { is_final: error.is_final(), wait: None, error: failed }
}
