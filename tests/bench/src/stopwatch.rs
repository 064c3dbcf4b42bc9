//! Measuring two ways of doing the same, side by side, so that only their ratio counts.

use std::time::{Duration, Instant};

/// How often the two ways take turns. The best of the turns counts: whatever else the machine does only makes a turn slower.
const TURNS: u32 = 25;

/// The best time of one round of each way.
pub(crate) struct Comparison {
    /// Our way.
    pub(crate) ours: Duration,
    /// The way we measure ourselves against.
    pub(crate) theirs: Duration,
}

impl Comparison {
    /// Lets both ways do `rounds` rounds in turns, and keeps the best turn of each.
    pub(crate) fn of(rounds: u32, mut ours: impl FnMut(), mut theirs: impl FnMut()) -> Self {
        let mut best = Self { ours: Duration::MAX, theirs: Duration::MAX };
        for _ in 0..TURNS {
            best.ours = best.ours.min(time(rounds, &mut ours));
            best.theirs = best.theirs.min(time(rounds, &mut theirs));
        }
        best
    }

    /// How many times as fast as theirs ours is.
    pub(crate) fn speed(&self) -> f64 {
        self.theirs.as_secs_f64() / self.ours.as_secs_f64()
    }

    /// How many times as long as theirs ours takes.
    pub(crate) fn cost(&self) -> f64 {
        self.ours.as_secs_f64() / self.theirs.as_secs_f64()
    }
}

/// The time of one round, from the time of many.
pub(crate) fn time(rounds: u32, mut work: impl FnMut()) -> Duration {
    let start = now();
    for _ in 0..rounds {
        work();
    }
    start.elapsed() / rounds
}

/// The only place of the benches that reads the machine's clock: measuring it is what they are for.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
