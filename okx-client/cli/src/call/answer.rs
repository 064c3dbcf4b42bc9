//! What came of one request.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::Poll;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use okx_client::value::Json;
use okx_client::{Error, Exchange, Printable, Rows, SendOptions};
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Method};
use serde::Deserialize;
use serde_json::Value;

use crate::connection::Connection;
use crate::ending::{Ending, Failure};
use crate::errors::joined;
use crate::output::message;
use crate::signals::Signals;

/// What tells something that was sent from others.
fn name(entry: &okx_client::Unresolved) -> Name {
    entry.identities().map(|(wire, value)| (wire.to_owned(), value.to_owned())).collect()
}

/// What came of one request.
pub(super) struct Answer {
    pub(super) ending: Ending,
    /// The HTTP status; none when no reply came.
    pub(super) status: Option<u16>,
    /// What went wrong, in a sentence.
    pub(super) error: Option<String>,
    /// OKX's whole reply as it came; text that is not JSON is a JSON string, and bytes that are not text are in base64.
    pub(super) body: Option<String>,
    /// What may have been made, by the parameter that names it, such as `clOrdId`; nothing where the outcome is known.
    pub(super) unresolved: Vec<Name>,
}

/// A parameter that names what a request makes, and its value.
pub(super) type Name = BTreeMap<String, String>;

impl Answer {
    /// A request that was refused here.
    pub(super) fn failed(failure: &Failure) -> Self {
        Self::without_reply(failure.ending(), failure.text())
    }

    pub(super) fn without_reply(ending: Ending, error: Option<String>) -> Self {
        Self { ending, status: None, error, body: None, unresolved: Vec::new() }
    }
}

/// Makes a call and waits for its reply. After a signal, what was sent is still waited for, until a second one comes; what was not
/// sent yet is given up at once.
pub(super) async fn ask(
    connection: &Connection,
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    options: SendOptions,
    signals: &mut Signals,
) -> Answer {
    if let Err(failure) = connection.admits(model, endpoint) {
        return Answer::failed(&failure);
    }
    let watch = &connection.watch;
    let known = connection.client.unresolved().last().map_or(0, okx_client::Unresolved::number);
    watch.begin(&endpoint.path);
    let name = full_name(model, endpoint);
    let mut exchange = Box::pin(connection.client.exchange_call(&name, parameters, options));
    tokio::select! {
        biased;
        exchange = &mut exchange => return Answer { unresolved: unresolved(connection, known), ..judged(&exchange) },
        _ = signals.next() => {}
    }
    if watch.is_under_way() {
        message("stopping as soon as the reply to what was sent is there; a second signal stops at once");
    }
    // It is not under way either while the client waits before it sends it again, and that is given up.
    let idle = poll_fn(|_| if watch.is_under_way() { Poll::Pending } else { Poll::Ready(()) });
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

/// What this request sent and has no certain outcome: the entries made after the one of the number `known`. Earlier entries may have left
/// the list meanwhile, so counting them would not do.
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
    codes.into_iter().find(|code| !is_done(code)).map(|code| format!("OKX answered with code {}", Printable(code)))
}

/// A reply as it came. Text that is not JSON is a JSON string, and bytes that are not text are an object with all of them in base64.
fn as_json(body: &[u8]) -> String {
    let Ok(text) = str::from_utf8(body) else {
        return format!(r#"{{"base64":"{}"}}"#, BASE64_STANDARD.encode(body));
    };
    Json::parse(text).map_or_else(|_| Json::from(text).get().to_owned(), |json| json.get().to_owned())
}

/// What is known when a signal ends the waiting.
fn stopped(connection: &Connection, endpoint: &Endpoint, signals: &Signals, unresolved: &[Name]) -> Answer {
    let interrupted = signals.first().map_or(Ending::Unknown, Ending::Interrupted);
    let known = |error: &str| Answer::without_reply(interrupted, Some(error.to_owned()));
    if !connection.watch.was_sent() {
        return known("stopped before anything was sent");
    }
    if endpoint.method == Method::Get {
        return known("stopped before a reply came");
    }
    if unresolved.is_empty() {
        return known("stopped before it was sent again; so far it was not done");
    }
    let shown: Vec<String> = unresolved.iter().map(shown).filter(|name| !name.is_empty()).collect();
    let whom = if shown.is_empty() { "Look at OKX".to_owned() } else { format!("Ask OKX for {}", shown.join(", ")) };
    let error =
        format!("stopped after it was sent: it is not known whether this was done. {whom} before you send it again");
    Answer::without_reply(Ending::Unknown, Some(error))
}

/// A name as people read it: `clOrdId b15`.
pub(super) fn shown(name: &Name) -> String {
    name.iter().map(|(wire, value)| format!("{wire} {}", Printable(value))).collect::<Vec<_>>().join(" ")
}
