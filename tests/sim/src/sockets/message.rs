//! What clients send: requests as JSON.

use serde_json::{Map, Value, json};

use super::refusal::SocketRefusal;

/// The maximum length of the `id` of a request.
const MAX_ID: usize = 32;

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClientMessage {
    /// The text as it was sent.
    pub(crate) raw: String,
    pub(crate) id: Option<String>,
    pub(crate) op: String,
    /// `None` if they are missing, or not a list of objects.
    pub(crate) arguments: Option<Vec<Map<String, Value>>>,
    /// `expTime`, if it is there.
    pub(crate) deadline: Option<String>,
}

impl ClientMessage {
    /// Reads a message.
    pub(crate) fn read(text: &str) -> Result<Self, SocketRefusal> {
        let invalid = || SocketRefusal::of_message(text);
        let Ok(Value::Object(members)) = serde_json::from_str(text) else { return Err(invalid()) };
        let plain = |name: &str| members.get(name).filter(|value| !value.is_null()).map(plain_text);
        let id = match plain("id") {
            None => None,
            Some(Some(id)) if is_id(&id) => Some(id),
            Some(_) => return Err(invalid()),
        };
        let op = members.get("op").and_then(Value::as_str).ok_or_else(invalid)?.to_owned();
        let arguments = members.get("args").and_then(arguments);
        Ok(Self { raw: text.to_owned(), id, op, arguments, deadline: plain("expTime").flatten() })
    }

    /// The message, or one message for each channel if it subscribes to several or ends several subscriptions.
    pub(crate) fn parts(self) -> Vec<Self> {
        match &self.arguments {
            Some(arguments) if matches!(self.op.as_str(), "subscribe" | "unsubscribe") && arguments.len() > 1 => {
                arguments.iter().map(|argument| self.part(argument)).collect()
            }
            _ => vec![self],
        }
    }

    fn part(&self, argument: &Map<String, Value>) -> Self {
        let mut message = json!({"op": self.op, "args": [argument]});
        if let Some(id) = &self.id {
            message["id"] = json!(id);
        }
        Self { raw: message.to_string(), arguments: Some(vec![argument.clone()]), ..self.clone() }
    }

    /// The channel of the first argument.
    pub(crate) fn channel(&self) -> Option<&str> {
        self.arguments.as_ref()?.first()?.get("channel")?.as_str()
    }
}

/// A text, or a number as text: OKX takes both.
pub(crate) fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn arguments(value: &Value) -> Option<Vec<Map<String, Value>>> {
    let Value::Array(entries) = value else { return None };
    entries.iter().map(|entry| entry.as_object().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_without_op_or_with_a_wrong_id_is_repeated_in_the_refusal() {
        for text in ["[]", "{", "{\"id\":\"1\"}", "{\"op\":\"login\",\"id\":\"a-b\"}"] {
            let refusal = ClientMessage::read(text).expect_err("a refusal");
            assert_eq!(refusal.message, format!("Invalid request: {text}"));
            assert_eq!(refusal.event(Some("1"), "c").get("id"), None);
        }
    }

    #[test]
    fn numbers_are_taken_as_texts() {
        let message = ClientMessage::read(r#"{"op":"order","id":15,"args":[{}],"expTime":1597026383085}"#);
        let message = message.expect("a message");
        assert_eq!((message.id.as_deref(), message.deadline.as_deref()), (Some("15"), Some("1597026383085")));
    }
}
