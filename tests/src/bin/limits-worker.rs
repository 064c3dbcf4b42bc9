//! One of several processes that share a rate limit through Redis. It makes a call as often as the limit allows until
//! its standard input ends. For every line it reads, it prints how many replies all tasks received, the minimum
//! number of refusals per task while Redis was unavailable, and the first other error.

use std::io::{BufRead, Error, Write, stdin, stdout};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use okx_client::clock::{Clock, SystemClock};
use okx_client::{Client, Environment, RedisLimits, Region, okx_api};

/// The calls generated from the YAML.
#[okx_api(path = "tests/shared_limits/shared.yaml")]
mod shared {}

const TASKS: usize = 60;

#[derive(Default)]
struct Tally {
    replies: AtomicU64,
    failure: Mutex<Option<String>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = |name| arguments.next().ok_or_else(|| Error::other(format!("missing argument: {name}")));
    let (exchange, redis) = (argument("the URL of the exchange")?, argument("the URL of Redis")?);
    let limits = RedisLimits::at(redis).namespace("workers").timeout(Duration::from_secs(5)).build()?;
    let okx =
        Client::builder().environment(Environment::live(Region::Global)).base_url(exchange).limits(limits).build()?;
    let tally = Arc::new(Tally::default());
    let refusals: Vec<Arc<AtomicU64>> = (0..TASKS).map(|_| Arc::default()).collect();
    for refused in &refusals {
        tokio::spawn(ask(okx.clone(), Arc::clone(&tally), Arc::clone(refused)));
    }
    let report = move || {
        for line in stdin().lock().lines() {
            line?;
            let least = refusals.iter().map(|refused| refused.load(Ordering::Relaxed)).min().unwrap_or(0);
            let failure = tally.failure.lock().map(|failure| failure.clone()).ok().flatten().unwrap_or_default();
            println!("{} {least} {failure}", tally.replies.load(Ordering::Relaxed));
            stdout().flush()?;
        }
        Ok::<(), Error>(())
    };
    tokio::task::spawn_blocking(report).await??;
    Ok(())
}

async fn ask(okx: Client, tally: Arc<Tally>, refused: Arc<AtomicU64>) {
    loop {
        match okx.send(&shared::GetShared::new()).await {
            Ok(_) => {
                tally.replies.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) if error.is_unreachable() => {
                refused.fetch_add(1, Ordering::Relaxed);
                SystemClock::new().sleep(Duration::from_millis(20)).await;
            }
            Err(error) => {
                if let Ok(mut failure) = tally.failure.lock() {
                    failure.get_or_insert(error.to_string());
                }
            }
        }
    }
}
