//! The exact usage of one budget: units in flight, and units that OKX still counts.

use std::collections::VecDeque;
use std::time::Duration;

/// What OKX may still count of what was sent, in units (requests or orders).
///
/// OKX counts a unit at some time between sending the request and receiving its reply, and two units share a window if they are counted at
/// most one window apart. So a unit is held from the time it is sent until one window after its reply: any unit sent later is counted more
/// than one window later, however slow the network is. A request without a reply may still be in transit. It can arrive for as long as OKX
/// would accept it, so it is held until one window after that.
#[derive(Debug, Default)]
pub(super) struct UsageLog {
    in_flight: u64,
    replied: Releases,
    lost: Releases,
    closed_until: Duration,
}

/// Whether there is room for more units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// There is room now.
    Now,
    /// There will be room at this time unless another request takes it.
    At(Duration),
    /// There will be no room before some outstanding replies arrive.
    AfterReplies,
}

/// OKX's timestamps are whole milliseconds. A window that includes both its ends is this much longer than its length.
const GRAIN: Duration = Duration::from_millis(1);

impl UsageLog {
    /// Whether there is room for this many more units within a limit. [`forget`](Self::forget) must have been called for `now`.
    pub(super) fn room(&self, units: u64, limit: u64, now: Duration) -> Room {
        let too_many = (self.held() + units).saturating_sub(limit);
        match self.released_at(too_many) {
            None => Room::AfterReplies,
            Some(at) if at.max(self.closed_until) <= now => Room::Now,
            Some(at) => Room::At(at.max(self.closed_until)),
        }
    }

    /// Reserves units for a request about to be sent.
    pub(super) fn reserve(&mut self, units: u64) {
        self.in_flight += units;
    }

    /// A reply arrived.
    pub(super) fn replied(&mut self, units: u64, window: Duration, now: Duration) {
        self.in_flight -= units;
        self.replied.push(now.saturating_add(window + GRAIN), units);
    }

    /// No reply arrived. The request can still arrive until `last_arrival`.
    pub(super) fn lost(&mut self, units: u64, window: Duration, last_arrival: Duration) {
        self.in_flight -= units;
        self.lost.push(last_arrival.saturating_add(window + GRAIN), units);
    }

    /// The request was not sent.
    pub(super) fn not_sent(&mut self, units: u64) {
        self.in_flight -= units;
    }

    /// Nothing may be sent before this time.
    pub(super) fn close_until(&mut self, at: Duration) {
        self.closed_until = self.closed_until.max(at);
    }

    /// Whether nothing may be sent at this time, however little is held.
    pub(super) fn is_closed(&self, now: Duration) -> bool {
        now < self.closed_until
    }

    /// Drops units that OKX no longer counts at `now`.
    pub(super) fn forget(&mut self, now: Duration) {
        self.replied.forget(now);
        self.lost.forget(now);
    }

    /// Whether the log holds nothing and can be dropped. [`forget`](Self::forget) must have been called for `now`.
    pub(super) fn is_idle(&self, now: Duration) -> bool {
        self.held() == 0 && self.closed_until <= now
    }

    /// The number of units held.
    pub(super) fn held(&self) -> u64 {
        self.in_flight + self.replied.units + self.lost.units
    }

    /// When this many of the units with a known release time will have been released; `None` if there are not that many.
    fn released_at(&self, mut units: u64) -> Option<Duration> {
        let (mut replied, mut lost) = (self.replied.queue.iter().peekable(), self.lost.queue.iter().peekable());
        let mut at = Duration::ZERO;
        while units > 0 {
            let earlier = match (replied.peek(), lost.peek()) {
                (Some(left), Some(right)) if right.at < left.at => lost.next(),
                (Some(_), _) => replied.next(),
                (None, _) => lost.next(),
            }?;
            at = earlier.at;
            units = units.saturating_sub(earlier.units);
        }
        Some(at)
    }
}

/// Units that are released at known times, in the order of these times.
#[derive(Debug, Default)]
struct Releases {
    queue: VecDeque<Release>,
    units: u64,
}

#[derive(Debug)]
struct Release {
    at: Duration,
    units: u64,
}

impl Releases {
    fn push(&mut self, at: Duration, units: u64) {
        // Nearly always the last position: only a lost request with a deadline is released before others that were lost earlier.
        let place = self.queue.partition_point(|release| release.at <= at);
        self.queue.insert(place, Release { at, units });
        self.units += units;
    }

    fn forget(&mut self, now: Duration) {
        while self.queue.front().is_some_and(|release| release.at <= now) {
            self.units -= self.queue.pop_front().map_or(0, |release| release.units);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_secs(2);

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn room_is_available_when_enough_units_have_been_released() {
        let mut log = UsageLog::default();
        log.reserve(6);
        log.lost(1, WINDOW, ms(2_000));
        log.replied(2, WINDOW, ms(100));
        log.replied(1, WINDOW, ms(1_000));
        log.lost(1, WINDOW, ms(3_500));
        let rooms = [1, 2, 3, 4, 5, 6].map(|units| log.room(units, 6, ms(1_500)));
        let at = |millis| Room::At(ms(millis));
        assert_eq!(rooms, [at(2_101), at(2_101), at(3_001), at(4_001), at(5_501), Room::AfterReplies]);
        log.forget(ms(2_101));
        assert_eq!((log.room(2, 6, ms(2_101)), log.room(3, 6, ms(2_101))), (Room::Now, at(3_001)));
        assert!(!log.is_idle(ms(2_101)));
        log.close_until(ms(3_500));
        assert_eq!((log.room(2, 6, ms(2_101)), log.room(4, 6, ms(2_101))), (at(3_500), at(4_001)));
    }

    #[test]
    fn a_lost_request_with_a_deadline_is_released_before_one_without() {
        let mut log = UsageLog::default();
        log.reserve(2);
        log.lost(1, WINDOW, ms(30_000));
        log.lost(1, WINDOW, ms(500));
        log.forget(ms(2_501));
        assert_eq!((log.held(), log.room(2, 2, ms(2_501))), (1, Room::At(ms(32_001))));
    }

    #[test]
    fn a_closed_log_has_no_room_even_if_it_holds_nothing() {
        let mut log = UsageLog::default();
        log.close_until(ms(2_000));
        assert_eq!(log.room(1, 6, ms(1_999)), Room::At(ms(2_000)));
        assert_eq!([1_999, 2_000].map(|now| log.is_idle(ms(now))), [false, true]);
    }
}
