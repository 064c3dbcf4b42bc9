//! Faults of sockets as they are written in scenarios and sent to the control endpoint.

use std::time::Duration;

use serde_json::{Map, Value};

use super::socket_fault::{MuteEnd, SocketFault, SocketTarget};
use super::socket_faults::FaultTimes;

/// How long after the notice OKX closes a connection.
const NOTICE: Duration = Duration::from_secs(60);

/// What every fault may have besides its own members.
const COMMON: [&str; 7] = ["fault", "socket", "channel", "op", "connection", "times", "at"];

/// A fault as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenFault {
    /// How long after the start of the scenario, or after the request, it begins.
    pub(crate) at: Duration,
    pub(crate) target: SocketTarget,
    pub(crate) fault: SocketFault,
    pub(crate) when: FaultTimes,
}

impl WrittenFault {
    /// Reads a fault.
    ///
    /// # Errors
    /// What is wrong and what is expected instead.
    pub(crate) fn read(value: &Value) -> Result<Self, String> {
        let members = Members(value.as_object().ok_or("a fault is an object with the member `fault`")?);
        let name = members.text("fault")?.ok_or("the member `fault` with the name of the fault is missing")?;
        let (fault, own) = read_fault(&name, &members)?;
        let is_known = |member: &&String| COMMON.contains(&member.as_str()) || own.contains(&member.as_str());
        if let Some(unknown) = members.0.keys().find(|member| !is_known(member)) {
            let known: Vec<&str> = COMMON.iter().chain(own).copied().collect();
            return Err(format!("`{unknown}` is unknown; the fault `{name}` may have: {}", known.join(", ")));
        }
        let target = SocketTarget {
            socket: members.text("socket")?.filter(|socket| socket != "*"),
            channel: members.text("channel")?,
            op: members.text("op")?,
            connection: members.text("connection")?,
        };
        if let Some(socket) = target.socket.as_deref().filter(|socket| !SOCKETS.contains(socket)) {
            return Err(format!("`{socket}` is not a socket; expected one of {} or *", SOCKETS.join(", ")));
        }
        let when = members.times(&fault)?;
        Ok(Self { at: members.duration("at")?.unwrap_or_default(), target, fault, when })
    }
}

const SOCKETS: [&str; 3] = ["public", "private", "business"];

/// The fault with this name, and the names of its own members.
fn read_fault(name: &str, members: &Members<'_>) -> Result<(SocketFault, &'static [&'static str]), String> {
    let required = |member: &str| members.text(member)?.ok_or(format!("the fault `{name}` needs `{member}`"));
    let number = |member: &str| members.number(member)?.ok_or(format!("the fault `{name}` needs `{member}`"));
    Ok(match name {
        "reset" => (SocketFault::Reset, &[]),
        "close" => {
            let reason = members.text("reason")?.unwrap_or_default();
            (SocketFault::Close { code: number("code")?, reason }, &["code", "reason"])
        }
        "stall" => (SocketFault::Stall { lasts: members.duration("for")? }, &["for"]),
        "half-open" => (SocketFault::HalfOpen, &[]),
        "mute" => (SocketFault::Mute { until: members.mute_end()? }, &["until"]),
        "slow" => {
            let delay = members.duration("delay")?.unwrap_or_default();
            let bytes_per_second = members.number("bytes_per_second")?;
            (SocketFault::Slow { delay, bytes_per_second }, &["delay", "bytes_per_second"])
        }
        "unknown-event" => (SocketFault::UnknownEvent, &[]),
        "notice" => {
            let closes_after = members.duration("closes_after")?.unwrap_or(NOTICE);
            (SocketFault::Notice { closes_after }, &["closes_after"])
        }
        "connection-count" => (SocketFault::ConnectionCount, &[]),
        "missing" => (SocketFault::Missing, &[]),
        "doubled" => (SocketFault::Doubled, &[]),
        "reordered" => (SocketFault::Reordered, &[]),
        "wrong-json" => (SocketFault::WrongJson, &[]),
        "refused" => (SocketFault::Refused { code: required("code")? }, &["code"]),
        "lost-reply" => (SocketFault::LostReply, &[]),
        "cut-before-acting" => (SocketFault::CutBeforeActing, &[]),
        "cut-after-acting" => (SocketFault::CutAfterActing, &[]),
        "refused-upgrade" => {
            let body = members.text("body")?.unwrap_or_default();
            (SocketFault::RefusedUpgrade { status: number("status")?, body }, &["status", "body"])
        }
        other => return Err(format!("`{other}` is not a fault of sockets; the faults are {}", NAMES.join(", "))),
    })
}

const NAMES: [&str; 18] = [
    "reset",
    "close",
    "stall",
    "half-open",
    "mute",
    "slow",
    "unknown-event",
    "notice",
    "connection-count",
    "missing",
    "doubled",
    "reordered",
    "wrong-json",
    "refused",
    "lost-reply",
    "cut-before-acting",
    "cut-after-acting",
    "refused-upgrade",
];

/// The members of a fault.
struct Members<'a>(&'a Map<String, Value>);

impl Members<'_> {
    /// A text. A number is taken as a text.
    fn text(&self, name: &str) -> Result<Option<String>, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => Err(format!("`{name}` must be a text, not {other}")),
        }
    }

    fn number<N: std::str::FromStr>(&self, name: &str) -> Result<Option<N>, String> {
        let text = self.text(name)?;
        text.map(|text| text.parse().map_err(|_| format!("`{name}` must be a whole number, not `{text}`"))).transpose()
    }

    fn duration(&self, name: &str) -> Result<Option<Duration>, String> {
        let text = self.text(name)?;
        text.map(|text| read_duration(&text).map_err(|error| format!("`{name}`: {error}"))).transpose()
    }

    fn mute_end(&self) -> Result<MuteEnd, String> {
        match self.text("until")?.as_deref() {
            None | Some("resubscribed") => Ok(MuteEnd::Resubscribed),
            Some("reconnected") => Ok(MuteEnd::Reconnected),
            Some(other) => Err(format!("`until` must be resubscribed or reconnected, not `{other}`")),
        }
    }

    /// How often it applies. A fault of a connection applies at once by default, and any other to the next message.
    fn times(&self, fault: &SocketFault) -> Result<FaultTimes, String> {
        match self.text("times")?.as_deref() {
            None | Some("now") if fault.is_of_connection() => Ok(FaultTimes::Now),
            None => Ok(FaultTimes::Next(1)),
            Some("now") => Err(format!("the fault `{}` waits for a message; `times` cannot be now", fault.name())),
            Some("always") => Ok(FaultTimes::Always),
            Some(text) => {
                let wrong = |_| format!("`times` must be a whole number, always or now, not `{text}`");
                text.parse().map(FaultTimes::Next).map_err(wrong)
            }
        }
    }
}

/// A duration such as `500ms`, `5s` or `2m`.
pub(crate) fn read_duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let millis = match &text[digits.len()..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => 0,
    };
    let count = digits.parse::<u64>().ok().filter(|_| millis > 0).and_then(|count| count.checked_mul(millis));
    count.map(Duration::from_millis).ok_or(format!("`{text}` is not a duration such as 500ms, 5s or 2m"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_fault_can_be_written() {
        for name in NAMES {
            let written = json!({"fault": name, "code": 4004, "status": 503});
            let mut written = written.as_object().cloned().expect("an object");
            let takes = |member: &str| match member {
                "code" => matches!(name, "close" | "refused"),
                _ => name == "refused-upgrade",
            };
            written.retain(|member, _| member == "fault" || takes(member));
            let fault = WrittenFault::read(&Value::Object(written)).expect(name);
            assert_eq!(fault.fault.name(), name);
        }
    }

    #[test]
    fn members_and_defaults() {
        let written = json!({
            "fault": "close", "socket": "private", "channel": "orders", "code": 4001, "at": "5s", "times": 2,
        });
        let expected = WrittenFault {
            at: Duration::from_secs(5),
            target: SocketTarget::socket("private").channel("orders"),
            fault: SocketFault::Close { code: 4001, reason: String::new() },
            when: FaultTimes::Next(2),
        };
        assert_eq!(WrittenFault::read(&written), Ok(expected));
        let times = |written: Value| WrittenFault::read(&written).map(|fault| fault.when);
        assert_eq!(times(json!({"fault": "reset", "socket": "*"})), Ok(FaultTimes::Now));
        assert_eq!(times(json!({"fault": "missing"})), Ok(FaultTimes::Next(1)));
    }

    #[test]
    fn mistakes_are_explained() {
        for (written, expected) in [
            (json!([]), "a fault is an object"),
            (json!({"fault": "drop"}), "`drop` is not a fault of sockets; the faults are reset,"),
            (json!({"fault": "close"}), "the fault `close` needs `code`"),
            (json!({"fault": "reset", "code": 1}), "`code` is unknown; the fault `reset` may have: fault, socket,"),
            (json!({"fault": "stall", "for": "5"}), "`for`: `5` is not a duration such as 500ms, 5s or 2m"),
            (json!({"fault": "missing", "times": "now"}), "`times` cannot be now"),
            (json!({"fault": "missing", "socket": "sbe"}), "`sbe` is not a socket; expected one of public,"),
        ] {
            let error = WrittenFault::read(&written).expect_err("a mistake");
            assert!(error.contains(expected), "{error}");
        }
    }
}
