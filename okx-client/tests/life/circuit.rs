//! The circuit breaker: a host that fails repeatedly.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use okx_client::account::{GetBalance, SetLeverage};
use okx_client::clock::{Clock, ManualClock, Sleep};
use okx_client::endpoint::Endpoint;
use okx_client::enums::{InstType, MgnMode, OrdType, Side, TdMode};
use okx_client::trade::{CancelAllAfter, CancelOrder, CancelOrders, GetOrdersPending, MassCancel, PlaceOrder};
use okx_client::value::Timestamp;
use okx_client::{CircuitBreaker, Client, Decimal, Error, RetryPolicy, SendOptions, errors};

use crate::script::{Script, Step, refusal, rows};

const SECOND: Duration = Duration::from_secs(1);

fn client(script: &Script, circuit_breaker: CircuitBreaker) -> (Client, ManualClock) {
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let builder = script.builder().clock(Arc::new(clock.clone())).retry(RetryPolicy::none());
    (builder.circuit_breaker(circuit_breaker).build().unwrap(), clock)
}

fn balance() -> Step {
    rows(r#"{"totalEq":"1","uTime":"1"}"#)
}

async fn ask(okx: &Client) -> Result<(), Error> {
    okx.send(&GetBalance::new()).await.map(drop)
}

#[tokio::test]
async fn a_failing_host_gets_no_requests_until_a_trial_request_succeeds() {
    let failures = [Step::NotSent, Step::NotSent, Step::NotSent];
    let script = Script::new(failures.into_iter().chain([Step::NotSent, balance()]));
    let (okx, clock) = client(&script, CircuitBreaker::default().failures(3).first_pause(SECOND));
    for _ in 0..3 {
        assert!(!ask(&okx).await.unwrap_err().to_string().contains("circuit breaker open"));
    }
    let error = ask(&okx).await.unwrap_err();
    assert!(
        error.is_unreachable() && error.to_string().contains("after 3 consecutive failures; next attempt in 1000 ms"),
        "{error}"
    );
    assert_eq!(script.seen().len(), 3);
    clock.advance(SECOND);
    assert!(ask(&okx).await.is_err(), "the trial fails");
    clock.advance(SECOND);
    assert!(ask(&okx).await.unwrap_err().to_string().contains("next attempt in 1000 ms"), "the pause has doubled");
    clock.advance(SECOND);
    ask(&okx).await.unwrap();
    ask(&okx).await.unwrap_err();
    assert_eq!(script.seen().len(), 6);
}

#[tokio::test]
async fn a_refusal_counts_as_success() {
    let trouble = || Step::Reply(503, "<html>".to_owned());
    let steps =
        [trouble(), refusal(400, errors::INSUFFICIENT_FUNDS), trouble(), refusal(401, errors::KEY_UNKNOWN), trouble()];
    let script = Script::new(steps);
    let (okx, _) = client(&script, CircuitBreaker::default().failures(2));
    for _ in 0..5 {
        assert!(!ask(&okx).await.unwrap_err().to_string().contains("circuit breaker open"));
    }
    assert_eq!(script.seen().len(), 5);
}

#[tokio::test]
async fn without_a_circuit_breaker_everything_is_sent() {
    let script = Script::new((0..50).map(|_| Step::NotSent));
    let builder = script.builder().clock(Arc::new(crate::outcomes::impatient())).retry(RetryPolicy::none());
    let okx = builder.circuit_breaker(CircuitBreaker::off()).build().unwrap();
    for _ in 0..50 {
        ask(&okx).await.unwrap_err();
    }
    assert_eq!(script.seen().len(), 50);
}

#[tokio::test]
async fn errors_of_a_gateway_open_the_circuit() {
    let sim = okx_sim::Sim::start().await;
    sim.faults().next(3, "trade.get_orders_pending", okx_sim::Fault::WebPage { status: 502, acted: false });
    let careful = CircuitBreaker::default().failures(3).first_pause(3_600 * SECOND);
    let keys = sim.credentials();
    let okx = Client::builder()
        .environment(okx_client::Environment::demo(okx_client::Region::Global))
        .base_url(sim.url())
        .credentials(okx_client::Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap())
        .retry(RetryPolicy::none())
        .circuit_breaker(careful)
        .build()
        .unwrap();
    let pending = GetOrdersPending::new();
    for _ in 0..3 {
        assert_eq!(okx.send(&pending).await.unwrap_err().http_status(), Some(502));
    }
    let arrived = sim.journal().len();
    assert!(okx.send(&pending).await.unwrap_err().is_unreachable());
    assert_eq!(sim.journal().len(), arrived, "nothing more is sent");
}

#[tokio::test]
async fn an_unknown_outcome_stays_unknown() {
    // The circuit opens while the first order is under way: that one may be done, and the next one is not.
    let script = Script::new([Step::Broken]);
    let (okx, _) = client(&script, CircuitBreaker::default().failures(1));
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE);
    assert!(okx.send(&order).await.unwrap_err().outcome_unknown());
    assert!(okx.send(&order).await.unwrap_err().is_unreachable());
    // Leverage may be set twice. The second sending is held back here for too long, and the first may have been done.
    let script = Script::new([Step::Broken]);
    let clock = crate::outcomes::impatient();
    let builder = script.builder().clock(Arc::new(clock));
    let okx = builder.circuit_breaker(CircuitBreaker::default().failures(1).first_pause(60 * SECOND)).build().unwrap();
    let leverage = SetLeverage::new(Decimal::ONE, MgnMode::Cross).inst_id("BTC-USDT-SWAP");
    let error = okx.send(&leverage).await.unwrap_err();
    assert!(
        error.outcome_unknown() && error.to_string().contains("circuit breaker open for `account.set_leverage`"),
        "{error}"
    );
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn other_calls_are_sent_while_one_call_fails() {
    let trouble = || Step::Reply(502, "<html>".to_owned());
    let script = Script::new([trouble(), trouble(), trouble()]);
    let (okx, _) = client(&script, CircuitBreaker::default().failures(3));
    for _ in 0..3 {
        ask(&okx).await.unwrap_err();
    }
    let error = ask(&okx).await.unwrap_err();
    assert!(error.to_string().contains("circuit breaker open for `account.get_balance`"), "{error}");
    let _ = okx.send(&GetOrdersPending::new()).await.unwrap();
    assert_eq!(script.seen().len(), 4);
}

#[tokio::test]
async fn requests_that_reduce_risk_are_sent_while_the_circuit_is_open() {
    let script = Script::new((0..9).map(|_| Step::NotSent));
    let (okx, _) = client(&script, CircuitBreaker::default().failures(1).first_pause(3_600 * SECOND));
    ask(&okx).await.unwrap_err();
    ask(&okx).await.unwrap_err();
    assert_eq!(script.seen().len(), 1, "the circuit is open");
    okx.send(&CancelOrder::new("BTC-USDT").ord_id("1")).await.unwrap_err();
    okx.send(&CancelOrders::new([CancelOrder::new("BTC-USDT").ord_id("1")])).await.unwrap_err();
    okx.send(&MassCancel::new(InstType::Option, "BTC-USD")).await.unwrap_err();
    okx.send(&CancelAllAfter::new(10)).await.unwrap_err();
    let sent: Vec<String> = script.seen().iter().skip(1).map(|seen| seen.target.clone()).collect();
    let routes = [CancelOrder::ROUTE, CancelOrders::ROUTE, MassCancel::ROUTE, CancelAllAfter::ROUTE];
    assert_eq!(sent, routes.map(|route| route.path));
}

/// A clock that detects a busy loop.
struct Watched {
    clock: ManualClock,
    looks: AtomicUsize,
}

impl Clock for Watched {
    fn wall(&self) -> Timestamp {
        self.clock.wall()
    }

    fn monotonic(&self) -> Duration {
        assert!(self.looks.fetch_add(1, Ordering::Relaxed) < 10_000, "it is a busy loop");
        self.clock.monotonic()
    }

    fn sleep(&self, pause: Duration) -> Sleep {
        self.clock.sleep(pause)
    }
}

#[tokio::test]
async fn a_waiting_call_does_not_use_the_processor() {
    let trouble = || Step::Reply(502, "<html>".to_owned());
    let script = Script::new((0..5).map(|_| trouble()).chain([balance()]));
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let watched = Arc::new(Watched { clock: clock.clone(), looks: AtomicUsize::new(0) });
    let careful = CircuitBreaker::default().failures(3).first_pause(SECOND);
    let okx = script.builder().clock(watched).retry(RetryPolicy::none()).circuit_breaker(careful).build().unwrap();
    for _ in 0..3 {
        ask(&okx).await.unwrap_err();
    }
    clock.advance(SECOND);
    ask(&okx).await.unwrap_err();
    // The call is held back until 3 s. The failure of another call opens the host as well, until 2 s.
    okx.send(&GetOrdersPending::new()).await.unwrap_err();
    clock.advance(SECOND);
    let waits = tokio::spawn({
        let okx = okx.clone();
        let patient = SendOptions::default().retry(RetryPolicy::default());
        async move { okx.send_with(&GetBalance::new(), patient).await.map(drop) }
    });
    settle().await;
    assert!(!waits.is_finished());
    assert_eq!((script.seen().len(), clock.next_wake()), (5, Some(SECOND)));
    clock.advance(SECOND);
    waits.await.unwrap().unwrap();
    assert_eq!(script.seen().len(), 6);
}

/// Lets all tasks run until they wait for the clock.
async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_request_that_waits_for_a_rate_limit_is_not_the_trial_request() {
    let failures = (0..3).map(|_| Step::NotSent);
    let script = Script::new((0..10).map(|_| balance()).chain(failures).chain([rows(""), balance()]));
    let (okx, clock) = client(&script, CircuitBreaker::default().failures(3).first_pause(SECOND));
    // Balances are limited to 10 in 2 s.
    for _ in 0..10 {
        ask(&okx).await.unwrap();
    }
    for _ in 0..3 {
        okx.send(&GetOrdersPending::new()).await.unwrap_err();
    }
    clock.advance(SECOND);
    let full = okx.clone();
    let waits = tokio::spawn(async move { ask(&full).await });
    settle().await;
    let _ = okx.send(&GetOrdersPending::new()).await.unwrap();
    assert_eq!(script.seen().len(), 14);
    clock.advance(2 * SECOND);
    waits.await.unwrap().unwrap();
}

#[tokio::test]
async fn requests_that_may_be_retried_wait_for_the_circuit() {
    let script = Script::new((0..10).map(|_| Step::NotSent));
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let okx = script.builder().clock(Arc::new(clock.clone())).build().unwrap();
    let lines: Vec<_> = (0..50)
        .map(|_| {
            let okx = okx.clone();
            tokio::spawn(async move { okx.send(&GetOrdersPending::new()).await.map(drop) })
        })
        .collect();
    for _ in 0..2_000 {
        settle().await;
        if lines.iter().all(tokio::task::JoinHandle::is_finished) {
            break;
        }
        clock.advance(clock.next_wake().unwrap().min(100 * SECOND / 1_000));
    }
    for line in lines {
        line.await.unwrap().unwrap();
    }
    assert!(clock.monotonic() >= SECOND, "they waited for the pause");
    assert!(script.seen().len() <= 60 + 10, "{} were sent", script.seen().len());
}

#[tokio::test]
async fn requests_wait_for_the_circuit_at_most_until_their_deadline() {
    let script = Script::new((0..100).map(|_| Step::NotSent));
    let clock = crate::outcomes::impatient();
    let patient = RetryPolicy::default().deadline(8 * SECOND);
    let careful = CircuitBreaker::default().failures(1).first_pause(3 * SECOND).longest_pause(3 * SECOND);
    let builder = script.builder().clock(Arc::new(clock.clone())).retry(patient).circuit_breaker(careful);
    let okx = builder.build().unwrap();
    let error = ask(&okx).await.unwrap_err();
    assert!(error.is_unreachable() && !error.outcome_unknown(), "{error}");
    assert!(clock.monotonic() <= 8 * SECOND, "{:?}", clock.monotonic());
    assert_eq!(script.seen().len(), 3, "at 0 s, 3 s and 6 s");
    let brief = SendOptions::default().within(SECOND);
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE);
    let error = okx.send_with(&order, brief).await.unwrap_err();
    assert!(error.is_unreachable(), "{error}");
    assert_eq!(script.seen().len(), 3);
}
