//! The sockets: logins, subscriptions, samples, limits and order operations.

mod client;
mod socket;

use std::time::Duration;

use client::{NOW_MS, get, start_stopped, stopped};
use okx_sim::{AccountOptions, Credentials, Sim, SocketEvent};
use serde_json::{Value, json};
use socket::{Socket, code, login};
use tokio_tungstenite::tungstenite::Error;

fn order(size: &str) -> Value {
    json!({"instIdCode": 10_000_000_001_i64, "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000", "sz": size})
}

#[tokio::test]
async fn a_text_ping_is_answered_with_pong() {
    let sim = start_stopped().await;
    for name in ["public", "private", "business"] {
        Socket::open(&sim, name).await.assert_quiet().await;
    }
    let texts: Vec<String> = sim.socket_journal().iter().map(|entry| entry.event.text().to_owned()).collect();
    assert!(texts.contains(&"ping".to_owned()) && texts.contains(&"pong".to_owned()), "{texts:?}");
}

#[tokio::test]
async fn logins_are_checked_with_the_codes_of_okx() {
    let sim = start_stopped().await;
    let good = sim.credentials().clone();
    let now = NOW_MS / 1000;
    let stranger = sim.credentials_of_another_region();
    let wrong_passphrase = Credentials { passphrase: "wrong".into(), ..good.clone() };
    let wrong_secret = Credentials { secret: "wrong".into(), ..good.clone() };
    let elsewhere = sim.open_account(AccountOptions::new("elsewhere").restricted_to([10, 0, 0, 1]));
    let mut empty = login(&good, now);
    empty["args"][0]["sign"] = json!("");
    for (message, expected) in [
        (login(&stranger, now), "60005"),
        (login(&good, now - 31), "60006"),
        (login(&wrong_secret, now), "60007"),
        (login(&wrong_passphrase, now), "60024"),
        (login(&elsewhere, now), "60022"),
        (empty, "60027"),
        (json!({"op": "login", "args": []}), "60013"),
    ] {
        let reply = Socket::open(&sim, "private").await.ask(&message).await;
        assert_eq!((reply["event"].as_str(), code(&reply)), (Some("error"), expected), "{message}");
    }
}

#[tokio::test]
async fn a_second_login_is_refused_and_the_connection_stays_open() {
    let sim = start_stopped().await;
    let mut socket = Socket::open(&sim, "private").await;
    let mut numeric = login(sim.credentials(), NOW_MS / 1000);
    numeric["args"][0]["timestamp"] = json!(NOW_MS / 1000);
    let reply = socket.ask(&numeric).await;
    assert_eq!((reply["event"].as_str(), code(&reply)), (Some("login"), "0"), "{reply}");
    assert_eq!(code(&socket.log_in(sim.credentials()).await), "60031");
    socket.assert_quiet().await;
}

#[tokio::test]
async fn a_subscription_is_acknowledged_and_a_sample_with_its_arguments_follows() {
    let sim = start_stopped().await;
    let mut socket = Socket::open(&sim, "public").await;
    let argument = json!({"channel": "open-interest", "instId": "BTC-USDT-SWAP"});
    let reply = socket.subscribe(argument.clone()).await;
    assert_eq!((&reply["event"], &reply["arg"], &reply["id"]), (&json!("subscribe"), &argument, &json!("1")));
    let push = socket.json().await;
    assert_eq!((&push["arg"], &push["data"][0]["instId"]), (&argument, &json!("BTC-USDT-SWAP")), "{push}");
    let is_sample = |entry: &okx_sim::SocketEntry| matches!(entry.event, SocketEvent::SentSample(_));
    assert_eq!(sim.socket_journal().iter().filter(|entry| is_sample(entry)).count(), 1);
    let reply = socket.ask(&json!({"op": "unsubscribe", "args": [argument.clone()]})).await;
    assert_eq!((&reply["event"], &reply["arg"], reply.get("id")), (&json!("unsubscribe"), &argument, None));
}

#[tokio::test]
async fn pushes_of_private_channels_name_the_user() {
    let sim = start_stopped().await;
    let mut socket = Socket::logged_in(&sim, "private").await;
    let argument = json!({"channel": "account-greeks", "extraParams": "{\"updateInterval\": \"0\"}"});
    let reply = socket.subscribe(argument).await;
    assert_eq!(reply["arg"], json!({"channel": "account-greeks"}));
    let count = socket.json().await;
    assert_eq!((&count["event"], &count["connCount"]), (&json!("channel-conn-count"), &json!("1")), "{count}");
    let push = socket.json().await;
    let user = get(&sim, "/api/v5/account/config").await.row()["uid"].clone();
    assert_eq!(push["arg"], json!({"channel": "account-greeks", "uid": user}));
}

#[tokio::test]
async fn every_described_channel_can_be_subscribed_to() {
    let sim = start_stopped().await;
    let model = okx_spec::shipped().expect("a valid description");
    for name in ["public", "private", "business"] {
        let mut socket = Socket::logged_in(&sim, name).await;
        for channel in model.channels.iter().filter(|channel| channel.socket.as_str() == name) {
            // The two exclude each other on a connection.
            for wire in channel.channels.iter().filter(|wire| *wire != "books-l2-tbt") {
                let argument = arguments(model, channel, wire);
                let reply = socket.subscribe(argument).await;
                assert_eq!(reply["event"], "subscribe", "{wire}: {reply}");
                if PUSHED_ON_EVENTS.contains(&wire.as_str()) {
                    socket.until_pong().await;
                    continue;
                }
                let pushed = loop {
                    let message = socket.json().await;
                    if message.get("data").is_some() {
                        break message;
                    }
                };
                assert_eq!(pushed["arg"]["channel"], json!(wire));
                socket.ask(&json!({"op": "unsubscribe", "args": [reply["arg"]]})).await;
            }
        }
    }
}

/// Channels that only push what happens after the subscription.
const PUSHED_ON_EVENTS: [&str; 6] = ["orders", "orders-algo", "fills", "trades", "trades-all", "sprd-orders"];

/// Valid arguments of a channel.
fn arguments(model: &okx_spec::Model, channel: &okx_spec::model::Channel, wire: &str) -> Value {
    use okx_spec::model::{Kind, Presence};
    let mut argument = json!({"channel": wire});
    let fields = &model[channel.arguments].fields;
    for field in fields.iter().filter(|field| field.presence == Presence::Required) {
        argument[&field.wire] = match field.kind {
            Kind::Enum(id) => json!(model[id].values[0].wire),
            _ if field.wire == "sprdId" => json!("BTC-USDT_BTC-USDT-SWAP"),
            _ if field.wire == "instId" => json!("BTC-USDT"),
            _ => json!("BTC-USD"),
        };
    }
    argument
}

#[tokio::test]
async fn refusals_hold_what_okx_repeats() {
    let sim = start_stopped().await;
    let mut socket = Socket::open(&sim, "public").await;
    let text = r#"{"id":"7","op":"subscribe","argss":[{"channel":"tickers"}]}"#;
    socket.send_text(text).await;
    let reply = socket.json().await;
    assert_eq!(reply["msg"], format!("Invalid request: {text}"));
    assert_eq!((code(&reply), reply.get("id"), reply.get("arg")), ("60012", None, None));
    let wrong = [
        (json!({"channel": "tickerz", "instId": "BTC-USDT"}), "60018"),
        (json!({"channel": "tickers", "instId": "XXX-USDT"}), "60018"),
        (json!({"channel": "tickers"}), "60018"),
        (json!({"channel": "orders", "instType": "ANY"}), "60018"),
        (json!({"channel": "candle1m", "instId": "BTC-USDT"}), "64001"),
        (json!({"channel": "books-l2-tbt", "instId": "BTC-USDT"}), "60011"),
    ];
    for (argument, expected) in wrong {
        let reply = socket.subscribe(argument.clone()).await;
        assert_eq!((code(&reply), &reply["id"]), (expected, &json!("1")), "{argument}: {reply}");
    }
    let reply = socket.subscribe(json!({"channel": "tickerz", "instId": "BTC-USDT"})).await;
    let text = reply["msg"].as_str().unwrap_or_default();
    assert!(text.contains("channel:tickerz,instId:BTC-USDT") && reply.get("arg").is_none(), "{reply}");
    assert_eq!(code(&socket.ask(&json!({"op": "dance", "args": []})).await), "60019");
    let mut business = Socket::open(&sim, "business").await;
    assert_eq!(code(&business.subscribe(json!({"channel": "tickers", "instId": "BTC-USDT"})).await), "64002");
}

#[tokio::test]
async fn two_books_of_one_instrument_exclude_each_other_on_a_connection() {
    let sim = start_stopped().await;
    let mut socket = Socket::logged_in(&sim, "public").await;
    let book = |channel: &str, instrument: &str| json!({"channel": channel, "instId": instrument});
    assert_eq!(socket.subscribe(book("books-l2-tbt", "BTC-USDT")).await["event"], "subscribe");
    socket.json().await;
    let reply = socket.subscribe(book("books", "BTC-USDT")).await;
    assert_eq!((code(&reply), &reply["arg"]), ("64004", &book("books", "BTC-USDT")));
    assert_eq!(socket.subscribe(book("books", "ETH-USDT")).await["event"], "subscribe");
    socket.json().await;
    assert_eq!(code(&socket.subscribe(book("books-l2-tbt", "ETH-USDT")).await), "64004");
}

#[tokio::test]
async fn a_channel_may_be_subscribed_to_on_thirty_connections() {
    let sim = start_stopped().await;
    let mut sockets = Vec::new();
    for number in 1..=30 {
        let mut socket = Socket::logged_in(&sim, "private").await;
        socket.subscribe(json!({"channel": "orders", "instType": "ANY"})).await;
        let count = socket.json().await;
        assert_eq!(count["connCount"], number.to_string(), "{count}");
        sockets.push(socket);
    }
    let mut one_more = Socket::logged_in(&sim, "private").await;
    let reply = one_more.subscribe(json!({"channel": "orders", "instType": "ANY"})).await;
    assert_eq!(reply["event"], "subscribe");
    let error = one_more.json().await;
    assert_eq!((&error["event"], &error["channel"]), (&json!("channel-conn-count-error"), &json!("orders")));
}

#[tokio::test]
async fn a_connection_may_send_480_requests_in_an_hour() {
    let (builder, clock) = stopped();
    let sim = builder.limits_scaled_by(1).start().await.expect("a free port");
    let mut socket = Socket::open(&sim, "public").await;
    let request = json!({"op": "unsubscribe", "args": [{"channel": "tickers", "instId": "BTC-USDT"}]});
    for _ in 0..480 {
        assert_eq!(socket.ask(&request).await["event"], "unsubscribe");
    }
    assert_eq!(code(&socket.ask(&request).await), "60014");
    for _ in 0..125 {
        clock.step(Duration::from_secs(29));
        socket.assert_quiet().await;
    }
    assert_eq!(socket.ask(&request).await["event"], "unsubscribe", "the hour is over");
}

#[tokio::test]
async fn an_address_may_open_three_connections_in_a_second() {
    let (builder, clock) = stopped();
    let sim = builder.limits_scaled_by(1).start().await.expect("a free port");
    for _ in 0..3 {
        Socket::open(&sim, "public").await;
    }
    let refused = Socket::try_open(&sim, "public").await.expect_err("a refusal");
    let Error::Http(response) = refused else { panic!("an HTTP status was expected: {refused}") };
    assert_eq!(response.status(), 429);
    clock.step(Duration::from_secs(1));
    Socket::open(&sim, "public").await;
}

#[tokio::test]
async fn a_connection_without_traffic_is_closed_after_thirty_seconds() {
    let (builder, clock) = stopped();
    let sim = builder.start().await.expect("a free port");
    let mut socket = Socket::open(&sim, "public").await;
    clock.step(Duration::from_secs(29));
    socket.assert_quiet().await;
    clock.step(Duration::from_secs(29));
    socket.assert_quiet().await;
    clock.step(Duration::from_secs(30));
    assert_eq!(socket.close_code().await, Some(4004));
}

#[tokio::test]
async fn a_message_of_more_than_64_kilobytes_closes_the_connection() {
    let sim = start_stopped().await;
    let mut socket = Socket::open(&sim, "public").await;
    socket.send(&json!({"op": "subscribe", "args": ["x".repeat(70_000)]})).await;
    assert_eq!(socket.close_code().await, Some(1009));
}

#[tokio::test]
async fn an_order_is_placed_amended_and_canceled_over_a_socket() {
    let sim = start_stopped().await;
    let mut socket = Socket::logged_in(&sim, "private").await;
    let placed = socket.ask(&json!({"id": "a1", "op": "order", "args": [order("0.01")]})).await;
    assert_eq!((&placed["id"], &placed["op"], code(&placed)), (&json!("a1"), &json!("order"), "0"), "{placed}");
    let id = placed["data"][0]["ordId"].clone();
    assert!(placed["inTime"].is_string() && placed["outTime"].is_string());
    let amend = json!({"instIdCode": 10_000_000_001_i64, "ordId": id, "newSz": "0.02"});
    let amended = socket.ask(&json!({"id": "a2", "op": "amend-order", "args": [amend]})).await;
    assert_eq!((code(&amended), &amended["data"][0]["sCode"]), ("0", &json!("0")), "{amended}");
    let cancel = json!({"instIdCode": 10_000_000_001_i64, "ordId": id});
    let canceled = socket.ask(&json!({"id": "a3", "op": "batch-cancel-orders", "args": [cancel]})).await;
    assert_eq!(code(&canceled), "0", "{canceled}");
    let state = get(&sim, &format!("/api/v5/trade/order?instId=BTC-USDT&ordId={}", id.as_str().expect("a text"))).await;
    assert_eq!((&state.row()["state"], &state.row()["sz"]), (&json!("canceled"), &json!("0.02")));
    let calls: Vec<String> = sim.journal().into_iter().map(|entry| entry.call).collect();
    assert_eq!(calls[..3], ["trade.place_order", "trade.amend_order", "trade.cancel_orders"]);
}

#[tokio::test]
async fn orders_over_a_socket_name_the_instrument_by_its_code() {
    let sim = start_stopped().await;
    let mut socket = Socket::logged_in(&sim, "private").await;
    let with = |name: &str, value: Value| {
        let mut order = order("0.01");
        order[name] = value;
        order
    };
    for (order, expected) in [
        (with("instIdCode", Value::Null), "50014"),
        (with("instIdCode", json!("10000001")), "51000"),
        (with("instIdCode", json!(5_000_000_000_i64)), "51001"),
        (with("attachAlgoOrds", json!([{"slTriggerPx": "1", "slOrdPx": "-1"}])), "51000"),
        (with("sz", json!("0.010000001")), "51121"),
        (with("instId", json!("ignored")), "0"),
    ] {
        let reply = socket.ask(&json!({"id": "1", "op": "order", "args": [order.clone()]})).await;
        assert_eq!(reply["data"][0]["sCode"], json!(expected), "{order}: {reply}");
    }
}

#[tokio::test]
async fn malformed_operations_are_refused_as_a_whole() {
    let sim = start_stopped().await;
    let mut socket = Socket::open(&sim, "private").await;
    let place = |arguments: Value| json!({"id": "1", "op": "order", "args": arguments});
    assert_eq!(code(&socket.ask(&place(json!([order("0.01")]))).await), "60011");
    socket.log_in(sim.credentials()).await;
    for malformed in [json!("x"), json!([]), json!([1]), json!([order("0.01"), order("0.01")])] {
        let reply = socket.ask(&place(malformed)).await;
        assert_eq!((&reply["id"], &reply["op"], &reply["data"]), (&json!("1"), &json!("order"), &json!([])));
        assert_eq!(code(&reply), "60013");
    }
    let mut late = place(json!([order("0.01")]));
    late["expTime"] = json!((NOW_MS - 1).to_string());
    assert_eq!(code(&socket.ask(&late).await), "50036");
    let mut public = Socket::logged_in(&sim, "public").await;
    assert_eq!(code(&public.ask(&place(json!([order("0.01")]))).await), "60028");
    assert_eq!(sim.core().orders().count(), 0);
}

#[tokio::test]
async fn sockets_and_rest_share_rate_limits() {
    let (builder, _clock) = stopped();
    let sim = builder.limits_scaled_by(1).start().await.expect("a free port");
    let mut socket = Socket::logged_in(&sim, "private").await;
    for _ in 0..60 {
        let reply = socket.ask(&json!({"id": "1", "op": "order", "args": [order("0.01")]})).await;
        assert_eq!(code(&reply), "0", "{reply}");
    }
    let reply = socket.ask(&json!({"id": "1", "op": "order", "args": [order("0.01")]})).await;
    assert_eq!((code(&reply), &reply["data"]), ("50011", &json!([])));
    let rest = json!({
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000", "sz": "0.01",
    });
    assert_eq!(client::post(&sim, "/api/v5/trade/order", &rest).await.code(), "50011");
}

#[tokio::test]
async fn every_operation_is_served() {
    let sim = start_stopped().await;
    let model = okx_spec::shipped().expect("a valid description");
    for operation in &model.operations {
        let mut socket = Socket::logged_in(&sim, operation.socket.as_str()).await;
        let reply = socket.ask(&json!({"id": "1", "op": operation.op, "args": [{}]})).await;
        assert_eq!((&reply["id"], &reply["op"]), (&json!("1"), &json!(operation.op)), "{reply}");
        assert!(code(&reply) != "60019" && code(&reply) != "60013", "{reply}");
    }
}

#[tokio::test]
async fn a_path_without_upgrade_is_refused() {
    let sim = Sim::start().await;
    assert_eq!(client::Request::get("/ws/v5/public").send(&sim).await.status, 400);
}
