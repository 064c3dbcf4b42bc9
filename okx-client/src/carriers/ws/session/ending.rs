//! How links, subscriptions and sessions end.

use std::time::Duration;

use super::link::{Link, Role, WireState};
use super::{ConnectionState, Disconnect, GapCause, Life, LinkId, Output, Session, SubscriptionId};
use crate::api::refused;
use crate::api::ws::close_code;
use crate::error::{Error, Verdict};
use crate::facts::AfterClose;

/// The close code of an end without an error.
const NORMAL_CLOSURE: u16 = 1000;

/// The least pause before a new connection, if the same load would lead to the same result.
const PAUSE: Duration = Duration::from_secs(5);

impl Session {
    /// A connection was lost.
    pub(crate) fn disconnected(&mut self, link: LinkId, how: &Disconnect, now: Duration) {
        self.advance(now);
        let Some((role, link)) = self.links.take(link) else { return };
        let Some(close) = how.close_code.and_then(close_code) else {
            return self.gone(role, &link, &how.what);
        };
        let error = refused(close.fact.code, None, &how.reason);
        if error.verdict() == Some(Verdict::Never) && close.then != AfterClose::GiveUp && link.operations.is_empty() {
            self.blame(&link, &error);
        }
        let id = link.id;
        self.gone(role, &link, &error.to_string());
        match close.then {
            AfterClose::Wait => self.connect_after = self.connect_after.max(self.now + PAUSE),
            AfterClose::ReadKey => self.rereads_key = true,
            AfterClose::GiveUp if self.needs_login() => self.login_failed(id, &error),
            AfterClose::GiveUp | AfterClose::Reconnect => {}
        }
    }

    /// Gives a link up.
    pub(super) fn lose(&mut self, id: LinkId, what: &str) {
        if let Some((role, link)) = self.links.take(id) {
            self.outputs.push_back(Output::Close { link: id, code: NORMAL_CLOSURE });
            self.gone(role, &link, what);
        }
    }

    /// Closes a link that was replaced.
    pub(super) fn retire(&mut self, id: LinkId) {
        self.lose(id, "the connection was replaced");
    }

    /// Does what the end of a link requires. The link is no longer in `links`.
    pub(super) fn gone(&mut self, role: Role, link: &Link, what: &str) {
        self.abandon(link, what);
        self.note_gaps(link);
        if role == Role::Retiring {
            self.stop_waiting_for_old();
            return;
        }
        if link.opened.is_some_and(|opened| self.now.saturating_sub(opened) >= self.config.stable_after) {
            self.backoff.reset();
        }
        self.connect_after = self.now + self.backoff.next_pause();
        // Without a link that was to take its place, the serving one still works.
        if role == Role::Serving {
            self.report_state(link.id, ConnectionState::Disconnected(what.to_owned()));
            self.links.serving = self.links.next.take();
            self.stop_waiting_for_old();
            if let Some(next) = &self.links.serving {
                let state = if next.is_open() { ConnectionState::Replaced } else { ConnectionState::Connecting };
                self.report_state(next.id, state);
            }
        }
    }

    /// Ends a subscription with an error.
    pub(super) fn end(&mut self, id: SubscriptionId, error: &Error) {
        if let Some(wanted) = self.topics.unwant(id) {
            self.report_end(id, wanted.name, error.clone());
        }
    }

    /// Ends everything with an error, until there is something to connect for again.
    pub(super) fn end_all(&mut self, error: &Error) {
        let all: Vec<SubscriptionId> = self.topics.all_wanted().map(|(_, wanted)| wanted.id).collect();
        for id in all {
            self.end(id, error);
        }
        self.life = Life::Halted;
        self.stop(&error.to_string());
    }

    /// Closes all links and loses all requests.
    pub(super) fn stop(&mut self, what: &str) {
        let waiting = std::mem::take(&mut self.waiting).into();
        self.lose_waiting(waiting, what);
        let links: Vec<LinkId> = self.links.iter().map(|link| link.id).collect();
        let last = links.first().copied().unwrap_or(LinkId(0));
        for id in links {
            if let Some((_, link)) = self.links.take(id) {
                self.outputs.push_back(Output::Close { link: id, code: NORMAL_CLOSURE });
                self.abandon(&link, what);
            }
        }
        self.report_state(last, ConnectionState::Closed(what.to_owned()));
    }

    /// Ends the login and the requests of a link.
    fn abandon(&mut self, link: &Link, what: &str) {
        if link.is_logging_in() {
            self.outputs.push_back(Output::LoginEnded(link.id));
        }
        self.lose_sent(link.operations.values().filter_map(|sent| sent.request), what);
    }

    /// Notes since when pushes may be lost, for the topics that no other link pushes.
    fn note_gaps(&mut self, link: &Link) {
        let others = &self.links;
        for (place, wanted) in self.topics.all_wanted_mut() {
            let is_pushed = others.iter().any(|other| other.is_active(place, wanted.id));
            if link.is_active(place, wanted.id) && !is_pushed {
                wanted.gap.get_or_insert((GapCause::Disconnected, link.last_inbound));
            }
        }
    }

    /// Allows the subscriptions that could not be made while the old link existed.
    fn stop_waiting_for_old(&mut self) {
        let places: Vec<usize> = self.topics.iter().map(|(place, _)| place).collect();
        for link in self.links.iter_mut() {
            for place in &places {
                link.wire_mut(*place).waits_for_old = false;
            }
        }
    }

    /// OKX closed a link because of what was sent. A subscription that was under way is to blame, and ends if it was the only one.
    fn blame(&mut self, link: &Link, error: &Error) {
        let suspects: Vec<(usize, SubscriptionId)> = self
            .topics
            .all_wanted()
            .filter(|(place, wanted)| matches!(link.state(*place), WireState::Subscribing(_, id) if id == wanted.id))
            .map(|(place, wanted)| (place, wanted.id))
            .collect();
        if let [(_, id)] = *suspects {
            return self.end(id, error);
        }
        for (place, _) in &suspects {
            if let Some(wanted) = self.topics.wanted_mut(*place) {
                let limit = wanted.pack_limit.unwrap_or(suspects.len()).min(suspects.len());
                wanted.pack_limit = Some((limit / 2).max(1));
            }
        }
    }
}
