//! Runs the examples against okx-sim and checks what they did.

mod account_to_sqlite;
mod axum_service;
mod candles_to_parquet;
#[path = "../../connect.rs"]
#[expect(dead_code, reason = "only the parts for simulated exchanges are used")]
mod connect;
mod http;
mod prometheus_metrics;
