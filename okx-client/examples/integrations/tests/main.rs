//! Runs the examples against okx-sim and checks what they did.

mod account_to_sqlite;
mod axum_service;
mod candles_to_parquet;
#[path = "../../connect.rs"]
#[expect(dead_code, reason = "only the parts for simulated exchanges are used")]
mod connect;
mod http;
mod prometheus_metrics;

use okx_client::Client;
use okx_sim::Sim;

/// A client of a simulated exchange.
fn client_of(sim: &Sim) -> Client {
    connect::builder_of(sim).expect("settings").build().expect("a client")
}
