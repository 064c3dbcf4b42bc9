//! Limits that processes share through a real Redis, held against okx-sim's exact sliding window.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod gone;
mod processes;
mod server;
mod sharing;

use std::time::Duration;

use okx_client::clock::{Clock, SystemClock};
use okx_client::{Client, Limits, RedisLimits, RetryPolicy, okx_api};
use okx_sim::{Entry, Sim};
use okx_spec::Source;

use self::server::Server;

/// What the YAML became.
#[okx_api(path = "tests/shared_limits/shared.yaml")]
mod shared {}

async fn simulator() -> Sim {
    let source = Source::new("shared.yaml", include_str!("shared.yaml"));
    let (model, _) = okx_spec::read_with_shipped(&source).expect("the YAML is valid");
    Sim::builder().model(model).start().await.expect("the simulator starts")
}

/// Limits as another process would have them.
fn limits(server: &Server) -> RedisLimits {
    RedisLimits::at(server.url()).timeout(Duration::from_secs(5))
}

/// A client that gives up at the first refusal, so that none can hide behind a second try.
fn client(sim: &Sim, limits: Limits) -> Client {
    okx_tests::client(sim).retry(RetryPolicy::none()).limits(limits).build().unwrap()
}

/// Waits until something holds. It is a mistake when that takes a minute.
async fn until(what: &str, holds: impl Fn() -> bool) {
    let clock = SystemClock::new();
    while !holds() {
        assert!(clock.monotonic() < Duration::from_mins(1), "{what} does not come to pass");
        server::moment().await;
    }
}

/// Sends until something gets through.
async fn until_ok(okx: &Client) {
    let clock = SystemClock::new();
    while let Err(error) = okx.send(&shared::GetBrief::new()).await {
        assert!(clock.monotonic() < Duration::from_mins(1), "{error}");
        server::moment().await;
    }
}

/// What arrived of a call.
fn arrived(sim: &Sim, call: &str) -> Vec<Entry> {
    sim.journal().into_iter().filter(|entry| entry.call == call).collect()
}

/// How many the exchange refused because they came too fast.
fn refused(entries: &[Entry]) -> usize {
    entries.iter().filter(|entry| entry.code != "0").count()
}
