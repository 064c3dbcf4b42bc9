//! The types with serde derives as a crate, to measure its compile time.

use std::error::Error;
use std::path::Path;

use crate::twin;

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

/// Writes the crate into a folder.
pub(crate) fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let model = okx_spec::shipped().map_err(ToString::to_string)?;
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), MANIFEST)?;
    std::fs::write(folder.join("src/lib.rs"), twin::source(model))?;
    Ok(())
}
