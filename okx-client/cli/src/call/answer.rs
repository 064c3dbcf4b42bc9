//! The result of one request.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::Poll;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use okx_client::value::Json;
use okx_client::{Error, Exchange, Printable, Rows};
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Method};
use serde::Deserialize;
use serde_json::Value;

use super::CallOptions;
use crate::connection::Connection;
use crate::ending::{Ending, Failure};
use crate::errors::joined;
use crate::output::message;
use crate::signals::Signals;

/// The parameters that identify a request.
fn name(entry: &okx_client::Unresolved) -> Name {
    entry.identities().map(|(wire, value)| (wire.to_owned(), value.to_owned())).collect()
}

/// The result of one request.
pub(super) struct Answer {
    pub(super) ending: Ending,
    /// The HTTP status; `None` without a reply.
    pub(super) status: Option<u16>,
    /// The error message.
    pub(super) error: Option<String>,
    /// OKX's whole reply, unchanged. Text that is not JSON becomes a JSON string, and bytes that are not UTF-8 are encoded in base64.
    pub(super) body: Option<String>,
    /// What may have been created, by its identifying parameter, such as `clOrdId`. Empty if the outcome is known.
    pub(super) unresolved: Vec<Name>,
}

/// Parameters that identify what a request creates, and their values.
pub(super) type Name = BTreeMap<String, String>;

impl Answer {
    /// A request that was not sent.
    pub(super) fn failed(failure: &Failure) -> Self {
        Self::without_reply(failure.ending(), failure.text())
    }

    pub(super) fn without_reply(ending: Ending, error: Option<String>) -> Self {
        Self { ending, status: None, error, body: None, unresolved: Vec::new() }
    }
}

/// Makes a call and waits for its reply. After a signal it still waits for the reply to a request in flight, until a second signal.
/// A request that was not sent yet is abandoned at once.
pub(super) async fn ask(
    connection: &Connection,
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    options: &CallOptions,
    signals: &mut Signals,
) -> Answer {
    if let Err(failure) = connection.admits(model, endpoint) {
        return Answer::failed(&failure);
    }
    let monitor = &connection.monitor;
    let known = connection.client.unresolved().last().map_or(0, okx_client::Unresolved::number);
    if options.over_socket {
        monitor.begin_over_socket();
    } else {
        monitor.begin(&endpoint.path);
    }
    let name = full_name(model, endpoint);
    let mut exchange = Box::pin(connection.client.exchange_call(&name, parameters, options.send_options()));
    tokio::select! {
        biased;
        exchange = &mut exchange => return Answer { unresolved: unresolved(connection, known), ..judged(&exchange) },
        _ = signals.next() => {}
    }
    if monitor.is_under_way() {
        message("waiting for the reply to the request in flight; a second signal stops at once");
    }
    // While the client waits before a retry, no request is in flight, and the retry is abandoned.
    let idle = poll_fn(|_| if monitor.is_under_way() { Poll::Pending } else { Poll::Ready(()) });
    let exchange = tokio::select! {
        biased;
        exchange = &mut exchange => Some(exchange),
        () = idle => None,
        _ = signals.next() => None,
    };
    let unresolved = unresolved(connection, known);
    let answer = match exchange {
        Some(exchange) => judged(&exchange),
        None => stopped(connection, endpoint, signals, &unresolved),
    };
    Answer { unresolved, ..answer }
}

/// What this request left without a certain outcome: the entries after the one with the number `known`. The length of the list is not
/// enough, because earlier entries may have left it.
fn unresolved(connection: &Connection, known: u64) -> Vec<Name> {
    connection.client.unresolved().iter().filter(|entry| entry.number() > known).map(name).collect()
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
    Answer { ending, status: exchange.http_status(), error, body: exchange.body().map(as_json), unresolved: Vec::new() }
}

/// The refusal in a reply whose rows could all be read. A request succeeded only if `code` and every `sCode` say so.
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
    codes.into_iter().find(|code| !is_done(code)).map(|code| format!("OKX rejected it with code {}", Printable(code)))
}

/// A reply as JSON. Text that is not JSON becomes a string, and bytes that are not UTF-8 become an object with the bytes in base64.
fn as_json(body: &[u8]) -> String {
    let Ok(text) = str::from_utf8(body) else {
        return format!(r#"{{"base64":"{}"}}"#, BASE64_STANDARD.encode(body));
    };
    Json::parse(text).map_or_else(|_| Json::from(text).get().to_owned(), |json| json.get().to_owned())
}

/// The result when a signal ended the wait.
fn stopped(connection: &Connection, endpoint: &Endpoint, signals: &Signals, unresolved: &[Name]) -> Answer {
    let interrupted = signals.first().map_or(Ending::Unknown, Ending::Interrupted);
    let known = |error: &str| Answer::without_reply(interrupted, Some(error.to_owned()));
    if unresolved.is_empty() {
        return known(match (connection.monitor.was_sent(), endpoint.method) {
            (false, _) => "stopped before the request was sent",
            (true, Method::Get) => "stopped before the reply arrived",
            (true, _) => "stopped before a retry; the earlier attempts had no effect",
        });
    }
    let shown: Vec<String> = unresolved.iter().map(shown).filter(|name| !name.is_empty()).collect();
    let whom = if shown.is_empty() { "Check at OKX".to_owned() } else { format!("Ask OKX for {}", shown.join(", ")) };
    let error = format!("stopped after the request was sent: its outcome is unknown. {whom} before you send it again");
    Answer::without_reply(Ending::Unknown, Some(error))
}

/// The identity as text, such as `clOrdId b15`.
pub(super) fn shown(name: &Name) -> String {
    name.iter().map(|(wire, value)| format!("{wire} {}", Printable(value))).collect::<Vec<_>>().join(" ")
}
