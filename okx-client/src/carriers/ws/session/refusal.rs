//! Refusals: which request they are about, and what follows.

use std::time::Duration;

use super::backoff::pause_limit;
use super::link::{Attempts, Link, Login, Refusal, Role, Wire, WireState};
use super::message::Message;
use super::sending::{number_in, number_of};
use super::topics::Topics;
use super::{FrameText, LinkId, Session};
use crate::api::refused;
use crate::error::Verdict;

/// How often a subscription is put off before it ends with the error.
const MAX_REFUSALS: u32 = 5;

/// The first and the longest pause before a subscription that OKX put off is made again.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Login,
    /// A subscription or unsubscription, and the topic if it is known.
    Asked(u64, Option<usize>),
    Operation(u64),
    /// A request that has been answered, or that was given up.
    Outdated,
    Unknown,
}

impl Session {
    /// OKX refused something.
    pub(super) fn refused(&mut self, id: LinkId, message: &Message<'_>, text: &FrameText) {
        let Some(link) = self.links.get_mut(id) else { return };
        let numbers = self.first_number..self.next_number;
        let known = |number| numbers.contains(&number);
        match target(link, &self.topics, message, known) {
            Target::Login => self.login_refused(id, message.code(), message.text()),
            Target::Operation(number) => self.reply(id, number, text),
            Target::Asked(number, place) => {
                let refusal = Refusal { code: message.code().to_owned(), text: message.text().to_owned() };
                self.refused_request(id, number, place, refusal);
            }
            Target::Outdated => {}
            Target::Unknown => self.unexpected("an error that belongs to no request", text),
        }
    }

    /// Attributes refusals to the topics that are left of a request, once there are as many.
    pub(super) fn attribute(&mut self, id: LinkId, number: u64) {
        let Some(asked) = self.links.get_mut(id).and_then(|link| link.asked.get(&number)) else { return };
        if asked.refusals.len() >= asked.topics.len() {
            let pairs: Vec<_> = asked.topics.iter().copied().zip(asked.refusals.iter().cloned()).collect();
            for (place, refusal) in pairs {
                self.refused_topic(id, number, place, &refusal);
            }
        }
    }

    /// Gives up a request some of whose topics were refused: they are asked for again in smaller requests.
    pub(super) fn divide(&mut self, id: LinkId, number: u64) {
        let Some(link) = self.links.get_mut(id) else { return };
        let Some(asked) = link.asked.remove(&number) else { return };
        let half = (asked.topics.len() / 2).max(1);
        let pause = asked.refusals.iter().any(is_put_off).then(|| self.now + PAUSES.0);
        for place in asked.topics {
            match link.state(place) {
                WireState::Subscribing(attempts, consumer) if attempts.last == number => {
                    let refusals = link.wire(place).map_or(0, |wire| wire.refusals);
                    // It may have been accepted, so if nobody wants it any more, it is ended.
                    let state = WireState::Subscribing(Attempts { overdue: true, ..attempts }, consumer);
                    *link.wire_mut(place) = Wire { state, not_before: pause, refusals, ..Wire::default() };
                    if let Some(wanted) = self.topics.wanted_mut(place).filter(|wanted| wanted.id == consumer) {
                        wanted.pack_limit = Some(half);
                    }
                }
                WireState::Unsubscribing(attempts) if attempts.last == number => {
                    let state = if pause.is_some() { WireState::Active(None) } else { WireState::Absent };
                    *link.wire_mut(place) = Wire { state, not_before: pause, ..Wire::default() };
                }
                _ => {}
            }
        }
    }

    /// OKX ended the subscriptions of a channel, because too many connections of the account have subscribed to it.
    pub(super) fn too_many_connections(&mut self, id: LinkId, message: &Message<'_>) {
        let role = self.links.role(id);
        let channel = message.channel.as_deref().unwrap_or_default();
        let error = refused(
            "channel-conn-count-error",
            None,
            &format!("OKX ended the subscription: too many connections of the account have subscribed to `{channel}`"),
        );
        for place in self.topics.of_channel(channel) {
            let Some(link) = self.links.get_mut(id) else { return };
            // A subscription that is still under way may be made after this, so it is ended on the wire as well.
            let (consumer, state) = match link.state(place) {
                WireState::Subscribing(_, consumer) => (consumer, WireState::Active(None)),
                WireState::Active(Some(consumer)) if link.is_asked_for(place) => (consumer, WireState::Active(None)),
                WireState::Active(Some(consumer)) => (consumer, WireState::Absent),
                _ => continue,
            };
            // During a handover both links count. The subscription can be made on the new one once the old one is gone.
            let waits_for_old =
                role == Role::Next && self.links.serving.as_ref().is_some_and(|old| old.serves(place, consumer));
            if let Some(link) = self.links.get_mut(id) {
                *link.wire_mut(place) = Wire { state, waits_for_old, ..Wire::default() };
            }
            if !waits_for_old && role != Role::Retiring {
                self.end(consumer, &error);
            }
        }
    }

    fn refused_request(&mut self, id: LinkId, number: u64, place: Option<usize>, refusal: Refusal) {
        if let Some(place) = place {
            self.refused_topic(id, number, place, &refusal);
            return self.attribute(id, number);
        }
        let soon = self.now + self.config.attribute_within;
        if let Some(asked) = self.links.get_mut(id).and_then(|link| link.asked.get_mut(&number)) {
            asked.refusals.push(refusal);
            asked.deadline = asked.deadline.map(|deadline| deadline.min(soon));
            self.attribute(id, number);
        }
    }

    /// OKX refused a subscription or an unsubscription.
    fn refused_topic(&mut self, id: LinkId, number: u64, place: usize, refusal: &Refusal) {
        let until = self.now;
        let Some(link) = self.links.get_mut(id) else { return };
        link.answered(number, place);
        let refusals = link.wire(place).map_or(0, |wire| wire.refusals) + 1;
        // The end of a subscription is requested until OKX takes it.
        let may_repeat = refusals <= MAX_REFUSALS || matches!(link.state(place), WireState::Unsubscribing(_));
        let is_put_off = is_put_off(refusal) && may_repeat;
        let not_before = is_put_off.then(|| until + pause_limit(PAUSES.0, PAUSES.1, refusals - 1));
        let refusals = if is_put_off { refusals } else { 0 };
        match link.state(place) {
            // The answer to the first attempt does not count, because there will be one to the second.
            WireState::Subscribing(attempts, consumer) if attempts.last == number => {
                *link.wire_mut(place) =
                    Wire { state: after_refusal(attempts), not_before, refusals, ..Wire::default() };
                if !is_put_off {
                    self.end(consumer, &refused(&refusal.code, None, &refusal.text));
                }
            }
            WireState::Unsubscribing(attempts) if attempts.last == number => {
                let state = if is_put_off { WireState::Active(None) } else { WireState::Absent };
                *link.wire_mut(place) = Wire { state, not_before, refusals, ..Wire::default() };
            }
            _ => {}
        }
    }
}

/// What OKX believes about a topic after it refused a subscription: if an earlier attempt was not answered, that one may have been accepted.
fn after_refusal(attempts: Attempts) -> WireState {
    if attempts.first == attempts.last { WireState::Absent } else { WireState::Active(None) }
}

/// Whether the same request may be accepted later.
fn is_put_off(refusal: &Refusal) -> bool {
    let verdict = refused(&refusal.code, None, &refusal.text).verdict();
    matches!(verdict, Some(Verdict::Retry | Verdict::Wait | Verdict::ResyncClock | Verdict::Unknown))
}

/// Finds out what a refusal is about: by the `id`, then by the argument, then by the request that is repeated in the text.
fn target(link: &Link, topics: &Topics, message: &Message<'_>, known: impl Fn(u64) -> bool) -> Target {
    if let Some(number) = message.id.as_deref().and_then(number_of).filter(|number| known(*number)) {
        return numbered(link, topics, message, number);
    }
    if let Some(arg) = message.arg {
        let mut asked = link.asked.iter();
        let found = asked.find_map(|(number, asked)| Some((*number, topics.find_among(arg, &asked.topics)?)));
        return found.map_or(Target::Unknown, |(number, place)| Target::Asked(number, Some(place)));
    }
    let text = message.text();
    if let Some(number) = number_in(text).filter(|number| known(*number)) {
        return numbered(link, topics, message, number);
    }
    let repeated = link.asked.iter().find_map(|(number, asked)| {
        let is_repeated = |place: &usize| topics.get(*place).is_some_and(|topic| text.contains(&*topic.arg));
        asked.topics.iter().any(is_repeated).then_some(*number)
    });
    let sole = || link.asked.keys().next().filter(|_| link.asked.len() == 1 && link.operations.is_empty());
    match (repeated, link.login) {
        (Some(number), _) => Target::Asked(number, None),
        (None, Login::Sent { .. }) => Target::Login,
        // A refusal is never attributed to an order without evidence: the order could be taken for refused although it was placed.
        (None, _) => sole().map_or(Target::Unknown, |number| Target::Asked(*number, None)),
    }
}

/// What a refusal is about that names the number of a message.
fn numbered(link: &Link, topics: &Topics, message: &Message<'_>, number: u64) -> Target {
    match link.asked.get(&number) {
        Some(asked) => {
            let named = message.arg.and_then(|arg| topics.find_among(arg, &asked.topics));
            let sole = if let [place] = *asked.topics { Some(place) } else { None };
            Target::Asked(number, named.or(sole))
        }
        None if link.operations.contains_key(&number) => Target::Operation(number),
        None => Target::Outdated,
    }
}
