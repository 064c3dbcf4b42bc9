//! Rate limits of the client, verified with okx-sim's exact sliding window over real connections.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod sharing;

use std::time::Duration;

use okx_client::{Client, RetryPolicy, okx_api};
use okx_sim::{Delay, Entry, Fault, Sim};
use okx_spec::Source;
use tokio::task::JoinSet;

/// The calls generated from the YAML.
#[okx_api(path = "tests/limits/bulk.yaml")]
mod bulk {}

const TASKS: usize = 16;
const REQUESTS: usize = 10_000;
/// The number of concurrent requests of a task, large enough that the rate limit rather than the latency is the
/// bottleneck.
const CONCURRENT: usize = 32;
const LIMIT: usize = 2_000;
const WINDOW_MICROS: i64 = 1_000_000;

async fn simulator() -> Sim {
    let source = Source::new("bulk.yaml", include_str!("bulk.yaml"));
    let (model, _) = okx_spec::read_with_shipped(&source).expect("the YAML is valid");
    Sim::builder().model(model).start().await.expect("the simulator starts")
}

/// A client without retries, so that every refusal is visible.
fn client(sim: &Sim) -> Client {
    okx_tests::client(sim).retry(RetryPolicy::none()).build().expect("the client settings are complete")
}

/// Sends a task's share of the requests, with this many at a time.
async fn share(okx: Client) {
    let mut in_flight = JoinSet::new();
    for _ in 0..REQUESTS / TASKS {
        if in_flight.len() == CONCURRENT {
            in_flight.join_next().await.expect("a request is in flight").expect("the task does not panic");
        }
        let okx = okx.clone();
        in_flight.spawn(async move { okx.send(&bulk::GetBulk::new()).await.expect("the call succeeds") });
    }
    in_flight.join_all().await;
}

/// The largest number of requests that arrived within any window.
fn max_in_window(entries: &[Entry]) -> usize {
    let arrived: Vec<_> = entries.iter().map(|entry| entry.arrived_micros).collect();
    let within = |from: i64| arrived.partition_point(|&at| at < from + WINDOW_MICROS);
    (0..arrived.len()).map(|first| within(arrived[first]) - first).max().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_requests_from_sixteen_tasks_never_exceed_the_limit() {
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
    assert_eq!(sent.iter().filter(|entry| entry.code != "0").count(), 0, "rejected by the exact window");
    assert!(max_in_window(&sent) <= LIMIT);
    let millis = (sent[REQUESTS - 1].arrived_micros - sent[0].arrived_micros) / 1_000;
    println!(
        "{REQUESTS} requests arrived within {millis} ms; the fullest window had {} of {LIMIT}",
        max_in_window(&sent)
    );
}

#[tokio::test]
async fn without_a_shared_limiter_the_limit_is_exceeded() {
    // Shows that okx-sim enforces the limit, which the test above relies on: here two clients do not share their
    // limits.
    let sim = simulator().await;
    let (one, other) = (client(&sim), client(&sim));
    for _ in 0..3 {
        one.send(&bulk::GetRare::new()).await.expect("the request is within the limit");
    }
    let error = other.send(&bulk::GetRare::new()).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_refused(), "{error}");
}
