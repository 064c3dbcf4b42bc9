//! Runs everything at once, with faults all the time, against the simulated exchange, and prints figures. Run it with `--release`.
//!
//! `soak` takes ten minutes. `soak 60` takes a minute, and `soak 60 7` uses another seed.

use std::sync::Arc;
use std::time::Duration;

use okx_client::clock::SystemClock;
use okx_tests::soak::{Settings, run};

fn argument(place: usize, otherwise: u64) -> Result<u64, std::num::ParseIntError> {
    std::env::args().nth(place).map_or(Ok(otherwise), |text| text.parse())
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings {
        seed: argument(2, 1)?,
        lasts: Duration::from_secs(argument(1, 600)?),
        check_every: Duration::from_secs(40),
        fault_every: Duration::from_secs(1),
        operate_every: Duration::from_millis(50),
        subscriptions: 200,
        clock: Arc::new(SystemClock::new()),
        exchange_clock: None,
    };
    println!("{}", run(&settings).await?);
    Ok(())
}
