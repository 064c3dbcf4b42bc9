//! The queue between a connection and one subscriber. It never blocks the connection: a subscriber that reads too slowly loses frames, and
//! finds out how many.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::session::{self, FrameText, LinkId};
use crate::error::Error;

/// What a subscriber receives if it reads more slowly than OKX sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FeedPolicy {
    /// The last push only.
    Latest,
    /// At most this many pushes that it has not read yet. The oldest are dropped and counted.
    Bounded(usize),
    /// All of them.
    Unbounded,
}

/// What a subscriber receives. Times are monotonic.
#[derive(Debug)]
pub(crate) enum Delivery {
    /// A push.
    Push { link: LinkId, text: FrameText, received: Duration },
    /// Pushes may be missing between these times.
    Gap { cause: GapCause, from: Duration, until: Duration },
    /// The subscriber read too slowly, and this many pushes between these times were dropped.
    Dropped { frames: u64, from: Duration, until: Duration },
    /// Two connections deliver the same pushes from now on, because one replaces the other.
    Overlap { new: LinkId },
    /// The old connection was closed.
    OverlapEnded,
    /// The subscription has ended; nothing follows.
    Ended(Error),
}

/// Why pushes may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GapCause {
    /// The connection was lost, and another one was opened.
    ConnectionLost,
    /// The channel pushed nothing for longer than a healthy one does, so it was subscribed to again.
    Mute,
    /// OKX ended the subscription by itself, and it was subscribed to again.
    Unsubscribed,
    /// The program read more slowly than OKX sent, and pushes were dropped.
    SlowReader,
    /// The sequence ids of an order book do not continue.
    Sequence,
    /// Another subscriber of the same channel needed a snapshot, so it was subscribed to again.
    Resubscribed,
}

impl fmt::Display for GapCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ConnectionLost => "the connection was lost",
            Self::Mute => "the channel was silent for too long",
            Self::Unsubscribed => "OKX ended the subscription",
            Self::SlowReader => "the program read too slowly",
            Self::Sequence => "messages of the order book are missing",
            Self::Resubscribed => "another subscriber needed a snapshot",
        })
    }
}

impl From<session::GapCause> for GapCause {
    fn from(cause: session::GapCause) -> Self {
        match cause {
            session::GapCause::Disconnected => Self::ConnectionLost,
            session::GapCause::Mute => Self::Mute,
            session::GapCause::Unsubscribed => Self::Unsubscribed,
        }
    }
}

/// The queue between a connection and one subscriber.
#[derive(Debug)]
pub(crate) struct Feed {
    policy: FeedPolicy,
    state: Mutex<FeedState>,
}

#[derive(Debug, Default)]
struct FeedState {
    queue: VecDeque<Delivery>,
    /// The number of pushes in the queue.
    pushes: usize,
    dropped: Option<DroppedFrames>,
    /// Whether OKX has acknowledged the subscription.
    is_active: bool,
    has_ended: bool,
    waker: Option<Waker>,
}

#[derive(Debug)]
struct DroppedFrames {
    frames: u64,
    from: Duration,
    until: Duration,
}

impl Feed {
    pub(crate) fn new(policy: FeedPolicy) -> Self {
        Self { policy, state: Mutex::default() }
    }

    /// Adds a push. Returns whether one was dropped because the subscriber reads too slowly.
    pub(super) fn push(&self, link: LinkId, text: FrameText, received: Duration) -> bool {
        let mut state = self.state();
        if state.has_ended {
            return false;
        }
        let is_full = match self.policy {
            FeedPolicy::Latest => state.pushes > 0,
            FeedPolicy::Bounded(most) => state.pushes >= most,
            FeedPolicy::Unbounded => false,
        };
        let dropped = is_full.then(|| state.remove_oldest_push()).flatten();
        let was_dropped = dropped.is_some() && self.policy != FeedPolicy::Latest;
        if let Some(at) = dropped.filter(|_| was_dropped) {
            let counted = state.dropped.get_or_insert(DroppedFrames { frames: 0, from: at, until: at });
            counted.frames += 1;
            counted.until = received;
        }
        state.pushes += 1;
        state.add(Delivery::Push { link, text, received });
        drop(state);
        was_dropped
    }

    /// Adds anything but a push. It is never dropped, but without a push between them, two gaps become one, and of several messages about
    /// an overlap only the last counts. So a queue that nobody reads does not grow with the number of reconnects.
    pub(super) fn tell(&self, delivery: Delivery) {
        let mut state = self.state();
        if state.has_ended {
            return;
        }
        state.has_ended = matches!(delivery, Delivery::Ended(_));
        let end = state.queue.len();
        let delivery = state.merge(end, delivery);
        state.add(delivery);
    }

    /// OKX has acknowledged the subscription.
    pub(super) fn activate(&self) {
        let mut state = self.state();
        state.is_active = true;
        state.wake();
    }

    /// Waits until OKX has acknowledged or refused the subscription.
    pub(crate) fn poll_active(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let mut state = self.state();
        if state.is_active {
            return Poll::Ready(Ok(()));
        }
        if let Some(Delivery::Ended(error)) = state.queue.back() {
            return Poll::Ready(Err(error.clone()));
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }

    /// The next delivery; `None` after the subscription has ended.
    pub(crate) fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Delivery>> {
        let mut state = self.state();
        if let Some(delivery) = state.take() {
            return Poll::Ready(Some(delivery));
        }
        if state.has_ended {
            return Poll::Ready(None);
        }
        if !state.waker.as_ref().is_some_and(|waker| waker.will_wake(context.waker())) {
            state.waker = Some(context.waker().clone());
        }
        Poll::Pending
    }

    fn state(&self) -> MutexGuard<'_, FeedState> {
        // The state is consistent after every statement, so a panic of another holder cannot have broken it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FeedState {
    fn add(&mut self, delivery: Delivery) {
        self.queue.push_back(delivery);
        self.wake();
    }

    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn take(&mut self) -> Option<Delivery> {
        let next_is_push = matches!(self.queue.front(), Some(Delivery::Push { .. }));
        if next_is_push && let Some(DroppedFrames { frames, from, until }) = self.dropped.take() {
            return Some(Delivery::Dropped { frames, from, until });
        }
        if next_is_push {
            self.pushes -= 1;
        }
        self.queue.pop_front()
    }

    /// Removes the oldest push, and returns when it was received.
    fn remove_oldest_push(&mut self) -> Option<Duration> {
        let oldest = self.queue.iter().position(|delivery| matches!(delivery, Delivery::Push { .. }))?;
        let removed = self.queue.remove(oldest)?;
        self.pushes -= 1;
        self.merge_neighbours(oldest);
        match removed {
            Delivery::Push { received, .. } => Some(received),
            _ => None,
        }
    }

    /// Merges what was before and after a push that was removed from this position.
    fn merge_neighbours(&mut self, mut position: usize) {
        while self.queue.get(position).is_some_and(|next| !matches!(next, Delivery::Push { .. })) {
            let Some(next) = self.queue.remove(position) else { return };
            let before = self.queue.len();
            let next = self.merge(position, next);
            position -= before - self.queue.len();
            self.queue.insert(position, next);
            position += 1;
        }
    }

    /// Merges a delivery with the one of the same kind before this position, which is removed, if there is no push between them. So each kind
    /// stays where it was last.
    fn merge(&mut self, position: usize, mut delivery: Delivery) -> Delivery {
        for index in (0..position).rev() {
            match (&self.queue[index], &mut delivery) {
                (Delivery::Push { .. }, _) => break,
                (Delivery::Gap { from: earlier, .. }, Delivery::Gap { from, .. }) => *from = (*from).min(*earlier),
                (
                    Delivery::Overlap { .. } | Delivery::OverlapEnded,
                    Delivery::Overlap { .. } | Delivery::OverlapEnded,
                ) => {}
                _ => continue,
            }
            self.queue.remove(index);
        }
        delivery
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    fn with(policy: FeedPolicy, count: u64) -> Feed {
        let feed = Feed::new(policy);
        for number in 0..count {
            feed.push(LinkId(1), FrameText::from(number.to_string()), Duration::from_secs(number));
        }
        feed
    }

    fn read(feed: &Feed) -> Vec<String> {
        let mut context = Context::from_waker(Waker::noop());
        let mut read = Vec::new();
        while let Poll::Ready(Some(delivery)) = feed.poll_next(&mut context) {
            read.push(match delivery {
                Delivery::Push { text, .. } => text.as_str().to_owned(),
                Delivery::Dropped { frames, from, until } => format!("{frames} dropped {from:?}-{until:?}"),
                other => format!("{other:?}"),
            });
        }
        read
    }

    #[test]
    fn an_unbounded_feed_keeps_everything() {
        assert_eq!(read(&with(FeedPolicy::Unbounded, 5)), ["0", "1", "2", "3", "4"]);
    }

    #[test]
    fn a_bounded_feed_drops_the_oldest_and_counts_them() {
        assert_eq!(read(&with(FeedPolicy::Bounded(2), 5)), ["3 dropped 0ns-4s", "3", "4"]);
        assert_eq!(read(&with(FeedPolicy::Bounded(5), 5)), ["0", "1", "2", "3", "4"]);
    }

    #[test]
    fn a_feed_of_the_latest_keeps_one_and_counts_nothing() {
        assert_eq!(read(&with(FeedPolicy::Latest, 5)), ["4"]);
    }

    #[test]
    fn only_pushes_are_dropped() {
        let feed = Feed::new(FeedPolicy::Bounded(1));
        feed.tell(Delivery::OverlapEnded);
        feed.push(LinkId(1), FrameText::from("a".to_owned()), Duration::ZERO);
        feed.push(LinkId(1), FrameText::from("b".to_owned()), Duration::from_secs(1));
        assert_eq!(read(&feed), ["OverlapEnded", "1 dropped 0ns-1s", "b"]);
    }

    /// Tells a feed that its connection was replaced and then lost between these seconds.
    fn reconnect(feed: &Feed, from: u64, until: u64) {
        let (from, until) = (Duration::from_secs(from), Duration::from_secs(until));
        feed.tell(Delivery::Overlap { new: LinkId(until.as_secs()) });
        feed.tell(Delivery::OverlapEnded);
        feed.tell(Delivery::Gap { cause: GapCause::ConnectionLost, from, until });
    }

    #[test]
    fn gaps_without_a_push_between_them_become_one() {
        let feed = Feed::new(FeedPolicy::Unbounded);
        (1..1_000).for_each(|number| reconnect(&feed, number * 10, number * 10 + 5));
        assert_eq!(read(&feed), ["OverlapEnded", "Gap { cause: ConnectionLost, from: 10s, until: 9995s }"]);
        feed.tell(Delivery::OverlapEnded);
        feed.tell(Delivery::Overlap { new: LinkId(7) });
        assert_eq!(read(&feed), ["Overlap { new: LinkId(7) }"]);
    }

    #[test]
    fn what_is_merged_stays_where_it_was_last() {
        let feed = Feed::new(FeedPolicy::Bounded(1));
        reconnect(&feed, 1, 2);
        feed.push(LinkId(1), FrameText::from("a".to_owned()), Duration::from_secs(3));
        let (from, until) = (Duration::from_secs(4), Duration::from_secs(5));
        feed.tell(Delivery::Gap { cause: GapCause::Mute, from, until });
        feed.tell(Delivery::Overlap { new: LinkId(2) });
        feed.push(LinkId(2), FrameText::from("b".to_owned()), Duration::from_secs(6));
        let expected =
            ["Gap { cause: Mute, from: 1s, until: 5s }", "Overlap { new: LinkId(2) }", "1 dropped 3s-6s", "b"];
        assert_eq!(read(&feed), expected);
    }

    #[test]
    fn gaps_with_a_push_between_them_stay_apart() {
        let feed = Feed::new(FeedPolicy::Unbounded);
        reconnect(&feed, 1, 2);
        feed.push(LinkId(1), FrameText::from("a".to_owned()), Duration::from_secs(3));
        reconnect(&feed, 4, 5);
        assert_eq!(read(&feed).len(), 5);
    }

    #[test]
    fn a_feed_that_nobody_reads_does_not_grow() {
        for policy in [FeedPolicy::Latest, FeedPolicy::Bounded(1)] {
            let feed = Feed::new(policy);
            for number in 1..1_000 {
                feed.push(LinkId(1), FrameText::from("a".to_owned()), Duration::from_secs(number * 10));
                reconnect(&feed, number * 10, number * 10 + 5);
            }
            assert!(feed.state().queue.len() <= 5, "{policy:?}: {}", feed.state().queue.len());
            feed.tell(Delivery::Ended(Error::invalid("x")));
            assert!(read(&feed).last().is_some_and(|last| last.starts_with("Ended")));
        }
    }

    #[test]
    fn a_feed_ends_after_its_error() {
        let feed = with(FeedPolicy::Unbounded, 1);
        let mut context = Context::from_waker(Waker::noop());
        assert!(feed.poll_active(&mut context).is_pending());
        feed.tell(Delivery::Ended(Error::invalid("x")));
        assert!(matches!(feed.poll_active(&mut context), Poll::Ready(Err(_))));
        assert_eq!(read(&feed).len(), 2);
        assert!(matches!(feed.poll_next(&mut context), Poll::Ready(None)));
    }
}
