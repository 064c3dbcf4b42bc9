//! Requests that must not wait, or not for long, and the usage that their errors report.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::yield_now;

use super::budgets::{GET_TIME, PLACE_ORDER, PLACE_ORDERS, TAG, request};
use crate::check::instruments;
use crate::error::Error;
use crate::facts::Operation;
use crate::fields::Items;
use crate::fields::sample::{Sample, Samples};
use crate::limits::{Account, LimitPolicy, LimitedRequest, Limits, Permit};
use crate::system::clock::ManualClock;
use crate::value::Timestamp;

const FIELDS: [(&str, &str); 2] = [("instId", "BTC-USDT"), ("tag", "a")];

async fn admit(
    limits: &Limits,
    account: &Account,
    operation: &'static Operation,
    policy: LimitPolicy,
) -> Result<Permit, Error> {
    let (item, instruments) = (Sample::texts(&FIELDS), &instruments::sample::none());
    let request = request(operation, Items::One(&item));
    limits.admit(LimitedRequest { request, connection: None, account, instruments, policy }).await
}

fn limits() -> (ManualClock, Limits) {
    let clock = ManualClock::new(Timestamp::from_millis(0));
    (clock.clone(), Limits::with_clock(Arc::new(clock)))
}

fn me() -> Account {
    Account::new("https://host", "the-secret-key")
}

async fn all_tasks_idle() {
    for _ in 0..100 {
        yield_now().await;
    }
}

#[tokio::test]
async fn the_error_names_the_limit_its_usage_and_when_it_has_room() {
    let (clock, limits) = limits();
    for _ in 0..60 {
        admit(&limits, &me(), &PLACE_ORDER, LimitPolicy::Refuse).await.unwrap().replied();
    }
    clock.advance(Duration::from_millis(500));
    let error = admit(&limits, &me(), &PLACE_ORDER, LimitPolicy::Refuse).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_invalid() && !error.outcome_unknown());
    let limit = error.limit().unwrap();
    assert_eq!((limit.name, limit.used, limit.count, limit.waiting), ("order.place", 60, 60, 0));
    assert_eq!(limit.free_in, Some(Duration::from_millis(1_501)));
    let text = error.to_string();
    assert!(text.starts_with("trade.place_order: rate limit: would wait longer than allowed"), "{text}");
    assert!(text.ends_with("BTC-USDT): 60 of 60 in 2s used, free in 1501 ms"), "{text}");
    assert!(!format!("{text}{error:?}").contains("secret"));
    clock.advance(Duration::from_millis(1_501));
    admit(&limits, &me(), &PLACE_ORDER, LimitPolicy::Refuse).await.unwrap().replied();
}

#[tokio::test]
async fn a_bounded_wait_ends_with_admission_or_an_error() {
    let (clock, limits) = limits();
    let up_to = |millis| LimitPolicy::WaitUpTo(Duration::from_millis(millis));
    for _ in 0..10 {
        admit(&limits, &me(), &GET_TIME, LimitPolicy::Wait).await.unwrap().replied();
    }
    let error = admit(&limits, &me(), &GET_TIME, up_to(2_000)).await.unwrap_err();
    assert_eq!(error.limit().unwrap().free_in, Some(Duration::from_millis(2_001)));
    let (waits, who) = (limits.clone(), me());
    let waits = tokio::spawn(async move { admit(&waits, &who, &GET_TIME, up_to(2_001)).await.map(Permit::replied) });
    all_tasks_idle().await;
    clock.advance(Duration::from_millis(2_001));
    waits.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_bounded_wait_for_replies_ends_after_its_time() {
    let (clock, limits) = limits();
    let mut in_flight = Vec::new();
    for _ in 0..10 {
        in_flight.push(admit(&limits, &me(), &GET_TIME, LimitPolicy::Wait).await.unwrap());
    }
    let policy = LimitPolicy::WaitUpTo(Duration::from_millis(300));
    let (waits, who) = (limits.clone(), me());
    let waits = tokio::spawn(async move { admit(&waits, &who, &GET_TIME, policy).await.map(Permit::replied) });
    all_tasks_idle().await;
    assert_eq!(limits.usage()[0].waiting, 1);
    clock.advance(Duration::from_millis(300));
    let error = waits.await.unwrap().unwrap_err();
    assert_eq!(error.limit().unwrap().free_in, None);
    assert!(error.to_string().ends_with("10 of 10 in 2s used, free once outstanding replies arrive"), "{error}");
    assert_eq!(limits.usage()[0].waiting, 0, "it has left the queue");
}

#[tokio::test]
async fn a_request_that_must_not_wait_does_not_overtake_waiting_ones() {
    let (_, limits) = limits();
    let mut permits = Vec::new();
    let orders = Samples((0..15).map(|_| Sample::texts(&[("instId", "BTC-USDT")])).collect());
    let instruments = instruments::sample::none();
    let account = me();
    let batch = |policy| LimitedRequest {
        request: request(&PLACE_ORDERS, Items::Many(&orders)),
        connection: None,
        account: &account,
        instruments: &instruments,
        policy,
    };
    limits.set_account_count(&account, 100);
    for _ in 0..19 {
        permits.push(limits.admit(batch(LimitPolicy::Wait)).await.unwrap());
    }
    // 285 of 300 units are used. A request for 20 waits, so a later one for 15 must not overtake it although it would fit.
    let twenty = Samples((0..20).map(|_| Sample::texts(&[("instId", "BTC-USDT")])).collect());
    let request = request(&PLACE_ORDERS, Items::Many(&twenty));
    let heavy = LimitedRequest { request, ..batch(LimitPolicy::Wait) };
    let mut waits = std::pin::pin!(limits.admit(heavy));
    assert!(std::future::poll_fn(|context| std::task::Poll::Ready(waits.as_mut().poll(context).is_pending())).await);
    let error = limits.admit(batch(LimitPolicy::Refuse)).await.unwrap_err();
    assert_eq!((error.limit().unwrap().used, error.limit().unwrap().waiting), (285, 1));
    permits.pop().unwrap().not_sent();
    waits.await.unwrap().replied();
}

#[tokio::test]
async fn usage_is_labelled_with_names_and_never_with_a_key() {
    let (clock, limits) = limits();
    let named = me().named("market maker").of_master("the firm");
    admit(&limits, &named, &PLACE_ORDER, LimitPolicy::Wait).await.unwrap().replied();
    clock.advance(Duration::from_secs(1));
    for call in [&PLACE_ORDER, &TAG, &GET_TIME] {
        admit(&limits, &named, call, LimitPolicy::Wait).await.unwrap().replied();
    }
    let lines: Vec<String> = limits.usage().iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "order.place (market maker, BTC-USDT): 2 of 60 in 2s used",
            "public.time (https://host): 1 of 10 in 2s used",
            "tagged (the firm, a): 1 of 5 in 2s used",
        ]
    );
    clock.advance(Duration::from_millis(1_500));
    assert_eq!(limits.usage().iter().map(|budget| budget.used).collect::<Vec<_>>(), [1, 1, 1]);
    clock.advance(Duration::from_secs(2));
    assert!(limits.usage().is_empty());

    admit(&limits, &me(), &PLACE_ORDER, LimitPolicy::Wait).await.unwrap().replied();
    let unnamed = limits.usage()[0].to_string();
    assert!(unnamed.starts_with("order.place (key #") && !unnamed.contains("secret"), "{unnamed}");
}

#[tokio::test]
async fn keys_of_one_account_share_its_budgets_when_it_is_named() {
    let (_, limits) = limits();
    let accounts = [Account::new("host", "one key"), Account::new("host", "another key")];
    for account in &accounts {
        admit(&limits, account, &PLACE_ORDER, LimitPolicy::Wait).await.unwrap().replied();
    }
    assert_eq!(limits.usage().len(), 2);
    for account in accounts {
        admit(&limits, &account.named("maker"), &PLACE_ORDER, LimitPolicy::Wait).await.unwrap().replied();
    }
    let shared: Vec<u64> = limits.usage().iter().map(|budget| budget.used).collect();
    assert_eq!(shared.iter().max(), Some(&2));
}
