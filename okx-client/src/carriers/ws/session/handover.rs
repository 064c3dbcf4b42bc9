//! Opens connections, and lets a new one take the place of one that must go.

use std::time::Duration;

use super::deadlines::PING;
use super::link::{Link, Login, Role};
use super::{ConnectFailure, ConnectionState, Life, LinkId, Output, Session};

/// How long a link that was replaced may take to answer. Usually it takes a round trip.
const DRAIN_WITHIN: Duration = Duration::from_secs(5);

impl Session {
    /// A connection was opened.
    pub(crate) fn connected(&mut self, link: LinkId, now: Duration) {
        self.advance(now);
        let role = self.links.role(link);
        let Some(found) = self.links.get_mut(link).filter(|link| !link.is_open()) else { return };
        self.has_connected = true;
        found.opened = Some(self.now);
        found.last_inbound = self.now;
        if role == Role::Serving {
            self.report_state(link, ConnectionState::Connected);
        }
    }

    /// A connection could not be opened. A final failure ends everything, unless a connection was open before: then the address is right, and
    /// a server in between is in trouble.
    pub(crate) fn connect_failed(&mut self, link: LinkId, failure: &ConnectFailure, now: Duration) {
        self.advance(now);
        if self.links.get_mut(link).is_none_or(|link| link.is_open()) {
            return;
        }
        if failure.is_final && !self.has_connected && self.links.role(link) == Role::Serving {
            self.links.take(link);
            return self.end_all(&failure.error);
        }
        if let Some((role, link)) = self.links.take(link) {
            self.gone(role, &link, &failure.error.to_string());
            let earliest = self.now + failure.wait.unwrap_or_default();
            self.connect_after = self.connect_after.max(earliest);
        }
    }

    /// Opens the connection that is missing.
    pub(super) fn connect_if_needed(&mut self) {
        let Some(role) = self.missing() else { return };
        if self.now < self.connect_after {
            return self.wake_at(self.connect_after);
        }
        let id = LinkId(self.next_link);
        self.next_link += 1;
        let link = Link::new(id, &self.config, self.now);
        if role == Role::Serving {
            self.links.serving = Some(link);
            self.report_state(id, ConnectionState::Connecting);
        } else {
            self.links.next = Some(link);
        }
        self.outputs.push_back(Output::Connect(id));
    }

    /// Replaces the serving link once the next one is ready, and closes the one that was replaced once it has no more to do.
    pub(super) fn hand_over(&mut self) {
        if self.links.retiring.is_none() && self.can_hand_over() {
            self.links.retiring = self.links.serving.take();
            self.links.serving = self.links.next.take();
            self.begin_draining();
            if let Some(link) = &self.links.serving {
                self.report_state(link.id, ConnectionState::Replaced);
            }
        }
        let Some(old) = &self.links.retiring else { return };
        let (id, until) = (old.id, old.must_go.unwrap_or(self.now));
        let drains_until = old.drains_until.filter(|drains_until| self.now < *drains_until);
        if until <= self.now || (old.operations.is_empty() && drains_until.is_none()) {
            self.retire(id);
        } else {
            self.wake_at(drains_until.map_or(until, |drains_until| drains_until.min(until)));
        }
    }

    /// Asks the link that was replaced for a last answer. What OKX sent on it before the new link was subscribed can still be under way, and
    /// has arrived once that answer has.
    fn begin_draining(&mut self) {
        let until = self.now + DRAIN_WITHIN;
        let Some(old) = self.links.retiring.as_mut().filter(|old| old.is_open()) else { return };
        old.drains_until = Some(until);
        let id = old.id;
        self.send(id, PING);
    }

    /// The role for which a connection is needed and missing.
    fn missing(&self) -> Option<Role> {
        let stays = self.config.stays_connected && self.life == Life::Running;
        let is_needed = stays || !self.waiting.is_empty() || self.topics.all_wanted().next().is_some();
        match &self.links.serving {
            _ if self.life == Life::Closed || !is_needed => None,
            None => Some(Role::Serving),
            Some(serving) => {
                let is_free = self.links.next.is_none() && self.links.retiring.is_none();
                (serving.must_go.is_some() && is_free).then_some(Role::Next)
            }
        }
    }

    /// Whether the next link can take the place of the serving one: it does everything that the serving one does, or there is no more time.
    fn can_hand_over(&mut self) -> bool {
        let (Some(serving), Some(next)) = (&self.links.serving, &self.links.next) else { return false };
        if !next.is_open() {
            return false;
        }
        let until = serving.must_go.unwrap_or(self.now);
        let waits_for_old = |place| next.wire(place).is_some_and(|wire| wire.waits_for_old);
        let is_ready = (next.login == Login::Done || !self.needs_login())
            && self.topics.all_wanted().all(|(place, wanted)| {
                !serving.is_active(place, wanted.id) || next.is_active(place, wanted.id) || waits_for_old(place)
            });
        if !is_ready && self.now < until {
            self.wake_at(until);
        }
        is_ready || until <= self.now
    }
}
