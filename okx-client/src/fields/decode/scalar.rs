//! Reads scalars: text, numbers, booleans and timestamps.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::facts::Word;
use crate::fields::DecodeError;
use crate::fields::reader::Reader;
use crate::value::{Timestamp, digits, unknown_text};

/// Reads text. A bare number or boolean is accepted as the text that it is written as.
pub(super) fn text<'a>(reader: &mut Reader<'a>) -> Result<Cow<'a, str>, DecodeError> {
    let mark = reader.mark();
    match reader.peek() {
        b'"' => reader.string(),
        b'-' | b'0'..=b'9' => reader.number().map(Cow::Borrowed),
        _ if reader.take(b"true") => Ok("true".into()),
        _ if reader.take(b"false") => Ok("false".into()),
        _ => Err(reader.unexpected("text", mark)),
    }
}

/// Reads an enum value. A value that is not known is kept, unless a server sends so many of them that they would fill the memory.
pub(super) fn word(reader: &mut Reader<'_>, place: &mut dyn Word) -> Result<(), DecodeError> {
    let mark = reader.mark();
    if place.set_wire(&text(reader)?, unknown_text::keep_bounded) {
        return Ok(());
    }
    Err(reader.unexpected("a known value: this one is too long, or too many other unknown values were received", mark))
}

/// Reads a decimal number. In the usual case, in quotes and without escapes, each digit is read once.
///
/// The number is written to its final place, here and in [`leading_decimal`](digits::leading_decimal), because returning a decimal from
/// function to function takes longer than reading its digits.
pub(super) fn decimal(reader: &mut Reader<'_>, place: &mut Decimal) -> Result<(), DecodeError> {
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

pub(super) fn integer(reader: &mut Reader<'_>) -> Result<i64, DecodeError> {
    whole(reader, "a whole number of at most 64 bits")
}

pub(super) fn timestamp(reader: &mut Reader<'_>) -> Result<Timestamp, DecodeError> {
    whole(reader, "milliseconds since the epoch").map(Timestamp::from_millis)
}

#[inline]
fn whole(reader: &mut Reader<'_>, expected: &'static str) -> Result<i64, DecodeError> {
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

pub(super) fn bool(reader: &mut Reader<'_>) -> Result<bool, DecodeError> {
    let mark = reader.mark();
    match reader.peek() {
        b't' | b'"' if reader.take(b"true") || reader.take(b"\"true\"") => Ok(true),
        b'f' | b'"' if reader.take(b"false") || reader.take(b"\"false\"") => Ok(false),
        _ => Err(reader.unexpected("true or false", mark)),
    }
}

/// Reads a number in quotes or bare, without using floats: the slow path for all unusual forms. Only a bare number may have an exponent, as
/// in JSON.
#[cold]
fn number<T>(reader: &mut Reader<'_>, expected: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, DecodeError> {
    let mark = reader.mark();
    let mut expected = expected;
    let number = match reader.peek() {
        b'"' => {
            let text = reader.string()?;
            let number = parse(&text);
            // In a reply, such a number is read in recovery.
            if number.is_none() && reader.policy().is_none() && is_with_exponent(&text) {
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
