//! Acts on the deadlines that have passed, and finds the next one.

use super::link::{Link, WireState};
use super::{LinkId, Session};
use crate::error::Error;

/// What is sent after a silence, and answered with `pong`.
pub(super) const PING: &str = "ping";

/// After how many connections a subscription ends that OKX acknowledges on none of them.
const MAX_UNANSWERED: u32 = 3;

impl Session {
    /// Acts on the deadlines that have passed.
    pub(super) fn check_deadlines(&mut self) {
        self.end_late_requests();
        let links: Vec<LinkId> = self.links.iter().filter(|link| link.is_open()).map(|link| link.id).collect();
        for link in links {
            self.check_heartbeat(link);
            self.check_login(link);
            self.check_answers(link);
        }
        self.check_silence();
    }

    /// Determines when the next deadline passes, beside those that are known already.
    pub(super) fn set_deadline(&mut self) {
        let config = &self.config;
        let of_links = self.links.iter().filter_map(|link| {
            let heartbeat = link.opened.map(|_| match link.pinged {
                Some(pinged) => pinged + config.pong_within,
                None => link.last_inbound + config.ping_after,
            });
            let asked = link.asked.values().filter_map(|asked| asked.deadline).min();
            let operation = link.operations.values().map(|sent| sent.deadline).min();
            [heartbeat, link.login.deadline(), asked, operation].into_iter().flatten().min()
        });
        let waiting = self.waiting.iter().map(|new| new.send_by.min(new.deadline));
        let deadline = of_links.chain(waiting).chain(self.silence_ends()).min();
        if let Some(deadline) = deadline {
            self.wake_at(deadline);
        }
    }

    /// Sends a ping after a silence, and gives up a link that does not answer it.
    fn check_heartbeat(&mut self, id: LinkId) {
        let (now, ping_after, pong_within) = (self.now, self.config.ping_after, self.config.pong_within);
        let Some(link) = self.links.get_mut(id) else { return };
        match link.pinged {
            Some(pinged) if pinged + pong_within <= now => {
                self.lose(id, &format!("nothing arrived within {} s of a ping", pong_within.as_secs()));
            }
            None if link.last_inbound + ping_after <= now => {
                link.pinged = Some(now);
                self.send(id, PING);
            }
            _ => {}
        }
    }

    fn check_login(&mut self, id: LinkId) {
        let deadline = self.links.get_mut(id).and_then(|link| link.login.deadline());
        if deadline.is_some_and(|deadline| deadline <= self.now) {
            self.lose(id, "OKX did not answer the login");
        }
    }

    /// Repeats the subscriptions and unsubscriptions that were not answered in time. If they were repeated before, the link is given up.
    fn check_answers(&mut self, id: LinkId) {
        let now = self.now;
        let Some(link) = self.links.get_mut(id) else { return };
        let asked = link.asked.iter_mut().filter(|(_, asked)| asked.deadline.is_some_and(|deadline| deadline <= now));
        let mut late = Vec::new();
        for (number, asked) in asked {
            asked.deadline = None;
            late.push((*number, !asked.refusals.is_empty(), asked.topics.clone()));
        }
        let mut unanswered = Vec::new();
        for (number, has_refusals, topics) in late {
            if has_refusals {
                self.divide(id, number);
            } else if let Some(link) = self.links.get_mut(id) {
                unanswered.extend(topics.into_iter().filter(|place| !can_repeat(link, *place, number)));
            }
        }
        if !unanswered.is_empty() {
            self.end_unanswered(id, &unanswered);
            self.lose(id, "OKX did not answer a subscription");
        }
    }

    /// Ends the subscriptions that OKX does not acknowledge, although it acknowledges others.
    fn end_unanswered(&mut self, id: LinkId, places: &[usize]) {
        let acknowledges = self.links.get_mut(id).is_some_and(|link| link.has_acknowledged);
        for place in places.iter().filter(|_| acknowledges) {
            let Some(wanted) = self.topics.wanted_mut(*place) else { continue };
            wanted.unanswered += 1;
            if wanted.unanswered >= MAX_UNANSWERED {
                let (id, what) = (wanted.id, "OKX did not acknowledge the subscription on several connections");
                self.end(id, &Error::unreachable(what));
            }
        }
    }
}

/// Marks a request for a topic as overdue, so that it is repeated; `false` if it is the repetition.
fn can_repeat(link: &mut Link, place: usize, number: u64) -> bool {
    match &mut link.wire_mut(place).state {
        WireState::Subscribing(attempts, _) | WireState::Unsubscribing(attempts) if attempts.last == number => {
            attempts.overdue = true;
            attempts.first == attempts.last
        }
        _ => true,
    }
}
