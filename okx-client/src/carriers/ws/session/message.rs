//! Reads inbound messages without copying them.

use std::borrow::Cow;

use super::FrameText;
use crate::fields::DecodeError;
use crate::fields::reader::Reader;

/// The members of a message that the session looks at. Those that are missing are `None`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Message<'a> {
    pub(super) event: Option<Cow<'a, str>>,
    pub(super) op: Option<Cow<'a, str>>,
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) code: Option<Cow<'a, str>>,
    pub(super) msg: Option<Cow<'a, str>>,
    pub(super) channel: Option<Cow<'a, str>>,
    pub(super) conn_count: Option<Cow<'a, str>>,
    /// The JSON text of the argument.
    pub(super) arg: Option<&'a str>,
    pub(super) has_data: bool,
}

impl<'a> Message<'a> {
    /// Reads a message, which must be a JSON object.
    pub(super) fn read(text: &'a str) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(text);
        let mut message = Self::default();
        if reader.peek() != b'{' {
            return Err(DecodeError::not_json("an object", 0));
        }
        let mut object = reader.open()?;
        while let Some(name) = reader.member(&mut object)? {
            match &*name {
                "event" => message.event = Some(scalar(&mut reader)?),
                "op" => message.op = Some(scalar(&mut reader)?),
                "id" => message.id = Some(scalar(&mut reader)?).filter(|id| !id.is_empty()),
                "code" => message.code = Some(scalar(&mut reader)?),
                "msg" => message.msg = Some(scalar(&mut reader)?),
                "channel" => message.channel = Some(scalar(&mut reader)?),
                "connCount" => message.conn_count = Some(scalar(&mut reader)?),
                "arg" => message.arg = Some(reader.any()?),
                name => {
                    message.has_data |= name == "data";
                    reader.any()?;
                }
            }
        }
        reader.end()?;
        Ok(message)
    }

    /// OKX's code, empty if there is none.
    pub(super) fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    /// OKX's explanation, empty if there is none.
    pub(super) fn text(&self) -> &str {
        self.msg.as_deref().unwrap_or_default()
    }
}

/// The content of a string, or the JSON text of another value.
pub(super) fn scalar<'a>(reader: &mut Reader<'a>) -> Result<Cow<'a, str>, DecodeError> {
    if reader.peek() == b'"' { reader.string() } else { reader.any().map(Cow::Borrowed) }
}

/// The text without the content of a login: OKX repeats a request that it cannot read, and a login contains the passphrase.
pub(crate) fn without_login(text: FrameText) -> FrameText {
    let shown = text.as_str();
    let Some(passphrase) = shown.find("passphrase") else { return text };
    let start = shown.find("apiKey").unwrap_or(passphrase).min(passphrase);
    let (before, repeated) = shown.split_at(start);
    // The repeated request is in a JSON string, in which its own quotes are escaped.
    let mut is_escaped = false;
    let end = repeated.find(|character| {
        let ends = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        ends
    });
    let after = end.map_or("", |end| &repeated[end..]);
    // Otherwise it is repeated in a way that nobody has seen yet.
    let is_removed = !after.contains("passphrase");
    FrameText::from(if is_removed { [before, "***", after].concat() } else { "***".to_owned() })
}

/// The JSON text of the argument of a push in OKX's usual order of members; `None` if this is not one. The rest of the push is not read.
pub(super) fn pushed_arg(text: &str) -> Option<&str> {
    let mut reader = Reader::new(text);
    if !reader.take(b"{\"arg\":") {
        return None;
    }
    let arg = reader.any().ok()?;
    let is_push = [&b",\"data\":"[..], b",\"action\":", b",\"eventType\":"].iter().any(|next| reader.take(next));
    (is_push && text.ends_with('}')).then_some(arg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_of_a_push_is_found() {
        let arg = r#"{"channel":"tickers","instId":"A\"}"}"#;
        for rest in [r#""data":[{}]"#, r#""action":"update","data":[{}]"#, r#""eventType":"snapshot","data":[]"#] {
            assert_eq!(pushed_arg(&format!("{{\"arg\":{arg},{rest}}}")), Some(arg));
        }
        assert_eq!(pushed_arg(&format!("{{\"arg\":{arg},\"event\":\"subscribe\"}}")), None);
        assert_eq!(pushed_arg(&format!("{{\"event\":\"subscribe\",\"arg\":{arg}}}")), None);
        assert_eq!(pushed_arg(r#"{"arg":{"channel""#), None);
        assert_eq!(pushed_arg("pong"), None);
    }

    #[test]
    fn the_members_of_a_message_are_read() {
        let text = r#"{"id":"1512","event":"error","code":60012,"msg":"Invalid request: {\"op\": 1}","connId":"a4","arg":{"channel":"a"}}"#;
        let message = Message::read(text).unwrap();
        assert_eq!(message.event.as_deref(), Some("error"));
        assert_eq!(message.id.as_deref(), Some("1512"));
        assert_eq!(message.code(), "60012");
        assert_eq!(message.text(), r#"Invalid request: {"op": 1}"#);
        assert_eq!(message.arg, Some(r#"{"channel":"a"}"#));
        assert!(!message.has_data);
    }

    #[test]
    fn a_login_that_okx_repeats_is_removed() {
        let without = |text: &str| without_login(FrameText::from(text.to_owned()));
        let text = r#"{"event":"error","msg":"Invalid request: {\"op\":\"login\",\"args\":[{\"apiKey\":\"key\",\"passphrase\":\"pass\\\"phrase\",\"sign\":\"a/b=\"}]}","code":"60012"}"#;
        let left = without(text);
        let message = Message::read(left.as_str()).unwrap();
        assert_eq!((message.code(), message.text()), ("60012", r#"Invalid request: {"op":"login","args":[{"***"#));
        assert_eq!(without(r#"{"args":[{"apiKey":"key","passphrase":"secret"}]}"#).as_str(), "***");
        assert_eq!(without("pong").as_str(), "pong");
    }

    #[test]
    fn what_is_not_an_object_is_an_error() {
        for text in ["", "[]", "null", r#"{"event":"#, "{} x", r#"{"a":1}}"#] {
            assert!(Message::read(text).is_err(), "{text}");
        }
    }
}
