//! The lines of `okx watch --jsonl`.

use okx_client::sockets::{ConnectionEvent, ConnectionEventKind};
use okx_client::value::{Json, Timestamp};
use okx_client::{Gap, GapAction};
use serde_json::{Value, json};

use super::printer::cause;
use crate::members::Members;

/// The line of a push: its channel, and its members as OKX wrote them. Members besides `arg`, `action` and `data` are kept.
///
/// # Errors
///
/// It is not a push.
pub(super) fn push(text: &str) -> Result<String, String> {
    let Members(members) = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let member = |name: &str| members.iter().find(|(own, _)| own == name).map(|(_, value)| value.get());
    let arg = member("arg").ok_or("it has no `arg`")?;
    let described: Value = serde_json::from_str(arg).map_err(|error| error.to_string())?;
    let [action, data] = ["action", "data"].map(|name| member(name).unwrap_or("null"));
    let head = format!(r#"{{"channel":{},"arg":{arg},"action":{action},"data":{data}"#, described["channel"]);
    let others = members.iter().filter(|(name, _)| !matches!(name.as_str(), "arg" | "action" | "data"));
    let others: Vec<String> =
        others.map(|(name, value)| format!(",{}:{}", Json::from(name.as_str()), value.get())).collect();
    let line = format!("{head}{}}}", others.concat());
    // OKX may write line breaks between tokens, but a push is one line.
    Ok(line.replace(['\r', '\n'], " "))
}

/// The line of a gap.
pub(super) fn gap(gap: &Gap, at: Timestamp) -> String {
    let action = match &gap.action {
        GapAction::SnapshotFollows => "snapshot_follows",
        GapAction::Filled { .. } => "filled",
        _ => "not_filled",
    };
    let details = json!({
        "cause": cause(gap.cause).0, "from": gap.from.as_millis(), "until": gap.until.as_millis(), "dropped": gap.dropped,
        "action": action,
    });
    event_line("gap", &json!({ "at": at.as_millis() }), &details)
}

/// The line of something that happened to a connection.
pub(super) fn event(event: &ConnectionEvent) -> String {
    let (name, details) = match &event.kind {
        ConnectionEventKind::State(state) => ("state", json!({ "state": state.to_string() })),
        ConnectionEventKind::Notice { code, message } => ("notice", json!({ "code": code, "msg": message })),
        ConnectionEventKind::ChannelCount { channel, count } => {
            ("channel-conn-count", json!({ "channel": channel, "count": count }))
        }
        ConnectionEventKind::Unexpected { what, message } => {
            ("unexpected", json!({ "what": what, "message": message }))
        }
        _ => ("other", json!({})),
    };
    let head = json!({ "at": event.at.as_millis(), "socket": event.socket.as_str(), "connection": event.connection });
    event_line(name, &head, &details)
}

/// An object with the name of the event, so that it is first, and then the members of both parts.
fn event_line(name: &str, head: &Value, details: &Value) -> String {
    let members = [head, details].into_iter().filter_map(Value::as_object).flatten();
    let members: Vec<String> = members.map(|(name, value)| format!(",{}:{value}", Json::from(name.as_str()))).collect();
    format!("{{\"event\":{}{}}}", Json::from(name), members.concat())
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn a_push_is_one_line_with_every_member_as_okx_wrote_it() {
        let text = "{\"arg\":{\"channel\":\"books\",\"instId\":\"A\"},\r\n\"action\":\"update\",\"data\":[{\"px\":1.10}],\"seqId\":7}";
        let line = r#"{"channel":"books","arg":{"channel":"books","instId":"A"},"action":"update","data":[{"px":1.10}],"seqId":7}"#;
        assert_eq!(push(text).as_deref(), Ok(line));
        let line = push(r#"{"data":[],"arg":{"channel":"tickers"}}"#).unwrap_or_default();
        assert_eq!(line, r#"{"channel":"tickers","arg":{"channel":"tickers"},"action":null,"data":[]}"#);
        for wrong in ["", "[]", r#"{"data":[]}"#, r#"{"arg":{"channel""#] {
            assert!(push(wrong).is_err(), "{wrong}");
        }
    }
}
