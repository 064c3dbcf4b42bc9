//! Acknowledgements of subscriptions and unsubscriptions.

use std::time::Duration;

use super::link::{Link, Wire, WireState};
use super::message::Message;
use super::sending::number_of;
use super::{Event, FrameText, GapCause, LinkId, Session};

/// How long to wait before a subscription that OKX ended by itself is made again.
const AFTER_UNSUBSCRIPTION: Duration = Duration::from_secs(1);

impl Session {
    /// OKX acknowledged a subscription or an unsubscription.
    pub(super) fn acknowledged(&mut self, id: LinkId, message: &Message<'_>, subscribes: bool, text: &FrameText) {
        let own = message.id.as_deref().and_then(number_of).filter(|number| self.is_known(*number));
        let Some(place) = self.acknowledged_topic(id, message, own) else {
            return self.unexpected("an acknowledgement of an unknown subscription", text);
        };
        let Some(link) = self.links.get_mut(id) else { return };
        let number = own.or_else(|| oldest(link, place, subscribes));
        let was_waiting = number.is_some_and(|number| link.waits_for(place, number));
        match (subscribes, link.state(place)) {
            (true, WireState::Subscribing(..)) if was_waiting => self.activate(id, place),
            (false, WireState::Unsubscribing(_)) if was_waiting => link.wire_mut(place).unsubscribed(),
            // OKX acknowledges a request that the session has given up: it believes in a subscription that nobody expects.
            (true, WireState::Absent) => link.wire_mut(place).state = WireState::Active(None),
            (false, WireState::Active(_)) if own.is_none() => self.ended_by_okx(id, place),
            _ => {}
        }
        if let Some(number) = number
            && let Some(link) = self.links.get_mut(id)
        {
            link.answered(number, place);
            self.attribute(id, number);
        }
    }

    /// The topic of an acknowledgement, by its argument, or as the only one of the request.
    fn acknowledged_topic(&mut self, id: LinkId, message: &Message<'_>, number: Option<u64>) -> Option<usize> {
        let asked = number.and_then(|number| self.links.get_mut(id)?.asked.get(&number));
        if let Some(asked) = asked {
            if let Some(place) = message.arg.and_then(|arg| self.topics.find_among(arg, &asked.topics)) {
                return Some(place);
            }
            if let ([place], None) = (&*asked.topics, message.arg) {
                return Some(*place);
            }
        }
        message.arg.and_then(|arg| self.topics.find(arg))
    }

    /// A subscription is active.
    fn activate(&mut self, id: LinkId, place: usize) {
        let now = self.now;
        let Some(link) = self.links.get_mut(id) else { return };
        let WireState::Subscribing(_, consumer) = link.state(place) else { return };
        *link.wire_mut(place) = Wire { state: WireState::Active(Some(consumer)), ..Wire::default() };
        link.has_acknowledged = true;
        let Some(wanted) = self.topics.wanted_mut(place).filter(|wanted| wanted.id == consumer) else { return };
        wanted.unanswered = 0;
        wanted.pack_limit = None;
        wanted.last_push = Some(now);
        if let Some((cause, from)) = wanted.gap.take() {
            self.report(Event::Gap { subscription: consumer, cause, from, until: now });
        }
        self.report(Event::Active { subscription: consumer, link: id });
    }

    /// OKX ended a subscription that nobody asked it to end.
    fn ended_by_okx(&mut self, id: LinkId, place: usize) {
        let now = self.now;
        let Some(link) = self.links.get_mut(id) else { return };
        let consumer = link.state(place);
        *link.wire_mut(place) = Wire { not_before: Some(now + AFTER_UNSUBSCRIPTION), ..Wire::default() };
        let others_push = |id| self.links.iter().any(|link| link.is_active(place, id));
        if let Some(wanted) = self.topics.wanted_mut(place)
            && consumer == WireState::Active(Some(wanted.id))
            && !others_push(wanted.id)
        {
            wanted.gap.get_or_insert((GapCause::Unsubscribed, now));
        }
    }
}

/// The oldest request of this kind that waits for an answer about a topic.
fn oldest(link: &Link, place: usize, subscribes: bool) -> Option<u64> {
    let mut asked = link.asked.iter();
    asked.find(|(_, asked)| asked.subscribes == subscribes && asked.topics.contains(&place)).map(|(number, _)| *number)
}
