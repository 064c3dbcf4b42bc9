//! Clocks that do not really wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use okx_client::clock::{Clock, ManualClock};

/// The start time, in milliseconds since the epoch.
pub const BEGIN: i64 = 1_780_000_000_000;

/// Timers up to this long end at once. The reply timeout is longer, and must not expire while data is in transit over loopback.
const SHORT: Duration = Duration::from_secs(9);

/// How often all tasks must have run without anything happening before a timer of a socket ends: a short one, and any other one. Then
/// nothing is in transit, so that only time can go on.
const QUIET_TURNS: (u32, u32) = (50, 2_000);

/// The exchange's clock: it continues while the client's machine sleeps, and is never set.
#[derive(Debug)]
pub struct ExchangeClock {
    /// The clock of the client's machine, which stops while it sleeps.
    pub machine: ManualClock,
    /// How long the machine has slept.
    pub slept_millis: Arc<AtomicI64>,
}

impl okx_sim::Clock for ExchangeClock {
    fn now_micros(&self) -> i64 {
        let awake = i64::try_from(self.machine.monotonic().as_micros()).unwrap_or(i64::MAX);
        (BEGIN + self.slept_millis.load(Ordering::SeqCst)) * 1_000 + awake
    }

    fn wait_until(&self, micros: i64) -> okx_sim::Waiting<'_> {
        Box::pin(async move {
            if micros == i64::MAX {
                std::future::pending::<()>().await;
            }
            let ahead = micros.saturating_sub(self.now_micros());
            self.machine.sleep(Duration::from_micros(u64::try_from(ahead).unwrap_or(0))).await;
        })
    }
}

/// Advances a clock to the end of each short timer at once.
pub async fn end_short_timers(clock: ManualClock) {
    loop {
        tokio::task::yield_now().await;
        if let Some(pause) = clock.next_wake().filter(|pause| *pause < SHORT) {
            clock.advance(pause);
        }
    }
}

/// Advances a clock to the end of the next timer when nothing else can happen.
pub async fn end_timers_when_quiet(clock: ManualClock) {
    let (mut turns, mut last) = (0, None);
    loop {
        tokio::task::yield_now().await;
        let next = clock.next_wake();
        turns = if next == last { turns + 1 } else { 0 };
        last = next;
        let Some(pause) = next else { continue };
        let enough = if pause < SHORT { QUIET_TURNS.0 } else { QUIET_TURNS.1 };
        if turns >= enough {
            clock.advance(pause);
            (turns, last) = (0, None);
        }
    }
}
