//! Writes okx-client's types with serde derives, so that the benchmarks can decode the same replies with both.

use std::error::Error;
use std::path::PathBuf;

#[path = "src/twin.rs"]
mod twin;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/twin.rs");
    let model = okx_spec::shipped().map_err(ToString::to_string)?;
    let folder = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR for build scripts")?;
    std::fs::write(PathBuf::from(folder).join("twin_types.rs"), twin::source(model))?;
    Ok(())
}
