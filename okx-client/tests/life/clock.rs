//! OKX's clock: measured before the first signature, and again when OKX refuses a request for its time.

use std::sync::Arc;

use okx_client::account::GetBalance;
use okx_client::clock::ManualClock;
use okx_client::value::Timestamp;
use okx_client::{Client, RetryPolicy, errors};

use crate::script::{Script, refusal, rows};

const HERE: i64 = 1_600_000_000_000;
const OKX: i64 = HERE + 47_000;

fn balance() -> crate::script::Step {
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
async fn it_is_measured_before_the_first_signature_and_only_then() {
    let script = Script::new([balance(), balance()]);
    script.set_time(OKX);
    let client = client(&script);
    assert_eq!(client.clock_offset(), None);
    client.send(&GetBalance::new()).await.unwrap();
    client.send(&GetBalance::new()).await.unwrap();
    assert_eq!(stamps(&script), [iso(OKX), iso(OKX + 1)]);
    assert_eq!(script.asked_for_time(), 5);
    assert_eq!(client.clock_offset().unwrap().millis(), 47_000);
    assert_eq!(client.server_time(), Timestamp::from_millis(OKX));
}

#[tokio::test]
async fn tasks_that_start_together_measure_it_once() {
    let script = Script::default();
    script.set_time(OKX);
    let client = client(&script);
    let (first, second) = (GetBalance::new(), GetBalance::new());
    let _ = tokio::join!(client.send(&first), client.send(&second));
    assert_eq!((script.asked_for_time(), script.seen().len()), (5, 2));
}

#[tokio::test]
async fn a_machine_that_cannot_ask_signs_by_its_own_clock() {
    let script = Script::new([balance()]);
    let client = client(&script);
    client.send(&GetBalance::new()).await.unwrap();
    assert_eq!((stamps(&script), script.asked_for_time()), (vec![iso(HERE)], 1));
    assert!(client.sync_clock().await.unwrap_err().is_unreachable());
}

#[tokio::test]
async fn a_request_refused_for_its_time_is_signed_and_sent_once_more() {
    let script = Script::new([refusal(401, errors::TIMESTAMP_EXPIRED), balance()]);
    let client = client(&script);
    script.set_time(HERE - 90_000);
    client.sync_clock().await.unwrap();
    script.set_time(OKX);
    client.send(&GetBalance::new()).await.unwrap();
    assert_eq!(stamps(&script), [iso(HERE - 90_000), iso(OKX)]);
}

#[tokio::test]
async fn but_only_once() {
    let script = Script::new((0..3).map(|_| refusal(401, errors::TIMESTAMP_EXPIRED)));
    script.set_time(OKX);
    let error = client(&script).send(&GetBalance::new()).await.unwrap_err();
    assert!(error.is_clock() && error.is_refused(), "{error}");
    assert_eq!((script.seen().len(), script.asked_for_time()), (2, 10));
}
