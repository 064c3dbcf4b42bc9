//! What a finding is about.

use std::fmt;
use std::str::FromStr;

use okx_spec::model::{self, Method};

use crate::guide;

/// What a finding is about. Its text names it in output and in `guide/slips.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A REST call: `POST /api/v5/trade/order`.
    Call(CallName),
    /// A channel by OKX's name, `channel tickers`; between two descriptions by ours, `channel public.tickers`.
    Channel(String),
    /// A WebSocket operation by its `op`: `operation batch-orders`.
    Operation(String),
    /// A result code, with its sub-code: `code 51000`.
    Code(String),
    /// An enum: `enum OrdType`.
    Enum(String),
    /// A section of the guide that describes none of these, by its anchor: `section overview`.
    Section(String),
    /// An environment of a description: `environment global`.
    Environment(String),
    /// What connections of the sockets accept, of a description: `connections`.
    Connections,
    /// An id type of a description: `id ClOrdId`.
    Id(String),
    /// An object of a description: `object trade.OrderAck`.
    Object(String),
    /// The request of a call of a description: `request trade.PlaceOrder`.
    Request(String),
    /// What is sent over a socket, of a description: `sent ws/public.Tickers`.
    Sent(String),
    /// A precision rule of a description: `precision order_price`.
    Precision(String),
    /// A shared budget of a description: `budget order.place`.
    Budget(String),
}

/// Method and path of a REST call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CallName {
    /// HTTP method.
    pub method: Method,
    /// Path.
    pub path: String,
}

impl CallName {
    fn new(method: Method, path: &str) -> Self {
        Self { method, path: path.to_owned() }
    }
}

impl fmt::Display for CallName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl From<&guide::Endpoint> for CallName {
    fn from(call: &guide::Endpoint) -> Self {
        Self::new(call.method, &call.path)
    }
}

impl From<&model::Endpoint> for CallName {
    fn from(call: &model::Endpoint) -> Self {
        Self::new(call.method, &call.path)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, name) = match self {
            Self::Call(call) => return call.fmt(f),
            Self::Connections => return f.write_str("connections"),
            Self::Channel(name) => ("channel", name),
            Self::Operation(name) => ("operation", name),
            Self::Code(name) => ("code", name),
            Self::Enum(name) => ("enum", name),
            Self::Section(name) => ("section", name),
            Self::Environment(name) => ("environment", name),
            Self::Id(name) => ("id", name),
            Self::Object(name) => ("object", name),
            Self::Request(name) => ("request", name),
            Self::Sent(name) => ("sent", name),
            Self::Precision(name) => ("precision", name),
            Self::Budget(name) => ("budget", name),
        };
        write!(f, "{word} {name}")
    }
}

/// The text is not a subject of a finding about the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write `METHOD PATH`, or a name after `channel`, `operation`, `code`, `enum` or `section`")]
pub struct NotASubject;

/// Reads a subject of a finding about the guide.
impl FromStr for Subject {
    type Err = NotASubject;

    fn from_str(text: &str) -> Result<Self, NotASubject> {
        let (word, name) = text.split_once(' ').ok_or(NotASubject)?;
        let owned = name.to_owned();
        Ok(match word {
            "GET" => Self::Call(CallName::new(Method::Get, name)),
            "POST" => Self::Call(CallName::new(Method::Post, name)),
            "channel" => Self::Channel(owned),
            "operation" => Self::Operation(owned),
            "code" => Self::Code(owned),
            "enum" => Self::Enum(owned),
            "section" => Self::Section(owned),
            _ => return Err(NotASubject),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Subject;

    #[test]
    fn a_text_is_read_back() {
        for text in ["POST /api/v5/trade/order", "channel tickers", "code 51008_1000", "enum OrdType", "section a-b"] {
            assert_eq!(text.parse::<Subject>().map(|subject| subject.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "PUT /x", "tickers", "object X"] {
            assert!(text.parse::<Subject>().is_err(), "{text}");
        }
    }
}
