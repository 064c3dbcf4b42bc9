//! The exact account of one budget: what is under way, and what was done too recently to be forgotten.

use std::collections::VecDeque;
use std::time::Duration;

/// What OKX can still see of what was sent, in units (requests or orders).
///
/// A unit that OKX counted at some moment may share a window with another as long as they are at most one window apart. OKX counts a
/// request somewhere between its sending and its reply, so a unit is held from its sending until one window after its reply: whoever
/// is sent after that is counted more than one window later, however long the network took. A request that is given up without a
/// reply may still be under way. It can arrive for as long as OKX would accept it, so it is held until one window after that.
#[derive(Debug, Default)]
pub(super) struct Log {
    under_way: u64,
    replied: Releases,
    lost: Releases,
    closed_until: Duration,
}

/// Whether there is room for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// There is.
    Now,
    /// There will be at this moment, if nobody else takes it.
    At(Duration),
    /// There will not be before some of what is under way has come back.
    AfterReplies,
}

/// OKX's times are whole milliseconds, and a window of them that counts both its ends reaches this much further than its length.
const GRAIN: Duration = Duration::from_millis(1);

impl Log {
    /// Whether there is room for this many more within a limit. The log must have been brought to `now`.
    pub(super) fn room(&self, units: u64, limit: u64, now: Duration) -> Room {
        let too_many = (self.held() + units).saturating_sub(limit);
        match self.released_at(too_many) {
            None => Room::AfterReplies,
            Some(at) if at.max(self.closed_until) <= now => Room::Now,
            Some(at) => Room::At(at.max(self.closed_until)),
        }
    }

    /// Takes units for a request about to be sent.
    pub(super) fn send(&mut self, units: u64) {
        self.under_way += units;
    }

    /// The reply of a request arrived.
    pub(super) fn reply(&mut self, units: u64, window: Duration, now: Duration) {
        self.under_way -= units;
        self.replied.push(now.saturating_add(window + GRAIN), units);
    }

    /// A request was given up without a reply. It can arrive until `last_arrival`.
    pub(super) fn lose(&mut self, units: u64, window: Duration, last_arrival: Duration) {
        self.under_way -= units;
        self.lost.push(last_arrival.saturating_add(window + GRAIN), units);
    }

    /// A request was not sent after all.
    pub(super) fn take_back(&mut self, units: u64) {
        self.under_way -= units;
    }

    /// Nothing more is to be sent before this moment.
    pub(super) fn close_until(&mut self, at: Duration) {
        self.closed_until = self.closed_until.max(at);
    }

    /// Whether nothing may be sent at this moment, however little is held.
    pub(super) fn is_closed(&self, now: Duration) -> bool {
        now < self.closed_until
    }

    /// Brings the log to `now`: forgets what OKX cannot see any more.
    pub(super) fn forget(&mut self, now: Duration) {
        self.replied.forget(now);
        self.lost.forget(now);
    }

    /// Whether a log that was brought to `now` says nothing, so that it can be thrown away.
    pub(super) fn is_blank(&self, now: Duration) -> bool {
        self.held() == 0 && self.closed_until <= now
    }

    /// How many units are held.
    pub(super) fn held(&self) -> u64 {
        self.under_way + self.replied.units + self.lost.units
    }

    /// When this many of the units that wait for their time will have been released; `None` when there are not that many.
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

/// Units that come free by themselves, in the order of their times.
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
        // Nearly always the last place: only a request with a deadline comes free before others that were lost earlier.
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
    fn room_comes_when_enough_has_been_released() {
        let mut log = Log::default();
        log.send(6);
        log.lose(1, WINDOW, ms(2_000));
        log.reply(2, WINDOW, ms(100));
        log.reply(1, WINDOW, ms(1_000));
        log.lose(1, WINDOW, ms(3_500));
        let rooms = [1, 2, 3, 4, 5, 6].map(|units| log.room(units, 6, ms(1_500)));
        let at = |millis| Room::At(ms(millis));
        assert_eq!(rooms, [at(2_101), at(2_101), at(3_001), at(4_001), at(5_501), Room::AfterReplies]);
        log.forget(ms(2_101));
        assert_eq!((log.room(2, 6, ms(2_101)), log.room(3, 6, ms(2_101))), (Room::Now, at(3_001)));
        assert!(!log.is_blank(ms(2_101)));
        log.close_until(ms(3_500));
        assert_eq!((log.room(2, 6, ms(2_101)), log.room(4, 6, ms(2_101))), (at(3_500), at(4_001)));
    }

    #[test]
    fn a_lost_request_with_a_deadline_comes_free_before_one_without() {
        let mut log = Log::default();
        log.send(2);
        log.lose(1, WINDOW, ms(30_000));
        log.lose(1, WINDOW, ms(500));
        log.forget(ms(2_501));
        assert_eq!((log.held(), log.room(2, 2, ms(2_501))), (1, Room::At(ms(32_001))));
    }

    #[test]
    fn a_closed_log_says_so_even_if_nothing_is_held() {
        let mut log = Log::default();
        log.close_until(ms(2_000));
        assert_eq!(log.room(1, 6, ms(1_999)), Room::At(ms(2_000)));
        assert_eq!([1_999, 2_000].map(|now| log.is_blank(ms(now))), [false, true]);
    }
}
