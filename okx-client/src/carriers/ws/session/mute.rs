//! Channels that are subscribed to but push nothing.

use std::time::Duration;

use super::link::Link;
use super::topics::Wanted;
use super::{ConnectionState, Degradation, GapCause, Session};

/// How often the tolerated silence doubles, if no remedy helps.
const MAX_DOUBLINGS: u32 = 6;

impl Session {
    /// Subscribes again to the channels that were silent for too long, and if that does not help, replaces the connection.
    pub(super) fn check_silence(&mut self) {
        let now = self.now;
        let Some(link) = self.watched() else { return };
        let mute: Vec<usize> = self
            .topics
            .all_wanted()
            .filter(|(place, wanted)| silence_end(link, *place, wanted).is_some_and(|end| end <= now))
            .map(|(place, _)| place)
            .collect();
        if mute.is_empty() {
            return;
        }
        let id = link.id;
        for place in mute {
            let (Some(link), Some(wanted)) = (&mut self.links.serving, self.topics.wanted_mut(place)) else { return };
            wanted.gap.get_or_insert((GapCause::Mute, wanted.last_push.unwrap_or(now)));
            if wanted.remedies % 2 == 0 {
                link.wire_mut(place).renews = true;
            } else {
                link.must_go.get_or_insert(now + self.config.handover_within);
            }
            wanted.remedies += 1;
            wanted.last_remedy = now;
        }
        self.report_state(id, ConnectionState::Degraded(Degradation::Mute));
    }

    /// When the silences of the channels become too long.
    pub(super) fn silence_ends(&self) -> impl Iterator<Item = Duration> {
        let link = self.watched();
        self.topics.all_wanted().filter_map(move |(place, wanted)| silence_end(link?, place, wanted))
    }

    /// The link whose channels are watched; none while it is being replaced.
    fn watched(&self) -> Option<&Link> {
        let link = self.links.serving.as_ref()?;
        (link.is_open() && link.must_go.is_none() && self.links.retiring.is_none()).then_some(link)
    }
}

/// Notes that a channel pushed something. The remedies for its silence have helped only if it goes on pushing: a new subscription often
/// begins with a snapshot, and if that counted, a quiet channel would be subscribed to again and again.
pub(super) fn note_push(wanted: &mut Wanted, now: Duration) {
    wanted.last_push = Some(now);
    if wanted.remedies > 0 && wanted.silence.is_none_or(|silence| wanted.last_remedy + silence.saturating_mul(2) <= now)
    {
        wanted.remedies = 0;
    }
}

/// When the silence of a channel becomes too long; `None` if it may be silent, or if something is done about it already.
fn silence_end(link: &Link, place: usize, wanted: &Wanted) -> Option<Duration> {
    let is_renewed = link.wire(place).is_some_and(|wire| wire.renews);
    let silence = wanted.silence.filter(|_| link.is_active(place, wanted.id) && !is_renewed)?;
    // A remedy is tried again less and less often: the market may simply be quiet.
    let doublings = wanted.remedies.saturating_sub(1).min(MAX_DOUBLINGS);
    Some(wanted.last_push? + silence.saturating_mul(2_u32.pow(doublings)))
}
