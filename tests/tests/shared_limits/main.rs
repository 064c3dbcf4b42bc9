//! Rate limits that processes share through a real Redis, verified with okx-sim's exact sliding window.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod processes;
mod redis_unavailable;
mod server;
mod sharing;

use std::time::Duration;

use okx_client::clock::{Clock, SystemClock};
use okx_client::{Client, Limits, RedisLimits, RetryPolicy, okx_api};
use okx_sim::{Entry, Sim};
use okx_spec::Source;

use self::server::Server;

/// The calls generated from the YAML.
#[okx_api(path = "tests/shared_limits/shared.yaml")]
mod shared {}

async fn simulator() -> Sim {
    let source = Source::new("shared.yaml", include_str!("shared.yaml"));
    let (model, _) = okx_spec::read_with_shipped(&source).expect("the YAML is valid");
    Sim::builder().model(model).start().await.expect("the simulator starts")
}

/// Limits as a separate process would create them.
fn limits(server: &Server) -> RedisLimits {
    RedisLimits::at(server.url()).timeout(Duration::from_secs(5))
}

/// A client without retries, so that every refusal is visible.
fn client(sim: &Sim, limits: Limits) -> Client {
    okx_tests::client(sim).retry(RetryPolicy::none()).limits(limits).build().unwrap()
}

/// Waits until a condition holds. Fails after a minute.
async fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let clock = SystemClock::new();
    while !holds() {
        assert!(clock.monotonic() < Duration::from_secs(60), "timeout while waiting until {what}");
        server::moment().await;
    }
}

/// Sends requests until one succeeds.
async fn wait_until_ok(okx: &Client) {
    let clock = SystemClock::new();
    while let Err(error) = okx.send(&shared::GetBrief::new()).await {
        assert!(clock.monotonic() < Duration::from_secs(60), "{error}");
        server::moment().await;
    }
}

/// The requests of a call that arrived.
fn arrived(sim: &Sim, call: &str) -> Vec<Entry> {
    sim.journal().into_iter().filter(|entry| entry.call == call).collect()
}

/// The number of requests that the exchange rejected by a rate limit.
fn refused(entries: &[Entry]) -> usize {
    entries.iter().filter(|entry| entry.code != "0").count()
}
