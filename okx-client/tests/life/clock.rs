//! OKX's clock: measured before the first signature, and again when OKX refuses the timestamp of a request.

use std::sync::Arc;
use std::time::Duration;

use okx_client::account::GetBalance;
use okx_client::clock::ManualClock;
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::{CancelOrder, PlaceOrder};
use okx_client::value::Timestamp;
use okx_client::{Client, Decimal, RetryPolicy, SendOptions, errors};
use tokio::task::JoinHandle;

use crate::script::{Script, Step, refusal, rows};

const HERE: i64 = 1_600_000_000_000;
const OKX: i64 = HERE + 47_000;

fn balance() -> Step {
    rows(r#"{"totalEq":"1","uTime":"1"}"#)
}

/// A client whose machine's clock stands 47 seconds behind OKX's.
fn client(script: &Script) -> Client {
    let clock = ManualClock::new(Timestamp::from_millis(HERE));
    script.builder().clock(Arc::new(clock)).retry(RetryPolicy::none()).build().unwrap()
}

fn stamps(script: &Script) -> Vec<String> {
    script.seen().iter().map(|seen| seen.header("ok-access-timestamp").unwrap().to_owned()).collect()
}

fn iso(millis: i64) -> String {
    Timestamp::from_millis(millis).to_string()
}

#[tokio::test]
async fn the_clock_is_measured_once_before_the_first_signature() {
    let script = Script::new([balance(), balance()]);
    script.set_time(OKX);
    let client = client(&script);
    assert_eq!(client.clock_offset(), None);
    client.send(&GetBalance::new()).await.unwrap();
    client.send(&GetBalance::new()).await.unwrap();
    assert_eq!(stamps(&script), [iso(OKX), iso(OKX + 1)]);
    assert_eq!(script.asked_for_time(), 1, "a fast reply needs no second");
    assert_eq!(client.clock_offset().unwrap().millis(), 47_000);
    assert_eq!(client.server_time(), Timestamp::from_millis(OKX));
}

#[tokio::test]
async fn concurrent_tasks_measure_the_clock_once() {
    let script = Script::default();
    script.set_time(OKX);
    let client = client(&script);
    let (first, second) = (GetBalance::new(), GetBalance::new());
    let _ = tokio::join!(client.send(&first), client.send(&second));
    assert_eq!((script.asked_for_time(), script.seen().len()), (1, 2));
}

#[tokio::test]
async fn without_okx_s_time_requests_are_signed_by_the_own_clock() {
    let script = Script::new([balance()]);
    let client = client(&script);
    client.send(&GetBalance::new()).await.unwrap();
    assert_eq!((stamps(&script), script.asked_for_time()), (vec![iso(HERE)], 1));
    assert!(client.sync_clock().await.unwrap_err().is_unreachable());
}

#[tokio::test]
async fn a_request_refused_for_its_timestamp_is_signed_and_sent_again() {
    let script = Script::new([refusal(401, errors::TIMESTAMP_EXPIRED), balance()]);
    let client = client(&script);
    script.set_time(HERE - 90_000);
    client.sync_clock().await.unwrap();
    script.set_time(OKX);
    client.send(&GetBalance::new()).await.unwrap();
    assert_eq!(stamps(&script), [iso(HERE - 90_000), iso(OKX)]);
}

#[tokio::test]
async fn a_request_refused_for_its_timestamp_is_sent_again_only_once() {
    let script = Script::new((0..3).map(|_| refusal(401, errors::TIMESTAMP_EXPIRED)));
    script.set_time(OKX);
    let error = client(&script).send(&GetBalance::new()).await.unwrap_err();
    assert!(error.is_clock() && error.is_refused(), "{error}");
    assert_eq!((script.seen().len(), script.asked_for_time()), (2, 2));
}

/// A client and the clock of its machine.
fn sleeper(script: &Script) -> (Client, ManualClock) {
    let clock = ManualClock::new(Timestamp::from_millis(HERE));
    script.set_time(OKX);
    (script.builder().clock(Arc::new(clock.clone())).retry(RetryPolicy::none()).build().unwrap(), clock)
}

#[tokio::test]
async fn the_clock_is_measured_again_after_the_machine_slept() {
    let script = Script::new([balance(), balance()]);
    let (client, clock) = sleeper(&script);
    client.send(&GetBalance::new()).await.unwrap();
    // An hour passes while the monotonic clock stands still, and OKX's clock gains two seconds on ours.
    clock.set_wall(Timestamp::from_millis(HERE + 3_600_000));
    script.set_time(OKX + 3_602_000);
    client.send(&GetBalance::new()).await.unwrap();
    let brief = SendOptions::default().within(Duration::from_secs(5));
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE);
    let _ = client.send_with(&order, brief).await;
    assert_eq!(stamps(&script)[..2], [iso(OKX), iso(OKX + 3_602_000)]);
    let expires = (OKX + 3_602_000 + 5_000).to_string();
    assert_eq!(script.seen()[2].header("exptime"), Some(&*expires));
    assert_eq!(script.asked_for_time(), 2);
}

#[tokio::test]
async fn a_deadline_can_pass_while_the_machine_sleeps() {
    let script = Script::default();
    let (client, clock) = sleeper(&script);
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE);
    for _ in 0..60 {
        let _ = client.send(&order).await;
    }
    let waits = tokio::spawn({
        let (client, order) = (client.clone(), order.clone());
        async move { client.send_with(&order, SendOptions::default().within(Duration::from_secs(60))).await }
    });
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
    assert_eq!(script.seen().len(), 60, "it waits for the limit");
    clock.set_wall(Timestamp::from_millis(HERE + 3_600_000));
    script.set_time(OKX + 3_600_000);
    clock.advance(Duration::from_secs(3));
    let error = waits.await.unwrap().unwrap_err();
    assert!(error.is_unreachable() && error.to_string().contains("deadline (`within`) passed"), "{error}");
    assert_eq!(script.seen().len(), 60);
}

#[tokio::test]
async fn the_time_of_day_is_used_if_the_clock_cannot_be_measured_again() {
    let script = Script::new([balance(), balance()]);
    let (client, clock) = sleeper(&script);
    client.send(&GetBalance::new()).await.unwrap();
    clock.set_wall(Timestamp::from_millis(HERE + 3_600_000));
    script.unset_time();
    client.send(&GetBalance::new()).await.unwrap();
    assert_eq!(stamps(&script)[1], iso(OKX + 3_600_000));
}

#[tokio::test]
async fn requests_that_reduce_risk_do_not_wait_for_a_measurement() {
    let script = Script::new([rows(""), balance(), rows("")]);
    let (client, clock) = sleeper(&script);
    script.silence_time();
    let first = cancel(&client);
    settle().await;
    assert!(first.is_finished());
    assert_eq!((stamps(&script), script.asked_for_time()), (vec![iso(HERE)], 0), "by this machine's clock");
    script.set_time(OKX);
    client.send(&GetBalance::new()).await.unwrap();
    script.silence_time();
    clock.set_wall(Timestamp::from_millis(HERE + 3_600_000));
    let second = cancel(&client);
    settle().await;
    assert!(second.is_finished());
    assert_eq!(stamps(&script)[2], iso(OKX + 3_600_000), "by the time of day");
    assert_eq!(script.asked_for_time(), 1);
}

#[tokio::test]
async fn other_requests_wait_for_a_measurement_at_most_until_their_timeout() {
    let script = Script::new([balance(), balance(), balance()]);
    let (client, clock) = sleeper(&script);
    script.silence_time();
    let brief = SendOptions::default().timeout(Duration::from_secs(3));
    let waits = tokio::spawn({
        let client = client.clone();
        async move { client.send_with(&GetBalance::new(), brief).await.map(drop) }
    });
    settle().await;
    clock.advance(Duration::from_secs(3));
    settle().await;
    waits.await.unwrap().unwrap();
    script.set_time(OKX + 3_000);
    client.sync_clock().await.unwrap();
    // Once something is known, the wait is shorter.
    script.silence_time();
    clock.set_wall(Timestamp::from_millis(HERE + 3_600_000));
    let waits = tokio::spawn(async move { client.send(&GetBalance::new()).await.map(drop) });
    settle().await;
    assert_eq!(script.seen().len(), 1);
    clock.advance(Duration::from_secs(2));
    settle().await;
    assert!(waits.is_finished());
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn a_request_refused_for_its_timestamp_ends_at_its_retry_deadline() {
    let script = Script::new([balance(), refusal(401, errors::TIMESTAMP_EXPIRED)]);
    let (client, clock) = sleeper(&script);
    client.send(&GetBalance::new()).await.unwrap();
    script.silence_time();
    let options = SendOptions::default().retry(RetryPolicy::default().deadline(Duration::from_secs(1)));
    let waits = tokio::spawn({
        let client = client.clone();
        async move { client.send_with(&GetBalance::new(), options).await.map(drop) }
    });
    settle().await;
    clock.advance(Duration::from_secs(1));
    settle().await;
    assert!(waits.is_finished(), "it does not wait for the measurement any longer");
    let error = waits.await.unwrap().unwrap_err();
    assert!(error.is_clock() && error.is_refused(), "{error}");
    assert_eq!(script.seen().len(), 2);
}

/// Cancels an order in a task of its own.
fn cancel(client: &Client) -> JoinHandle<()> {
    let client = client.clone();
    tokio::spawn(async move { drop(client.send(&CancelOrder::new("BTC-USDT").ord_id("1")).await) })
}

/// Lets all tasks run until they wait for the clock.
async fn settle() {
    for _ in 0..500 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn replies_correct_the_clock_offset() {
    let script = Script::new([
        balance(),
        Step::Reply(200, format!(r#"{{"code":"0","msg":"","data":[],"outTime":"{}"}}"#, (OKX + 700) * 1_000)),
        balance(),
    ]);
    let (client, _) = sleeper(&script);
    client.send(&GetBalance::new()).await.unwrap();
    // The reply took no time by this clock, so it says exactly what OKX's shows.
    let _ = client.send(&GetBalance::new()).await;
    client.send(&GetBalance::new()).await.unwrap();
    assert_eq!(stamps(&script)[2], iso(OKX + 700));
    assert_eq!(client.clock_offset().unwrap().millis(), 47_700);
    assert_eq!(script.asked_for_time(), 1);
}

#[tokio::test]
async fn concurrent_programs_do_not_exceed_the_rate_limit_of_the_time() {
    let sim = okx_sim::Sim::start().await;
    let programs: Vec<_> = (0..8)
        .map(|_| {
            let okx = crate::simulator::client(&sim);
            tokio::spawn(async move { okx.send(&GetBalance::new()).await.map(drop) })
        })
        .collect();
    for program in programs {
        program.await.unwrap().unwrap();
    }
    let asked: Vec<_> = sim.journal().into_iter().filter(|entry| entry.call == "public.get_time").collect();
    assert!(asked.iter().all(|entry| entry.status == 200), "{asked:?}");
}
