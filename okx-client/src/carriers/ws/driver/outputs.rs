//! Does what a session asks for, and passes on what it reports.

use std::sync::Arc;
use std::time::Duration;

use super::Driver;
use super::readers::Readers;
use crate::carriers::ws::recorder::RecordedFrame;
use crate::carriers::ws::session::{Event, FrameText, LinkId, Output, RequestId, SubscriptionId};
use crate::carriers::ws::states::{ConnectionEvent, ConnectionEventKind};
use crate::judge::TransportError;

impl Driver {
    /// Does what the session asks for. Returns whether a push was among it.
    pub(super) fn execute_outputs(&mut self, now: Duration) -> bool {
        let mut had_push = false;
        while let Some(output) = self.session.poll_output() {
            match output {
                Output::Connect(id) => self.connect(id),
                Output::SignLogin { link, resync_clock, reread_key } => self.sign_login(link, resync_clock, reread_key),
                Output::LoginEnded(id) => {
                    self.signing.retain(|(own, _)| *own != id);
                    self.turns.retain(|(own, _)| *own != id);
                }
                Output::Send { link, text } => self.send(link, text, now),
                Output::Close { link, code } => self.close(link, code),
                Output::Event(event) => had_push |= self.event(event, now),
            }
        }
        had_push
    }

    fn connect(&mut self, id: LinkId) {
        let (context, url) = (Arc::clone(&self.context), Arc::clone(&self.url));
        self.connecting.push((id, Box::pin(async move { context.connect(&url).await })));
    }

    fn sign_login(&mut self, id: LinkId, resync_clock: bool, reread_key: bool) {
        let held = self.turns.iter().position(|(own, _)| *own == id).map(|index| self.turns.swap_remove(index).1);
        let context = Arc::clone(&self.context);
        let signing = async move {
            let turn = match held {
                Some(turn) => Ok(turn),
                None => context.login.turn().await,
            };
            match turn {
                Ok(turn) => (context.login.sign(resync_clock, reread_key).await, Some(turn)),
                Err(error) => (Err(error), None),
            }
        };
        self.signing.push((id, Box::pin(signing)));
    }

    fn send(&mut self, id: LinkId, text: FrameText, now: Duration) {
        let Some((_, link)) = self.links.iter_mut().find(|(own, _)| *own == id) else { return };
        self.report.figures.sent();
        link.send(text.clone(), now);
        if self.context.recorder.is_some() {
            let is_login = text.as_str().starts_with(r#"{"op":"login""#);
            // A login contains the passphrase.
            let text = if is_login { FrameText::from(r#"{"op":"login"}"#) } else { text };
            self.record(false, None, text);
        }
    }

    fn close(&mut self, id: LinkId, code: u16) {
        self.connecting.retain(|(own, _)| *own != id);
        self.signing.retain(|(own, _)| *own != id);
        self.turns.retain(|(own, _)| *own != id);
        if let Some(index) = self.links.iter().position(|(own, _)| *own == id) {
            self.links.swap_remove(index).1.close(code);
        }
    }

    /// Passes on what the session reports. Returns whether it is a push.
    fn event(&mut self, event: Event, now: Duration) -> bool {
        match event {
            Event::Push { subscription, link, text } => {
                self.push(subscription, link, text, now);
                return true;
            }
            Event::Active { subscription, .. } => self.with_readers(subscription, |readers| readers.activate(now)),
            Event::Ended { subscription, error } => {
                if let Some(readers) = self.readers.remove(&subscription) {
                    readers.end(&error);
                }
                if let Some(pool) = self.pool.upgrade() {
                    pool.forget(self.connection, subscription);
                }
                self.subscriptions_changed(now);
            }
            Event::Gap { subscription, cause, from, until } => {
                self.with_readers(subscription, |readers| readers.gap(cause.into(), from, until));
            }
            Event::Overlap { subscription, new, .. } => self.with_readers(subscription, |readers| readers.overlap(new)),
            Event::OverlapEnded { subscription } => self.with_readers(subscription, Readers::overlap_ended),
            Event::Reply { request, text } => self.reply(request, Ok(text), now),
            Event::Lost { request, was_sent, what } => {
                let error = if was_sent { TransportError::broken(what) } else { TransportError::not_sent(what) };
                self.reply(request, Err(error), now);
            }
            Event::State { state, .. } => self.tell(ConnectionEventKind::State(state)),
            Event::ChannelCount { channel, count, .. } => {
                self.tell(ConnectionEventKind::ChannelCount { channel, count });
            }
            Event::Notice { code, text, .. } => self.tell(ConnectionEventKind::Notice { code, message: text }),
            Event::Unexpected { what, text, .. } => {
                self.tell(ConnectionEventKind::Unexpected { what, message: text.as_str().to_owned() });
            }
        }
        false
    }

    fn with_readers(&mut self, id: SubscriptionId, tell: impl FnOnce(&mut Readers)) {
        if let Some(readers) = self.readers.get_mut(&id) {
            tell(readers);
        }
    }

    fn push(&mut self, id: SubscriptionId, link: LinkId, text: FrameText, now: Duration) {
        if let Some(time) = self.lag.sample(text.as_str(), now) {
            let lag = self.context.time.now().as_millis().saturating_sub(time);
            self.report.figures.lag(lag);
        }
        let Some(readers) = self.readers.get(&id) else { return };
        let dropped = readers.push(link, &text, now);
        if dropped > 0 {
            self.report.figures.dropped(dropped);
        }
        if self.context.recorder.is_some() {
            let channel = Arc::clone(readers.channel());
            self.record(true, Some(channel), text);
        }
    }

    fn reply(&mut self, id: RequestId, reply: Result<FrameText, TransportError>, now: Duration) {
        if let Some(sender) = self.requests.remove(&id) {
            // This fails if nobody waits for the reply any more.
            let _ = sender.send(reply);
        }
        self.subscriptions_changed(now);
    }

    fn tell(&self, kind: ConnectionEventKind) {
        let at = self.context.time.now();
        self.context.states.report(ConnectionEvent { connection: self.connection, socket: self.socket, at, kind });
    }

    pub(super) fn record(&self, is_received: bool, channel: Option<Arc<str>>, text: FrameText) {
        if let Some(recorder) = &self.context.recorder {
            let (socket, connection, at) = (self.socket, self.connection, self.context.time.now());
            recorder.record(RecordedFrame { at, socket, connection, is_received, channel, text });
        }
    }
}
