//! Requests as they are sent: target, body, headers and signature.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use okx_client::account::{GetBalance, SetLeverage};
use okx_client::clock::ManualClock;
use okx_client::enums::{MgnMode, OrdType, Side, TdMode};
use okx_client::environments::Region;
use okx_client::market::GetTicker;
use okx_client::trade::{GetOrder, PlaceOrder, PlaceOrders};
use okx_client::value::Timestamp;
use okx_client::{Decimal, Environment, SendOptions};
use sha2::Sha256;

use crate::script::{KEY, PASSPHRASE, SECRET, Script, Seen, rows};

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::new(1, 3)).px(Decimal::from(60_000))
}

/// The signature computed here, from the bytes that were sent.
pub(crate) fn signature(seen: &Seen) -> String {
    let mut state = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    let timestamp = seen.header("ok-access-timestamp").unwrap();
    state.update([timestamp, seen.method, &seen.target, &seen.body].concat().as_bytes());
    STANDARD.encode(state.finalize().into_bytes())
}

#[tokio::test]
async fn a_request_is_signed_over_the_bytes_that_are_sent() {
    let script = Script::default();
    let client = script.client();
    let _ = client.send(&GetBalance::new().ccy(["BTC"])).await;
    let _ = client.send(&SetLeverage::new(5, MgnMode::Isolated).inst_id("BTC-USDT")).await;
    let seen = script.seen();
    assert_eq!([seen[0].method, seen[1].method], ["GET", "POST"]);
    assert!(seen[0].target.ends_with("?ccy=BTC") && seen[0].body.is_empty());
    assert!(seen[1].body.starts_with('{'));
    for seen in &seen {
        assert_eq!(seen.header("ok-access-key"), Some(KEY));
        assert_eq!(seen.header("ok-access-passphrase"), Some(PASSPHRASE));
        assert_eq!(seen.header("ok-access-sign"), Some(&*signature(seen)));
        assert_eq!(seen.header("ok-access-timestamp").map(str::len), Some(24));
    }
}

#[tokio::test]
async fn headers_disable_caches_and_name_user_agent_and_environment() {
    let script = Script::default();
    let _ = script.client().send(&order()).await;
    let live = script.builder().environment(Environment::live(Region::Us)).user_agent("me/1").build().unwrap();
    let _ = live.send(&GetTicker::new("BTC-USDT")).await;
    let [demo, live] = &script.seen()[..] else { panic!("two requests were expected") };
    for seen in [demo, live] {
        assert_eq!(seen.header("cache-control"), Some("no-store"));
    }
    assert_eq!(demo.header("content-type"), Some("application/json"));
    assert_eq!(demo.header("x-simulated-trading"), Some("1"));
    assert!(demo.header("user-agent").unwrap().starts_with("okx-client/"));
    assert_eq!([live.header("content-type"), live.header("x-simulated-trading")], [None, None]);
    assert_eq!(live.header("user-agent"), Some("me/1"));
}

#[tokio::test]
async fn public_calls_are_sent_without_keys_and_without_measuring_the_clock() {
    let script = Script::default();
    script.set_time(0);
    let _ = script.client().send(&GetTicker::new("BTC-USDT")).await;
    let seen = &script.seen()[0];
    for name in ["ok-access-key", "ok-access-sign", "ok-access-timestamp", "ok-access-passphrase"] {
        assert_eq!(seen.header(name), None);
    }
    assert_eq!(script.asked_for_time(), 0);
}

#[tokio::test]
async fn an_order_without_a_client_order_id_gets_one() {
    let script = Script::default();
    let client = script.client();
    let _ = client.send(&order()).await;
    let _ = client.send(&order().cl_ord_id("mine")).await;
    let _ = client.send(&PlaceOrders::new([order(), order().cl_ord_id("mine"), order()])).await;
    let names = |body: &str| -> Vec<String> {
        let value: serde_json::Value = serde_json::from_str(body).unwrap();
        let items = value.as_array().cloned().unwrap_or_else(|| vec![value]);
        items.iter().map(|item| item["clOrdId"].as_str().unwrap().to_owned()).collect()
    };
    let seen: Vec<_> = script.seen().iter().map(|seen| names(&seen.body)).collect();
    assert_eq!([seen[1][0].as_str(), seen[2][1].as_str()], ["mine", "mine"]);
    let made: HashSet<_> = [&seen[0][0], &seen[2][0], &seen[2][2]].into_iter().collect();
    assert_eq!(made.len(), 3, "each id is unique");
    assert!(made.iter().all(|name| name.len() <= 32 && name.chars().all(|letter| letter.is_ascii_alphanumeric())));
}

#[tokio::test]
async fn a_deadline_uses_okx_s_clock_and_needs_a_call_that_accepts_one() {
    let script = Script::default();
    script.set_time(1_000_000);
    let client = script.builder().clock(Arc::new(ManualClock::new(Timestamp::from_millis(0)))).build().unwrap();
    let soon = SendOptions::default().within(Duration::from_millis(500));
    let _ = client.send_with(&order(), soon).await;
    assert_eq!(script.seen()[0].header("exptime"), Some("1000500"));
    let error = client.send_with(&GetOrder::new("BTC-USDT"), soon).await.unwrap_err();
    assert!(error.is_invalid() && script.seen().len() == 1);
}

#[tokio::test]
async fn a_private_call_without_credentials_is_not_sent() {
    let script = Script::default();
    let client = okx_client::Client::builder()
        .environment(Environment::demo(Region::Global))
        .transport(Arc::new(script.clone()))
        .build()
        .unwrap();
    let error = client.send(&order()).await.unwrap_err();
    assert!(error.is_setup() && error.to_string().contains("Credentials::from_env()"), "{error}");
    assert!(script.seen().is_empty());
}

#[tokio::test]
async fn a_client_can_be_used_from_many_tasks() {
    let script = Script::new((0..20).map(|_| rows(r#"{"instId":"BTC-USDT","instType":"SPOT","ts":"1"}"#)));
    let client = script.client();
    let ticker = || {
        let client = client.clone();
        tokio::spawn(async move { client.send(&GetTicker::new("BTC-USDT")).await })
    };
    let tasks: Vec<_> = (0..20).map(|_| ticker()).collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().inst_id, "BTC-USDT");
    }
}

#[tokio::test]
async fn an_order_that_waits_too_long_for_a_rate_limit_is_not_sent() {
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let script = Script::default();
    let client = script.builder().clock(Arc::new(clock.clone())).build().unwrap();
    for _ in 0..60 {
        let _ = client.send(&order()).await;
    }
    let late = tokio::spawn(async move {
        client.send_with(&order(), SendOptions::default().within(Duration::from_millis(500))).await
    });
    while clock.next_wake() != Some(Duration::from_millis(500)) {
        tokio::task::yield_now().await;
    }
    clock.advance(Duration::from_millis(500));
    let error = late.await.unwrap().unwrap_err();
    assert!(error.is_unreachable() && error.to_string().contains("deadline (`within`) passed"), "{error}");
    assert_eq!(script.seen().len(), 60);
}
