//! Values that are no arrays and no objects.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::fields::Fault;
use crate::fields::reader::Reader;
use crate::value::{Timestamp, digits};

/// Text; a bare number or boolean is text too, as it is written.
pub(super) fn text<'a>(reader: &mut Reader<'a>) -> Result<Cow<'a, str>, Fault> {
    let mark = reader.mark();
    match reader.peek() {
        b'"' => reader.string(),
        b'-' | b'0'..=b'9' => reader.number().map(Cow::Borrowed),
        _ if reader.take(b"true") => Ok("true".into()),
        _ if reader.take(b"false") => Ok("false".into()),
        _ => Err(reader.unexpected("text", mark)),
    }
}

/// A decimal number; in the usual case, in quotes and without escapes, each digit is looked at once.
pub(super) fn decimal(reader: &mut Reader<'_>) -> Result<Decimal, Fault> {
    if reader.peek() == b'"' {
        let rest = &reader.rest()[1..];
        if let Some((number, length)) = digits::leading_decimal(rest)
            && rest.get(length) == Some(&b'"')
        {
            reader.advance(length + 2);
            return Ok(number);
        }
    }
    number(reader, "a decimal number of at most 28 digits", digits::decimal)
}

pub(super) fn integer(reader: &mut Reader<'_>) -> Result<i64, Fault> {
    number(reader, "a whole number of at most 64 bits", digits::whole)
}

pub(super) fn timestamp(reader: &mut Reader<'_>) -> Result<Timestamp, Fault> {
    number(reader, "milliseconds since the epoch", Timestamp::parse)
}

pub(super) fn bool(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let mark = reader.mark();
    match reader.peek() {
        b't' | b'"' if reader.take(b"true") || reader.take(b"\"true\"") => Ok(true),
        b'f' | b'"' if reader.take(b"false") || reader.take(b"\"false\"") => Ok(false),
        _ => Err(reader.unexpected("true or false", mark)),
    }
}

/// A number in quotes or bare, never by way of a float.
fn number<T>(reader: &mut Reader<'_>, expected: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, Fault> {
    let mark = reader.mark();
    let text = match reader.peek() {
        b'"' => reader.string()?,
        b'-' | b'0'..=b'9' => reader.number()?.into(),
        _ => return Err(reader.unexpected(expected, mark)),
    };
    parse(&text).ok_or_else(|| reader.unexpected(expected, mark))
}
