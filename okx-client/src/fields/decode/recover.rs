//! Recovers from a value of a reply that does not fit its field.
//!
//! Only that value is lost: the field stays absent, and its text is kept in [`Extra`] under the name of the field. A decimal with too many
//! digits is rounded toward zero, and a list keeps the entries that can be read. Only a required field makes the whole row unreadable. A
//! number in an unusual form that can be read exactly is never an error, not even in a strict reply.

use rust_decimal::Decimal;

use super::Decoded;
use crate::facts::{Fields, List, Slot};
use crate::fields::reader::{Mark, Reader};
use crate::fields::{DecodeError, DecodePolicy};
use crate::value::{Extra, Json, Text, Timestamp, digits, unknown_text};

/// Keeps the text of a field that could not be read, and continues after it. The value starts at `mark`.
///
/// # Errors
///
/// The row must not be read without the field, or the row cannot keep its text.
#[cold]
pub(super) fn field(
    reader: &mut Reader<'_>,
    fields: &mut dyn Fields,
    place: usize,
    mark: Mark,
    error: DecodeError,
) -> Decoded {
    let shape = fields.shape();
    let name = shape.wire[place];
    let Some(policy) = reader.policy() else { return Err(error.in_field(name)) };
    reader.go_back(mark);
    let text = reader.any()?;
    let read = if error.is_partial() { Read::InPart } else { read_number(fields.slot(place), text) };
    match read {
        Read::Whole => return Ok(()),
        _ if policy.is_strict() || !shape.keeps_extra => return Err(error.in_field(name)),
        Read::TowardZero => {}
        Read::InPart => policy.warn(shape, place),
        Read::Not if shape.is_required(place) => return Err(error.in_field(name)),
        Read::Not => {
            clear(fields.slot(place));
            policy.warn(shape, place);
        }
    }
    if let Some(extra) = fields.extra_mut() {
        extra.push(Text::from(name), Json::from_valid(text));
    }
    Ok(())
}

/// Removes the last entry of a list, which could not be read, and continues after it. The entry starts at `mark`; `first` is the first error
/// of the list.
///
/// # Errors
///
/// The list must be read as a whole.
#[cold]
pub(super) fn entry(
    reader: &mut Reader<'_>,
    list: &mut dyn List,
    mark: Mark,
    error: DecodeError,
    first: &mut Option<DecodeError>,
) -> Decoded {
    let Some(is_strict) = reader.policy().map(DecodePolicy::is_strict) else { return Err(error) };
    if error.is_partial() {
        if is_strict {
            return Err(error);
        }
    } else {
        reader.go_back(mark);
        let text = reader.any()?;
        list.pop();
        match read_number(list.push(), text) {
            // An error that shows no value means that there is no memory for the entry, so reading it in another way does not help.
            Read::Whole if error.shows_value() || !is_strict => return Ok(()),
            _ if is_strict => return Err(error),
            Read::Whole | Read::TowardZero => {}
            Read::InPart | Read::Not => list.pop(),
        }
    }
    first.get_or_insert_with(|| error.partial());
    Ok(())
}

/// How much of a value was read.
enum Read {
    Whole,
    TowardZero,
    InPart,
    Not,
}

/// Reads a number in all forms in which OKX writes numbers.
fn read_number(slot: Slot<'_>, json: &str) -> Read {
    let quoted = Reader::new(json).string_of();
    let Some(number) = digits::toward_zero(quoted.as_deref().unwrap_or(json)) else { return Read::Not };
    let is_whole = number.is_exact && number.value.fract().is_zero();
    let whole = || if is_whole { i64::try_from(number.value).ok() } else { None };
    match slot {
        Slot::Optional(place) => return read_number(place.fill(), json),
        Slot::Decimal(place) => *place = number.value,
        Slot::OptionalDecimal(place) => *place = Some(number.value),
        Slot::Integer(place) => match whole() {
            Some(value) => *place = value,
            None => return Read::Not,
        },
        Slot::Timestamp(place) => match whole() {
            Some(millis) => *place = Timestamp::from_millis(millis),
            None => return Read::Not,
        },
        Slot::OptionalTimestamp(place) => match whole() {
            Some(millis) => *place = Some(Timestamp::from_millis(millis)),
            None => return Read::Not,
        },
        _ => return Read::Not,
    }
    if number.is_exact { Read::Whole } else { Read::TowardZero }
}

/// Resets a slot that may hold a part of a value that could not be read.
fn clear(slot: Slot<'_>) {
    match slot {
        Slot::Text(place) => *place = Text::default(),
        Slot::Decimal(place) => *place = Decimal::ZERO,
        Slot::Integer(place) => *place = 0,
        Slot::Bool(place) => *place = false,
        Slot::Timestamp(place) => *place = Timestamp::default(),
        Slot::Json(place) => *place = Json::default(),
        Slot::Word(place) => _ = place.set_wire("", unknown_text::keep_bounded),
        Slot::Object(fields) => {
            (0..fields.shape().wire.len()).for_each(|place| clear(fields.slot(place)));
            if let Some(extra) = fields.extra_mut() {
                *extra = Extra::default();
            }
        }
        Slot::Optional(place) => place.clear(),
        Slot::Clearable(place) => place.keep(),
        Slot::List(list) => list.clear(),
        Slot::OptionalText(place) => *place = None,
        Slot::OptionalDecimal(place) => *place = None,
        Slot::OptionalTimestamp(place) => *place = None,
        Slot::Extra(place) => *place = Extra::default(),
    }
}
