//! One question for one thing.

use super::Found;
use crate::client::SendOptions;
use crate::endpoint::{AskedBy, Endpoint, Resolvable};
use crate::envelope::{FromRows, Rows};
use crate::error::Error;
use crate::fields::{Fields, Value, decode, write};
use crate::item::{field, is_given};
use crate::round_trip::Core;
use crate::value::Timestamp;

/// What OKX answers.
pub(super) enum Answer<T> {
    /// This is what it knows under the name.
    Found(T),
    /// It knows nothing under the name that was made since the request was sent.
    None,
}

/// Asks for what the request would have made under this name, not before it was sent.
pub(super) async fn ask<R: Resolvable>(
    core: &Core,
    item: &dyn Fields,
    name: &str,
    sent: Option<Timestamp>,
) -> Result<Answer<Found<R>>, Error> {
    let (call, asked_by) = (R::Question::CALL, R::ASKED_BY);
    let mut question = R::Question::default();
    fill(&mut question, item, name, asked_by)?;
    let mut rows = Rows::<Found<R>>::default();
    match core.round_trip(call, question.items(), SendOptions::default(), &mut rows).await {
        Ok(()) if rows.is_empty() && !<R::Question as Endpoint>::Reply::MAY_BE_EMPTY => {
            Err(Error::unreadable("the reply has no row, where one is expected").in_call(call))
        }
        Ok(()) => answer(rows, name, asked_by, sent).map_err(|error| error.in_call(call)),
        Err(error) if error.is_refused() && error.code().is_some_and(|code| asked_by.missing.contains(&code)) => {
            Ok(Answer::None)
        }
        Err(error) => Err(error),
    }
}

/// Takes into the question what it needs of the item. It goes by way of JSON, because that is how fields of any type are written and read.
fn fill(question: &mut dyn Fields, item: &dyn Fields, name: &str, asked_by: &AskedBy) -> Result<(), Error> {
    let mut text = b"{".to_vec();
    let taken = asked_by.with.iter().map(|wire| (*wire, field(item, wire)));
    for (wire, value) in taken.filter(|(_, value)| is_given(*value)).chain([(asked_by.name, Value::Text(name))]) {
        if text.len() > 1 {
            text.push(b',');
        }
        write::value(&mut text, Value::Text(wire), false);
        text.push(b':');
        write::value(&mut text, value, false);
    }
    text.push(b'}');
    let text = str::from_utf8(&text).map_err(|_| Error::invalid("the request holds something that is no text"))?;
    decode::decode(text, question).map_err(Error::from)
}

/// What the rows of an answer say. Only an answer without any row says that there is none: rows that cannot be read, or that are about
/// something else than was asked for, say nothing.
fn answer<T: Fields>(
    rows: Rows<T>,
    name: &str,
    asked_by: &AskedBy,
    sent: Option<Timestamp>,
) -> Result<Answer<T>, Error> {
    for row in rows {
        let row = row?;
        if !is_named(&row, asked_by.name, name) {
            return Err(Error::unreadable(format!("OKX was asked for `{name}` and told of something else")));
        }
        if !is_older(&row, asked_by.made, sent) {
            return Ok(Answer::Found(row));
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
