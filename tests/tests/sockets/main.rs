//! Channels over real connections to the simulated exchange.

mod connections;
mod every_channel;
mod gaps;
#[path = "../every_endpoint/parameters.rs"]
#[allow(dead_code, reason = "only the values of single fields are needed")]
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
