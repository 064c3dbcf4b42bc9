//! The dead man's switch: it is renewed while its guard exists.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use okx_client::clock::{Clock, ManualClock};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;
use okx_client::value::Timestamp;
use okx_client::{Client, Decimal, errors};

use crate::script::{Script, Step, refusal, rows};

const SECOND: Duration = Duration::from_secs(1);

fn client(script: &Script) -> (Client, ManualClock) {
    let clock = ManualClock::new(Timestamp::from_millis(1_600_000_000_000));
    (script.builder().clock(Arc::new(clock.clone())).build().unwrap(), clock)
}

fn set() -> Step {
    rows(r#"{"triggerTime":"1600000060","tag":"","ts":"1600000000"}"#)
}

/// The seconds that each request set.
fn seconds(script: &Script) -> Vec<String> {
    let second = |body: String| body.split('"').nth(3).unwrap_or_default().to_owned();
    script.seen().into_iter().map(|seen| second(seen.body)).collect()
}

/// Advances the clock in small steps, and lets all tasks run after each.
async fn pass(clock: &ManualClock, time: Duration) {
    let end = clock.monotonic() + time;
    while clock.monotonic() < end {
        clock.advance(Duration::from_millis(100));
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn it_is_renewed_until_it_is_disarmed() {
    let script = Script::new((0..20).map(|_| set()));
    let (okx, clock) = client(&script);
    let switch = okx.cancel_all_after(60 * SECOND).arm().await.unwrap();
    assert!(switch.is_healthy() && switch.remaining() == 60 * SECOND);
    pass(&clock, 30 * SECOND).await;
    assert!(switch.is_healthy() && switch.remaining() > 50 * SECOND && !switch.has_lapsed());
    let renewals = script.seen().len();
    assert!((5..=7).contains(&renewals), "{renewals}");
    switch.disarm().await.unwrap();
    pass(&clock, 60 * SECOND).await;
    let seconds = seconds(&script);
    assert_eq!((seconds.len(), seconds.last().unwrap().as_str()), (renewals + 1, "0"));
    assert!(seconds[..renewals].iter().all(|second| second == "60"), "{seconds:?}");
}

#[tokio::test]
async fn a_dropped_switch_is_neither_renewed_nor_disarmed() {
    let script = Script::new((0..20).map(|_| set()));
    let (okx, clock) = client(&script);
    let switch = okx.cancel_all_after(10 * SECOND).tag("grid").arm().await.unwrap();
    drop(switch);
    pass(&clock, 30 * SECOND).await;
    assert_eq!(seconds(&script), ["10"]);
    assert!(script.seen()[0].body.contains(r#""tag":"grid""#));
}

#[tokio::test]
async fn a_failed_renewal_is_reported_and_retried() {
    let troubles = [Step::Broken, Step::Reply(502, "<html>".to_owned()), refusal(400, errors::ENDPOINT_TIMEOUT)];
    let script = Script::new([set()].into_iter().chain(troubles).chain((0..20).map(|_| set())));
    let (okx, clock) = client(&script);
    let told = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&told);
    let switch = okx
        .cancel_all_after(10 * SECOND)
        .on_failure(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
        })
        .arm()
        .await
        .unwrap();
    pass(&clock, 3 * SECOND).await;
    assert!(!switch.is_healthy() && switch.last_error().is_some());
    assert!(switch.remaining() < 8 * SECOND && !switch.remaining().is_zero());
    pass(&clock, 5 * SECOND).await;
    assert!(switch.is_healthy() && !switch.has_lapsed(), "{switch:?}");
    assert_eq!(told.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn it_reports_that_its_time_ran_out() {
    let script = Script::new([set()].into_iter().chain((0..12).map(|_| Step::NotSent)).chain((0..50).map(|_| set())));
    let (okx, clock) = client(&script);
    let switch = okx.cancel_all_after(10 * SECOND).arm().await.unwrap();
    pass(&clock, 12 * SECOND).await;
    assert!(!switch.is_healthy() && switch.has_lapsed() && switch.remaining().is_zero());
    pass(&clock, 25 * SECOND).await;
    assert!(switch.is_healthy() && switch.has_lapsed(), "that it ran out is not forgotten: {switch:?}");
}

/// The clock of the client, shown to the exchange.
#[derive(Debug)]
struct Shown(ManualClock);

impl okx_sim::Clock for Shown {
    fn now_micros(&self) -> i64 {
        self.0.wall().as_millis() * 1_000
    }
}

/// An exchange and a client with one clock, and an order that rests.
async fn resting() -> (okx_sim::Sim, Client, ManualClock) {
    let clock = ManualClock::new(Timestamp::from_millis(1_780_000_000_000));
    let sim = okx_sim::Sim::builder().clock(Arc::new(Shown(clock.clone()))).start().await.unwrap();
    let keys = sim.credentials();
    let okx = Client::builder()
        .environment(okx_client::Environment::demo(okx_client::Region::Global))
        .base_url(sim.url())
        .credentials(okx_client::Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap())
        .clock(Arc::new(clock.clone()))
        .build()
        .unwrap();
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::new(1, 2));
    okx.send(&order.px(Decimal::from(1_000))).await.unwrap();
    (sim, okx, clock)
}

fn live(sim: &okx_sim::Sim) -> usize {
    sim.core().orders().filter(|order| !order.state.is_final()).count()
}

#[tokio::test]
async fn the_simulated_exchange_cancels_when_it_is_dropped() {
    let (sim, okx, clock) = resting().await;
    drop(okx.cancel_all_after(10 * SECOND).arm().await.unwrap());
    clock.advance(9 * SECOND);
    assert_eq!(live(&sim), 1);
    clock.advance(2 * SECOND);
    assert_eq!(live(&sim), 0);
}

#[tokio::test]
async fn the_simulated_exchange_leaves_orders_alone_when_it_is_disarmed() {
    let (sim, okx, clock) = resting().await;
    let switch = okx.cancel_all_after(10 * SECOND).arm().await.unwrap();
    clock.advance(2 * SECOND);
    switch.disarm().await.unwrap();
    clock.advance(60 * SECOND);
    assert_eq!(live(&sim), 1);
}

#[tokio::test]
async fn a_time_that_would_switch_it_off_is_refused() {
    let script = Script::default();
    let (okx, _) = client(&script);
    for time in [Duration::ZERO, Duration::from_millis(999), Duration::from_millis(10_500)] {
        assert!(okx.cancel_all_after(time).arm().await.unwrap_err().is_invalid(), "{time:?}");
    }
    assert!(script.seen().is_empty());
}
