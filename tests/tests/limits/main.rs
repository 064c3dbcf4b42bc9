//! Limits held against okx-sim's exact sliding window, over real connections.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod sharing;

use std::time::Duration;

use okx_client::{Client, RetryPolicy, okx_api};
use okx_sim::{Delay, Entry, Fault, Sim};
use okx_spec::Source;
use tokio::task::JoinSet;

/// What the YAML became.
#[okx_api(path = "tests/limits/bulk.yaml")]
mod bulk {}

const TASKS: usize = 16;
const REQUESTS: usize = 10_000;
/// How many requests a task has under way at once: enough that the limit, and not the latency, holds them back.
const AT_ONCE: usize = 32;
const LIMIT: usize = 2_000;
const WINDOW_MICROS: i64 = 1_000_000;

async fn simulator() -> Sim {
    let source = Source::new("bulk.yaml", include_str!("bulk.yaml"));
    let (model, _) = okx_spec::read_with_shipped(&source).expect("the YAML is valid");
    Sim::builder().model(model).start().await.expect("the simulator starts")
}

/// A client that gives up at the first refusal, so that none can hide behind a second try.
fn client(sim: &Sim) -> Client {
    okx_tests::client(sim).retry(RetryPolicy::none()).build().expect("the client settings are complete")
}

/// Sends a task's share, so many at once.
async fn share(okx: Client) {
    let mut under_way = JoinSet::new();
    for _ in 0..REQUESTS / TASKS {
        if under_way.len() == AT_ONCE {
            under_way.join_next().await.expect("a request is in flight").expect("the task does not panic");
        }
        let okx = okx.clone();
        under_way.spawn(async move { okx.send(&bulk::GetBulk::new()).await.expect("the call succeeds") });
    }
    under_way.join_all().await;
}

/// The most requests that arrived within any window.
fn fullest_window(entries: &[Entry]) -> usize {
    let arrived: Vec<_> = entries.iter().map(|entry| entry.arrived_micros).collect();
    let within = |from: i64| arrived.partition_point(|&at| at < from + WINDOW_MICROS);
    (0..arrived.len()).map(|first| within(arrived[first]) - first).max().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_requests_from_sixteen_tasks_never_pass_the_limit() {
    let sim = simulator().await;
    let each_way = Delay::Between(Duration::ZERO, Duration::from_millis(40));
    sim.faults().always("bulk.get_bulk", Fault::SlowRequest(each_way));
    sim.faults().always("bulk.get_bulk", Fault::SlowReply(each_way));
    let okx = client(&sim);

    let tasks: JoinSet<()> = (0..TASKS).map(|_| share(okx.clone())).collect();
    tasks.join_all().await;

    let mut sent: Vec<_> = sim.journal().into_iter().filter(|entry| entry.call == "bulk.get_bulk").collect();
    sent.sort_by_key(|entry| entry.arrived_micros);
    assert_eq!(sent.len(), REQUESTS);
    assert_eq!(sent.iter().filter(|entry| entry.code != "0").count(), 0, "refused by the exact window");
    assert!(fullest_window(&sent) <= LIMIT);
    let millis = (sent[REQUESTS - 1].arrived_micros - sent[0].arrived_micros) / 1_000;
    println!(
        "{REQUESTS} requests arrived within {millis} ms; the fullest window held {} of {LIMIT}",
        fullest_window(&sent)
    );
}

#[tokio::test]
async fn without_the_limiter_the_window_is_passed() {
    // The test above proves something only if okx-sim refuses what comes too fast: here from two clients that do not share their limits.
    let sim = simulator().await;
    let (one, other) = (client(&sim), client(&sim));
    for _ in 0..3 {
        one.send(&bulk::GetRare::new()).await.expect("the request is within the limit");
    }
    let error = other.send(&bulk::GetRare::new()).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_refused(), "{error}");
}
