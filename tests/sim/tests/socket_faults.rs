//! Every fault of the sockets, as a plain client sees it.

mod client;
mod socket;

use std::time::Duration;

use client::{NOW_MS, Request, start_stopped, stopped};
use okx_sim::{MuteEnd, Scenario, Sim, SocketEvent, SocketFault, SocketTarget};
use serde_json::{Value, json};
use socket::{Socket, code};
use tokio_tungstenite::tungstenite::Error;

fn order() -> Value {
    json!({"id": "1", "op": "order", "args": [{
        "instIdCode": 10_000_000_001_i64, "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000",
        "sz": "0.01",
    }]})
}

/// A connection with a subscription of the trades of BTC-USDT.
async fn trades(sim: &Sim) -> Socket {
    let mut socket = Socket::open(sim, "public").await;
    assert_eq!(socket.subscribe(json!({"channel": "trades", "instId": "BTC-USDT"})).await["event"], "subscribe");
    socket
}

fn publish(sim: &Sim, count: u32) -> Vec<u64> {
    sim.core().publish_trades("BTC-USDT", count, NOW_MS).expect("a listed instrument")
}

/// The trades that arrive before the next pong.
async fn received(socket: &mut Socket) -> Vec<u64> {
    let id = |push: &Value| push["data"][0]["tradeId"].as_str().and_then(|id| id.parse().ok());
    socket.until_pong().await.iter().filter_map(id).collect()
}

#[tokio::test]
async fn connections_are_reset_or_closed_with_a_code() {
    let sim = start_stopped().await;
    let (mut public, mut private) = (Socket::open(&sim, "public").await, Socket::logged_in(&sim, "private").await);
    let close = SocketFault::Close { code: 4001, reason: "Login Failed".into() };
    assert_eq!(sim.socket_faults().now(SocketTarget::socket("private"), close), 1);
    assert_eq!(private.close_code().await, Some(4001));
    public.assert_quiet().await;
    assert_eq!(sim.socket_faults().now(SocketTarget::any(), SocketFault::Reset), 1);
    assert_eq!(public.close_code().await, None);
    let events: Vec<SocketEvent> = sim.socket_journal().into_iter().map(|entry| entry.event).collect();
    assert!(events.contains(&SocketEvent::Closed(4001)) && events.contains(&SocketEvent::Reset));
}

#[tokio::test]
async fn a_stalled_connection_answers_when_the_stall_is_over() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let mut socket = trades(&sim).await;
    sim.socket_faults().now(SocketTarget::any(), SocketFault::Stall { lasts: Some(Duration::from_secs(60)) });
    let ids = publish(&sim, 3);
    socket.send_text("ping").await;
    clock.step(Duration::from_secs(59));
    assert!(socket.is_silent(&sim).await);
    clock.step(Duration::from_secs(1));
    let mut texts = Vec::new();
    for _ in 0..4 {
        texts.push(socket.text().await);
    }
    assert!(ids.iter().all(|id| texts.iter().any(|text| text.contains(&format!("\"tradeId\":\"{id}\"")))));
    assert!(texts.contains(&"pong".to_owned()), "{texts:?}");
}

#[tokio::test]
async fn a_half_open_connection_is_silent_until_it_is_released() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let mut socket = trades(&sim).await;
    sim.socket_faults().now(SocketTarget::socket("public"), SocketFault::HalfOpen);
    publish(&sim, 1);
    socket.send_text("ping").await;
    clock.step(Duration::from_secs(120));
    assert!(socket.is_silent(&sim).await, "it is not even closed");
    sim.socket_faults().clear();
    assert!(received(&mut socket).await.is_empty(), "what was lost stays lost");
}

#[tokio::test]
async fn a_mute_channel_is_silent_until_a_new_subscription_or_connection() {
    let sim = start_stopped().await;
    let argument = json!({"channel": "trades", "instId": "BTC-USDT"});
    for (until, is_healed) in [(MuteEnd::Resubscribed, true), (MuteEnd::Reconnected, false)] {
        let mut socket = trades(&sim).await;
        let target = SocketTarget::socket("public").channel("trades");
        assert_eq!(sim.socket_faults().now(target, SocketFault::Mute { until }), 1);
        publish(&sim, 2);
        assert!(received(&mut socket).await.is_empty());
        socket.ask(&json!({"op": "unsubscribe", "args": [argument.clone()]})).await;
        socket.subscribe(argument.clone()).await;
        let ids = publish(&sim, 2);
        assert_eq!(received(&mut socket).await == ids, is_healed);
        let mut other = trades(&sim).await;
        let ids = publish(&sim, 1);
        assert_eq!(received(&mut other).await, ids);
        drop(socket);
        drop(other);
        sim.socket_faults().now(SocketTarget::any(), SocketFault::Reset);
    }
}

#[tokio::test]
async fn a_slow_network_delays_every_message() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let mut socket = trades(&sim).await;
    let slow = SocketFault::Slow { delay: Duration::from_secs(2), bytes_per_second: None };
    sim.socket_faults().now(SocketTarget::any(), slow);
    let ids = publish(&sim, 2);
    for id in ids {
        assert!(socket.is_silent(&sim).await);
        clock.step(Duration::from_secs(2));
        assert_eq!(socket.json().await["data"][0]["tradeId"], json!(id.to_string()));
    }
}

#[tokio::test]
async fn pushes_are_missing_doubled_or_reordered() {
    let sim = start_stopped().await;
    let target = || SocketTarget::socket("public").channel("trades");
    let cases: [(SocketFault, &[usize]); 3] =
        [(SocketFault::Missing, &[1, 2]), (SocketFault::Doubled, &[0, 0, 1, 2]), (SocketFault::Reordered, &[1, 0, 2])];
    for (fault, expected) in cases {
        let mut socket = trades(&sim).await;
        sim.socket_faults().once(target(), fault.clone());
        let ids = publish(&sim, 3);
        let expected: Vec<u64> = expected.iter().map(|place| ids[*place]).collect();
        assert_eq!(received(&mut socket).await, expected, "{fault:?}");
        sim.socket_faults().now(SocketTarget::any(), SocketFault::Reset);
    }
}

#[tokio::test]
async fn a_missing_update_of_a_book_breaks_its_sequence() {
    let sim = start_stopped().await;
    let mut socket = Socket::open(&sim, "public").await;
    socket.subscribe(json!({"channel": "books", "instId": "BTC-USDT"})).await;
    let snapshot = socket.json().await;
    sim.socket_faults().once(SocketTarget::any().channel("books"), SocketFault::Missing);
    sim.core().publish_book_changes("BTC-USDT", 2, NOW_MS).expect("a listed instrument");
    let update = socket.json().await;
    let (sequence, previous) = (&snapshot["data"][0]["seqId"], &update["data"][0]["prevSeqId"]);
    assert!(sequence != previous && sequence.is_i64() && previous.is_i64(), "{sequence} {previous}");
}

#[tokio::test]
async fn messages_are_invalid_or_unknown() {
    let sim = start_stopped().await;
    let mut socket = trades(&sim).await;
    sim.socket_faults().once(SocketTarget::any().channel("trades"), SocketFault::WrongJson);
    sim.socket_faults().now(SocketTarget::any(), SocketFault::UnknownEvent);
    publish(&sim, 1);
    assert_eq!(socket.json().await["event"], "okx-sim-unknown");
    let text = socket.text().await;
    assert!(serde_json::from_str::<Value>(&text).is_err() && text.starts_with('{'), "{text}");
    socket.assert_quiet().await;
}

#[tokio::test]
async fn a_notice_comes_sixty_seconds_before_the_end_but_not_on_the_business_socket() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let (mut public, mut business) = (Socket::open(&sim, "public").await, Socket::open(&sim, "business").await);
    let notice = SocketFault::Notice { closes_after: Duration::from_secs(60) };
    sim.socket_faults().now(SocketTarget::any(), notice);
    let message = public.json().await;
    assert_eq!((message["event"].as_str(), code(&message)), (Some("notice"), "64008"));
    for _ in 0..2 {
        clock.step(Duration::from_secs(29));
        public.assert_quiet().await;
        business.assert_quiet().await;
    }
    clock.step(Duration::from_secs(2));
    assert_eq!(public.close_code().await, Some(1001));
    business.assert_quiet().await;
}

#[tokio::test]
async fn the_subscriptions_of_a_channel_are_ended_by_the_limit_of_connections() {
    let sim = start_stopped().await;
    let mut socket = Socket::logged_in(&sim, "private").await;
    socket.subscribe(json!({"channel": "orders", "instType": "ANY"})).await;
    assert_eq!(socket.json().await["event"], "channel-conn-count");
    sim.socket_faults().now(SocketTarget::any().channel("orders"), SocketFault::ConnectionCount);
    assert_eq!(socket.json().await["event"], "channel-conn-count-error");
    assert_eq!(code(&socket.ask(&order()).await), "0");
    socket.assert_quiet().await;
}

#[tokio::test]
async fn logins_subscriptions_and_operations_are_refused_with_a_code() {
    let sim = start_stopped().await;
    let mut socket = Socket::open(&sim, "private").await;
    let refuse = |op: &str, code: &str| {
        sim.socket_faults().once(SocketTarget::any().op(op), SocketFault::Refused { code: code.into() });
    };
    refuse("login", "60009");
    assert_eq!(code(&socket.log_in(sim.credentials()).await), "60009");
    assert_eq!(socket.log_in(sim.credentials()).await["event"], "login");
    refuse("subscribe", "64003");
    let argument = json!({"channel": "orders", "instType": "ANY"});
    let reply = socket.subscribe(argument.clone()).await;
    assert_eq!((code(&reply), &reply["arg"]), ("64003", &argument));
    refuse("order", "64007");
    let reply = socket.ask(&order()).await;
    assert_eq!((code(&reply), &reply["data"], sim.core().orders().count()), ("64007", &json!([]), 0));
}

#[tokio::test]
async fn a_reply_is_lost_before_or_after_the_order_is_placed() {
    let sim = start_stopped().await;
    let cases = [
        (SocketFault::CutBeforeActing, 0, true),
        (SocketFault::CutAfterActing, 1, true),
        (SocketFault::LostReply, 2, false),
    ];
    for (fault, orders, is_cut) in cases {
        let mut socket = Socket::logged_in(&sim, "private").await;
        sim.socket_faults().once(SocketTarget::any().op("order"), fault.clone());
        socket.send(&order()).await;
        if is_cut {
            assert_eq!(socket.close_code().await, None);
        } else {
            socket.assert_quiet().await;
        }
        assert_eq!(sim.core().orders().count(), orders, "{fault:?}");
        let entry = sim.journal().pop().expect("the operation is in the journal");
        assert_eq!((entry.acted, entry.done, entry.faults), (orders > 0, usize::from(orders > 0), vec![fault.name()]));
    }
}

#[tokio::test]
async fn a_new_connection_is_refused_with_status_and_body() {
    let sim = start_stopped().await;
    let refused = SocketFault::RefusedUpgrade { status: 503, body: "closed".into() };
    sim.socket_faults().once(SocketTarget::socket("private"), refused);
    Socket::open(&sim, "public").await;
    let Err(Error::Http(response)) = Socket::try_open(&sim, "private").await else { panic!("a refusal was expected") };
    assert_eq!((response.status().as_u16(), response.body().as_deref()), (503, Some(&b"closed"[..])));
    Socket::open(&sim, "private").await;
}

#[tokio::test]
async fn the_control_endpoint_begins_and_ends_faults() {
    let sim = start_stopped().await;
    let mut socket = trades(&sim).await;
    let ask = async |method: &str, body: &str| {
        let mut request = Request::post("/sim/faults", body);
        request.method = method.into();
        let answer = request.send(&sim).await;
        (answer.status, answer.json())
    };
    let mute = r#"[{"fault":"mute","channel":"trades"},{"fault":"missing","channel":"books","times":"always"}]"#;
    assert_eq!(ask("POST", mute).await, (200, json!({"connections": 1, "waiting": 1})));
    publish(&sim, 1);
    socket.assert_quiet().await;
    assert_eq!(ask("DELETE", "").await, (200, json!({"connections": 0, "waiting": 0})));
    publish(&sim, 1);
    assert_eq!(received(&mut socket).await.len(), 1);
    let (status, body) = ask("POST", r#"{"fault":"drop"}"#).await;
    assert!(status == 400 && body["error"].as_str().unwrap_or_default().contains("the faults are reset"), "{body}");
}

#[tokio::test]
async fn a_scenario_begins_faults_by_the_clock() {
    let scenario = "faults: [{at: 20s, fault: reset, socket: private}, {at: 10s, fault: unknown-event}]";
    let (builder, clock) = stopped();
    let scenario = Scenario::from_yaml(scenario).expect("a scenario");
    let sim = builder.scenario(scenario).start().await.expect("a free port");
    let (mut private, mut public) = (Socket::open(&sim, "private").await, Socket::open(&sim, "public").await);
    clock.step(Duration::from_secs(10));
    assert_eq!(private.json().await["event"], "okx-sim-unknown");
    assert_eq!(public.json().await["event"], "okx-sim-unknown");
    clock.step(Duration::from_secs(10));
    assert_eq!(private.close_code().await, None);
    public.assert_quiet().await;
}

#[tokio::test]
async fn a_fault_of_one_channel_spares_the_others_of_the_same_request() {
    let sim = start_stopped().await;
    let mut socket = Socket::open(&sim, "public").await;
    let refused = SocketFault::Refused { code: "64003".into() };
    sim.socket_faults().once(SocketTarget::any().op("subscribe").channel("trades"), refused);
    let argument = |instrument: &str, channel: &str| json!({"channel": channel, "instId": instrument});
    let arguments = [argument("BTC-USDT", "tickers"), argument("BTC-USDT", "trades"), argument("ETH-USDT", "trades")];
    socket.send(&json!({"id": "1", "op": "subscribe", "args": arguments})).await;
    let replies: Vec<Value> =
        socket.until_pong().await.into_iter().filter(|message| message.get("event").is_some()).collect();
    assert_eq!(replies.iter().map(|reply| reply["arg"].clone()).collect::<Vec<_>>(), arguments);
    let events: Vec<&str> = replies.iter().filter_map(|reply| reply["event"].as_str()).collect();
    assert_eq!(events, ["subscribe", "error", "subscribe"]);
}

#[tokio::test]
async fn a_stall_that_a_request_begins_keeps_the_request() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let mut socket = Socket::logged_in(&sim, "private").await;
    let stall = SocketFault::Stall { lasts: Some(Duration::from_secs(5)) };
    sim.socket_faults().once(SocketTarget::any().op("order"), stall);
    socket.send(&order()).await;
    assert!(socket.is_silent(&sim).await);
    assert_eq!(sim.core().orders().count(), 0);
    clock.step(Duration::from_secs(5));
    assert_eq!(code(&socket.json().await), "0");
    assert_eq!(sim.core().orders().count(), 1);
}
