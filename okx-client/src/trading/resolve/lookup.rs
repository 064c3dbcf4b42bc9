//! Looks up one item at OKX.

use crate::api::Request;
use crate::engine::{Engine, SendOptions};
use crate::error::Error;
use crate::facts::{AskedBy, Fields, RowSink, Value};
use crate::fields::decode;
use crate::fields::items::field;
use crate::value::{Json, Timestamp};

/// The result of a lookup.
pub(super) enum LookupResult {
    /// OKX knows this row under the name.
    Found(Json),
    /// OKX knows nothing under the name that was created since the request was sent.
    NotFound,
}

/// Looks up what a request created under this name, ignoring anything that was created before it was sent.
pub(super) async fn look_up(
    engine: &Engine,
    asked_by: &AskedBy,
    parameters: &Json,
    name: &str,
    sent: Option<Timestamp>,
) -> Result<LookupResult, Error> {
    let operation = asked_by.lookup.operation;
    let mut request = (asked_by.lookup.request)();
    decode::decode(parameters.get(), &mut *request)?;
    let request = Request::of(&asked_by.lookup, &*request);
    let mut rows = (asked_by.lookup.rows)();
    match engine.send(request, SendOptions::default(), &mut *rows).await {
        Ok(()) if rows.len() == 0 && !operation.many_rows => {
            Err(Error::unreadable("reply has no row; expected one").in_call(operation.name))
        }
        Ok(()) => read_rows(&*rows, name, asked_by, sent).map_err(|error| error.in_call(operation.name)),
        Err(error) if error.is_refused() && error.code().is_some_and(|code| asked_by.missing.contains(&code)) => {
            Ok(LookupResult::NotFound)
        }
        Err(error) => Err(error),
    }
}

/// Determines the result from the rows of the reply. Only a reply without rows proves that there is no such item: rows that cannot be read
/// or that are about another item prove nothing.
fn read_rows(
    rows: &dyn RowSink,
    name: &str,
    asked_by: &AskedBy,
    sent: Option<Timestamp>,
) -> Result<LookupResult, Error> {
    for place in 0..rows.len() {
        let row = rows.row(place).map_err(Clone::clone)?;
        if !is_named(row, asked_by.name, name) {
            return Err(Error::unreadable(format!("OKX returned another item than the requested `{name}`")));
        }
        if !is_older(row, asked_by.made, sent) {
            return Ok(LookupResult::Found(Json::of(row)));
        }
    }
    Ok(LookupResult::NotFound)
}

/// Whether a row has this name. A row without the field, or with an empty one, counts as having it.
fn is_named(row: &dyn Fields, wire: &str, name: &str) -> bool {
    match field(row, wire) {
        Value::Text(text) if !text.is_empty() => text == name,
        _ => true,
    }
}

/// Whether a row is about an item of the same name that was created before the request was sent.
fn is_older(row: &dyn Fields, made: Option<&str>, sent: Option<Timestamp>) -> bool {
    match (made.map(|wire| field(row, wire)), sent) {
        (Some(Value::Timestamp(made)), Some(sent)) => made < sent,
        _ => false,
    }
}
