mod fixture;

use super::*;
use crate::auth::credentials::Credentials;
use crate::carriers::ws::connect::ConnectError;
use crate::carriers::ws::feed::{Delivery, FeedPolicy, GapCause};
use crate::carriers::ws::pool::Reading;
use crate::carriers::ws::states::ConnectionState;
use crate::carriers::ws::{SocketRequest, Sockets, WantedSubscription};
use crate::system::clock::Clock as _;
use fixture::{Fixture, active, is_push, next};
use tokio_tungstenite::tungstenite::Message;

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
async fn dropping_a_stream_that_has_ended_does_not_end_the_one_that_took_its_place() {
    let refused = ConnectError::refused(403, "wss://x refused the WebSocket with HTTP 403");
    let mut fixture = Fixture::failing(65_536, vec![refused]);
    let ended = fixture.subscribe("A", None);
    poll_fn(|context| ended.feed().poll_active(context)).await.unwrap_err();
    let again = fixture.subscribe("A", None);
    let mut server = fixture.server().await;
    server.acknowledge().await;
    active(&again).await;
    ended.resubscribe();
    drop(ended);
    Fixture::settle().await;
    assert!(server.arrived().is_none(), "the new stream is still read");
    server.push("A", "1").await;
    is_push(&next(&again).await, "[1]");
    drop(again);
    assert!(server.receive().await.unwrap().contains(r#""op":"unsubscribe""#));
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
