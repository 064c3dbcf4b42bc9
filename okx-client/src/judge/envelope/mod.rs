//! What OKX wraps its replies in: `{"code": …, "msg": …, "data": [row, …]}`.

mod read_rows;
#[cfg(test)]
mod tests;

use crate::api::{Rows, refused};
use crate::error::Error;
use crate::facts::{Fields, RowSink, Value};
use crate::fields::decode::{self, MemberOrder};
use crate::fields::reader::Reader;
use crate::fields::{DecodeError, DecodePolicy};
use crate::value::Text;

use read_rows::ReadRows;

/// What a reply says about the request as a whole.
#[derive(Debug)]
pub(crate) struct Head {
    /// OKX's code for the request.
    pub(crate) code: Text,
    /// OKX's text for the request.
    pub(crate) message: Text,
    /// When OKX took the request in, in microseconds since the epoch.
    pub(crate) in_time: Option<i64>,
    /// When OKX sent the reply out, in microseconds since the epoch.
    pub(crate) out_time: Option<i64>,
}

/// The code for "done", of requests and of rows.
pub(crate) const DONE: &str = "0";

/// Everything that may stand in a reply: to any call, to an operation over a socket, and to calls that count pages.
#[cfg(feature = "dynamic")]
pub(crate) const MEMBERS: &[&str] = &["code", "msg", "data", "inTime", "outTime", "id", "op", "totalPage"];

/// Reads a reply: its code and message, and its rows one by one, each judged by itself. One bad row is an error in its place and
/// nothing more. Where the code says that the request failed, rows that say nothing are left out.
///
/// # Errors
/// When this is no reply of OKX: not JSON from the first to the last byte, or JSON of another shape. Rows added until then mean nothing.
pub(crate) fn read(body: &[u8], rows: &mut dyn RowSink, policy: &DecodePolicy) -> Result<Head, Error> {
    let parts = parts(text(body)?, rows, policy)?;
    let Parts { code, message, in_time, out_time, is_empty_object, .. } = parts;
    let code = code.ok_or_else(|| Error::unreadable("the reply has no `code`, so it is not OKX's"))?;
    if code != DONE && (is_empty_object || !tells_of_rows(&code) && all_are_unreadable(rows)) {
        rows.clear();
    }
    // These two only inform, so what cannot be read is as good as absent.
    let micros = |text: Option<Text>| text.and_then(|text| text.parse().ok());
    Ok(Head { code, message: message.unwrap_or_default(), in_time: micros(in_time), out_time: micros(out_time) })
}

impl<T: Fields + Default + 'static> Rows<T> {
    /// Reads the text of a reply that was kept.
    ///
    /// # Errors
    /// When it is no reply of OKX, or one that refuses the request as a whole.
    pub fn from_reply(reply: &str) -> Result<Self, Error> {
        let mut rows = Self::default();
        let head = read(reply.as_bytes(), &mut rows, &DecodePolicy::default())?;
        // What a row says of itself rules over the code.
        let speaks = |row: &Result<T, Error>| match row {
            Ok(row) => row.shape().outcome.is_some(),
            Err(error) => !error.is_unreadable(),
        };
        if head.code == DONE || rows.iter().any(speaks) {
            Ok(rows)
        } else {
            Err(refused(&head.code, None, &head.message))
        }
    }
}

/// The text of a reply.
///
/// # Errors
/// When it is binary.
fn text(body: &[u8]) -> Result<&str, Error> {
    if is_binary(body) {
        return Err(Error::binary(body.len()));
    }
    str::from_utf8(body).map_err(|reason| Error::unreadable(format!("the reply is not text: {reason}")))
}

/// Whether a reply is of a binary format, such as SBE. JSON has no such bytes, not even when it was cut or garbled on the way as text.
fn is_binary(body: &[u8]) -> bool {
    body.contains(&0) || str::from_utf8(body).is_err_and(|reason| reason.error_len().is_some())
}

/// Whether a code of the envelope leaves it to the rows to say what failed.
fn tells_of_rows(code: &str) -> bool {
    matches!(code, "1" | "2")
}

fn all_are_unreadable(rows: &dyn RowSink) -> bool {
    (0..rows.len()).all(|index| rows.row(index).is_err_and(Error::is_unreadable))
}

/// The members of a reply that say something.
#[derive(Default)]
struct Parts {
    code: Option<Text>,
    message: Option<Text>,
    in_time: Option<Text>,
    out_time: Option<Text>,
    data: bool,
    /// Whether the rows are `{}`.
    is_empty_object: bool,
}

fn parts(text: &str, rows: &mut dyn RowSink, policy: &DecodePolicy) -> Result<Parts, DecodeError> {
    let mut reader = Reader::of_reply(text, policy);
    let mut parts = Parts::default();
    decode::expect_start(&mut reader, b'{', "an object")?;
    let mut object = reader.open()?;
    while let Some(name) = reader.member(&mut object)? {
        let again = match &*name {
            "code" => parts.code.replace(decode::text(&mut reader)?).map(|_| "code"),
            "msg" => parts.message.replace(message(&mut reader)?).map(|_| "msg"),
            "inTime" => time(&mut reader, &mut parts.in_time)?,
            "outTime" => time(&mut reader, &mut parts.out_time)?,
            "data" => {
                let start = reader.mark();
                data(&mut reader, rows)?;
                parts.is_empty_object = is_empty_object(reader.since(start));
                std::mem::replace(&mut parts.data, true).then_some("data")
            }
            _ => reader.any().map(|_| None)?,
        };
        if let Some(name) = again {
            return Err(DecodeError::duplicate(name));
        }
    }
    reader.end()?;
    Ok(parts)
}

/// Reads the text for the request, which only informs: `null` is absence, and any other value is taken as it is written.
fn message(reader: &mut Reader<'_>) -> Result<Text, DecodeError> {
    if reader.take_null() {
        return Ok(Text::default());
    }
    let mark = reader.mark();
    decode::text(reader).or_else(|_| {
        reader.go_back(mark);
        reader.any().map(Text::from)
    })
}

/// Reads a time of the gateway, which no call promises: whatever stands there, the reply is one of OKX's.
fn time(reader: &mut Reader<'_>, time: &mut Option<Text>) -> Result<Option<&'static str>, DecodeError> {
    *time = Some(reader.any()?.trim_matches('"').into());
    Ok(None)
}

/// Reads the rows: usually an array of them, sometimes a single one that is no array, sometimes none. A row that is an array itself may
/// stand alone too, and then its first position is no array.
pub(crate) fn data(reader: &mut Reader<'_>, rows: &mut dyn RowSink) -> Result<(), DecodeError> {
    let mut read = ReadRows { order: MemberOrder::default(), unreadable: 0, left_out: 0, rows };
    read.all(reader)?;
    read.end();
    Ok(())
}

/// Tells errors of rows which row each is. A row that stands alone needs no number to be told from others.
pub(crate) fn number(rows: &mut dyn RowSink) {
    if rows.len() > 1 {
        rows.map_errors(&mut |index, error| error.at_item(index));
    }
}

/// Whether none of an array's entries is an array: one row by position, rather than a list of such rows.
fn is_flat(array: &str) -> bool {
    !array[1..].contains('[')
}

/// Whether a value is `{}`.
fn is_empty_object(value: &str) -> bool {
    let inner = value.trim().strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|inner| inner.trim().is_empty())
}

/// Whether a row was done, where it says so itself.
pub(crate) fn judged(fields: &dyn Fields) -> Result<(), Error> {
    let Some(outcome) = fields.shape().outcome else {
        return Ok(());
    };
    let text = |place: usize| match fields.value(place) {
        Value::Text(text) => text,
        _ => "",
    };
    match text(outcome.code) {
        DONE => Ok(()),
        "" => {
            Err(Error::unreadable("the row does not say whether it was done")
                .in_field(fields.shape().wire[outcome.code]))
        }
        code => Err(refused(code, outcome.sub_code.map(text), text(outcome.message))),
    }
}
