//! OKX's side of one connection.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};

/// A channel of the simulated peer.
pub(super) struct Channel {
    pub(super) arg: &'static str,
    /// The argument in acknowledgements and pushes.
    pub(super) echo: &'static str,
    pub(super) needs_login: bool,
    pub(super) silence: Option<Duration>,
}

const fn public(arg: &'static str) -> Channel {
    Channel { arg, echo: arg, needs_login: false, silence: None }
}

const fn private(arg: &'static str, echo: &'static str) -> Channel {
    Channel { arg, echo, needs_login: true, silence: None }
}

/// Arguments that are similar enough to be confused.
pub(super) static CHANNELS: [Channel; 8] = [
    public(r#"{"channel":"tickers","instId":"BTC-USDT"}"#),
    public(r#"{"channel":"tickers","instId":"ETH-USDT"}"#),
    public(r#"{"channel":"books","instId":"BTC-USDT"}"#),
    Channel {
        arg: r#"{"channel":"mark-price","instId":"BTC-USDT"}"#,
        echo: r#"{"instId":"BTC-USDT","channel":"mark-price"}"#,
        needs_login: false,
        silence: Some(Duration::from_secs(10)),
    },
    private(r#"{"channel":"orders","instType":"ANY"}"#, r#"{"channel":"orders","instType":"ANY","uid":"7"}"#),
    private(r#"{"channel":"orders","instType":"SPOT"}"#, r#"{"channel":"orders","instType":"SPOT","uid":"7"}"#),
    private(
        r#"{"channel":"account","extraParams":"{\"updateInterval\":\"0\"}"}"#,
        r#"{"channel":"account","uid":"7"}"#,
    ),
    private(r#"{"channel":"account","ccy":"BTC"}"#, r#"{"channel":"account","ccy":"BTC","uid":"7"}"#),
];

/// The channel with this argument.
fn channel_of(arg: &Value) -> usize {
    let is = |channel: &Channel| serde_json::from_str::<Value>(channel.arg).is_ok_and(|known| known == *arg);
    CHANNELS.iter().position(is).expect("the session only sends arguments that it was given")
}

/// One connection, as OKX sees it.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "they are independent")]
pub(super) struct Peer {
    pub(super) is_open: bool,
    /// Whether the shell was asked for a login, and whether the turn to log in has not been given back.
    pub(super) is_signing: bool,
    pub(super) has_turn: bool,
    pub(super) is_logged_in: bool,
    /// Whether the session received frames that OKX would never send.
    pub(super) is_forged: bool,
    pub(super) subscribed: BTreeSet<usize>,
    /// Messages that OKX has not read.
    pub(super) inbox: VecDeque<String>,
    /// Messages that were not delivered.
    pub(super) outbox: VecDeque<String>,
    /// When logins, subscriptions and unsubscriptions arrived.
    pub(super) counted: Vec<Duration>,
    pub(super) last_inbound: Duration,
}

/// How OKX treats a message, or a part of it. A number that stands for nothing else stands for the usual way.
pub(super) struct Mood(pub(super) u8);

impl Mood {
    pub(super) const GOOD: Self = Self(255);
}

impl Peer {
    /// Reads the next message.
    pub(super) fn process(&mut self, mood: &Mood) {
        let Some(text) = self.inbox.pop_front() else { return };
        if text == "ping" {
            self.outbox.push_back("pong".to_owned());
            return;
        }
        let message: Value = serde_json::from_str(&text).expect("the session sends JSON");
        match message["op"].as_str().expect("a message has an operation") {
            "login" => self.log_in(mood),
            "subscribe" => self.change(&text, &message, mood, true),
            "unsubscribe" => self.change(&text, &message, mood, false),
            _ => self.operate(&text, &message, mood),
        }
    }

    /// Pushes a channel.
    pub(super) fn push(&mut self, channel: usize) {
        let echo = CHANNELS[channel].echo;
        self.outbox.push_back(format!(r#"{{"arg":{echo},"data":[{{"last":"1"}}]}}"#));
    }

    fn log_in(&mut self, mood: &Mood) {
        let code = match mood.0 {
            0 => "60006",
            1 => "63999",
            2 => "60009",
            3 => "60031",
            4 => return,
            _ => "0",
        };
        self.is_logged_in |= matches!(code, "0" | "60031");
        let event = if code == "0" { "login" } else { "error" };
        self.answer(&json!({"event": event, "code": code, "msg": "", "connId": "a"}));
    }

    fn change(&mut self, text: &str, message: &Value, mood: &Mood, subscribes: bool) {
        let args = message["args"].as_array().expect("arguments are a list");
        if mood.0 == 0 && subscribes {
            let error = json!({"event": "error", "code": "60012", "msg": format!("Invalid request: {text}")});
            return self.answer(&error);
        }
        for (index, arg) in args.iter().enumerate() {
            let channel = channel_of(arg);
            // Different topics of one message are treated differently.
            let own = if mood.0 == Mood::GOOD.0 { mood.0 } else { mood.0.wrapping_add(11 * index.to_le_bytes()[0]) };
            self.change_one(&message["id"], channel, own % 32, subscribes);
        }
    }

    fn change_one(&mut self, id: &Value, channel: usize, mood: u8, subscribes: bool) {
        let (event, echo) = (if subscribes { "subscribe" } else { "unsubscribe" }, CHANNELS[channel].echo);
        let arg: Value = serde_json::from_str(echo).expect("an echo is JSON");
        let is_refused = subscribes && !self.is_logged_in && CHANNELS[channel].needs_login;
        assert!(!is_refused || self.is_forged, "a subscription was sent before the login");
        match mood {
            1 if subscribes => {
                return self.answer(&json!({"id": id, "event": "error", "code": "60018", "msg": "", "arg": arg}));
            }
            2 if subscribes => return self.answer(&json!({"id": id, "event": "error", "code": "60018", "msg": "x"})),
            3 => return self.answer(&json!({"id": id, "event": "error", "code": "60014", "msg": "", "arg": arg})),
            4 => return,
            _ => {}
        }
        if subscribes {
            self.subscribed.insert(channel)
        } else {
            self.subscribed.remove(&channel)
        };
        match mood {
            5 => {}
            6 => self.answer(&json!({"event": event, "arg": arg})),
            7 => {
                self.answer(&json!({"id": id, "event": event, "arg": arg}));
                self.answer(&json!({"id": id, "event": event, "arg": arg}));
            }
            _ => self.answer(&json!({"connId": "a", "id": id, "event": event, "arg": arg})),
        }
    }

    fn operate(&mut self, text: &str, message: &Value, mood: &Mood) {
        assert!(self.is_logged_in || self.is_forged, "a request was sent before the login");
        match mood.0 {
            0 => {}
            1 => self.answer(&json!({"event": "error", "code": "60012", "msg": format!("Invalid request: {text}")})),
            2 => self.answer(&json!({"id": message["id"], "event": "error", "code": "60013", "msg": ""})),
            _ => self.answer(&json!({"id": message["id"], "op": message["op"], "code": "0", "msg": "", "data": []})),
        }
    }

    fn answer(&mut self, message: &Value) {
        self.outbox.push_back(message.to_string());
    }
}
