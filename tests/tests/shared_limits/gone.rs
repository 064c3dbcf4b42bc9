//! What becomes of requests while Redis cannot be asked, as the user chose.

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
async fn by_default_requests_are_refused_at_once_and_nothing_is_sent() {
    let sim = simulator().await;
    let limits = RedisLimits::at("redis://desk:TopSecret@127.0.0.1:1/").build().unwrap();
    let error = client(&sim, limits).send(&shared::GetBrief::new()).await.unwrap_err();
    assert!(error.is_unreachable() && !error.outcome_unknown());
    assert_eq!(
        error.to_string(),
        "shared.get_brief: shared rate limits: Redis is unavailable: connection refused; nothing was sent"
    );
    assert!(arrived(&sim, CALL).is_empty());
}

#[tokio::test]
async fn a_redis_that_hangs_is_not_waited_for_and_is_used_again_when_it_answers() {
    let Some(server) = Server::start().await else { return };
    let sim = simulator().await;
    let limits = RedisLimits::at(server.url()).timeout(Duration::from_millis(300)).build().unwrap();
    let okx = client(&sim, limits);
    super::until_ok(&okx).await;
    server.hang();
    let clock = SystemClock::new();
    for _ in 0..3 {
        let error = okx.send(&shared::GetBrief::new()).await.unwrap_err();
        assert!(error.is_unreachable(), "{error}");
    }
    assert!(clock.monotonic() < Duration::from_secs(20), "three times less than a second, on any machine");
    server.go_on();
    super::until_ok(&okx).await;
    assert_eq!(refused(&arrived(&sim, CALL)), 0);
}

#[tokio::test]
async fn a_url_that_cannot_be_read_is_an_error_and_no_password_is_told() {
    for url in ["redis://:TopSecret@", "rediss://desk:TopSecret@host/", "TopSecret", "redis://host/TopSecret"] {
        let error = RedisLimits::at(url).build().err().unwrap_or_else(|| panic!("{url} is taken"));
        assert!(error.is_setup());
        assert!(!format!("{error} {error:?}").contains("TopSecret"), "{error}");
    }
    let limits = RedisLimits::at("redis://desk:TopSecret@127.0.0.1:1/").namespace("desk");
    assert!(!format!("{limits:?}").contains("TopSecret"));
    assert!(!format!("{:?}", limits.build().unwrap()).contains("TopSecret"));
}

/// The most of a call that arrived within any window.
fn fullest(sim: &Sim) -> usize {
    let times: Vec<i64> = arrived(sim, CALL).iter().map(|entry| entry.arrived_micros).collect();
    let within = |end: i64| times.iter().filter(|time| (end - WINDOW_MICROS..=end).contains(time)).count();
    times.iter().map(|end| within(*end)).max().unwrap_or(0)
}

/// The longest time in which nothing of a call arrived, in microseconds.
fn longest_silence(sim: &Sim) -> i64 {
    let times: Vec<i64> = arrived(sim, CALL).iter().map(|entry| entry.arrived_micros).collect();
    times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or(0)
}

/// Sends for as long as it is polled.
async fn keep_sending(okx: Client) {
    loop {
        if okx.send(&shared::GetBrief::new()).await.is_err() {
            super::server::moment().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_local_share_passes_no_limit_when_redis_goes_nor_when_it_comes_back() {
    let Some(mut server) = Server::start().await else { return };
    let sim = simulator().await;
    let desk = || {
        client(&sim, limits(&server).when_unavailable(WhenUnavailable::LocalShare { processes: 2 }).build().unwrap())
    };
    let desks = [desk(), desk()];
    let mut tasks = JoinSet::new();
    desks.iter().flat_map(|okx| vec![okx; 15]).for_each(|okx| drop(tasks.spawn(keep_sending(okx.clone()))));
    let count = || arrived(&sim, CALL).len();
    super::until("the whole limit is used", || count() >= 40).await;
    server.kill();
    // What was on its way is followed by two windows of silence, and then by both parts.
    let before = count();
    super::until("parts are used", || count() >= before + 60).await;
    server.start_again().await;
    let before = count();
    super::until("the whole is used again", || count() >= before + 100).await;
    tasks.shutdown().await;
    assert_eq!(refused(&arrived(&sim, CALL)), 0, "50011");
    assert!(fullest(&sim) <= 20);
    // Who finds Redis again waits until the other must have found it, in the longest pause of a second and the timeout, and two windows more.
    assert!(longest_silence(&sim) >= 1_000_000 + 5_000_000 + 2 * WINDOW_MICROS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_being_asked_about_when_redis_went_keeps_to_the_part_too() {
    let Some(server) = Server::start().await else { return };
    let sim = simulator().await;
    let local = limits(&server)
        .timeout(Duration::from_millis(300))
        .when_unavailable(WhenUnavailable::LocalShare { processes: 2 });
    let okx = client(&sim, local.build().unwrap());
    super::until_ok(&okx).await;
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
    let silence = arrived(&sim, CALL)[before.len()].arrived_micros - before.last().unwrap().arrived_micros;
    assert!(silence >= 2 * WINDOW_MICROS, "{silence} µs");
    assert_eq!(refused(&arrived(&sim, CALL)), 0);
    server.go_on();
}

#[tokio::test]
async fn alone_means_that_this_process_keeps_the_limits_by_itself() {
    let sim = simulator().await;
    let okx =
        client(&sim, RedisLimits::at("redis://127.0.0.1:1/").when_unavailable(WhenUnavailable::Local).build().unwrap());
    for _ in 0..25 {
        okx.send(&shared::GetBrief::new()).await.unwrap();
    }
    assert_eq!(refused(&arrived(&sim, CALL)), 0);
}
