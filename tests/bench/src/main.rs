//! Side-by-side measurements. Each prints ratios; absolute times only describe the machine.

#![allow(clippy::float_arithmetic, reason = "ratios of times are floats; no price, size or amount is")]

mod bulk;
mod canned;
mod decode;
mod exchange;
mod leaping;
mod limiter;
mod replies;
mod round_trip;
mod sign;
mod stopwatch;
mod twin;
mod twin_crate;
#[cfg(feature = "rival")]
mod ws;

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use tokio::runtime;

/// Measures okx-client against a baseline for the same work. Run it with `--release`.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    measure: Measure,
}

#[derive(Subcommand)]
enum Measure {
    /// Decoding 1,000 tickers, a 400-level book and 100 orders, against serde derives.
    Decode,
    /// Encoding and signing an order, against HMAC and Base64 of the same bytes.
    Sign,
    /// The cost of the rate limiter for a request, and how much of a limit it uses.
    Limiter,
    /// A request to a server on loopback, against the HTTP library alone.
    RoundTrip,
    /// The throughput of the simulated exchange without a network, on one thread.
    Exchange,
    /// Pushes and orders over a socket in memory, against serde derives and another client. It needs `--features rival`.
    #[cfg(feature = "rival")]
    Ws,
    /// Write the crate of the same types with serde derives into a folder; `tests/bench/compile` checks it.
    Twin {
        /// The folder, which is created if needed.
        folder: PathBuf,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    let alone = runtime::Builder::new_current_thread().enable_all().build()?;
    // A server and a client in one process need a thread each.
    let together = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    match Arguments::parse().measure {
        Measure::Decode => decode::run(),
        Measure::Sign => sign::run(&alone)?,
        Measure::Limiter => limiter::run(&alone)?,
        Measure::RoundTrip => round_trip::run(&together)?,
        Measure::Exchange => exchange::run(),
        #[cfg(feature = "rival")]
        Measure::Ws => ws::run(&alone)?,
        Measure::Twin { folder } => twin_crate::write(&folder)?,
    }
    Ok(())
}
