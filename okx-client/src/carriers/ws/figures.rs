//! Figures of one connection, for monitoring.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// What a connection has transported so far, including the links that it replaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConnectionFigures {
    /// The number of frames received.
    pub messages: u64,
    /// The bytes of text and binary frames received.
    pub bytes: u64,
    /// The number of text frames sent.
    pub sent: u64,
    /// How often it was connected again.
    pub reconnects: u64,
    /// How many pushes were dropped because subscribers read too slowly. Each subscriber counts separately.
    pub dropped: u64,
    /// By how much the `ts` of a recent push was behind OKX's current time as far as it is known, in milliseconds. It is sampled once a
    /// second; `None` before the first sample. It is negative if the clocks are not known well enough.
    pub lag_millis: Option<i64>,
}

/// The same while it is being counted.
#[derive(Debug)]
pub(super) struct Figures {
    messages: AtomicU64,
    bytes: AtomicU64,
    sent: AtomicU64,
    connects: AtomicU64,
    dropped: AtomicU64,
    lag_millis: AtomicI64,
}

/// The lag before the first sample.
const UNKNOWN: i64 = i64::MIN;

/// How often the lag is sampled: looking for a time takes as long as everything else that is done for a push.
const SAMPLE_EVERY: Duration = Duration::from_secs(1);

impl Figures {
    pub(super) fn new() -> Self {
        Self {
            messages: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            connects: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            lag_millis: AtomicI64::new(UNKNOWN),
        }
    }

    pub(super) fn received(&self, bytes: usize) {
        self.messages.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn sent(&self) {
        self.sent.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn connected(&self) {
        self.connects.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn dropped(&self, frames: u64) {
        self.dropped.fetch_add(frames, Ordering::Relaxed);
    }

    pub(super) fn lag(&self, millis: i64) {
        self.lag_millis.store(millis, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> ConnectionFigures {
        let lag = self.lag_millis.load(Ordering::Relaxed);
        ConnectionFigures {
            messages: self.messages.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            sent: self.sent.load(Ordering::Relaxed),
            reconnects: self.connects.load(Ordering::Relaxed).saturating_sub(1),
            dropped: self.dropped.load(Ordering::Relaxed),
            lag_millis: (lag != UNKNOWN).then_some(lag),
        }
    }
}

/// Decides when the lag is sampled.
#[derive(Debug, Default)]
pub(super) struct LagSampler(Option<Duration>);

impl LagSampler {
    /// The time of a push in milliseconds since the epoch, if it is time for a sample and the push has one.
    pub(super) fn sample(&mut self, push: &str, now: Duration) -> Option<i64> {
        if self.0.is_some_and(|last| now.saturating_sub(last) < SAMPLE_EVERY) {
            return None;
        }
        self.0 = Some(now);
        let (_, after) = push.rsplit_once(r#""ts":""#)?;
        after.split_once('"')?.0.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lag_is_sampled_once_a_second_from_the_last_row() {
        let mut sampler = LagSampler::default();
        let push = r#"{"arg":{},"data":[{"ts":"5"},{"ts":"7","x":""}]}"#;
        assert_eq!(sampler.sample(push, Duration::ZERO), Some(7));
        assert_eq!(sampler.sample(push, Duration::from_millis(999)), None);
        assert_eq!(sampler.sample(push, Duration::from_secs(1)), Some(7));
        assert_eq!(sampler.sample("{}", Duration::from_secs(3)), None);
    }

    #[test]
    fn the_first_connection_is_not_a_reconnect() {
        let figures = Figures::new();
        assert_eq!(figures.read(), ConnectionFigures::default());
        figures.connected();
        assert_eq!(figures.read().reconnects, 0);
        figures.connected();
        figures.lag(-3);
        assert_eq!((figures.read().reconnects, figures.read().lag_millis), (1, Some(-3)));
    }
}
