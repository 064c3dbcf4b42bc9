//! The channels that a session is subscribed to, was asked for, or is leaving.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::argument::Argument;
use super::{GapCause, NewSubscription, SubscriptionId};

/// Learned arguments are forgotten beyond this number, so that a peer that varies them cannot use up the memory.
const MAX_LEARNED: usize = 20_000;

/// This many topics are kept although nobody wants them.
const MAX_UNUSED: usize = 128;

/// One argument on the wire.
#[derive(Debug)]
pub(super) struct Topic {
    /// The JSON text that is sent.
    pub(super) arg: Arc<str>,
    argument: Argument,
    /// The subscription that wants it; `None` if it is no longer wanted.
    pub(super) wanted: Option<Wanted>,
}

/// A subscription that was asked for and has not ended.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) id: SubscriptionId,
    pub(super) name: Option<&'static str>,
    pub(super) needs_login: bool,
    pub(super) silence: Option<Duration>,
    /// When the last push arrived, or since when pushes are expected; `None` before the first acknowledgement.
    pub(super) last_push: Option<Duration>,
    /// How many remedies for its silence were tried since it was healthy, and when the last one was.
    pub(super) remedies: u32,
    pub(super) last_remedy: Duration,
    /// Why and since when pushes may have been lost, until it is active again.
    pub(super) gap: Option<(GapCause, Duration)>,
    /// How many connections in a row acknowledged other subscriptions, but not this one.
    pub(super) unanswered: u32,
    /// The most topics that a request with this one may have; `None` without a limit. It shrinks until a refusal can be attributed.
    pub(super) pack_limit: Option<usize>,
    /// Whether two links may push it.
    pub(super) overlaps: bool,
}

/// Why a subscription cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotAdded {
    NoChannel,
    AlreadyWanted,
}

/// All topics, numbered by their places, which are reused. Finds the topic of a message.
#[derive(Debug, Default)]
pub(super) struct Topics {
    slots: Vec<Option<Topic>>,
    /// Arguments exactly as they appeared in messages, so that the usual push is found without reading its argument.
    learned: HashMap<Box<str>, usize>,
}

impl Topics {
    pub(super) fn get(&self, place: usize) -> Option<&Topic> {
        self.slots.get(place)?.as_ref()
    }

    pub(super) fn wanted(&self, place: usize) -> Option<&Wanted> {
        self.get(place)?.wanted.as_ref()
    }

    pub(super) fn wanted_mut(&mut self, place: usize) -> Option<&mut Wanted> {
        self.slots.get_mut(place)?.as_mut()?.wanted.as_mut()
    }

    /// Every topic with its place.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Topic)> {
        self.slots.iter().enumerate().filter_map(|(place, slot)| Some((place, slot.as_ref()?)))
    }

    /// Every subscription that is wanted, with the place of its topic.
    pub(super) fn all_wanted(&self) -> impl Iterator<Item = (usize, &Wanted)> {
        self.iter().filter_map(|(place, topic)| Some((place, topic.wanted.as_ref()?)))
    }

    /// The same, mutable.
    pub(super) fn all_wanted_mut(&mut self) -> impl Iterator<Item = (usize, &mut Wanted)> {
        let slots = self.slots.iter_mut().enumerate();
        slots.filter_map(|(place, slot)| Some((place, slot.as_mut()?.wanted.as_mut()?)))
    }

    /// Adds a subscription.
    pub(super) fn want(&mut self, new: &NewSubscription) -> Result<(), NotAdded> {
        let argument = Argument::read(&new.arg).ok_or(NotAdded::NoChannel)?;
        let wanted = Wanted {
            id: new.id,
            name: new.name,
            needs_login: new.needs_login,
            silence: new.silence,
            last_push: None,
            remedies: 0,
            last_remedy: Duration::ZERO,
            gap: None,
            unanswered: 0,
            pack_limit: None,
            overlaps: false,
        };
        if let Some(known) = self.slots.iter_mut().flatten().find(|topic| topic.argument == argument) {
            if known.wanted.is_some() {
                return Err(NotAdded::AlreadyWanted);
            }
            known.arg = Arc::clone(&new.arg);
            known.wanted = Some(wanted);
        } else {
            // The new topic may fit arguments better that are known for another one of the channel.
            self.forget(|topic| topic.argument.channel() == argument.channel());
            self.insert(Topic { arg: Arc::clone(&new.arg), argument, wanted: Some(wanted) });
        }
        Ok(())
    }

    /// Takes back what was asked for; `None` if it has ended before.
    pub(super) fn unwant(&mut self, id: SubscriptionId) -> Option<Wanted> {
        let wants = |topic: &Topic| topic.wanted.as_ref().is_some_and(|wanted| wanted.id == id);
        self.slots.iter_mut().flatten().find(|topic| wants(topic))?.wanted.take()
    }

    /// Removes the topics that nobody wants and that no link `uses`, if there are many, and returns their places. Some are kept, because a
    /// late push of one must not be taken for a push of a similar one.
    pub(super) fn remove_unused(&mut self, uses: impl Fn(usize) -> bool) -> Vec<usize> {
        let unused = |place: usize, topic: &Topic| topic.wanted.is_none() && !uses(place);
        let unused: Vec<usize> =
            self.iter().filter(|(place, topic)| unused(*place, topic)).map(|(place, _)| place).collect();
        if unused.len() <= MAX_UNUSED {
            return Vec::new();
        }
        self.learned.retain(|_, place| !unused.contains(place));
        for place in &unused {
            self.slots[*place] = None;
        }
        unused
    }

    /// The topic of a message that has this argument.
    pub(super) fn find(&mut self, arg: &str) -> Option<usize> {
        if let Some(place) = self.learned.get(arg) {
            return Some(*place);
        }
        let message = Argument::read(arg)?;
        let fits = self.iter().filter_map(|(place, topic)| Some((topic.argument.fit(&message)?, place)));
        let (_, place) = fits.max()?;
        if self.learned.len() >= MAX_LEARNED {
            self.learned.clear();
        }
        self.learned.insert(arg.into(), place);
        Some(place)
    }

    /// The topic of a message that has this argument, among these.
    pub(super) fn find_among(&self, arg: &str, places: &[usize]) -> Option<usize> {
        let message = Argument::read(arg)?;
        let fits = places.iter().filter_map(|place| Some((self.get(*place)?.argument.fit(&message)?, *place)));
        fits.max().map(|(_, place)| place)
    }

    /// The topics of a channel.
    pub(super) fn of_channel(&self, channel: &str) -> Vec<usize> {
        self.iter().filter(|(_, topic)| topic.argument.channel() == channel).map(|(place, _)| place).collect()
    }

    fn insert(&mut self, topic: Topic) {
        match self.slots.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => *slot = Some(topic),
            None => self.slots.push(Some(topic)),
        }
    }

    fn forget(&mut self, outdated: impl Fn(&Topic) -> bool) {
        let slots = &self.slots;
        self.learned.retain(|_, place| !slots[*place].as_ref().is_none_or(&outdated));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(id: u64, arg: &str) -> NewSubscription {
        let id = SubscriptionId(id);
        NewSubscription { id, arg: arg.into(), name: None, needs_login: false, silence: None }
    }

    fn wanted_by(topics: &mut Topics, arg: &str) -> Option<u64> {
        let place = topics.find(arg)?;
        topics.wanted(place).map(|wanted| wanted.id.0)
    }

    #[test]
    fn an_argument_can_be_wanted_once() {
        let mut topics = Topics::default();
        topics.want(&new(1, r#"{"channel":"a","instId":"X"}"#)).unwrap();
        assert_eq!(topics.want(&new(2, r#"{"instId":"X","channel":"a"}"#)), Err(NotAdded::AlreadyWanted));
        assert_eq!(topics.want(&new(3, "{}")), Err(NotAdded::NoChannel));
        assert!(topics.unwant(SubscriptionId(1)).is_some() && topics.unwant(SubscriptionId(1)).is_none());
        topics.want(&new(4, r#"{"instId":"X","channel":"a"}"#)).unwrap();
    }

    #[test]
    fn a_learned_argument_is_learned_again_when_a_better_topic_is_added() {
        let mut topics = Topics::default();
        let push = r#"{"channel":"account","uid":"7","ccy":"BTC"}"#;
        topics.want(&new(1, r#"{"channel":"account"}"#)).unwrap();
        assert_eq!(wanted_by(&mut topics, push), Some(1));
        topics.want(&new(2, r#"{"channel":"account","ccy":"BTC"}"#)).unwrap();
        assert_eq!(wanted_by(&mut topics, push), Some(2));
    }

    #[test]
    fn the_places_of_many_unused_topics_are_reused() {
        let mut topics = Topics::default();
        for id in 0..=128 {
            assert!(topics.remove_unused(|_| false).is_empty());
            topics.want(&new(id, &format!(r#"{{"channel":"c{id}"}}"#))).unwrap();
            topics.unwant(SubscriptionId(id)).unwrap();
        }
        assert_eq!(topics.find(r#"{"channel":"c0"}"#), Some(0));
        assert!(topics.remove_unused(|place| place == 0).is_empty());
        assert_eq!(topics.remove_unused(|_| false).len(), 129);
        assert!(topics.get(0).is_none() && topics.find(r#"{"channel":"c0"}"#).is_none());
        topics.want(&new(200, r#"{"channel":"b"}"#)).unwrap();
        assert_eq!(topics.find(r#"{"channel":"b"}"#), Some(0));
    }
}
