//! Admission alone: its checks, the rate limits and the circuit breaker, with a clock that is advanced by hand.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;

use super::{clock, is_pending};
use crate::api::Request;
use crate::api::enums::{OrdType, Side, TdMode};
use crate::api::trade::PlaceOrder;
use crate::check::instruments::{self, Instruments};
use crate::check::rules::Safeguards;
use crate::engine::SendOptions;
use crate::engine::admission::Admission;
use crate::engine::in_flight::InFlightRequests;
use crate::engine::misspelled_values::MisspelledValues;
use crate::facts::{Budget, KeyPart, Method, Operation, RestRoute, Route};
use crate::fields::Items;
use crate::fields::sample::Sample;
use crate::judge::breaker::{CircuitBreaker, CircuitBreakers, Health};
use crate::judge::retry::{RetryPolicy, RetryState};
use crate::limits::{Account, LimitPolicy, Limits};
use crate::system::clock::{Clock, ManualClock};

const INSTRUMENT: &str = r#"{"instType":"SPOT","instId":"BTC-USDT","state":"live","tickSz":"0.1","lotSz":"0.001","minSz":"0.001",
    "maxLmtSz":"9999","maxMktSz":"1000000","tradeQuoteCcyList":[],"upcChg":[]}"#;

const SECOND: Duration = Duration::from_secs(1);

/// Two requests per two seconds.
static BUDGET: Budget = Budget {
    name: "test",
    count: 2,
    window_ms: 2_000,
    lead_trader: None,
    keys: &[KeyPart::User],
    counts_items: false,
    only: &[],
    exempt: &[],
    refused_with: "",
    account_figure: false,
};
static OPERATION: Operation = Operation { name: "chapter.call", draws: &[&BUDGET], ..Operation::PLAIN };
static ROUTE: RestRoute = RestRoute { method: Method::Post, path: "/" };

/// Admission without known instruments, with a breaker that opens for one second after a single failure.
fn admission(clock: &ManualClock) -> Admission {
    let breaker = CircuitBreaker::default().failures(1).first_pause(SECOND);
    Admission {
        instruments: instruments::sample::none(),
        misspelled_values: MisspelledValues::default(),
        limits: Limits::with_clock(Arc::new(clock.clone())),
        account: Account::new("https://example.com", "key"),
        rest_breakers: CircuitBreakers::new(breaker, "https://example.com"),
        socket_breakers: CircuitBreakers::new(breaker, "wss://example.com"),
        in_flight: InFlightRequests::new(Arc::new(clock.clone())),
        safeguards: Safeguards::On,
        limit_policy: LimitPolicy::Wait,
        clock: Arc::new(clock.clone()),
    }
}

fn request(item: &Sample) -> Request<'_> {
    Request { operation: &OPERATION, route: Route::Rest(&ROUTE), items: Items::One(item) }
}

fn retry(policy: RetryPolicy, clock: &ManualClock) -> RetryState {
    RetryState::new(policy, &OPERATION, None, clock.monotonic())
}

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::new(1, 3))
}

/// How many units of the budget are in use.
fn used(admission: &Admission) -> u64 {
    admission.limits.usage().first().map_or(0, |usage| usage.used)
}

/// Makes one attempt that the host does not answer, which opens the circuit.
async fn fail_once(admission: &Admission, clock: &ManualClock) {
    let (item, retry) = (Sample::texts(&[]), retry(RetryPolicy::none(), clock));
    let admitted = admission.admit(request(&item), &[], SendOptions::default(), &retry).await.unwrap();
    admitted.breaker.record(Health::Unreachable, clock.monotonic(), || "no route".to_owned());
    admitted.permit.replied();
}

#[tokio::test]
async fn a_request_that_violates_a_rule_is_rejected() {
    let admission = admission(&clock());
    let order = PlaceOrder { inst_id: "".into(), ..order() };
    let error = admission.check(Request::rest(&order), SendOptions::default()).await.unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(error.field(), Some("instId"));
}

#[tokio::test]
async fn a_request_off_the_increments_of_its_instrument_is_rejected() {
    let clock = clock();
    let exchange = instruments::sample::Exchange::listing(&[INSTRUMENT]);
    let instruments: Instruments = exchange.instruments(&clock);
    let admission = Admission { instruments, ..admission(&clock) };
    let check = async |px| admission.check(Request::rest(&order().px(px)), SendOptions::default()).await;
    assert!(check(Decimal::new(10_001, 2)).await.unwrap_err().is_invalid());
    check(Decimal::new(10_010, 2)).await.unwrap();
    assert_eq!(exchange.asked(), 1, "instruments are loaded once");
}

#[tokio::test]
async fn a_request_waits_for_the_rate_limit() {
    let clock = clock();
    let (admission, item, retry) = (admission(&clock), Sample::texts(&[]), retry(RetryPolicy::default(), &clock));
    let admit = || admission.admit(request(&item), &[], SendOptions::default(), &retry);
    for _ in 0..2 {
        admit().await.unwrap().permit.replied();
    }
    let mut third = pin!(admit());
    assert!(is_pending(third.as_mut()).await);
    clock.advance(2 * SECOND);
    assert!(is_pending(third.as_mut()).await, "a window includes both its ends");
    clock.advance(Duration::from_millis(1));
    third.await.unwrap().release();
    assert_eq!(used(&admission), 0);
}

#[tokio::test]
async fn a_request_may_refuse_to_wait_for_the_rate_limit() {
    let clock = clock();
    let (admission, item, retry) = (admission(&clock), Sample::texts(&[]), retry(RetryPolicy::default(), &clock));
    let options = SendOptions::default().limit_policy(LimitPolicy::Refuse);
    let admit = || admission.admit(request(&item), &[], options, &retry);
    let _admitted = (admit().await.unwrap(), admit().await.unwrap());
    let error = admit().await.err().unwrap();
    assert!(error.is_rate_limited());
    assert_eq!(error.limit().unwrap().used, 2);
}

#[tokio::test]
async fn a_blocked_request_releases_its_rate_limit_and_becomes_the_probe_after_the_pause() {
    let clock = clock();
    let (admission, item, retry) = (admission(&clock), Sample::texts(&[]), retry(RetryPolicy::default(), &clock));
    fail_once(&admission, &clock).await;
    assert_eq!(used(&admission), 1);
    let admit = || admission.admit(request(&item), &[], SendOptions::default(), &retry);
    let mut blocked = pin!(admit());
    assert!(is_pending(blocked.as_mut()).await);
    assert_eq!(used(&admission), 1, "the blocked request holds no unit while it waits");
    clock.advance(SECOND);
    let probe = blocked.await.unwrap();
    assert_eq!(used(&admission), 2);

    clock.advance(2 * SECOND);
    let mut other = pin!(admit());
    assert!(is_pending(other.as_mut()).await, "one probe at a time");
    probe.breaker.record(Health::Answered, clock.monotonic(), String::new);
    probe.permit.replied();
    other.await.unwrap().release();
}

#[tokio::test]
async fn a_blocked_request_with_a_single_attempt_fails_immediately() {
    let clock = clock();
    let (admission, item, retry) = (admission(&clock), Sample::texts(&[]), retry(RetryPolicy::none(), &clock));
    fail_once(&admission, &clock).await;
    let error = admission.admit(request(&item), &[], SendOptions::default(), &retry).await.err().unwrap();
    assert!(error.is_unreachable());
    assert!(error.to_string().starts_with("no route (circuit breaker open for https://example.com"), "{error}");
    assert_eq!(used(&admission), 1);
}
