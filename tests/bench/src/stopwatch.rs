//! Measures two implementations side by side. Only the ratio matters.

use std::time::{Duration, Instant};

/// The number of turns of each implementation. The best turn counts, because other load only makes a turn slower.
const TURNS: u32 = 25;

/// The best time of one round of each implementation.
pub(crate) struct Comparison {
    /// okx-client.
    pub(crate) ours: Duration,
    /// The baseline.
    pub(crate) theirs: Duration,
}

impl Comparison {
    /// Runs `rounds` rounds of each in turn, and keeps the best turn of each.
    pub(crate) fn of(rounds: u32, mut ours: impl FnMut(), mut theirs: impl FnMut()) -> Self {
        let mut best = Self { ours: Duration::MAX, theirs: Duration::MAX };
        for _ in 0..TURNS {
            best.ours = best.ours.min(time(rounds, &mut ours));
            best.theirs = best.theirs.min(time(rounds, &mut theirs));
        }
        best
    }

    /// The speed as a multiple of the baseline's.
    pub(crate) fn speed(&self) -> f64 {
        self.theirs.as_secs_f64() / self.ours.as_secs_f64()
    }

    /// The time as a multiple of the baseline's.
    pub(crate) fn cost(&self) -> f64 {
        self.ours.as_secs_f64() / self.theirs.as_secs_f64()
    }
}

/// The time of one round.
pub(crate) fn time(rounds: u32, mut work: impl FnMut()) -> Duration {
    let start = now();
    for _ in 0..rounds {
        work();
    }
    start.elapsed() / rounds
}

/// The only place in the benchmarks that reads the machine's clock.
#[expect(clippy::disallowed_methods, reason = "benchmarks measure real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
