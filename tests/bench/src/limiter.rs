//! The cost of the rate limiter, and how much of a limit it uses.

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use okx_client::clock::{Clock, ManualClock};
use okx_client::endpoint::Endpoint;
use okx_client::transport::{HttpRequest, SendFuture, Transport};
use okx_client::value::Timestamp;
use okx_client::{Client, Environment, Region};
use tokio::runtime::Runtime;
use tokio::task::{JoinSet, yield_now};

use crate::bulk::{Unlimited, calls};
use crate::canned::Canned;
use crate::stopwatch::Comparison;

/// The round-trip time in the measurement of throughput.
const ROUND_TRIP: Duration = Duration::from_millis(50);
/// The duration of the measurement of throughput, on a manual clock.
const MEASURED: Duration = Duration::from_secs(200);
/// The number of concurrent tasks, which is more than the limit allows.
const TASKS: u32 = 120;

/// Measures and prints.
pub(crate) fn run(runtime: &Runtime) -> Result<(), Box<dyn Error>> {
    admission(runtime)?;
    runtime.block_on(throughput())
}

/// Admission is part of every request, so its cost is the difference to a request without a budget.
fn admission(runtime: &Runtime) -> Result<(), Box<dyn Error>> {
    let okx = Client::builder().environment(Environment::live(Region::Global)).transport(Arc::new(Canned)).build()?;
    let row = calls::GetRow::new("BTC-USDT");
    let (one, three) = (row.clone(), calls::GetRowOfThree::new("BTC-USDT"));
    let free = Unlimited(row);
    for (budgets, measured) in [
        ("one budget", Comparison::of(20_000, send(runtime, &okx, &one), send(runtime, &okx, &free))),
        ("three budgets", Comparison::of(20_000, send(runtime, &okx, &three), send(runtime, &okx, &free))),
    ] {
        let cost = measured.ours.saturating_sub(measured.theirs);
        println!(
            "admission and settling, {budgets}: {cost:?} of a request's {:?} without network ({:.2} x)",
            measured.ours,
            measured.cost()
        );
    }
    println!("bar: at most 200 ns uncontended");
    Ok(())
}

fn send<E: Endpoint>(runtime: &Runtime, okx: &Client, request: &E) -> impl FnMut() {
    move || {
        black_box(runtime.block_on(okx.send(request)).is_ok());
    }
}

/// Replies after the round-trip time, on a manual clock.
struct Distant {
    clock: ManualClock,
    answered: Arc<AtomicU32>,
}

impl Transport for Distant {
    fn send(&self, request: HttpRequest) -> SendFuture<'_> {
        Box::pin(async move {
            self.clock.sleep(ROUND_TRIP).await;
            self.answered.fetch_add(1, Ordering::Relaxed);
            Canned.send(request).await
        })
    }
}

async fn throughput() -> Result<(), Box<dyn Error>> {
    let clock = ManualClock::new(Timestamp::from_millis(1_600_000_000_000));
    let answered = Arc::new(AtomicU32::new(0));
    let okx = Client::builder()
        .environment(Environment::live(Region::Global))
        .clock(Arc::new(clock.clone()))
        .transport(Arc::new(Distant { clock: clock.clone(), answered: Arc::clone(&answered) }))
        .build()?;
    let mut tasks: JoinSet<()> = (0..TASKS).map(|_| keep_asking(okx.clone())).collect();
    while clock.monotonic() < MEASURED {
        // On one thread, every task that is ready has run after a few rounds.
        for _ in 0..TASKS {
            yield_now().await;
        }
        clock.advance(clock.next_wake().ok_or("no task waits for the clock")?);
    }
    tasks.shutdown().await;
    let limit = calls::GetTight::OPERATION.draws[0];
    let allowed =
        f64::from(limit.count) * MEASURED.as_secs_f64() / Duration::from_millis(limit.window_ms).as_secs_f64();
    let used = f64::from(answered.load(Ordering::Relaxed)) / allowed;
    println!(
        "throughput at {ROUND_TRIP:?} round trip: {:.1} % of {} / {} ms (bar: at least 97 %)",
        used * 100.0,
        limit.count,
        limit.window_ms
    );
    Ok(())
}

async fn keep_asking(okx: Client) {
    while okx.send(&calls::GetTight::new()).await.is_ok() {}
}
