//! The errors of the sockets.

use serde_json::{Map, Value, json};

/// Why a message was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SocketRefusal {
    pub(crate) code: String,
    pub(crate) message: String,
    /// The argument that was refused, if OKX repeats it.
    pub(crate) argument: Option<Map<String, Value>>,
    /// Whether OKX repeats the `id` of the request.
    has_id: bool,
}

/// A code and its text; `{}` is replaced with the subject.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SocketCode(&'static str, &'static str);

pub(crate) const BAD_TIMESTAMP: SocketCode = SocketCode("60004", "Invalid timestamp");
pub(crate) const UNKNOWN_KEY: SocketCode = SocketCode("60005", "Invalid apiKey");
pub(crate) const EXPIRED: SocketCode = SocketCode("60006", "Timestamp request expired");
pub(crate) const WRONG_SIGN: SocketCode = SocketCode("60007", "Invalid sign");
pub(crate) const NO_LOGIN: SocketCode = SocketCode("60011", "Please log in");
const INVALID_REQUEST: SocketCode = SocketCode("60012", "Invalid request: {}");
pub(crate) const INVALID_ARGUMENTS: SocketCode = SocketCode("60013", "Invalid args");
pub(crate) const TOO_FREQUENT: SocketCode = SocketCode("60014", "Requests too frequent");
pub(crate) const UNKNOWN_CHANNEL: SocketCode = SocketCode(
    "60018",
    "Wrong URL or {} doesn't exist. Please use the correct URL, channel and parameters referring to API document.",
);
pub(crate) const UNKNOWN_OP: SocketCode = SocketCode("60019", "Invalid op: {}");
pub(crate) const WRONG_ADDRESS: SocketCode =
    SocketCode("60022", "The address {} is not in the IP whitelist of the API key");
pub(crate) const WRONG_PASSPHRASE: SocketCode = SocketCode("60024", "Wrong passphrase");
pub(crate) const EMPTY_PARAMETER: SocketCode = SocketCode("60027", "Parameter {} can not be empty.");
pub(crate) const WRONG_URL: SocketCode = SocketCode(
    "60028",
    "The current operation is not supported by this URL. Please use the correct WebSocket URL for the operation.",
);
pub(crate) const SECOND_LOGIN: SocketCode =
    SocketCode("60031", "The WebSocket endpoint does not allow multiple or repeated logins.");
pub(crate) const MOVED_TO_BUSINESS: SocketCode =
    SocketCode("64001", "This channel has been migrated to the '/business' URL. Please subscribe using the new URL.");
pub(crate) const NOT_AT_BUSINESS: SocketCode = SocketCode(
    "64002",
    "This channel is not supported by \"/business\" URL. Please use \"/private\" URL(for private channels), or \
     \"/public\" URL(for public channels).",
);
pub(crate) const EXCLUDED_BOOK: SocketCode = SocketCode(
    "64004",
    "Subscribe to both {} and books-l2-tbt for the same instrument is not allowed. Unsubscribe books-l2-tbt first.",
);

impl SocketCode {
    pub(crate) fn refusal(self) -> SocketRefusal {
        self.about("")
    }

    pub(crate) fn about(self, subject: &str) -> SocketRefusal {
        let message = self.1.replace("{}", subject);
        SocketRefusal { code: self.0.to_owned(), message, argument: None, has_id: true }
    }
}

impl SocketRefusal {
    /// The refusal of a message that cannot be understood. It has neither `id` nor `arg`, only an echo of the message.
    pub(crate) fn of_message(text: &str) -> Self {
        Self { has_id: false, ..INVALID_REQUEST.about(text) }
    }

    /// A refusal with a code that a fault gives.
    pub(crate) fn simulated(code: &str) -> Self {
        Self { code: code.to_owned(), message: "Simulated fault.".to_owned(), argument: None, has_id: true }
    }

    /// Repeats the argument that was refused.
    pub(crate) fn with(mut self, argument: &Map<String, Value>) -> Self {
        self.argument = Some(argument.clone());
        self
    }

    /// The message that tells it.
    pub(crate) fn event(&self, id: Option<&str>, connection: &str) -> Value {
        let mut event = json!({"event": "error", "code": self.code, "msg": self.message, "connId": connection});
        if let Some(id) = id.filter(|_| self.has_id) {
            event["id"] = json!(id);
        }
        if let Some(argument) = &self.argument {
            event["arg"] = Value::Object(argument.clone());
        }
        event
    }
}
