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
///
/// It is written where it belongs, here and in [`leading_decimal`](digits::leading_decimal): a decimal that is handed from
/// function to function costs more than its digits.
pub(super) fn decimal(reader: &mut Reader<'_>, place: &mut Decimal) -> Result<(), Fault> {
    if reader.peek() == b'"' {
        let rest = &reader.rest()[1..];
        if let Some(length) = digits::leading_decimal(rest, place)
            && rest.get(length) == Some(&b'"')
        {
            reader.advance(length + 2);
            return Ok(());
        }
    }
    *place = number(reader, "a decimal number of at most 28 digits", digits::decimal)?;
    Ok(())
}

pub(super) fn integer(reader: &mut Reader<'_>) -> Result<i64, Fault> {
    whole(reader, "a whole number of at most 64 bits")
}

pub(super) fn timestamp(reader: &mut Reader<'_>) -> Result<Timestamp, Fault> {
    whole(reader, "milliseconds since the epoch").map(Timestamp::from_millis)
}

#[inline]
fn whole(reader: &mut Reader<'_>, expected: &'static str) -> Result<i64, Fault> {
    if reader.peek() == b'"' {
        let rest = &reader.rest()[1..];
        if let Some((number, length)) = digits::leading_whole(rest)
            && rest.get(length) == Some(&b'"')
        {
            reader.advance(length + 2);
            return Ok(number);
        }
    }
    number(reader, expected, digits::whole)
}

pub(super) fn bool(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let mark = reader.mark();
    match reader.peek() {
        b't' | b'"' if reader.take(b"true") || reader.take(b"\"true\"") => Ok(true),
        b'f' | b'"' if reader.take(b"false") || reader.take(b"\"false\"") => Ok(false),
        _ => Err(reader.unexpected("true or false", mark)),
    }
}

/// A number in quotes or bare, never by way of a float: the way for all that is not usual. Only a bare one may have an exponent, as JSON
/// writes numbers.
#[cold]
fn number<T>(reader: &mut Reader<'_>, expected: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, Fault> {
    let mark = reader.mark();
    let mut expected = expected;
    let number = match reader.peek() {
        b'"' => {
            let text = reader.string()?;
            let number = parse(&text);
            // In a reply such a number is read in recovery.
            if number.is_none() && reader.lenient().is_none() && is_with_exponent(&text) {
                expected = "a number in plain digits (write it without an exponent)";
            }
            number
        }
        b'-' | b'0'..=b'9' => {
            let text = reader.number()?;
            parse(text).or_else(|| parse(&digits::without_exponent(text)?))
        }
        _ => None,
    };
    number.ok_or_else(|| reader.unexpected(expected, mark))
}

/// Whether a text is a number with an exponent.
fn is_with_exponent(text: &str) -> bool {
    text.contains(['e', 'E']) && digits::toward_zero(text).is_some()
}
