//! Side-by-side measurements. Each prints ratios; absolute times only describe the machine.

mod replies;
mod stopwatch;
mod twin;

use clap::{Parser, Subcommand};

/// Measures okx-client against the plain way of doing the same.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    measure: Measure,
}

#[derive(Subcommand)]
enum Measure {
    /// Write the crate of the same types with serde derives into a folder; `tests/bench/compile` checks it.
    Twin {
        /// The folder, made if it is not there.
        folder: std::path::PathBuf,
    },
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    match Arguments::parse().measure {
        Measure::Twin { folder } => twin_crate(&folder),
    }
}

fn twin_crate(folder: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
    const MANIFEST: &str = r#"[package]
name = "serde-twin"
version = "0.0.0"
edition = "2024"

[dependencies]
rust_decimal = { version = "1.43", default-features = false, features = ["std", "serde"] }
serde = { version = "1.0", features = ["derive"] }
serde_json = "1.0"

[workspace]
"#;
    let model = okx_spec::shipped().map_err(ToString::to_string)?;
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    std::fs::write(folder.join("src/lib.rs"), twin::source(model))?;
    Ok(())
}
