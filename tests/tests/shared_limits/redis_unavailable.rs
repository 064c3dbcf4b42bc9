//! The behavior of requests while Redis is unavailable, for each setting of the user.

use std::time::Duration;

use okx_client::clock::{Clock, SystemClock};
use okx_client::{Client, RedisLimits, WhenUnavailable};
use okx_sim::Sim;
use tokio::task::JoinSet;

use super::server::Server;
use super::{arrived, client, limits, refused, shared, simulator};

const CALL: &str = "shared.get_brief";
const WINDOW_MICROS: i64 = 1_000_000;

#[tokio::test]
async fn by_default_requests_are_refused_immediately_and_not_sent() {
    let sim = simulator().await;
    let limits = RedisLimits::at("redis://user:TopSecret@127.0.0.1:1/").build().unwrap();
    let error = client(&sim, limits).send(&shared::GetBrief::new()).await.unwrap_err();
    assert!(error.is_unreachable() && !error.outcome_unknown());
    assert_eq!(
        error.to_string(),
        "shared.get_brief: shared rate limits: Redis is unavailable: connection refused; nothing was sent"
    );
    assert!(arrived(&sim, CALL).is_empty());
}

#[tokio::test]
async fn a_hanging_redis_is_not_waited_for_and_used_again_once_it_responds() {
    let Some(server) = Server::start().await else { return };
    let sim = simulator().await;
    let limits = RedisLimits::at(server.url()).timeout(Duration::from_millis(300)).build().unwrap();
    let okx = client(&sim, limits);
    super::wait_until_ok(&okx).await;
    server.hang();
    let clock = SystemClock::new();
    for _ in 0..3 {
        let error = okx.send(&shared::GetBrief::new()).await.unwrap_err();
        assert!(error.is_unreachable(), "{error}");
    }
    assert!(clock.monotonic() < Duration::from_secs(20), "three timeouts of less than a second each");
    server.go_on();
    super::wait_until_ok(&okx).await;
    assert_eq!(refused(&arrived(&sim, CALL)), 0);
}

#[tokio::test]
async fn an_invalid_url_is_an_error_that_does_not_contain_the_password() {
    for url in ["redis://:TopSecret@", "rediss://user:TopSecret@host/", "TopSecret", "redis://host/TopSecret"] {
        let error = RedisLimits::at(url).build().err().unwrap_or_else(|| panic!("{url} is accepted"));
        assert!(error.is_setup());
        assert!(!format!("{error} {error:?}").contains("TopSecret"), "{error}");
    }
    let limits = RedisLimits::at("redis://user:TopSecret@127.0.0.1:1/").namespace("traders");
    assert!(!format!("{limits:?}").contains("TopSecret"));
    assert!(!format!("{:?}", limits.build().unwrap()).contains("TopSecret"));
}

/// The largest number of requests of a call that arrived within any window.
fn max_in_window(sim: &Sim) -> usize {
    let times: Vec<i64> = arrived(sim, CALL).iter().map(|entry| entry.arrived_micros).collect();
    let within = |end: i64| times.iter().filter(|time| (end - WINDOW_MICROS..=end).contains(time)).count();
    times.iter().map(|end| within(*end)).max().unwrap_or(0)
}

/// The longest time without a request of a call, in microseconds.
fn longest_gap(sim: &Sim) -> i64 {
    let times: Vec<i64> = arrived(sim, CALL).iter().map(|entry| entry.arrived_micros).collect();
    times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0)
}

/// Sends requests for as long as it is polled.
async fn keep_sending(okx: Client) {
    loop {
        if okx.send(&shared::GetBrief::new()).await.is_err() {
            super::server::moment().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn local_shares_do_not_exceed_the_limit_when_redis_fails_or_recovers() {
    let Some(mut server) = Server::start().await else { return };
    let sim = simulator().await;
    let new_client = || {
        client(&sim, limits(&server).when_unavailable(WhenUnavailable::LocalShare { processes: 2 }).build().unwrap())
    };
    let clients = [new_client(), new_client()];
    let mut tasks = JoinSet::new();
    clients.iter().flat_map(|okx| vec![okx; 15]).for_each(|okx| drop(tasks.spawn(keep_sending(okx.clone()))));
    let count = || arrived(&sim, CALL).len();
    super::wait_until("the whole limit is used", || count() >= 40).await;
    server.kill();
    // After the requests in flight there are two windows without requests, and then both processes use their shares.
    let before = count();
    super::wait_until("parts are used", || count() >= before + 60).await;
    server.start_again().await;
    let before = count();
    super::wait_until("the whole is used again", || count() >= before + 100).await;
    tasks.shutdown().await;
    assert_eq!(refused(&arrived(&sim, CALL)), 0, "50011");
    assert!(max_in_window(&sim) <= 20);
    // The client that finds Redis again waits until the other one must have found it: the longest pause of one
    // second, the timeout, and two windows.
    assert!(longest_gap(&sim) >= 1_000_000 + 5_000_000 + 2 * WINDOW_MICROS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_pending_while_redis_fails_is_limited_by_the_local_share() {
    let Some(server) = Server::start().await else { return };
    let sim = simulator().await;
    let local = limits(&server)
        .timeout(Duration::from_millis(300))
        .when_unavailable(WhenUnavailable::LocalShare { processes: 2 });
    let okx = client(&sim, local.build().unwrap());
    super::wait_until_ok(&okx).await;
    let before = arrived(&sim, CALL);
    server.hang();
    let mut tasks = JoinSet::new();
    for _ in 0..15 {
        let okx = okx.clone();
        tasks.spawn(async move { okx.send(&shared::GetBrief::new()).await });
    }
    while let Some(sent) = tasks.join_next().await {
        sent.unwrap().unwrap();
    }
    let gap = arrived(&sim, CALL)[before.len()].arrived_micros - before.last().unwrap().arrived_micros;
    assert!(gap >= 2 * WINDOW_MICROS, "{gap} µs");
    assert_eq!(refused(&arrived(&sim, CALL)), 0);
    server.go_on();
}

#[tokio::test]
async fn with_local_limits_the_process_enforces_the_limits_on_its_own() {
    let sim = simulator().await;
    let okx =
        client(&sim, RedisLimits::at("redis://127.0.0.1:1/").when_unavailable(WhenUnavailable::Local).build().unwrap());
    for _ in 0..25 {
        okx.send(&shared::GetBrief::new()).await.unwrap();
    }
    assert_eq!(refused(&arrived(&sim, CALL)), 0);
}
