//! Requests such as orders: each is sent at most once and ends exactly once.

use std::fmt::Write as _;
use std::time::Duration;

use super::link::{Login, SentOperation};
use super::message::Message;
use super::sending::{number_of, wire_id};
use super::{Event, FrameText, Life, LinkId, NewRequest, RequestId, Session};

impl Session {
    /// Sends a request once a connection is logged in. Its end is reported as `Reply` or `Lost`.
    pub(crate) fn request(&mut self, new: NewRequest, now: Duration) {
        self.advance(now);
        let what = if self.life == Life::Closed {
            Some("the connection was closed by the client".to_owned())
        } else if text_of(&new, 0).len() > self.config.longest_message {
            Some(format!("the message is longer than {} bytes", self.config.longest_message))
        } else {
            None
        };
        if let Some(what) = what {
            self.report(Event::Lost { request: new.id, was_sent: false, what });
        } else {
            self.life = Life::Running;
            // The next request should not wait for a connection and a login.
            self.config.stays_connected = true;
            self.waiting.push_back(new);
        }
    }

    /// Nobody waits for a request any more. Nothing more is reported about it; it is not sent if it was not yet.
    pub(crate) fn forget_request(&mut self, id: RequestId) {
        self.is_settled = false;
        self.waiting.retain(|waiting| waiting.id != id);
        for sent in self.links.iter_mut().flat_map(|link| link.operations.values_mut()) {
            sent.request = sent.request.filter(|request| *request != id);
        }
    }

    /// Sends the requests that wait, if the serving link is logged in.
    pub(super) fn send_requests(&mut self) {
        let Some(link) = self.links.serving.as_ref().filter(|link| link.is_open() && link.login == Login::Done) else {
            return;
        };
        let id = link.id;
        while let Some(new) = self.waiting.pop_front() {
            let number = self.take_number();
            self.send(id, text_of(&new, number));
            let sent = SentOperation { request: Some(new.id), deadline: new.deadline };
            if let Some(link) = self.links.get_mut(id) {
                link.operations.insert(number, sent);
            }
        }
    }

    /// The answer to a request arrived.
    pub(super) fn replied(&mut self, link: LinkId, message: &Message<'_>, text: &FrameText) {
        let number = message.id.as_deref().and_then(number_of);
        match number {
            Some(number) if self.is_known(number) => self.reply(link, number, text),
            _ => self.unexpected("a reply to an unknown request", text),
        }
    }

    /// Reports the reply to the request with this number, unless nobody waits for it.
    pub(super) fn reply(&mut self, link: LinkId, number: u64, text: &FrameText) {
        let sent = self.links.get_mut(link).and_then(|link| link.operations.remove(&number));
        if let Some(request) = sent.and_then(|sent| sent.request) {
            self.report(Event::Reply { request, text: text.clone() });
        }
    }

    /// Whether the session sent a message with this number.
    pub(super) fn is_known(&self, number: u64) -> bool {
        (self.first_number..self.next_number).contains(&number)
    }

    /// Ends the requests whose deadline has passed.
    pub(super) fn end_late_requests(&mut self) {
        let now = self.now;
        let (late, waiting): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|new| new.send_by.min(new.deadline) <= now);
        self.waiting = waiting.into();
        self.lose_waiting(late, "no connection was ready in time");
        let mut lost = Vec::new();
        for link in self.links.iter_mut() {
            link.operations.retain(|_, sent| {
                let is_late = sent.deadline <= now;
                lost.extend(sent.request.filter(|_| is_late));
                !is_late
            });
        }
        self.lose_sent(lost, "OKX did not reply in time");
    }

    /// Reports requests that were not sent as lost.
    pub(super) fn lose_waiting(&mut self, waiting: Vec<NewRequest>, what: &str) {
        for new in waiting {
            self.report(Event::Lost { request: new.id, was_sent: false, what: what.to_owned() });
        }
    }

    /// Reports requests that were sent as lost.
    pub(super) fn lose_sent(&mut self, requests: impl IntoIterator<Item = RequestId>, what: &str) {
        for request in requests {
            self.report(Event::Lost { request, was_sent: true, what: what.to_owned() });
        }
    }
}

/// The message of a request.
fn text_of(new: &NewRequest, number: u64) -> String {
    let mut text = format!(r#"{{"id":"{}","op":"{}","#, wire_id(number), new.op);
    if let Some(exp_time) = new.exp_time {
        // Writing to a string cannot fail.
        let _ = write!(text, r#""expTime":"{exp_time}","#);
    }
    let _ = write!(text, r#""args":{}}}"#, new.args);
    text
}
