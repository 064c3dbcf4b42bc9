use std::sync::Mutex;
use std::task::{Context as TaskContext, Poll, Waker};

use futures_core::Stream as _;
use futures_sink::Sink as _;
use tokio::io::DuplexStream;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::*;
use crate::auth::credentials::{Credentials, CredentialsProvider};
use crate::auth::server_time::ServerTime;
use crate::carriers::ws::connect::{ByteStream, ConnectFuture, SocketConnector};
use crate::carriers::ws::feed::{Delivery, FeedPolicy, GapCause};
use crate::carriers::ws::login::Login;
use crate::carriers::ws::pool::Reading;
use crate::carriers::ws::states::{ConnectionEventKind, ConnectionState, StateSender};
use crate::carriers::ws::{Connections, SocketAddress, SocketRequest, Sockets, WantedSubscription};
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
struct Fixture {
    clock: ManualClock,
    pool: Arc<Pool>,
    opened: UnboundedReceiver<DuplexStream>,
    connections: Connections,
}

impl Fixture {
    fn new(room: usize) -> Self {
        Self::failing(room, Vec::new())
    }

    fn failing(room: usize, failures: Vec<ConnectError>) -> Self {
        Self::with(room, failures, None)
    }

    fn with(room: usize, failures: Vec<ConnectError>, keys: Option<Credentials>) -> Self {
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

    fn subscribe(&self, inst_id: &str, silence: Option<Duration>) -> Reading {
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
    async fn server(&mut self) -> Server {
        loop {
            Self::settle().await;
            if let Ok(stream) = self.opened.try_recv() {
                return Server(WebSocketStream::from_raw_socket(stream, Role::Server, None).await);
            }
            self.advance_to_next().await;
        }
    }

    /// Lets all tasks run until nothing happens any more.
    async fn settle() {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }

    /// Advances the clock to the next deadline, if there is one.
    async fn advance_to_next(&self) {
        Self::settle().await;
        if let Some(pause) = self.clock.next_wake() {
            self.clock.advance(pause);
        }
        Self::settle().await;
    }

    /// Advances the clock in small steps, as if time passed.
    async fn pass(&self, time: Duration) {
        let end = self.clock.monotonic() + time;
        while self.clock.monotonic() < end {
            Self::settle().await;
            let left = end.saturating_sub(self.clock.monotonic());
            self.clock.advance(self.clock.next_wake().map_or(left, |next| next.min(left)));
        }
        Self::settle().await;
    }

    /// Why the connection was lost, which the test has just caused.
    async fn disconnected(&mut self) -> String {
        loop {
            // It must have been reported already, so nothing advances the clock meanwhile.
            if let ConnectionEventKind::State(ConnectionState::Disconnected(why)) =
                self.connections.next().await.unwrap().kind
            {
                return why;
            }
        }
    }

    fn states(&self) -> Vec<ConnectionState> {
        self.connections.all().into_iter().map(|connection| connection.state).collect()
    }
}

/// The server's end of a connection.
struct Server(WebSocketStream<DuplexStream>);

impl Server {
    async fn receive(&mut self) -> Option<String> {
        loop {
            match poll_fn(|context| Pin::new(&mut self.0).poll_next(context)).await {
                Some(Ok(Message::Text(text))) => return Some(text.as_str().to_owned()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// A frame that has arrived already.
    fn arrived(&mut self) -> Option<Message> {
        let mut context = TaskContext::from_waker(Waker::noop());
        match Pin::new(&mut self.0).poll_next(&mut context) {
            Poll::Ready(Some(Ok(message))) => Some(message),
            _ => None,
        }
    }

    async fn send(&mut self, text: &str) {
        self.send_message(Message::text(text.to_owned())).await;
    }

    async fn send_message(&mut self, message: Message) {
        poll_fn(|context| Pin::new(&mut self.0).poll_ready(context)).await.unwrap();
        Pin::new(&mut self.0).start_send(message).unwrap();
        poll_fn(|context| Pin::new(&mut self.0).poll_flush(context)).await.unwrap();
    }

    /// Answers the next message, a subscription of one argument.
    async fn acknowledge(&mut self) -> String {
        let message = self.receive().await.unwrap();
        let (_, args) = message.split_once(r#""args":["#).unwrap_or_else(|| panic!("not a subscription: {message}"));
        let arg = args.trim_end_matches("]}").to_owned();
        let op = if message.contains(r#""op":"unsubscribe""#) { "unsubscribe" } else { "subscribe" };
        let id = message.split_once(r#""id":""#).map(|(_, after)| after.split_once('"').unwrap().0.to_owned());
        let id = id.map(|id| format!(r#""id":"{id}","#)).unwrap_or_default();
        self.send(&format!(r#"{{{id}"event":"{op}","arg":{arg},"connId":"a"}}"#)).await;
        message
    }

    async fn push(&mut self, inst_id: &str, row: &str) {
        self.send(&format!(r#"{{"arg":{{"channel":"test","instId":"{inst_id}"}},"data":[{row}]}}"#)).await;
    }
}

async fn next(reading: &Reading) -> Delivery {
    poll_fn(|context| reading.feed().poll_next(context)).await.unwrap()
}

async fn active(reading: &Reading) {
    poll_fn(|context| reading.feed().poll_active(context)).await.unwrap();
}

#[track_caller]
fn is_push(delivery: &Delivery, row: &str) {
    match delivery {
        Delivery::Push { text, .. } => assert!(text.as_str().contains(row), "{}", text.as_str()),
        other => panic!("not a push: {other:?}"),
    }
}

#[tokio::test]
async fn a_subscription_is_acknowledged_and_pushes_arrive() {
    let mut fixture = Fixture::new(65_536);
    let reading = fixture.subscribe("A", None);
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&reading).await;
    server.push("A", "1").await;
    is_push(&next(&reading).await, "[1]");
    let status = &fixture.connections.all()[0];
    assert_eq!((&status.state, status.subscriptions), (&ConnectionState::Connected, 1));
    assert_eq!((status.figures.messages, status.figures.sent, status.figures.reconnects), (2, 1, 0));
}

#[tokio::test]
async fn readers_share_a_subscription_and_the_last_one_unsubscribes() {
    let mut fixture = Fixture::new(65_536);
    let (first, second) = (fixture.subscribe("A", None), fixture.subscribe("A", None));
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&first).await;
    active(&second).await;
    let third = fixture.subscribe("A", None);
    active(&third).await;
    server.push("A", "1").await;
    for reading in [&first, &second, &third] {
        is_push(&next(reading).await, "[1]");
    }
    drop((first, third));
    Fixture::settle().await;
    assert!(server.arrived().is_none(), "one reader is left");
    drop(second);
    assert!(server.receive().await.unwrap().contains(r#""op":"unsubscribe""#));
}

#[tokio::test]
async fn an_idle_session_disconnects_after_a_minute_and_a_new_one_is_opened_when_needed() {
    let mut fixture = Fixture::new(65_536);
    let reading = fixture.subscribe("A", None);
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&reading).await;
    drop(reading);
    server.acknowledge().await;
    // Answers to pings keep the connection alive; nothing else is asked of it.
    let started = fixture.clock.monotonic();
    while !fixture.states().is_empty() {
        Fixture::settle().await;
        match server.arrived() {
            Some(Message::Text(text)) if text.as_str() == "ping" => server.send("pong").await,
            _ => fixture.advance_to_next().await,
        }
    }
    assert_eq!(fixture.clock.monotonic().saturating_sub(started), IDLE);
    let _again = fixture.subscribe("A", None);
    fixture.server().await.acknowledge().await;
}

#[tokio::test]
async fn the_task_ends_with_the_client_and_its_streams() {
    let mut fixture = Fixture::new(65_536);
    let reading = fixture.subscribe("A", None);
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&reading).await;
    drop(fixture.pool);
    server.push("A", "1").await;
    is_push(&next(&reading).await, "[1]");
    drop(reading);
    while server.receive().await.is_some() {}
    Fixture::settle().await;
    assert!(fixture.connections.all().is_empty());
}

#[tokio::test]
async fn a_half_open_connection_is_noticed_within_30_seconds_and_replaced() {
    let mut fixture = Fixture::new(65_536);
    let reading = fixture.subscribe("A", None);
    let mut silent = fixture.server().await;
    silent.acknowledge().await;
    active(&reading).await;
    fixture.pass(Duration::from_secs(20)).await;
    assert_eq!(silent.receive().await.unwrap(), "ping");
    assert_eq!(fixture.states(), [ConnectionState::Connected]);
    fixture.pass(Duration::from_secs(10)).await;
    fixture.disconnected().await;
    let mut server = fixture.server().await;
    server.acknowledge().await;
    match next(&reading).await {
        Delivery::Gap { cause, from, until } => {
            assert_eq!(cause, GapCause::ConnectionLost);
            assert!(until.saturating_sub(from) >= Duration::from_secs(30));
        }
        other => panic!("not a gap: {other:?}"),
    }
    server.push("A", "2").await;
    is_push(&next(&reading).await, "[2]");
    assert_eq!(fixture.connections.all()[0].figures.reconnects, 1);
}

#[tokio::test]
async fn a_mute_channel_is_subscribed_to_again_although_the_connection_answers_pings() {
    let mut fixture = Fixture::new(65_536);
    let reading = fixture.subscribe("A", Some(Duration::from_secs(5)));
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&reading).await;
    server.push("A", "1").await;
    is_push(&next(&reading).await, "[1]");
    fixture.pass(Duration::from_secs(5)).await;
    assert!(server.acknowledge().await.contains(r#""op":"unsubscribe""#));
    assert!(server.acknowledge().await.contains(r#""op":"subscribe""#));
    assert!(matches!(next(&reading).await, Delivery::Gap { cause: GapCause::Mute, .. }));
    server.push("A", "2").await;
    is_push(&next(&reading).await, "[2]");
}

#[tokio::test]
async fn a_write_that_takes_longer_than_10_seconds_ends_the_connection() {
    // Only a few bytes fit, and the server reads nothing.
    let mut fixture = Fixture::new(16);
    let reading = fixture.subscribe("A", None);
    Fixture::settle().await;
    let stalled = fixture.opened.recv().await.unwrap();
    fixture.pass(Duration::from_millis(9_900)).await;
    assert_eq!(fixture.states(), [ConnectionState::Connected]);
    fixture.pass(Duration::from_millis(200)).await;
    let why = fixture.disconnected().await;
    assert!(why.contains("within 10 s"), "{why}");
    drop((stalled, reading));
}

#[tokio::test]
async fn frames_are_read_while_a_write_is_pending() {
    let mut fixture = Fixture::new(4_096);
    let first = fixture.subscribe("A", None);
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&first).await;
    // The client's messages no longer fit, because the server does not read them.
    let many: Vec<Reading> = (0..200).map(|number| fixture.subscribe(&format!("B{number}"), None)).collect();
    Fixture::settle().await;
    for number in 0..20 {
        server.push("A", &number.to_string()).await;
        is_push(&next(&first).await, &format!("[{number}]"));
    }
    drop(many);
}

#[tokio::test]
async fn a_protocol_ping_is_answered() {
    let mut fixture = Fixture::new(65_536);
    let reading = fixture.subscribe("A", None);
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&reading).await;
    server.send_message(Message::Ping("abc".into())).await;
    Fixture::settle().await;
    assert_eq!(server.arrived(), Some(Message::Pong("abc".into())));
}

#[tokio::test]
async fn a_refused_upgrade_ends_the_subscription_with_status_and_body() {
    let refused = ConnectError::refused(403, "wss://x refused the WebSocket with HTTP 403: blocked by the proxy");
    let fixture = Fixture::failing(65_536, vec![refused]);
    let reading = fixture.subscribe("A", None);
    let error = poll_fn(|context| reading.feed().poll_active(context)).await.unwrap_err();
    assert_eq!(error.http_status(), Some(403));
    assert!(error.to_string().contains("blocked by the proxy"), "{error}");
}

#[tokio::test]
async fn a_connection_that_is_refused_for_now_is_tried_again() {
    let busy = || ConnectError::refused(429, "wss://x refused the WebSocket with HTTP 429");
    let mut fixture = Fixture::failing(65_536, vec![busy(), busy(), busy()]);
    let reading = fixture.subscribe("A", None);
    fixture.server().await.acknowledge().await;
    active(&reading).await;
}

#[tokio::test]
async fn a_slow_reader_does_not_hold_up_others() {
    let mut fixture = Fixture::new(65_536);
    let quick = fixture.subscribe("A", None);
    let mut slow = WantedSubscription { policy: FeedPolicy::Bounded(2), ..quick.wanted().clone() };
    slow.facts = None;
    let slow = fixture.pool.subscribe(slow).unwrap();
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&slow).await;
    for number in 0..10 {
        server.push("A", &number.to_string()).await;
        is_push(&next(&quick).await, &format!("[{number}]"));
    }
    assert!(matches!(next(&slow).await, Delivery::Dropped { frames: 8, .. }));
    is_push(&next(&slow).await, "[8]");
    assert_eq!(fixture.connections.all()[0].figures.dropped, 8);
}

#[tokio::test]
async fn a_channel_that_needs_a_login_is_refused_without_credentials() {
    let fixture = Fixture::new(65_536);
    let wanted = WantedSubscription { needs_login: true, ..fixture.subscribe("A", None).wanted().clone() };
    let error = fixture.pool.subscribe(wanted).err().unwrap();
    assert!(error.is_setup(), "{error}");
}

#[tokio::test]
async fn a_request_is_answered_or_lost_but_never_pending() {
    let keys = Credentials::new("key", "secret", "passphrase").unwrap();
    let mut fixture = Fixture::with(65_536, Vec::new(), Some(keys));
    let sockets = Sockets(Arc::clone(&fixture.pool));
    let request = || SocketRequest {
        op: "order",
        args: r#"[{"instIdCode":1}]"#.to_owned(),
        exp_time: None,
        send_within: Duration::from_secs(5),
        timeout: Duration::from_secs(5),
    };
    let (first, second) = (sockets.clone(), sockets.clone());
    let answered = tokio::spawn(async move { first.request(Socket::Private, request()).await });
    let mut server = fixture.server().await;
    let login = server.receive().await.unwrap();
    assert!(login.starts_with(r#"{"op":"login""#), "{login}");
    server.send(r#"{"event":"login","code":"0","msg":"","connId":"a"}"#).await;
    let sent = server.receive().await.unwrap();
    let id = sent.split_once(r#""id":""#).unwrap().1.split_once('"').unwrap().0.to_owned();
    server.send(&format!(r#"{{"id":"{id}","op":"order","code":"0","msg":"","data":[]}}"#)).await;
    assert!(answered.await.unwrap().unwrap().as_str().contains(r#""code":"0""#));
    let lost = tokio::spawn(async move { second.request(Socket::Private, request()).await });
    assert!(server.receive().await.is_some());
    drop(server);
    let error = lost.await.unwrap().unwrap_err();
    assert!(error.may_have_arrived(), "{error}");
}
