//! What came of one request.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use okx_client::value::Json;
use okx_client::{Error, Exchange, Rows, SendOptions};
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Method, Repeat};
use serde::Deserialize;
use serde_json::Value;

use crate::connection::Connection;
use crate::ending::{Ending, Failure};
use crate::errors::joined;

/// What came of one request.
pub(super) struct Answer {
    pub(super) ending: Ending,
    /// The HTTP status; none when no reply came.
    pub(super) status: Option<u16>,
    /// What went wrong, in a sentence.
    pub(super) error: Option<String>,
    /// OKX's whole reply as it came; text that is not JSON is a JSON string, and bytes that are not text are in base64.
    pub(super) body: Option<String>,
}

impl Answer {
    /// A request that was refused here.
    pub(super) fn failed(failure: &Failure) -> Self {
        Self { ending: failure.ending(), status: None, error: failure.text(), body: None }
    }
}

/// Makes a call and waits for its reply, or for ctrl-c.
pub(super) async fn ask(
    connection: &Connection,
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    options: SendOptions,
) -> Answer {
    if let Err(failure) = connection.admits(model, endpoint) {
        return Answer::failed(&failure);
    }
    connection.watch.begin(&endpoint.path);
    let name = full_name(model, endpoint);
    tokio::select! {
        biased;
        exchange = connection.client.exchange_call(&name, parameters, options) => judged(&exchange),
        // Where ctrl-c cannot be waited for it ends the program, which is what it is for.
        Ok(()) = tokio::signal::ctrl_c() => stopped(model, endpoint, connection.watch.sent()),
    }
}

fn judged(exchange: &Exchange<Rows<Json>>) -> Answer {
    let errors: Vec<&Error> = match &exchange.reply {
        Ok(rows) => rows.errors().collect(),
        Err(error) => vec![error],
    };
    let text = exchange.text();
    let mut ending = errors.iter().map(|error| Ending::of(error)).max().unwrap_or(Ending::Done);
    let mut error = joined(errors.iter().copied());
    if ending == Ending::Done
        && let Some(refusal) = text.and_then(refusal)
    {
        (ending, error) = (Ending::Refused, Some(refusal));
    }
    Answer { ending, status: exchange.http_status(), error, body: exchange.body().map(as_json) }
}

/// What a reply refuses by its own words, though its rows could all be read: nothing is done unless `code` and every `sCode` say so.
fn refusal(body: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Reply {
        code: Value,
        #[serde(default)]
        data: Value,
    }
    let reply: Reply = serde_json::from_str(body).ok()?;
    let is_done = |code: &Value| matches!(code.as_str(), Some("0" | "")) || code.as_i64() == Some(0) || code.is_null();
    let rows = reply.data.as_array().map_or(std::slice::from_ref(&reply.data), Vec::as_slice);
    let codes = std::iter::once(&reply.code).chain(rows.iter().filter_map(|row| row.get("sCode")));
    codes.into_iter().find(|code| !is_done(code)).map(|code| format!("OKX answered with code {code}"))
}

/// A reply as it came. Text that is not JSON is a JSON string, and bytes that are not text are an object with all of them in base64.
fn as_json(body: &[u8]) -> String {
    let Ok(text) = str::from_utf8(body) else {
        return format!(r#"{{"base64":"{}"}}"#, BASE64_STANDARD.encode(body));
    };
    Json::parse(text).map_or_else(|_| Json::from(text).get().to_owned(), |json| json.get().to_owned())
}

/// What is known when somebody does not wait any longer.
fn stopped(model: &Model, endpoint: &Endpoint, sent: Option<Vec<u8>>) -> Answer {
    let (ending, error) = match sent {
        Some(body) if endpoint.method != Method::Get => {
            let names = names(model, endpoint, &body);
            let whom =
                if names.is_empty() { "Look at OKX".to_owned() } else { format!("Ask OKX for {}", names.join(", ")) };
            let error = format!(
                "stopped after it was sent: it is not known whether this was done. {whom} before you send it again"
            );
            (Ending::Unknown, error)
        }
        Some(_) => (Ending::Interrupted, "stopped before a reply came".to_owned()),
        None => (Ending::Interrupted, "stopped before anything was sent".to_owned()),
    };
    Answer { ending, status: None, error: Some(error), body: None }
}

/// The names by which OKX can be asked for what a request makes.
fn names(model: &Model, endpoint: &Endpoint, body: &[u8]) -> Vec<String> {
    let Repeat::By(place) = endpoint.repeat else { return Vec::new() };
    let wire = &model[endpoint.request].fields[place].wire;
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let items = body.as_array().map_or(std::slice::from_ref(&body), Vec::as_slice);
    items.iter().filter_map(|item| item.get(wire)?.as_str()).map(|name| format!("{wire} {name}")).collect()
}
