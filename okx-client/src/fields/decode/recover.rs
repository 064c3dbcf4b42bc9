//! What becomes of a value of a reply that its field cannot hold.
//!
//! It costs that value and nothing more: the field stays absent, and its text is kept in [`Extra`](crate::value::Extra) under the name of the
//! field. A decimal of too many digits is read toward zero, and a list keeps the entries that can be read. Only a field without which the
//! row means nothing makes the row unreadable. A number in an unusual form that is read exactly costs nothing, not even in a strict reply.

use rust_decimal::Decimal;

use super::Decoded;
use crate::facts::{Fields, List, Slot};
use crate::fields::reader::{Mark, Reader};
use crate::fields::{Fault, Lenient};
use crate::value::{Extra, Json, Text, Timestamp, digits};

/// Keeps the text of a field that could not be read from a mark on, and goes behind it.
///
/// # Errors
/// The row must not be read without the field, or has no place for its text.
#[cold]
pub(super) fn field(
    reader: &mut Reader<'_>,
    fields: &mut dyn Fields,
    place: usize,
    mark: Mark,
    fault: Fault,
) -> Decoded {
    let shape = fields.shape();
    let name = shape.wire[place];
    let Some(lenient) = reader.lenient() else { return Err(fault.in_field(name)) };
    reader.go_back(mark);
    let text = reader.any()?;
    let read = if fault.is_partial() { Read::InPart } else { again(fields.slot(place), text) };
    match read {
        Read::Whole => return Ok(()),
        _ if lenient.is_strict() || !shape.keeps_extra => return Err(fault.in_field(name)),
        Read::TowardZero => {}
        Read::InPart => lenient.warn(shape, place),
        Read::Not if shape.is_required(place) => return Err(fault.in_field(name)),
        Read::Not => {
            clear(fields.slot(place));
            lenient.warn(shape, place);
        }
    }
    if let Some(extra) = fields.extra_mut() {
        extra.push(Text::from(name), Json::from_valid(text));
    }
    Ok(())
}

/// Leaves out the last entry of a list, which could not be read from a mark on, and goes behind it. `first` is the first of such faults.
///
/// # Errors
/// The list must be read as a whole.
#[cold]
pub(super) fn entry(
    reader: &mut Reader<'_>,
    list: &mut dyn List,
    mark: Mark,
    fault: Fault,
    first: &mut Option<Fault>,
) -> Decoded {
    let Some(is_strict) = reader.lenient().map(Lenient::is_strict) else { return Err(fault) };
    if fault.is_partial() {
        if is_strict {
            return Err(fault);
        }
    } else {
        reader.go_back(mark);
        let text = reader.any()?;
        list.pop();
        match again(list.push(), text) {
            // An entry for which there is no memory was read before, and is not one that can be read in another way.
            Read::Whole if fault.shows_value() || !is_strict => return Ok(()),
            _ if is_strict => return Err(fault),
            Read::Whole | Read::TowardZero => {}
            Read::InPart | Read::Not => list.pop(),
        }
    }
    first.get_or_insert_with(|| fault.partial());
    Ok(())
}

/// How much of a value was read.
enum Read {
    Whole,
    TowardZero,
    InPart,
    Not,
}

/// Reads a number once more, in all ways in which OKX writes numbers.
fn again(slot: Slot<'_>, json: &str) -> Read {
    let quoted = Reader::new(json).string_of();
    let Some(cut) = digits::toward_zero(quoted.as_deref().unwrap_or(json)) else { return Read::Not };
    let is_whole = cut.is_exact && cut.number.fract().is_zero();
    let whole = || if is_whole { i64::try_from(cut.number).ok() } else { None };
    match slot {
        Slot::Optional(place) => return again(place.fill(), json),
        Slot::Decimal(place) => *place = cut.number,
        Slot::OptionalDecimal(place) => *place = Some(cut.number),
        Slot::Integer(place) => match whole() {
            Some(number) => *place = number,
            None => return Read::Not,
        },
        Slot::Timestamp(place) => match whole() {
            Some(number) => *place = Timestamp::from_millis(number),
            None => return Read::Not,
        },
        Slot::OptionalTimestamp(place) => match whole() {
            Some(number) => *place = Some(Timestamp::from_millis(number)),
            None => return Read::Not,
        },
        _ => return Read::Not,
    }
    if cut.is_exact { Read::Whole } else { Read::TowardZero }
}

/// Takes back what was read of a value before it turned out that it cannot be.
fn clear(slot: Slot<'_>) {
    match slot {
        Slot::Text(place) => *place = Text::default(),
        Slot::Decimal(place) => *place = Decimal::ZERO,
        Slot::Integer(place) => *place = 0,
        Slot::Bool(place) => *place = false,
        Slot::Timestamp(place) => *place = Timestamp::default(),
        Slot::Json(place) => *place = Json::default(),
        Slot::Word(place) => place.set_wire(""),
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
