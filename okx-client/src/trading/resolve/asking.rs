//! One question for one thing.

use crate::api::Request;
use crate::engine::{Engine, SendOptions};
use crate::error::Error;
use crate::facts::{AskedBy, Fields, RowSink, Value};
use crate::fields::decode;
use crate::fields::items::field;
use crate::value::{Json, Timestamp};

/// What OKX answers.
pub(super) enum Answer {
    /// This is what it knows under the name.
    Found(Json),
    /// It knows nothing under the name that was made since the request was sent.
    None,
}

/// Asks for what a request would have made under this name, not before it was sent. The parameters are those of the question.
pub(super) async fn ask(
    engine: &Engine,
    asked_by: &AskedBy,
    parameters: &Json,
    name: &str,
    sent: Option<Timestamp>,
) -> Result<Answer, Error> {
    let operation = asked_by.lookup.operation;
    let mut question = (asked_by.lookup.request)();
    decode::decode(parameters.get(), &mut *question)?;
    let request = Request::of(&asked_by.lookup, &*question);
    let mut rows = (asked_by.lookup.rows)();
    match engine.send(request, SendOptions::default(), &mut *rows).await {
        Ok(()) if rows.len() == 0 && !operation.many_rows => {
            Err(Error::unreadable("the reply has no rows; expected one").in_call(operation.name))
        }
        Ok(()) => answer(&*rows, name, asked_by, sent).map_err(|error| error.in_call(operation.name)),
        Err(error) if error.is_refused() && error.code().is_some_and(|code| asked_by.missing.contains(&code)) => {
            Ok(Answer::None)
        }
        Err(error) => Err(error),
    }
}

/// What the rows of an answer say. Only an answer without any row says that there is none: rows that cannot be read, or that are about
/// something else than was asked for, say nothing.
fn answer(rows: &dyn RowSink, name: &str, asked_by: &AskedBy, sent: Option<Timestamp>) -> Result<Answer, Error> {
    for place in 0..rows.len() {
        let row = rows.row(place).map_err(Clone::clone)?;
        if !is_named(row, asked_by.name, name) {
            return Err(Error::unreadable(format!("OKX was asked for `{name}` and answered about something else")));
        }
        if !is_older(row, asked_by.made, sent) {
            return Ok(Answer::Found(Json::of(row)));
        }
    }
    Ok(Answer::None)
}

/// Whether a row is about this name. A row that has no such field, or leaves it empty, is taken at its word.
fn is_named(row: &dyn Fields, wire: &str, name: &str) -> bool {
    match field(row, wire) {
        Value::Text(text) if !text.is_empty() => text == name,
        _ => true,
    }
}

/// Whether a row is about something of the same name that was made before the request was sent.
fn is_older(row: &dyn Fields, made: Option<&str>, sent: Option<Timestamp>) -> bool {
    match (made.map(|wire| field(row, wire)), sent) {
        (Some(Value::Timestamp(made)), Some(sent)) => made < sent,
        _ => false,
    }
}
