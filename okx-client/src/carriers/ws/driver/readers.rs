//! The readers of one subscription.

use std::sync::Arc;
use std::time::Duration;

use super::{Reader, ReaderId};
use crate::carriers::ws::feed::{Delivery, GapCause};
use crate::carriers::ws::session::{FrameText, LinkId};
use crate::error::Error;

/// The readers of one subscription, and what a new one must know.
#[derive(Debug)]
pub(super) struct Readers {
    channel: Arc<str>,
    all: Vec<Reader>,
    is_active: bool,
    /// Since when pushes are missed because the subscription is made again, and the readers that miss them.
    resubscribing: Option<(Duration, Vec<ReaderId>)>,
    /// The link that takes over, while two of them push.
    overlap: Option<LinkId>,
}

impl Readers {
    pub(super) fn new(channel: Arc<str>, all: Vec<Reader>) -> Self {
        Self { channel, all, is_active: false, resubscribing: None, overlap: None }
    }

    /// OKX's name of the channel.
    pub(super) fn channel(&self) -> &Arc<str> {
        &self.channel
    }

    pub(super) fn attach(&mut self, reader: Reader) {
        if let Some(new) = self.overlap {
            reader.feed.tell(Delivery::Overlap { new });
        }
        if self.is_active {
            reader.feed.activate();
        }
        self.all.push(reader);
    }

    pub(super) fn extend(&mut self, readers: impl IntoIterator<Item = Reader>) {
        readers.into_iter().for_each(|reader| self.attach(reader));
    }

    pub(super) fn detach(&mut self, id: ReaderId) {
        self.all.retain(|reader| reader.id != id);
    }

    /// Passes on a push. Returns how many readers dropped one, because they read too slowly.
    pub(super) fn push(&self, link: LinkId, text: &FrameText, now: Duration) -> u64 {
        let mut dropped = 0;
        for reader in &self.all {
            dropped += u64::from(reader.feed.push(link, text.clone(), now));
        }
        dropped
    }

    pub(super) fn activate(&mut self, now: Duration) {
        self.is_active = true;
        if let Some((from, ids)) = self.resubscribing.take() {
            for reader in self.all.iter().filter(|reader| ids.contains(&reader.id)) {
                reader.feed.tell(Delivery::Gap { cause: GapCause::Resubscribed, from, until: now });
            }
        }
        self.all.iter().for_each(|reader| reader.feed.activate());
    }

    pub(super) fn gap(&mut self, cause: GapCause, from: Duration, until: Duration) {
        self.tell(|| Delivery::Gap { cause, from, until });
    }

    pub(super) fn overlap(&mut self, new: LinkId) {
        self.overlap = Some(new);
        self.tell(|| Delivery::Overlap { new });
    }

    pub(super) fn overlap_ended(&mut self) {
        self.overlap = None;
        self.tell(|| Delivery::OverlapEnded);
    }

    /// The subscription is ended and begun again, so that there is a snapshot. The readers are told about the gap when it ends.
    pub(super) fn resubscribed(&mut self, now: Duration) {
        if self.overlap.is_some() {
            self.overlap_ended();
        }
        self.is_active = false;
        let ids = self.all.iter().map(|reader| reader.id);
        match &mut self.resubscribing {
            Some((_, missing)) => missing.extend(ids),
            None => self.resubscribing = Some((now, ids.collect())),
        }
    }

    pub(super) fn end(self, error: &Error) {
        self.tell(|| Delivery::Ended(error.clone()));
    }

    fn tell(&self, delivery: impl Fn() -> Delivery) {
        self.all.iter().for_each(|reader| reader.feed.tell(delivery()));
    }
}

/// Ends a reader of a subscription that has ended meanwhile.
pub(super) fn refuse(reader: &Reader) {
    let error = Error::unreachable("the subscription ended while it was being shared; subscribe again");
    reader.feed.tell(Delivery::Ended(error));
}
