//! A session whose inputs a test gives one by one, and whose outputs are read as text.

use std::time::Duration;

use super::super::{
    ConnectFailure, Disconnect, Event, Frame, FrameText, LinkId, NewRequest, NewSubscription, Output, RequestId,
    Session, SessionConfig, SubscriptionId,
};
use crate::error::Error;

/// A session, and the time.
pub(super) struct Script {
    pub(super) session: Session,
    pub(super) now: Duration,
}

/// The argument of a public channel.
pub(super) fn tickers(instrument: &str) -> String {
    format!(r#"{{"channel":"tickers","instId":"{instrument}"}}"#)
}

impl Script {
    pub(super) fn new(config: SessionConfig) -> Self {
        let now = Duration::from_secs(1_000);
        Self { session: Session::new(config, 0, now), now }
    }

    /// A session with one open connection, which is logged in if the session logs in.
    pub(super) fn open(config: &SessionConfig) -> Self {
        let logs_in = config.logs_in;
        let mut script = Self::new(SessionConfig { stays_connected: true, ..config.clone() });
        script.takes(&["state 1 Connecting", "connect 1"]);
        script.connect(1);
        if logs_in {
            script.takes(&["state 1 Connected", "sign 1 resync=false reread=false"]);
            script.sign(1);
            script.takes(&["send 1 login"]);
            script.receive(1, r#"{"event":"login","code":"0","msg":"","connId":"a"}"#);
            script.takes(&["login ended 1", "state 1 LoggedIn"]);
        } else {
            script.takes(&["state 1 Connected"]);
        }
        script
    }

    pub(super) fn subscribe(&mut self, id: u64, arg: &str) {
        self.subscribe_with(id, arg, false, None);
    }

    pub(super) fn subscribe_with(&mut self, id: u64, arg: &str, needs_login: bool, silence: Option<u64>) {
        let silence = silence.map(Duration::from_secs);
        let new = NewSubscription { id: SubscriptionId(id), arg: arg.into(), name: None, needs_login, silence };
        self.session.subscribe(&new, self.now);
    }

    /// Subscribes, and lets OKX acknowledge it. `number` is the number of the message.
    pub(super) fn subscribed(&mut self, id: u64, arg: &str, number: u64) {
        self.subscribe(id, arg);
        self.takes(&[&format!(r#"send 1 {{"id":"{}","op":"subscribe","args":[{arg}]}}"#, wire_id(number))]);
        self.acknowledge(1, "subscribe", number, arg);
        self.takes(&[&format!("active {id} on 1")]);
    }

    pub(super) fn unsubscribe(&mut self, id: u64) {
        self.session.unsubscribe(SubscriptionId(id), self.now);
    }

    pub(super) fn request(&mut self, id: u64, seconds: u64) {
        self.request_sent_within(id, seconds, seconds);
    }

    /// A request that must be sent within `send_within` seconds, and answered within `seconds`.
    pub(super) fn request_sent_within(&mut self, id: u64, send_within: u64, seconds: u64) {
        let (id, op, args) = (RequestId(id), "order", "[{}]".to_owned());
        let [send_by, deadline] = [send_within, seconds].map(|seconds| self.now + Duration::from_secs(seconds));
        self.session.request(NewRequest { id, op, args, exp_time: None, send_by, deadline }, self.now);
    }

    pub(super) fn connect(&mut self, link: u64) {
        self.session.connected(LinkId(link), self.now);
    }

    pub(super) fn fail_connect(&mut self, link: u64, is_final: bool) {
        let failure = ConnectFailure { is_final, wait: None, error: Error::unreachable("no route") };
        self.session.connect_failed(LinkId(link), &failure, self.now);
    }

    pub(super) fn sign(&mut self, link: u64) {
        self.session.login_signed(LinkId(link), "login".to_owned(), self.now);
    }

    pub(super) fn receive(&mut self, link: u64, text: &str) {
        self.session.frame(LinkId(link), Frame::Text(FrameText::from(text.to_owned())), self.now);
    }

    pub(super) fn acknowledge(&mut self, link: u64, event: &str, number: u64, arg: &str) {
        self.receive(link, &format!(r#"{{"id":"{}","event":"{event}","arg":{arg},"connId":"a"}}"#, wire_id(number)));
    }

    pub(super) fn refuse(&mut self, link: u64, code: &str, rest: &str) {
        self.receive(link, &format!(r#"{{"event":"error","code":"{code}","connId":"a",{rest}}}"#));
    }

    pub(super) fn disconnect(&mut self, link: u64, close_code: Option<u16>) {
        let how = Disconnect { close_code, reason: String::new(), what: "reset".to_owned() };
        self.session.disconnected(LinkId(link), &how, self.now);
    }

    /// Lets this many seconds pass, and acts on every deadline in time. The outputs are those of all deadlines.
    pub(super) fn wait(&mut self, seconds: u64) -> Vec<String> {
        let until = self.now + Duration::from_secs(seconds);
        let mut outputs = self.outputs();
        while let Some(deadline) = self.session.next_deadline().filter(|deadline| *deadline <= until) {
            self.now = self.now.max(deadline);
            self.session.timeout(self.now);
            outputs.extend(self.outputs());
        }
        self.now = until;
        outputs
    }

    /// Checks what the session gives out.
    #[track_caller]
    pub(super) fn takes(&mut self, expected: &[&str]) {
        assert_eq!(self.outputs(), expected);
    }

    /// Takes everything that the session gives out.
    pub(super) fn outputs(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.session.poll_output()).map(|output| describe(&output)).collect()
    }
}

/// The `id` of a message on the wire.
pub(super) fn wire_id(number: u64) -> String {
    format!("okx{number:016x}")
}

fn describe(output: &Output) -> String {
    match output {
        Output::Connect(link) => format!("connect {}", link.0),
        Output::SignLogin { link, resync_clock, reread_key } => {
            format!("sign {} resync={resync_clock} reread={reread_key}", link.0)
        }
        Output::LoginEnded(link) => format!("login ended {}", link.0),
        Output::Send { link, text } => format!("send {} {}", link.0, text.as_str()),
        Output::Close { link, .. } => format!("close {}", link.0),
        Output::Event(event) => describe_event(event),
    }
}

fn describe_event(event: &Event) -> String {
    match event {
        Event::Push { subscription, link, .. } => format!("push {} from {}", subscription.0, link.0),
        Event::Active { subscription, link } => format!("active {} on {}", subscription.0, link.0),
        Event::Ended { subscription, error } => {
            format!("ended {} {}", subscription.0, error.code().unwrap_or("without a code"))
        }
        Event::Gap { subscription, cause, from, until } => {
            format!("gap {} {cause:?} of {} s", subscription.0, until.saturating_sub(*from).as_secs())
        }
        Event::Overlap { subscription, old, new } => format!("overlap {} of {} and {}", subscription.0, old.0, new.0),
        Event::OverlapEnded { subscription } => format!("overlap {} ended", subscription.0),
        Event::Reply { request, .. } => format!("reply {}", request.0),
        Event::Lost { request, was_sent, .. } => format!("lost {} sent={was_sent}", request.0),
        Event::State { link, state } => {
            let state = format!("{state:?}");
            // Without the reason, whose text others test.
            let name =
                if state.starts_with("Degraded") { &*state } else { state.split('(').next().unwrap_or_default() };
            format!("state {} {name}", link.0)
        }
        Event::ChannelCount { channel, count, .. } => format!("count {channel} {count}"),
        Event::Notice { code, .. } => format!("notice {code}"),
        Event::Unexpected { what, .. } => format!("unexpected: {what}"),
    }
}
