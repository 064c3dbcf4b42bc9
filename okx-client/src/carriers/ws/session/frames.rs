//! Inbound frames. Pushes are passed on without reading more than their argument.

use std::time::Duration;

use super::message::{Message, pushed_arg, without_login};
use super::mute::note_push;
use super::{ConnectionState, Degradation, Event, Frame, FrameText, LinkId, Output, Session};
use crate::api::errors;

/// The answer to a `ping`.
const PONG: &str = "pong";

/// The time in which unreadable frames are counted.
const MINUTE: Duration = Duration::from_secs(60);

impl Session {
    /// A frame arrived.
    pub(crate) fn frame(&mut self, link: LinkId, frame: Frame, now: Duration) {
        self.now = self.now.max(now);
        let Some(found) = self.links.get_mut(link).filter(|link| link.is_open()) else { return };
        found.last_inbound = self.now;
        found.pinged = None;
        match frame {
            Frame::Text(text) => self.text(link, text),
            Frame::Binary(_) => self.unreadable(link, "a binary frame", &FrameText::from("")),
            Frame::Ping | Frame::Pong => {}
        }
    }

    /// A frame that the session does not understand.
    pub(super) fn unexpected(&mut self, what: &'static str, text: &FrameText) {
        self.report(Event::Unexpected { what, text: text.clone() });
    }

    fn text(&mut self, link: LinkId, text: FrameText) {
        if let Some(place) = pushed_arg(text.as_str()).and_then(|arg| self.topics.find(arg)) {
            return self.push(link, place, text);
        }
        self.is_settled = false;
        if text.as_str() == PONG {
            if let Some(link) = self.links.get_mut(link) {
                link.drains_until = None;
            }
            return;
        }
        let text = without_login(text);
        match Message::read(text.as_str()) {
            Ok(message) => self.message(link, &message, &text),
            Err(_) => self.unreadable(link, "a frame that is not a JSON object", &text),
        }
    }

    /// Passes a push on, if it is for somebody.
    fn push(&mut self, link: LinkId, place: usize, text: FrameText) {
        let (Some(found), Some(wanted)) = (self.links.get_mut(link), self.topics.wanted_mut(place)) else { return };
        if found.serves(place, wanted.id) {
            note_push(wanted, self.now);
            self.outputs.push_back(Output::Event(Event::Push { subscription: wanted.id, link, text }));
        }
    }

    fn message(&mut self, link: LinkId, message: &Message<'_>, text: &FrameText) {
        match message.event.as_deref() {
            Some("login") => self.login_answered(link, message, text),
            Some("subscribe") => self.acknowledged(link, message, true, text),
            Some("unsubscribe") => self.acknowledged(link, message, false, text),
            Some("error") => self.refused(link, message, text),
            Some("notice") => self.noticed(link, message),
            Some("channel-conn-count") => self.counted(message),
            Some("channel-conn-count-error") => self.too_many_connections(link, message),
            Some(_) => self.unexpected("an unknown event", text),
            None => match message.arg.filter(|_| message.has_data) {
                Some(arg) => match self.topics.find(arg) {
                    Some(place) => self.push(link, place, text.clone()),
                    None => self.unexpected("a push for an unknown subscription", text),
                },
                None if message.op.is_some() || message.id.is_some() => self.replied(link, message, text),
                None => self.unexpected("a message of an unknown form", text),
            },
        }
    }

    fn noticed(&mut self, link: LinkId, message: &Message<'_>) {
        if message.code() != errors::SOCKET_CLOSING_FOR_UPGRADE {
            let (code, text) = (message.code().to_owned(), message.text().to_owned());
            return self.report(Event::Notice { code, text });
        }
        let until = self.now + self.config.handover_within;
        if let Some(found) = self.links.get_mut(link)
            && found.must_go.is_none()
        {
            found.must_go = Some(until);
            self.report_state(link, ConnectionState::Degraded(Degradation::Closing));
        }
    }

    fn counted(&mut self, message: &Message<'_>) {
        let channel = message.channel.as_deref().unwrap_or_default().to_owned();
        if let Some(count) = message.conn_count.as_deref().and_then(|count| count.parse().ok()) {
            self.report(Event::ChannelCount { channel, count });
        }
    }

    /// Reports a frame that cannot be read, and replaces the connection if there are many.
    fn unreadable(&mut self, link: LinkId, what: &'static str, text: &FrameText) {
        self.is_settled = false;
        self.unexpected(what, text);
        let (now, most) = (self.now, self.config.unreadable_per_minute);
        let Some(found) = self.links.get_mut(link) else { return };
        while found.unreadable.front().is_some_and(|time| *time + MINUTE <= now) {
            found.unreadable.pop_front();
        }
        found.unreadable.push_back(now);
        if found.unreadable.len() > most {
            self.lose(link, "too many of its frames could not be read");
        }
    }
}
