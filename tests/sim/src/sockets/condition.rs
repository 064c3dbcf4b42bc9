//! What faults have made of one connection, and the messages that wait because of them.

use std::collections::VecDeque;
use std::time::Duration;

use super::outbox::{Frame, Outbox};
use crate::clock::micros;
use crate::faults::MuteEnd;

/// The condition of a connection.
#[derive(Debug, Default)]
pub(crate) struct Condition {
    /// Until when nothing is answered, in microseconds of the simulator's own clock.
    stalled_until: Option<i64>,
    is_half_open: bool,
    muted: Vec<(String, MuteEnd)>,
    pace: Option<Pace>,
    /// Frames to the client with the time at which they are sent.
    outgoing: VecDeque<(i64, Frame)>,
    /// Messages from the client that wait for the end of a stall.
    incoming: VecDeque<String>,
    /// Pushes that are sent after the next push of their channel.
    held: Vec<(String, String)>,
}

/// How fast the network is.
#[derive(Clone, Copy, Debug)]
struct Pace {
    delay: Duration,
    bytes_per_second: Option<u32>,
    /// When the last frame was through.
    free_at: i64,
}

impl Condition {
    pub(crate) fn stall(&mut self, until: i64) {
        self.stalled_until = Some(self.stalled_until.map_or(until, |earlier| earlier.max(until)));
    }

    pub(crate) fn half_open(&mut self) {
        self.is_half_open = true;
    }

    pub(crate) fn mute(&mut self, channel: &str, until: MuteEnd) {
        self.muted.retain(|(muted, _)| muted != channel);
        self.muted.push((channel.to_owned(), until));
    }

    pub(crate) fn slow_down(&mut self, delay: Duration, bytes_per_second: Option<u32>) {
        self.pace = Some(Pace { delay, bytes_per_second, free_at: 0 });
    }

    /// Ends all faults of the connection. What has waited is sent now.
    pub(crate) fn clear(&mut self, now: i64) {
        (self.pace, self.is_half_open) = (None, false);
        self.muted.clear();
        self.stalled_until = self.stalled_until.map(|_| now);
        self.outgoing.iter_mut().for_each(|(at, _)| *at = now);
    }

    pub(crate) fn is_stalled(&self) -> bool {
        self.stalled_until.is_some()
    }

    pub(crate) fn is_half_open(&self) -> bool {
        self.is_half_open
    }

    /// Whether the pushes of a channel are kept from the client.
    pub(crate) fn is_muted(&self, channel: &str) -> bool {
        self.muted.iter().any(|(muted, _)| muted == channel)
    }

    /// A channel was subscribed to: ends a muting that a new subscription ends.
    pub(crate) fn resubscribed(&mut self, channel: &str) {
        self.muted.retain(|(muted, until)| muted != channel || *until != MuteEnd::Resubscribed);
    }

    /// Keeps a push back until the next push of its channel.
    pub(crate) fn hold(&mut self, channel: &str, text: String) {
        self.held.push((channel.to_owned(), text));
    }

    /// Removes and returns the pushes of a channel that were kept back.
    pub(crate) fn take_held(&mut self, channel: &str) -> Vec<String> {
        if self.held.is_empty() {
            return Vec::new();
        }
        let (taken, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.held).into_iter().partition(|(held, _)| held == channel);
        self.held = kept;
        taken.into_iter().map(|(_, text)| text).collect()
    }

    /// Keeps a message of the client for the end of the stall.
    pub(crate) fn keep(&mut self, text: String) {
        self.incoming.push_back(text);
    }

    /// Ends the stall if it is over. Returns the messages of the client that have waited.
    pub(crate) fn end_stall(&mut self, now: i64) -> Vec<String> {
        if self.stalled_until.is_none_or(|until| until > now) {
            return Vec::new();
        }
        self.stalled_until = None;
        std::mem::take(&mut self.incoming).into()
    }

    /// Sends a frame, now or later.
    pub(crate) fn send(&mut self, outbox: &Outbox, frame: Frame, now: i64) {
        let at = match &mut self.pace {
            Some(pace) => pace.through(frame.len(), now),
            None => now,
        };
        self.outgoing.push_back((at, frame));
        self.flush(outbox, now);
    }

    /// Sends the frames that are due.
    pub(crate) fn flush(&mut self, outbox: &Outbox, now: i64) {
        while !self.is_stalled() && self.outgoing.front().is_some_and(|(at, _)| *at <= now) {
            let Some((_, frame)) = self.outgoing.pop_front() else { return };
            outbox.push(frame);
        }
    }

    /// When something about the faults of the connection is due.
    pub(crate) fn next_due(&self) -> Option<i64> {
        self.stalled_until.or_else(|| self.outgoing.front().map(|(at, _)| *at))
    }
}

impl Pace {
    /// When a frame of this size is through.
    fn through(&mut self, bytes: usize, now: i64) -> i64 {
        let size = u64::try_from(bytes).unwrap_or(u64::MAX);
        let transfer = self.bytes_per_second.map_or(0, |rate| size.saturating_mul(1_000_000) / u64::from(rate.max(1)));
        let takes = self.delay.saturating_add(Duration::from_micros(transfer));
        self.free_at = self.free_at.max(now).saturating_add(micros(takes));
        self.free_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_network_sends_one_frame_after_another() {
        let (mut condition, outbox) = (Condition::default(), Outbox::default());
        condition.slow_down(Duration::from_millis(100), Some(1_000));
        condition.send(&outbox, Frame::Text("x".repeat(50)), 0);
        condition.send(&outbox, Frame::Text("y".repeat(100)), 0);
        assert_eq!(condition.next_due(), Some(150_000));
        condition.flush(&outbox, 150_000);
        assert_eq!(condition.next_due(), Some(350_000));
        condition.clear(200_000);
        assert_eq!(condition.next_due(), Some(200_000));
    }

    #[test]
    fn a_stall_keeps_the_messages_of_both_directions() {
        let (mut condition, outbox) = (Condition::default(), Outbox::default());
        condition.stall(1_000);
        condition.keep("ping".to_owned());
        condition.send(&outbox, Frame::Text("push".to_owned()), 10);
        assert_eq!((condition.next_due(), condition.end_stall(999)), (Some(1_000), vec![]));
        assert_eq!(condition.end_stall(1_000), ["ping"]);
        assert_eq!(condition.next_due(), Some(10));
    }
}
