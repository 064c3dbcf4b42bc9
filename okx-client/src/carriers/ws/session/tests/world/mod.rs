//! A session, its peers and its shell, driven by bytes. Every step checks what must always hold.

mod checks;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::super::{
    ConnectFailure, Disconnect, Event, Frame, FrameText, LinkId, NewRequest, NewSubscription, Output, RequestId,
    Session, SessionConfig, SubscriptionId,
};
use super::peer::{CHANNELS, Mood, Peer};
use crate::error::Error;

/// How many requests a connection may send in a window, in the simulation.
const ALLOWED: usize = 12;
const WINDOW: Duration = Duration::from_secs(120);

/// A session and everything around it.
pub(crate) struct World {
    session: Session,
    config: SessionConfig,
    now: Duration,
    peers: BTreeMap<LinkId, Peer>,
    /// The subscriptions that were asked for and have not ended, by channel.
    wanted: BTreeMap<SubscriptionId, usize>,
    /// The links on which each was acknowledged.
    active: BTreeMap<SubscriptionId, BTreeSet<LinkId>>,
    /// The requests that have not ended, and whether they were sent.
    pending: BTreeMap<RequestId, bool>,
    last_id: u64,
    last_link: LinkId,
    /// Whether frames were made up that OKX would never send.
    is_forged: bool,
}

/// The bytes that decide what happens. Zero when they are used up.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }
}

impl World {
    /// Runs a session as the bytes say, then lets everything go well, and checks that everything is as it was asked for.
    pub(crate) fn run(bytes: &[u8], may_forge: bool) {
        let mut bytes = Bytes(bytes);
        let logs_in = bytes.next().is_multiple_of(2);
        let mut world = Self::new(logs_in);
        while !bytes.0.is_empty() {
            world.step(&mut bytes, may_forge);
            world.check();
        }
        world.behave();
    }

    fn new(logs_in: bool) -> Self {
        let config = SessionConfig {
            logs_in,
            requests_per_window: ALLOWED,
            request_window: WINDOW,
            longest_message: 300,
            unreadable_per_minute: 5,
            ..SessionConfig::default()
        };
        Self {
            session: Session::new(config.clone(), 7, Duration::ZERO),
            config,
            now: Duration::ZERO,
            peers: BTreeMap::new(),
            wanted: BTreeMap::new(),
            active: BTreeMap::new(),
            pending: BTreeMap::new(),
            last_id: 0,
            last_link: LinkId(0),
            is_forged: false,
        }
    }

    fn step(&mut self, bytes: &mut Bytes<'_>, may_forge: bool) {
        let (kind, link, how) = (bytes.next() % 32, bytes.next(), bytes.next());
        match kind {
            0..=3 => self.subscribe(usize::from(how) % CHANNELS.len()),
            4 | 5 => self.unsubscribe(how),
            6 | 7 => self.request(how),
            8 => self.forget(how),
            9..=11 => self.answer_connect(link, how),
            12 | 13 => self.answer_sign(link, how),
            14..=18 => self.on_open(link, |peer| peer.process(&Mood(how))),
            19..=23 => self.deliver(link),
            24 => self.push(link, how),
            25 => self.say(link, how),
            26 => self.drop_link(link, how),
            27 => self.advance(Duration::from_millis(u64::from(how) * 100)),
            28 => self.advance(Duration::from_millis(u64::from(how) * 4)),
            29 => self.advance(Duration::from_secs(u64::from(how))),
            30 if may_forge => self.forge(link, how, bytes),
            _ => self.everything_once(),
        }
        self.drain();
    }

    fn subscribe(&mut self, channel: usize) {
        let id = SubscriptionId(self.take_id());
        let known = &CHANNELS[channel];
        self.wanted.insert(id, channel);
        let (arg, needs_login, silence) = (known.arg.into(), known.needs_login, known.silence);
        self.session.subscribe(&NewSubscription { id, arg, name: Some("ws.test"), needs_login, silence }, self.now);
    }

    fn unsubscribe(&mut self, how: u8) {
        if let Some(id) = nth(self.wanted.keys(), how) {
            self.wanted.remove(&id);
            self.active.remove(&id);
            self.session.unsubscribe(id, self.now);
        }
    }

    fn request(&mut self, how: u8) {
        let id = RequestId(self.take_id());
        self.pending.insert(id, false);
        let deadline = self.now + Duration::from_secs(u64::from(how) % 64);
        let args = format!(r#"[{{"clOrdId":"r{}r"}}]"#, id.0);
        let exp_time = how.is_multiple_of(2).then_some(1_700_000_000_000);
        self.session.request(NewRequest { id, op: "order", args, exp_time, send_by: deadline, deadline }, self.now);
    }

    fn forget(&mut self, how: u8) {
        if let Some(id) = nth(self.pending.keys(), how) {
            self.pending.remove(&id);
            self.session.forget_request(id);
        }
    }

    fn answer_connect(&mut self, link: u8, how: u8) {
        let connecting = self.peers.iter().filter(|(_, peer)| !peer.is_open).map(|(id, _)| id);
        let Some(id) = nth(connecting, link) else { return };
        if how < 200 {
            return self.open(id);
        }
        self.peers.remove(&id);
        let wait = how.is_multiple_of(3).then_some(Duration::from_secs(5));
        let failure = ConnectFailure { is_final: how == 255, wait, error: Error::unreachable("it does not answer") };
        self.session.connect_failed(id, &failure, self.now);
    }

    fn open(&mut self, id: LinkId) {
        let now = self.now;
        if let Some(peer) = self.peers.get_mut(&id) {
            peer.is_open = true;
            peer.last_inbound = now;
            self.session.connected(id, now);
        }
    }

    fn answer_sign(&mut self, link: u8, how: u8) {
        let signing = self.peers.iter().filter(|(_, peer)| peer.is_signing).map(|(id, _)| id);
        let Some(id) = nth(signing, link) else { return };
        self.peers.entry(id).or_default().is_signing = false;
        match how {
            0..=19 => self.session.login_unavailable(id, &Error::unreachable("the vault does not answer"), self.now),
            20..=29 => self.session.login_unavailable(id, &Error::setup("there is no key"), self.now),
            _ => self.session.login_signed(id, r#"{"op":"login","args":[]}"#.to_owned(), self.now),
        }
    }

    fn on_open(&mut self, link: u8, act: impl FnOnce(&mut Peer)) {
        let id = nth(self.open_links().iter(), link);
        if let Some(peer) = id.and_then(|id| self.peers.get_mut(&id)) {
            act(peer);
        }
    }

    fn deliver(&mut self, link: u8) {
        let Some(id) = nth(self.open_links().iter(), link) else { return };
        let now = self.now;
        let Some(peer) = self.peers.get_mut(&id) else { return };
        if let Some(text) = peer.outbox.pop_front() {
            peer.last_inbound = now;
            self.session.frame(id, Frame::Text(text.into()), now);
        }
    }

    fn push(&mut self, link: u8, how: u8) {
        self.on_open(link, |peer| {
            if let Some(channel) = nth(peer.subscribed.iter(), how) {
                peer.push(channel);
            }
        });
    }

    /// OKX says something that nobody asked for.
    fn say(&mut self, link: u8, how: u8) {
        let mut notices = vec![
            r#"{"event":"notice","code":"64008","msg":"The connection will soon be closed","connId":"a"}"#,
            r#"{"event":"notice","code":"64999","msg":"Something else","connId":"a"}"#,
            r#"{"event":"channel-conn-count","channel":"orders","connCount":"2","connId":"a"}"#,
            r#"{"event":"unheard-of"}"#,
            r#"{"arg":{"channel":"unheard-of"},"data":[]}"#,
            r#"{"id":"77","op":"order","code":"0","data":[]}"#,
            "not JSON",
            r#"{"arg":{"channel":"tickers""#,
            "[]",
        ];
        self.on_open(link, |peer| {
            if how % 16 == 15 {
                // OKX ends all subscriptions of the channel, as it does when there are too many connections.
                peer.subscribed.retain(|channel| !CHANNELS[*channel].arg.contains("\"orders\""));
                notices = vec![r#"{"event":"channel-conn-count-error","channel":"orders","connCount":"31"}"#];
            }
            peer.outbox.push_back(notices[usize::from(how) % notices.len()].to_owned());
        });
    }

    fn drop_link(&mut self, link: u8, how: u8) {
        if let Some(id) = nth(self.open_links().iter(), link) {
            self.peers.remove(&id);
            let codes = [None, Some(1000), Some(1009), Some(4001), Some(4004), Some(4007), Some(4008), Some(4013)];
            let close_code = codes[usize::from(how) % codes.len()];
            let how = Disconnect { close_code, reason: "bye".to_owned(), what: "it was reset".to_owned() };
            self.session.disconnected(id, &how, self.now);
        }
    }

    /// Delivers any bytes as a frame.
    fn forge(&mut self, link: u8, length: u8, bytes: &mut Bytes<'_>) {
        let (frame, rest) = bytes.0.split_at(usize::from(length).min(bytes.0.len()));
        bytes.0 = rest;
        let Some(id) = nth(self.open_links().iter(), link) else { return };
        self.is_forged = true;
        let now = self.now;
        if let Some(peer) = self.peers.get_mut(&id) {
            (peer.last_inbound, peer.is_forged) = (now, true);
        }
        let frame = match String::from_utf8(frame.to_vec()) {
            Ok(text) => Frame::Text(FrameText::from(text)),
            Err(_) if length.is_multiple_of(3) => Frame::Ping,
            Err(error) => Frame::Binary(error.into_bytes().into()),
        };
        self.session.frame(id, frame, self.now);
    }

    /// Lets time pass, deadline by deadline.
    fn advance(&mut self, by: Duration) {
        let until = self.now + by;
        let mut spins = 0;
        self.drain();
        while let Some(deadline) = self.session.next_deadline().filter(|deadline| *deadline <= until) {
            spins = if deadline > self.now { 0 } else { spins + 1 };
            assert!(spins < 5, "a deadline does not pass");
            self.now = self.now.max(deadline);
            self.session.timeout(self.now);
            self.drain();
        }
        self.now = until;
        self.check();
    }

    /// Everything that waits happens once, and goes well.
    fn everything_once(&mut self) {
        let ids: Vec<LinkId> = self.peers.keys().copied().collect();
        for id in ids {
            self.open_and_sign(id);
            while let Some(peer) = self.peers.get_mut(&id).filter(|peer| !peer.inbox.is_empty()) {
                peer.process(&Mood::GOOD);
            }
            while let Some(text) = self.peers.get_mut(&id).and_then(|peer| peer.outbox.pop_front()) {
                self.peers.entry(id).or_default().last_inbound = self.now;
                self.session.frame(id, Frame::Text(text.into()), self.now);
                self.drain();
            }
        }
    }

    fn open_and_sign(&mut self, id: LinkId) {
        if self.peers.get(&id).is_some_and(|peer| !peer.is_open) {
            self.open(id);
            self.drain();
        }
        if self.peers.get(&id).is_some_and(|peer| peer.is_signing) {
            self.peers.entry(id).or_default().is_signing = false;
            self.session.login_signed(id, r#"{"op":"login","args":[]}"#.to_owned(), self.now);
            self.drain();
        }
    }

    fn open_links(&self) -> Vec<LinkId> {
        self.peers.iter().filter(|(_, peer)| peer.is_open).map(|(id, _)| *id).collect()
    }

    fn take_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }
}

/// One of these, or none if there are none.
fn nth<'a, T: Copy + 'a>(values: impl Iterator<Item = &'a T>, n: u8) -> Option<T> {
    let values: Vec<T> = values.copied().collect();
    values.get(usize::from(n) % values.len().max(1)).copied()
}
