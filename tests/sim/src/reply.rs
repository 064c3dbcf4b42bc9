//! Replies: OKX's envelope around rows or around an error.

use serde_json::{Map, Value, json};

use crate::calls::Parameters;
use crate::refusal::Refusal;

/// A reply before any fault is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The result code of the envelope; empty if there is no envelope.
    pub(crate) code: String,
    /// The media type of the body.
    pub(crate) content_type: &'static str,
    /// The target of a redirect.
    pub(crate) location: Option<String>,
    /// The body.
    pub(crate) body: String,
    /// Whether its rows are samples rather than the state of the exchange.
    pub(crate) is_sample: bool,
}

impl Reply {
    /// Whether its envelope has rows.
    pub(crate) fn has_rows(&self) -> bool {
        let envelope: Value = serde_json::from_str(&self.body).unwrap_or_default();
        envelope["data"].as_array().is_some_and(|rows| !rows.is_empty())
    }

    /// A JSON reply.
    pub(crate) fn json(status: u16, code: &str, body: &Value) -> Self {
        Self {
            status,
            code: code.to_owned(),
            content_type: "application/json",
            location: None,
            body: body.to_string(),
            is_sample: false,
        }
    }

    /// The reply to a request that was rejected as a whole. OKX leaves out `data` if it rejects a request before
    /// processing it.
    pub(crate) fn refused(refusal: &Refusal) -> Self {
        Self::json(status_of(refusal.code), refusal.code, &json!({"code": refusal.code, "msg": refusal.message}))
    }

    /// The reply to a request that succeeded as a whole.
    pub(crate) fn rows(rows: &[Value]) -> Self {
        Self::json(200, "0", &json!({"code": "0", "msg": "", "data": rows}))
    }

    /// The reply to a request whose rows each report success or failure. The code tells whether all succeeded (0),
    /// none (1) or some (2).
    pub(crate) fn outcomes(rows: &[Value], refused: usize, now: i64) -> Self {
        let (code, message) = match refused {
            0 => ("0", ""),
            refused if refused == rows.len() => ("1", "All items of the request failed."),
            _ => ("2", "Some items of the request failed."),
        };
        let body = json!({
            "code": code,
            "msg": message,
            "data": rows,
            "inTime": (now * 1000).to_string(),
            "outTime": (now * 1000).to_string(),
        });
        Self::json(200, code, &body)
    }
}

/// The HTTP status of a reply that rejects a whole request with this code. Most errors of the exchange itself are sent
/// with the status of success.
fn status_of(code: &str) -> u16 {
    match code {
        "50000" | "50002" | "50006" | "50014" | "50015" | "51000" | "58114" => 400,
        "50101" | "50102" | "50103" | "50104" | "50105" | "50106" | "50107" | "50110" | "50111" | "50112" | "50113"
        | "50119" | "50120" => 401,
        "404" => 404,
        "50115" => 405,
        "50011" => 429,
        "50001" => 503,
        _ => 200,
    }
}

/// The row of an item that was rejected: its client-side identifiers and the error.
pub(crate) fn refused_row(refusal: &Refusal, given: &Parameters, now: i64) -> Value {
    let mut row = Map::new();
    for name in ["ordId", "clOrdId", "tag", "reqId"] {
        row.insert(name.to_owned(), given.members().get(name).cloned().unwrap_or_else(|| json!("")));
    }
    row.insert("ts".to_owned(), json!(now.to_string()));
    row.insert("sCode".to_owned(), json!(refusal.code));
    row.insert("sMsg".to_owned(), json!(refusal.message));
    row.insert("subCode".to_owned(), json!(refusal.sub_code));
    Value::Object(row)
}
