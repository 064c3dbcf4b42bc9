//! What must hold in the simulation: always, and at the end.

use super::super::super::link::{Asked, Link};
use super::*;

impl World {
    /// Takes out what the session gives, and checks it.
    pub(super) fn drain(&mut self) {
        while let Some(output) = self.session.poll_output() {
            self.absorb(output);
        }
    }

    fn absorb(&mut self, output: Output) {
        match output {
            Output::Connect(id) => {
                assert!(id > self.last_link, "numbers of links rise");
                self.last_link = id;
                self.peers.insert(id, Peer::default());
                assert!(self.peers.len() <= 3, "too many links");
            }
            Output::SignLogin { link, .. } => {
                let peer = self.peers.get_mut(&link).expect("the link exists");
                assert!(peer.is_open && !peer.is_signing, "a login is signed once");
                (peer.is_signing, peer.has_turn) = (true, true);
            }
            // The link may have just been closed.
            Output::LoginEnded(link) => {
                if let Some(peer) = self.peers.get_mut(&link) {
                    assert!(peer.has_turn, "the turn is given back once");
                    (peer.is_signing, peer.has_turn) = (false, false);
                }
            }
            Output::Send { link, text } => self.sent(link, text.as_str()),
            Output::Close { link, .. } => {
                assert!(self.peers.remove(&link).is_some(), "an unknown link is closed");
            }
            Output::Event(event) => self.happened(event),
        }
    }

    fn sent(&mut self, link: LinkId, text: &str) {
        let now = self.now;
        let peer = self.peers.get_mut(&link).expect("a message is sent on a link that exists");
        assert!(peer.is_open, "a message is sent on an open link");
        assert!(text.len() <= self.config.longest_message, "a message is too long");
        if text.contains(r#""op":"order""#) {
            let number = text.split("\"r").nth(1).and_then(|rest| rest.split("r\"").next()).expect("it has an id");
            let id = RequestId(number.parse().expect("it is a number"));
            let was_sent = self.pending.insert(id, true);
            assert_eq!(was_sent, Some(false), "a request is sent once, and only while somebody waits for it");
        } else if text != "ping" {
            peer.counted.push(now);
            let recent = peer.counted.iter().filter(|time| **time + WINDOW > now).count();
            assert!(recent <= ALLOWED, "too many requests in a window");
        }
        peer.inbox.push_back(text.to_owned());
    }

    fn happened(&mut self, event: Event) {
        match event {
            Event::Push { subscription, text, .. } => {
                let channel = *self.wanted.get(&subscription).expect("a push is for a subscription that is wanted");
                let fits = text.as_str().contains(CHANNELS[channel].echo);
                assert!(fits || self.is_forged, "a push belongs to its subscription");
            }
            Event::Active { subscription, link } => {
                assert!(self.wanted.contains_key(&subscription), "an unwanted subscription is active");
                let is_first = self.active.entry(subscription).or_default().insert(link);
                assert!(is_first || self.may_be_repeated(subscription), "it is active twice on one link");
            }
            Event::Ended { subscription, .. } => {
                assert!(self.wanted.remove(&subscription).is_some(), "a subscription ends once");
                self.active.remove(&subscription);
            }
            Event::Reply { request, .. } => {
                assert_eq!(self.pending.remove(&request), Some(true), "a reply is for a request that was sent");
            }
            Event::Lost { request, was_sent, .. } => {
                assert_eq!(self.pending.remove(&request), Some(was_sent), "a request ends once, and truly");
            }
            Event::Gap { subscription, from, until, .. } => {
                assert!(self.wanted.contains_key(&subscription) && from <= until);
            }
            Event::Overlap { subscription, old, new } => {
                assert!(self.wanted.contains_key(&subscription) && old < new);
            }
            _ => {}
        }
    }

    /// Whether a subscription may be acknowledged again on the same link: it was renewed, or OKX ended it.
    fn may_be_repeated(&self, subscription: SubscriptionId) -> bool {
        let channel = self.wanted.get(&subscription).map(|channel| &CHANNELS[*channel]);
        self.is_forged || channel.is_some_and(|channel| channel.silence.is_some() || channel.arg.contains("orders"))
    }

    /// What must hold after each step.
    pub(super) fn check(&self) {
        let dead_after = self.config.ping_after + self.config.pong_within;
        for peer in self.peers.values().filter(|peer| peer.is_open) {
            let silence = self.now.saturating_sub(peer.last_inbound);
            assert!(silence <= dead_after, "a dead link was not noticed");
            let pinged = peer.inbox.iter().any(|text| text == "ping") || peer.outbox.iter().any(|text| text == "pong");
            assert!(silence <= self.config.ping_after || pinged, "a ping is missing");
        }
    }

    /// Lets everything go well until everything is as it was asked for.
    pub(super) fn behave(&mut self) {
        for _ in 0..2_000 {
            for _ in 0..4 {
                self.everything_once();
            }
            if self.is_forged && self.pending.is_empty() {
                return;
            }
            if self.is_settled() {
                return self.stays_settled();
            }
            self.push_everything();
            let next = self.session.next_deadline();
            let next = next.unwrap_or_else(|| panic!("the session waits for nothing: {}", self.describe()));
            // Channels that must not be silent for long are pushed often enough.
            self.advance(next.saturating_sub(self.now).min(Duration::from_secs(4)));
        }
        panic!("it does not settle: {}", self.describe());
    }

    /// Nothing changes any more once everything is as it was asked for.
    fn stays_settled(&mut self) {
        for _ in 0..5 {
            self.push_everything();
            self.advance(Duration::from_secs(5));
            self.everything_once();
            assert!(self.is_settled(), "it does not stay settled: {}", self.describe());
        }
    }

    fn push_everything(&mut self) {
        for peer in self.peers.values_mut().filter(|peer| peer.is_open) {
            for channel in peer.subscribed.clone() {
                peer.push(channel);
            }
        }
        self.everything_once();
    }

    /// Whether no request is pending, and the subscriptions that are wanted are active once.
    fn is_settled(&self) -> bool {
        let wanted: BTreeSet<usize> = self.wanted.values().copied().collect();
        let (Some((id, peer)), 1) = (self.peers.first_key_value(), self.peers.len()) else {
            return self.peers.is_empty() && wanted.is_empty() && self.pending.is_empty();
        };
        let waits = |asked: &BTreeMap<u64, Asked>| asked.values().any(|asked| asked.deadline.is_some());
        let topics = &self.session.topics;
        let stays = |link: &Link| {
            let mut all = topics.all_wanted();
            let active = all.all(|(place, wanted)| link.is_active(place, wanted.id));
            let is_answered = !waits(&link.asked) && link.login.deadline().is_none();
            active && is_answered && (link.must_go.is_none() || wanted.is_empty())
        };
        self.session.links.serving.as_ref().is_some_and(stays)
            && peer.is_open
            && peer.subscribed == wanted
            && wanted.len() == self.wanted.len()
            && self
                .wanted
                .keys()
                .all(|subscription| self.active.get(subscription).is_some_and(|links| links.contains(id)))
            && self.pending.is_empty()
    }

    fn describe(&self) -> String {
        let Self { now, peers, wanted, active, pending, session, .. } = self;
        format!("{now:?} {wanted:?} {active:?} {pending:?}\n\n{peers:?}\n{session:?}")
    }
}
