//! Sockets: what a push costs from the bytes of the connection to its typed rows, and what an order costs. Connections are in memory, so
//! that only the client is measured.

mod memory;
mod orders;
mod pushes;
mod rival;

use std::error::Error;

use tokio::runtime::Runtime;

/// Measures and prints.
pub(crate) fn run(runtime: &Runtime) -> Result<(), Box<dyn Error>> {
    runtime.block_on(pushes::run())?;
    runtime.block_on(orders::run())
}
