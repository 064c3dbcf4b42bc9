//! Side-by-side measurements. Each prints ratios; absolute times only describe the machine.

mod decode;
mod replies;
mod stopwatch;
mod twin;
mod twin_crate;

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Measures okx-client against the plain way of doing the same.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    measure: Measure,
}

#[derive(Subcommand)]
enum Measure {
    /// Decoding 1,000 tickers, a 400-level book and 100 orders, against serde derives.
    Decode,
    /// Write the crate of the same types with serde derives into a folder; `tests/bench/compile` checks it.
    Twin {
        /// The folder, made if it is not there.
        folder: PathBuf,
    },
}

fn main() -> Result<(), Box<dyn Error>> {
    match Arguments::parse().measure {
        Measure::Decode => decode::run(),
        Measure::Twin { folder } => twin_crate::write(&folder)?,
    }
    Ok(())
}
