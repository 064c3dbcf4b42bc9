//! The envelope of OKX's replies: `{"code": …, "msg": …, "data": [row, …]}`.

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

use read_rows::RowReader;

/// What a reply says about the request as a whole.
#[derive(Debug)]
pub(crate) struct Head {
    /// OKX's code for the request.
    pub(crate) code: Text,
    /// OKX's message for the request.
    pub(crate) message: Text,
    /// When OKX's gateway received the request, in microseconds since the Unix epoch.
    pub(crate) in_time: Option<i64>,
    /// When OKX's gateway sent the reply, in microseconds since the Unix epoch.
    pub(crate) out_time: Option<i64>,
}

/// The code for success, of requests and of rows.
pub(crate) const DONE: &str = "0";

/// All members that a reply may have: to any REST call, to an operation over a WebSocket, and to calls with page counts.
#[cfg(feature = "dynamic")]
pub(crate) const MEMBERS: &[&str] = &["code", "msg", "data", "inTime", "outTime", "id", "op", "totalPage"];

/// Reads a reply: its code and message, and its rows. Each row is judged on its own, so one bad row is an error in its position and nothing
/// more. If the code reports failure, rows that say nothing are left out.
///
/// # Errors
///
/// The body is not a reply from OKX: it is not entirely JSON, or has another structure. Rows added until then are meaningless.
pub(crate) fn read(body: &[u8], rows: &mut dyn RowSink, lenient: &DecodePolicy) -> Result<Head, Error> {
    let members = members(text(body)?, rows, lenient)?;
    let Members { code, message, in_time, out_time, is_empty_object, .. } = members;
    let code = code.ok_or_else(|| Error::unreadable("not an OKX reply: it has no `code`"))?;
    if code != DONE && (is_empty_object || !defers_to_rows(&code) && all_are_unreadable(rows)) {
        rows.clear();
    }
    // These are only informational, so a value that cannot be read is treated as absent.
    let micros = |text: Option<Text>| text.and_then(|text| text.parse().ok());
    Ok(Head { code, message: message.unwrap_or_default(), in_time: micros(in_time), out_time: micros(out_time) })
}

impl<T: Fields + Default + 'static> Rows<T> {
    /// Parses the text of a reply, for example one that was stored.
    ///
    /// # Errors
    ///
    /// It is not a reply from OKX, or it rejects the request as a whole.
    pub fn from_reply(reply: &str) -> Result<Self, Error> {
        let mut rows = Self::default();
        let head = read(reply.as_bytes(), &mut rows, &DecodePolicy::default())?;
        // The result of a row takes precedence over the code.
        let has_outcome = |row: &Result<T, Error>| match row {
            Ok(row) => row.shape().outcome.is_some(),
            Err(error) => !error.is_unreadable(),
        };
        if head.code == DONE || rows.iter().any(has_outcome) {
            Ok(rows)
        } else {
            Err(refused(&head.code, None, &head.message))
        }
    }
}

/// The text of a reply.
///
/// # Errors
///
/// It is binary.
fn text(body: &[u8]) -> Result<&str, Error> {
    if is_binary(body) {
        return Err(Error::binary(body.len()));
    }
    str::from_utf8(body).map_err(|reason| Error::unreadable(format!("reply is not valid UTF-8: {reason}")))
}

/// Whether a reply has a binary format, such as SBE. JSON contains no such bytes, even if it was truncated.
fn is_binary(body: &[u8]) -> bool {
    body.contains(&0) || str::from_utf8(body).is_err_and(|reason| reason.error_len().is_some())
}

/// Whether the rows say which items failed under this code.
fn defers_to_rows(code: &str) -> bool {
    matches!(code, "1" | "2")
}

fn all_are_unreadable(rows: &dyn RowSink) -> bool {
    (0..rows.len()).all(|index| rows.row(index).is_err_and(Error::is_unreadable))
}

/// The members of a reply.
#[derive(Default)]
struct Members {
    code: Option<Text>,
    message: Option<Text>,
    in_time: Option<Text>,
    out_time: Option<Text>,
    data: bool,
    /// Whether the rows are `{}`.
    is_empty_object: bool,
}

fn members(text: &str, rows: &mut dyn RowSink, lenient: &DecodePolicy) -> Result<Members, DecodeError> {
    let mut reader = Reader::of_reply(text, lenient);
    let mut members = Members::default();
    decode::expect_start(&mut reader, b'{', "an object")?;
    let mut object = reader.open()?;
    while let Some(name) = reader.member(&mut object)? {
        let repeated = match &*name {
            "code" => members.code.replace(decode::text(&mut reader)?).map(|_| "code"),
            "msg" => members.message.replace(message(&mut reader)?).map(|_| "msg"),
            "inTime" => time(&mut reader, &mut members.in_time)?,
            "outTime" => time(&mut reader, &mut members.out_time)?,
            "data" => {
                let start = reader.mark();
                data(&mut reader, rows)?;
                members.is_empty_object = is_empty_object(reader.since(start));
                std::mem::replace(&mut members.data, true).then_some("data")
            }
            _ => reader.any().map(|_| None)?,
        };
        if let Some(name) = repeated {
            return Err(DecodeError::duplicate(name));
        }
    }
    reader.end()?;
    Ok(members)
}

/// Reads the message of a reply, which is only informational: `null` means none, and any other value is kept as written.
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

/// Reads a timestamp of the gateway. It is only informational, so any value is accepted.
fn time(reader: &mut Reader<'_>, time: &mut Option<Text>) -> Result<Option<&'static str>, DecodeError> {
    *time = Some(reader.any()?.trim_matches('"').into());
    Ok(None)
}

/// Reads the rows: usually an array of them, sometimes a single row without an array, sometimes none. A row that is itself an array may
/// also stand alone; its first element is then not an array.
pub(crate) fn data(reader: &mut Reader<'_>, rows: &mut dyn RowSink) -> Result<(), DecodeError> {
    let mut read = RowReader { order: MemberOrder::default(), unreadable: 0, left_out: 0, rows };
    read.all(reader)?;
    read.end();
    Ok(())
}

/// Adds the index of each row to its error. A single row needs no index.
pub(crate) fn number(rows: &mut dyn RowSink) {
    if rows.len() > 1 {
        rows.map_errors(&mut |index, error| error.at_item(index));
    }
}

/// Whether no element of an array is an array: a single row by position, rather than a list of such rows.
fn is_flat(array: &str) -> bool {
    !array[1..].contains('[')
}

/// Whether a value is `{}`.
fn is_empty_object(value: &str) -> bool {
    let inner = value.trim().strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|inner| inner.trim().is_empty())
}

/// Whether a row reports success, if it reports an outcome at all.
pub(crate) fn row_outcome(fields: &dyn Fields) -> Result<(), Error> {
    let Some(outcome) = fields.shape().outcome else {
        return Ok(());
    };
    let text = |place: usize| match fields.value(place) {
        Value::Text(text) => text,
        _ => "",
    };
    match text(outcome.code) {
        DONE => Ok(()),
        "" => Err(Error::unreadable("row has an empty result code, so its outcome is unknown")
            .in_field(fields.shape().wire[outcome.code])),
        code => Err(refused(code, outcome.sub_code.map(text), text(outcome.message))),
    }
}
