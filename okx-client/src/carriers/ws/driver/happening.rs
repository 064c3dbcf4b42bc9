//! Waits for the next thing that happens to a session.

use std::task::{Context, Poll};
use std::time::Duration;

use super::{Command, Driver};
use crate::carriers::ws::connect::ConnectError;
use crate::carriers::ws::link::Link;
use crate::carriers::ws::session::{Disconnect, Frame, LinkId};
use crate::error::Error;

/// What happened to a session.
pub(super) enum Happening {
    /// A command, or `None` if the client and all its streams are gone.
    Command(Option<Command>),
    /// A connection was opened, or could not be.
    Connected(LinkId, Result<Box<Link>, ConnectError>),
    /// A login was signed, or could not be.
    Signed(LinkId, Result<String, Error>),
    /// A frame arrived.
    Received(LinkId, Frame),
    /// A connection ended.
    Disconnected(LinkId, Disconnect),
    /// A deadline has passed.
    Time,
}

impl Driver {
    /// Looks for the next thing that happened. Writing makes progress meanwhile.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Happening> {
        if let Poll::Ready(command) = self.commands.poll_recv(context) {
            return Poll::Ready(Happening::Command(command));
        }
        let now = self.now();
        // Checked before the links are read, so that a busy link does not delay it.
        let due = self.next_deadline();
        if due.is_some_and(|due| due <= now) {
            return Poll::Ready(Happening::Time);
        }
        if let Poll::Ready(happening) = self.poll_pending(context) {
            return Poll::Ready(happening);
        }
        if let Poll::Ready(happening) = self.poll_links(context, now) {
            return Poll::Ready(happening);
        }
        // Writing may have set or met deadlines.
        self.poll_time(context, now)
    }

    /// Connections that are being opened, and logins that are being signed.
    fn poll_pending(&mut self, context: &mut Context<'_>) -> Poll<Happening> {
        for index in 0..self.connecting.len() {
            if let Poll::Ready(result) = self.connecting[index].1.as_mut().poll(context) {
                let (id, _) = self.connecting.swap_remove(index);
                return Poll::Ready(Happening::Connected(id, result));
            }
        }
        for index in 0..self.signing.len() {
            if let Poll::Ready((result, turn)) = self.signing[index].1.as_mut().poll(context) {
                let (id, _) = self.signing.swap_remove(index);
                self.turns.extend(turn.map(|turn| (id, turn)));
                return Poll::Ready(Happening::Signed(id, result));
            }
        }
        Poll::Pending
    }

    fn poll_links(&mut self, context: &mut Context<'_>, now: Duration) -> Poll<Happening> {
        let count = self.links.len();
        self.first_link = self.first_link.wrapping_add(1);
        for offset in 0..count {
            let (id, link) = &mut self.links[(self.first_link.wrapping_add(offset)) % count];
            if let Poll::Ready(why) = link.poll_write(context, now) {
                return Poll::Ready(Happening::Disconnected(*id, why));
            }
            match link.poll_read(context, now) {
                Poll::Ready(Ok(frame)) => return Poll::Ready(Happening::Received(*id, frame)),
                Poll::Ready(Err(why)) => return Poll::Ready(Happening::Disconnected(*id, why)),
                Poll::Pending => {}
            }
        }
        Poll::Pending
    }

    fn poll_time(&mut self, context: &mut Context<'_>, now: Duration) -> Poll<Happening> {
        loop {
            let Some(due) = self.next_deadline() else { return Poll::Pending };
            // Deadlines move later with every frame. A pause that ends too early is cheaper than a new one each time.
            let is_in_time = self.sleep.as_ref().is_some_and(|(ends, _)| *ends <= due);
            if !is_in_time {
                self.sleep = Some((due, self.context.clock.sleep(due.saturating_sub(now))));
            }
            let Some((_, sleep)) = &mut self.sleep else { return Poll::Pending };
            if sleep.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.sleep = None;
            if due <= self.now() {
                return Poll::Ready(Happening::Time);
            }
        }
    }

    /// The earliest time at which something must be done.
    fn next_deadline(&self) -> Option<Duration> {
        let writes = self.links.iter().filter_map(|(_, link)| link.deadline());
        writes.chain(self.session.next_deadline()).chain(self.idle_deadline()).min()
    }
}
