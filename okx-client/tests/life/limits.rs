//! Rate limits after refusals for rate, and after lost replies.

use std::sync::Arc;
use std::time::Duration;

use okx_client::account::GetBalance;
use okx_client::block::{CreateRfq, NewRfqLeg};
use okx_client::clock::{Clock, ManualClock};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::{CancelOrder, PlaceOrder};
use okx_client::value::Timestamp;
use okx_client::{Client, Decimal, LimitPolicy, RetryPolicy, SendOptions, errors};

use crate::outcomes::impatient;
use crate::script::{Script, Step, refusal, rows};

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE)
}

fn done() -> Step {
    rows(r#"{"ordId":"1","clOrdId":"","tag":"","ts":"1","sCode":"0","sMsg":""}"#)
}

/// A client that sends each request once, and its clock.
fn client(script: &Script) -> (Client, ManualClock) {
    let clock = ManualClock::new(Timestamp::from_millis(0));
    (script.builder().clock(Arc::new(clock.clone())).retry(RetryPolicy::none()).build().unwrap(), clock)
}

fn at_once() -> SendOptions {
    SendOptions::default().limit_policy(LimitPolicy::Refuse)
}

#[tokio::test]
async fn a_refused_rfq_is_sent_again_after_seconds_despite_its_long_window() {
    let created = rows(r#"{"rfqId":"1","clRfqId":"","cTime":"1","uTime":"1","state":"active","validUntil":"1"}"#);
    let script = Script::new([refusal(429, errors::RATE_LIMIT_REACHED), created]);
    let clock = impatient();
    let okx = script.builder().clock(Arc::new(clock.clone())).build().unwrap();
    let leg = NewRfqLeg::new("BTC-USDT", Decimal::ONE, Side::Buy);
    let _ = okx.send(&CreateRfq::new().counterparties(["ABC"]).legs([leg])).await;
    assert_eq!(script.seen().len(), 2);
    assert!(clock.monotonic() < Duration::from_secs(5), "{:?}", clock.monotonic());
}

fn balance() -> Step {
    rows(r#"{"totalEq":"1","uTime":"1"}"#)
}

/// Lets all tasks run until they wait for the clock.
async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_retry_waits_for_its_rate_limit_at_most_until_the_retry_deadline() {
    let script = Script::new((0..9).map(|_| balance()).chain([Step::Reply(503, "<html>".to_owned()), balance()]));
    let (okx, clock) = client(&script);
    for _ in 0..9 {
        okx.send(&GetBalance::new()).await.unwrap();
    }
    let options = SendOptions::default().retry(RetryPolicy::default().deadline(Duration::from_secs(1)));
    let asks = tokio::spawn(async move { okx.send_with(&GetBalance::new(), options).await.map(drop) });
    settle().await;
    for _ in 0..10 {
        clock.advance(Duration::from_millis(100));
        settle().await;
    }
    assert!(asks.is_finished(), "its limit has room again after two seconds, which is too late");
    let error = asks.await.unwrap().unwrap_err();
    assert_eq!((error.http_status(), script.seen().len()), (Some(503), 10), "{error}");
}

#[tokio::test]
async fn the_retry_deadline_counts_from_the_first_attempt() {
    let script = Script::new((0..10).map(|_| balance()).chain([Step::Reply(503, "<html>".to_owned()), balance()]));
    let (okx, clock) = client(&script);
    for _ in 0..10 {
        okx.send(&GetBalance::new()).await.unwrap();
    }
    let options = SendOptions::default().retry(RetryPolicy::default().deadline(Duration::from_secs(1)));
    let asks = tokio::spawn(async move { okx.send_with(&GetBalance::new(), options).await.map(drop) });
    for _ in 0..30 {
        settle().await;
        clock.advance(Duration::from_millis(100));
    }
    asks.await.unwrap().unwrap();
    assert_eq!(script.seen().len(), 12);
}

#[tokio::test]
async fn a_busy_exchange_does_not_close_a_budget() {
    let script = Script::new([refusal(429, errors::SYSTEM_BUSY), done()]);
    let (okx, _) = client(&script);
    let error = okx.send(&order()).await.unwrap_err();
    assert!(error.is_refused() && !error.is_rate_limited(), "{error}");
    okx.send_with(&order(), at_once()).await.unwrap();
}

#[tokio::test]
async fn a_refusal_for_rate_and_a_429_of_a_gateway_close_the_budget_for_a_window() {
    for refused in [refusal(429, errors::RATE_LIMIT_REACHED), Step::Reply(429, "<html>".to_owned())] {
        let script = Script::new([refused, done()]);
        let (okx, clock) = client(&script);
        assert!(okx.send(&order()).await.unwrap_err().is_rate_limited());
        let error = okx.send_with(&order(), at_once()).await.unwrap_err();
        assert_eq!(error.limit().unwrap().free_in, Some(Duration::from_secs(2)));
        clock.advance(Duration::from_secs(2));
        okx.send_with(&order(), at_once()).await.unwrap();
    }
}

#[tokio::test]
async fn a_lost_order_counts_while_its_signature_and_deadline_are_valid() {
    let script = Script::new([Step::Broken, Step::Broken]);
    let clock = ManualClock::new(Timestamp::from_millis(0));
    script.set_clock(&clock);
    let okx = script.builder().clock(Arc::new(clock.clone())).retry(RetryPolicy::none()).build().unwrap();
    let used =
        || okx.limits().usage().iter().find(|budget| budget.name == "order.place").map_or(0, |budget| budget.used);
    assert!(okx.send(&order()).await.unwrap_err().outcome_unknown());
    let brief = SendOptions::default().within(Duration::from_secs(5));
    assert!(okx.send_with(&order(), brief).await.unwrap_err().outcome_unknown());
    assert_eq!(used(), 2);
    // The clocks may be a second apart, beyond what the measurement says.
    clock.advance(Duration::from_secs(7));
    assert_eq!(used(), 2);
    clock.advance(Duration::from_secs(2));
    assert_eq!(used(), 1, "the one with the deadline cannot arrive any more");
    clock.advance(Duration::from_secs(22));
    assert_eq!(used(), 1);
    clock.advance(Duration::from_secs(3));
    assert_eq!(used(), 0);
}

#[tokio::test]
async fn a_lost_cancellation_counts_for_a_few_seconds() {
    let script = Script::new([Step::Broken]);
    let (okx, clock) = client(&script);
    okx.send(&CancelOrder::new("BTC-USDT").ord_id("1")).await.unwrap_err();
    let used = || okx.limits().usage().iter().any(|budget| budget.name == "order.cancel");
    clock.advance(Duration::from_secs(3));
    assert!(used());
    clock.advance(Duration::from_millis(1));
    assert!(!used());
}

#[tokio::test]
async fn an_order_that_was_not_sent_does_not_count() {
    let script = Script::new([Step::NotSent]);
    let (okx, _) = client(&script);
    assert!(okx.send(&order()).await.unwrap_err().is_unreachable());
    assert!(okx.limits().usage().iter().all(|budget| budget.name != "order.place"));
}
