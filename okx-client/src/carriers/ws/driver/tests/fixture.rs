//! A client whose connections are in memory, and the server's end of them.

use std::sync::Mutex;
use std::task::{Context as TaskContext, Poll, Waker};

use futures_core::Stream as _;
use futures_sink::Sink as _;
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::super::*;
use crate::auth::credentials::{Credentials, CredentialsProvider};
use crate::auth::server_time::ServerTime;
use crate::carriers::ws::connect::{ByteStream, ConnectFuture, SocketConnector};
use crate::carriers::ws::feed::{Delivery, FeedPolicy};
use crate::carriers::ws::login::Login;
use crate::carriers::ws::pool::Reading;
use crate::carriers::ws::states::{ConnectionEventKind, ConnectionState, StateSender};
use crate::carriers::ws::{Connections, SocketAddress, WantedSubscription};
use crate::facts::ChannelFacts;
use crate::limits::Limits;
use crate::system::clock::{Clock, ManualClock};
use crate::system::random::SystemRandom;
use crate::value::Timestamp;

/// Connections in memory. Each one that the client opens is handed to the test.
struct InMemory {
    /// How many bytes fit into a connection before writing waits.
    room: usize,
    opened: mpsc::UnboundedSender<DuplexStream>,
    failures: Mutex<Vec<ConnectError>>,
}

impl SocketConnector for InMemory {
    fn connect<'a>(&'a self, _: &'a str) -> ConnectFuture<'a> {
        Box::pin(async {
            if let Some(error) = self.failures.lock().unwrap().pop() {
                return Err(error);
            }
            let (client, server) = tokio::io::duplex(self.room);
            self.opened.send(server).unwrap();
            Ok(Box::new(client) as Box<dyn ByteStream>)
        })
    }
}

/// A client's pool of sessions, with a clock that the test advances.
pub(super) struct Fixture {
    pub(super) clock: ManualClock,
    pub(super) pool: Arc<Pool>,
    pub(super) opened: UnboundedReceiver<DuplexStream>,
    pub(super) connections: Connections,
}

impl Fixture {
    pub(super) fn new(room: usize) -> Self {
        Self::failing(room, Vec::new())
    }

    pub(super) fn failing(room: usize, failures: Vec<ConnectError>) -> Self {
        Self::with(room, failures, None)
    }

    pub(super) fn with(room: usize, failures: Vec<ConnectError>, keys: Option<Credentials>) -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(1_700_000_000_000));
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let (sender, opened) = mpsc::unbounded_channel();
        let time = Arc::new(ServerTime::new(Arc::clone(&shared)));
        let keys = keys.map(CredentialsProvider::fixed).map(Arc::new);
        let states = StateSender::new();
        let connections = states.watch();
        let context = Context {
            address: SocketAddress::parse("ws://127.0.0.1:1").unwrap(),
            connector: Arc::new(InMemory { room, opened: sender, failures: Mutex::new(failures) }),
            login: Login::new(keys, Arc::clone(&time), Arc::clone(&shared), Duration::from_secs(1)),
            limits: Limits::with_clock(Arc::clone(&shared)),
            clock: shared,
            time,
            states,
            recorder: None,
            connect_timeout: Duration::from_secs(10),
        };
        let pool = Arc::new(Pool::new(Arc::new(context), Arc::new(SystemRandom)));
        Self { clock, pool, opened, connections }
    }

    pub(super) fn subscribe(&self, inst_id: &str, silence: Option<Duration>) -> Reading {
        static FACTS: ChannelFacts = ChannelFacts { name: "ws.public.test", names: &["test"], ..ChannelFacts::PLAIN };
        let wanted = WantedSubscription {
            socket: Socket::Public,
            channel: "test".into(),
            arg: format!(r#"{{"channel":"test","instId":"{inst_id}"}}"#).into(),
            facts: Some(&FACTS),
            needs_login: false,
            silence,
            policy: FeedPolicy::Unbounded,
        };
        self.pool.subscribe(wanted).unwrap()
    }

    /// The next connection that the client opens.
    pub(super) async fn server(&mut self) -> Server {
        loop {
            Self::settle().await;
            if let Ok(stream) = self.opened.try_recv() {
                return Server(WebSocketStream::from_raw_socket(stream, Role::Server, None).await);
            }
            self.advance_to_next().await;
        }
    }

    /// Lets all tasks run until nothing happens any more.
    pub(super) async fn settle() {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }

    /// Advances the clock to the next deadline, if there is one.
    pub(super) async fn advance_to_next(&self) {
        Self::settle().await;
        if let Some(pause) = self.clock.next_wake() {
            self.clock.advance(pause);
        }
        Self::settle().await;
    }

    /// Advances the clock in small steps, as if time passed.
    pub(super) async fn pass(&self, time: Duration) {
        let end = self.clock.monotonic() + time;
        while self.clock.monotonic() < end {
            Self::settle().await;
            let left = end.saturating_sub(self.clock.monotonic());
            self.clock.advance(self.clock.next_wake().map_or(left, |next| next.min(left)));
        }
        Self::settle().await;
    }

    /// Why the connection was lost, which the test has just caused.
    pub(super) async fn disconnected(&mut self) -> String {
        loop {
            // It must have been reported already, so nothing advances the clock meanwhile.
            if let ConnectionEventKind::State(ConnectionState::Disconnected(why)) =
                self.connections.next().await.unwrap().kind
            {
                return why;
            }
        }
    }

    pub(super) fn states(&self) -> Vec<ConnectionState> {
        self.connections.all().into_iter().map(|connection| connection.state).collect()
    }
}

/// The server's end of a connection.
pub(super) struct Server(WebSocketStream<DuplexStream>);

impl Server {
    pub(super) async fn receive(&mut self) -> Option<String> {
        loop {
            match poll_fn(|context| Pin::new(&mut self.0).poll_next(context)).await {
                Some(Ok(Message::Text(text))) => return Some(text.as_str().to_owned()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// A frame that has arrived already.
    pub(super) fn arrived(&mut self) -> Option<Message> {
        let mut context = TaskContext::from_waker(Waker::noop());
        match Pin::new(&mut self.0).poll_next(&mut context) {
            Poll::Ready(Some(Ok(message))) => Some(message),
            _ => None,
        }
    }

    pub(super) async fn send(&mut self, text: &str) {
        self.send_message(Message::text(text.to_owned())).await;
    }

    pub(super) async fn send_message(&mut self, message: Message) {
        poll_fn(|context| Pin::new(&mut self.0).poll_ready(context)).await.unwrap();
        Pin::new(&mut self.0).start_send(message).unwrap();
        poll_fn(|context| Pin::new(&mut self.0).poll_flush(context)).await.unwrap();
    }

    /// Answers the next message, a subscription of one argument.
    pub(super) async fn acknowledge(&mut self) -> String {
        let message = self.receive().await.unwrap();
        let (_, args) = message.split_once(r#""args":["#).unwrap_or_else(|| panic!("not a subscription: {message}"));
        let arg = args.trim_end_matches("]}").to_owned();
        let op = if message.contains(r#""op":"unsubscribe""#) { "unsubscribe" } else { "subscribe" };
        let id = message.split_once(r#""id":""#).map(|(_, after)| after.split_once('"').unwrap().0.to_owned());
        let id = id.map(|id| format!(r#""id":"{id}","#)).unwrap_or_default();
        self.send(&format!(r#"{{{id}"event":"{op}","arg":{arg},"connId":"a"}}"#)).await;
        message
    }

    pub(super) async fn push(&mut self, inst_id: &str, row: &str) {
        self.send(&format!(r#"{{"arg":{{"channel":"test","instId":"{inst_id}"}},"data":[{row}]}}"#)).await;
    }
}

pub(super) async fn next(reading: &Reading) -> Delivery {
    poll_fn(|context| reading.feed().poll_next(context)).await.unwrap()
}

pub(super) async fn active(reading: &Reading) {
    poll_fn(|context| reading.feed().poll_active(context)).await.unwrap();
}

#[track_caller]
pub(super) fn is_push(delivery: &Delivery, row: &str) {
    match delivery {
        Delivery::Push { text, .. } => assert!(text.as_str().contains(row), "{}", text.as_str()),
        other => panic!("not a push: {other:?}"),
    }
}
