//! Sends what is due: logins, subscriptions, unsubscriptions and requests.

use std::fmt::Write as _;
use std::time::Duration;

use super::link::{Asked, Attempts, Link, Login, Role, WireState};
use super::topics::{Topics, Wanted};
use super::{ConnectionState, Degradation, Event, LinkId, Session};

/// What the `id` of every message begins with. OKX allows letters and digits, at most 32.
const ID_PREFIX: &str = "okx";

/// The `id` of a message on the wire.
pub(super) fn wire_id(number: u64) -> String {
    format!("{ID_PREFIX}{number:016x}")
}

/// The number of a message from its `id`; `None` if the session did not make it.
pub(super) fn number_of(id: &str) -> Option<u64> {
    let digits = id.strip_prefix(ID_PREFIX)?;
    let is_ours = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_ours { u64::from_str_radix(digits, 16).ok() } else { None }
}

/// The first number of a message that a text contains.
pub(super) fn number_in(text: &str) -> Option<u64> {
    let length = ID_PREFIX.len() + 16;
    text.match_indices(ID_PREFIX).find_map(|(at, _)| number_of(text.get(at..at + length)?))
}

/// The length of a message with this single argument.
pub(super) fn length_alone(arg: &str) -> usize {
    overhead() + arg.len()
}

/// The length of a message without its arguments.
fn overhead() -> usize {
    r#"{"id":"","op":"unsubscribe","args":[]}"#.len() + ID_PREFIX.len() + 16
}

impl Session {
    /// Sends everything that is due.
    pub(super) fn send_due(&mut self) {
        for role in [Role::Serving, Role::Next] {
            self.start_login(role);
            // First what OKX must forget: it may stand in the way of what is subscribed to.
            self.send_changes(role, false);
            self.send_changes(role, true);
        }
        self.send_requests();
    }

    /// Sends the subscriptions or unsubscriptions that are due on a link, in as few requests as possible.
    fn send_changes(&mut self, role: Role, subscribes: bool) {
        let due = self.due(role, subscribes);
        for pack in packs(&self.topics, &due, self.config.longest_message, subscribes) {
            let number = self.take_number();
            let Some(link) = self.links.in_role_mut(role) else { return };
            if let Err(free_at) = link.budget.take(self.now) {
                return self.report_used_up(role, free_at);
            }
            for place in &pack {
                ask(link, &self.topics, *place, number, subscribes);
            }
            link.prune_asked();
            let text = message(&self.topics, &pack, number, subscribes);
            let deadline = Some(self.now + self.config.acknowledge_within);
            let id = link.id;
            link.asked.insert(number, Asked { subscribes, topics: pack.clone(), deadline, refusals: Vec::new() });
            self.send(id, text);
            if subscribes {
                self.begin_overlaps(&pack);
            }
        }
    }

    /// The topics for which a subscription or an unsubscription is due on a link, in the order in which they were asked for.
    fn due(&mut self, role: Role, subscribes: bool) -> Vec<usize> {
        let mut later = None;
        let mut due = Vec::new();
        let logs_in = self.config.logs_in;
        // Nothing is sent while a login is under way, because its refusal has no `id`.
        let may_send = |login| login == Login::Done || !logs_in && !matches!(login, Login::Sent { .. });
        if let Some(link) = self.links.in_role_mut(role)
            && link.is_open()
            && may_send(link.login)
        {
            for (place, topic) in self.topics.iter() {
                if step(link, place, topic.wanted.as_ref()) != Some(subscribes) {
                    continue;
                }
                match link.wire(place).and_then(|wire| wire.not_before).filter(|time| *time > self.now) {
                    Some(time) => later = Some(later.map_or(time, |later: Duration| later.min(time))),
                    None => due.push((topic.wanted.as_ref().map(|wanted| wanted.id), place)),
                }
            }
        }
        if let Some(time) = later {
            self.wake_at(time);
        }
        due.sort_unstable();
        due.into_iter().map(|(_, place)| place).collect()
    }

    /// Reports that a link must wait before it sends more. A new link takes its place, because the wait can be almost an hour.
    pub(super) fn report_used_up(&mut self, role: Role, free_at: Duration) {
        self.wake_at(free_at);
        let until = self.now + self.config.handover_within;
        let Some(link) = self.links.in_role_mut(role) else { return };
        let is_new = role == Role::Serving && link.must_go.is_none();
        if is_new {
            link.must_go = Some(until);
        }
        if !std::mem::replace(&mut link.budget.is_reported, true) {
            let id = link.id;
            self.report_state(id, ConnectionState::Degraded(Degradation::RequestsUsedUp));
        }
        if is_new {
            // So that the new link is opened at once.
            self.wake_at(self.now);
        }
    }

    /// Reports the topics that two links may push from now on.
    fn begin_overlaps(&mut self, places: &[usize]) {
        for place in places {
            let Some(wanted) = self.topics.wanted_mut(*place) else { continue };
            let mut links = self.links.iter().filter(|link| link.serves(*place, wanted.id)).map(|link| link.id);
            if let (Some(one), Some(other), false) = (links.next(), links.next(), wanted.overlaps) {
                let (old, new): (LinkId, LinkId) = (one.min(other), one.max(other));
                wanted.overlaps = true;
                let subscription = wanted.id;
                drop(links);
                self.report(Event::Overlap { subscription, old, new });
            }
        }
    }

    /// Reports the topics that only one link pushes again.
    pub(super) fn end_overlaps(&mut self) {
        let links = &self.links;
        let outputs = &mut self.outputs;
        for (place, wanted) in self.topics.all_wanted_mut().filter(|(_, wanted)| wanted.overlaps) {
            if links.iter().filter(|link| link.serves(place, wanted.id)).count() < 2 {
                wanted.overlaps = false;
                let ended = Event::OverlapEnded { subscription: wanted.id };
                outputs.push_back(super::Output::Event(ended));
            }
        }
    }
}

/// What must be requested for a topic on a link: a subscription (`true`), an unsubscription (`false`), or nothing.
fn step(link: &Link, place: usize, wanted: Option<&Wanted>) -> Option<bool> {
    let (state, wire) = (link.state(place), link.wire(place));
    let renews = wire.is_some_and(|wire| wire.renews);
    let may_subscribe = |wanted: &Wanted| {
        let has_login = !wanted.needs_login || link.login == Login::Done;
        has_login && !wire.is_some_and(|wire| wire.waits_for_old)
    };
    match (state, wanted) {
        (WireState::Absent, Some(wanted)) => may_subscribe(wanted).then_some(true),
        (WireState::Active(Some(consumer)), Some(wanted)) if consumer == wanted.id && !renews => None,
        (WireState::Active(_), _) => Some(false),
        (WireState::Subscribing(attempts, consumer), wanted) if attempts.overdue => {
            Some(wanted.is_some_and(|wanted| wanted.id == consumer))
        }
        (WireState::Unsubscribing(attempts), _) if attempts.overdue => Some(false),
        _ => None,
    }
}

/// Notes that a request for a topic is sent.
fn ask(link: &mut Link, topics: &Topics, place: usize, number: u64, subscribes: bool) {
    let wanted = topics.wanted(place).map(|wanted| wanted.id);
    let wire = link.wire_mut(place);
    wire.not_before = None;
    wire.renews = false;
    wire.state = match (wire.state, wanted) {
        (WireState::Subscribing(attempts, consumer), _) if subscribes => {
            WireState::Subscribing(attempts.again(number), consumer)
        }
        (WireState::Unsubscribing(attempts), _) => WireState::Unsubscribing(attempts.again(number)),
        (_, Some(consumer)) if subscribes => WireState::Subscribing(Attempts::first(number), consumer),
        _ => WireState::Unsubscribing(Attempts::first(number)),
    };
}

/// Divides topics into requests, in order.
fn packs(topics: &Topics, due: &[usize], longest: usize, subscribes: bool) -> Vec<Vec<usize>> {
    let mut packs: Vec<Vec<usize>> = Vec::new();
    let (mut length, mut limit) = (0, usize::MAX);
    for place in due {
        let Some(topic) = topics.get(*place) else { continue };
        let own = topic.wanted.as_ref().and_then(|wanted| wanted.pack_limit).filter(|_| subscribes);
        limit = limit.min(own.unwrap_or(usize::MAX));
        length += topic.arg.len() + 1;
        match packs.last_mut() {
            Some(pack) if overhead() + length <= longest && pack.len() < limit => pack.push(*place),
            _ => {
                packs.push(vec![*place]);
                (length, limit) = (topic.arg.len() + 1, own.unwrap_or(usize::MAX));
            }
        }
    }
    packs
}

/// The text of a request.
fn message(topics: &Topics, pack: &[usize], number: u64, subscribes: bool) -> String {
    let op = if subscribes { "subscribe" } else { "unsubscribe" };
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(text, r#"{{"id":"{}","op":"{op}","args":["#, wire_id(number));
    for (index, topic) in pack.iter().filter_map(|place| topics.get(*place)).enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&topic.arg);
    }
    text.push_str("]}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_message_is_read_back() {
        for number in [0, 1, u64::MAX, 0xABCD_0000_0000_0007] {
            assert_eq!(number_of(&wire_id(number)), Some(number));
            assert_eq!(number_in(&format!("Invalid request: {{\"id\":\"{}\"}}", wire_id(number))), Some(number));
        }
        for id in ["", "1512", "okx", "okx12", "okx+00000000000000f", "okx00000000000000000"] {
            assert_eq!(number_of(id), None, "{id}");
        }
        assert_eq!(number_in("okx okxé0000000000000 okx"), None);
        assert_eq!(length_alone("{}"), r#"{"id":"okx0000000000000000","op":"unsubscribe","args":[{}]}"#.len());
    }
}
