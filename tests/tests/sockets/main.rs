//! Channels over real connections to the simulated exchange.

#![allow(clippy::unwrap_used, reason = "a step of a test that fails must end it, in helpers as well")]

mod connections;
mod every_channel;
mod every_operation;
mod gaps;
mod handover;
mod logins;
#[path = "../every_endpoint/parameters.rs"]
mod parameters;
mod streams;

use okx_client::{Client, Error};
use okx_sim::Sim;

/// An exchange and a client with credentials for it.
async fn connected() -> (Sim, Client) {
    let sim = Sim::start().await;
    let okx = okx_tests::client(&sim).build().expect("the client settings are complete");
    (sim, okx)
}

/// The code of an error that OKX answered.
#[track_caller]
fn code_of<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => panic!("it was accepted"),
        Err(error) => error.code().unwrap_or_else(|| panic!("no code: {error}")).to_owned(),
    }
}

/// Lets the other tasks run until a condition holds.
async fn eventually(what: &str, holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    assert!(within_a_minute(waiting).await.is_some(), "{what} within a minute");
}

/// Waits so long that only a bug can be the reason for `None`, to report it instead of waiting forever.
async fn within_a_minute<T>(waiting: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(std::time::Duration::from_secs(60), waiting).await.ok()
}
