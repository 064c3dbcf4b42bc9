//! Reads JSON into the fields of any shape.
//!
//! For a field that may be absent, and for a list, `""`, `null` and absence mean the same; except that `""` clears a field that can be
//! cleared. Numbers and booleans may be quoted or bare. A field that appears twice is an error, because its value is ambiguous. Undescribed
//! members are kept in [`Extra`] as OKX sent them; additional positions of a row under their number.
//!
//! A request is read strictly. In a reply, a value that does not fit its field costs only that value: its text is kept in `Extra` under the
//! name of the field.

mod members;
mod recover;
mod scalar;

use std::ptr;

use super::reader::{Mark, Reader};
use super::{DecodeError, DecodePolicy, Fields, Form, List, Shape, Slot, write};
use crate::value::{Extra, Json, Text};
use members::{LastField, SeenFields};

pub(crate) use members::MemberOrder;

type Decoded = Result<(), DecodeError>;

/// Reads a text that is exactly one shape.
pub(crate) fn decode(text: &str, fields: &mut dyn Fields) -> Decoded {
    let mut reader = Reader::new(text);
    shape(&mut reader, fields, &mut MemberOrder::default())?;
    reader.end()
}

/// Reads a text that is exactly one shape of a reply.
pub(crate) fn decode_reply(text: &str, fields: &mut dyn Fields, policy: &DecodePolicy) -> Decoded {
    let mut reader = Reader::of_reply(text, policy);
    shape(&mut reader, fields, &mut MemberOrder::default())?;
    reader.end()
}

/// A shape with the values of another one, whose fields have the same wire names.
pub(crate) fn convert<T: Fields + Default>(from: &dyn Fields) -> Result<T, DecodeError> {
    let mut converted = T::default();
    decode_reply(&write::to_text(from), &mut converted, &DecodePolicy::new(false))?;
    Ok(converted)
}

/// Reads a text that is exactly one list.
#[cfg(feature = "dynamic")]
pub(crate) fn decode_list(text: &str, entries: &mut dyn List) -> Decoded {
    let mut reader = Reader::new(text);
    list(&mut reader, entries).map_err(|error| match entries.push() {
        Slot::Object(item) => hiding_secrets(item, error),
        _ => error,
    })?;
    reader.end()
}

/// Reads a shape. `order` predicts the order of members, and is updated for the next shape of the same list.
pub(crate) fn shape(reader: &mut Reader<'_>, fields: &mut dyn Fields, order: &mut MemberOrder) -> Decoded {
    let read = match fields.shape().form {
        Form::Object => object(reader, fields, order),
        Form::Row => row(reader, fields),
        Form::Bare => value(reader, fields.slot(0)),
    };
    read.map_err(|error| hiding_secrets(fields, error))
}

/// Reads the value of a member into its field, or keeps it if it is not described.
pub(crate) fn member(reader: &mut Reader<'_>, fields: &mut dyn Fields, name: &str) -> Decoded {
    match fields.shape().wire.iter().position(|described| *described == name) {
        Some(place) => field(reader, fields, place),
        None => keep(reader, fields, name),
    }
}

/// Reads text, like a field of type text.
pub(crate) fn text(reader: &mut Reader<'_>) -> Result<Text, DecodeError> {
    scalar::text(reader).map(|text| (*text).into())
}

fn object(reader: &mut Reader<'_>, fields: &mut dyn Fields, order: &mut MemberOrder) -> Decoded {
    expect_start(reader, b'{', "an object")?;
    let described = fields.shape().wire;
    let mut seen = SeenFields::default();
    let mut last = LastField::default();
    let mut object = reader.open()?;
    loop {
        let likely = order.next(last);
        let place = match described.get(usize::from(likely)) {
            Some(name) if reader.take_member(&mut object, name) => likely,
            _ => {
                let Some(name) = reader.member(&mut object)? else { break };
                let Some((place, _)) = places(described).find(|(_, described)| ***described == *name) else {
                    keep(reader, fields, &name)?;
                    continue;
                };
                order.record(last, place);
                place
            }
        };
        let index = usize::from(place);
        if !seen.insert(place) {
            return Err(DecodeError::duplicate(described[index]));
        }
        field(reader, fields, index)?;
        last = LastField::at(place);
    }
    if seen.count() == described.len() {
        Ok(())
    } else {
        check_complete(fields, |place| u8::try_from(place).is_ok_and(|place| seen.contains(place)))
    }
}

/// The fields of a shape with their places. A place fits into a byte, because no shape has more than [`MAX_FIELDS`](super::MAX_FIELDS).
fn places<'a>(described: &'a [&'static str]) -> impl Iterator<Item = (u8, &'a &'static str)> {
    (0..u8::MAX).zip(described)
}

fn row(reader: &mut Reader<'_>, fields: &mut dyn Fields) -> Decoded {
    expect_start(reader, b'[', "an array")?;
    let described = fields.shape().wire;
    let mut count = 0;
    let mut array = reader.open()?;
    while reader.entry(&mut array)? {
        match described.get(count) {
            Some(_) => field(reader, fields, count)?,
            None => keep(reader, fields, &count.to_string())?,
        }
        count += 1;
    }
    if count >= described.len() { Ok(()) } else { check_complete(fields, |place| place < count) }
}

/// Checks that no required field is missing. A missing list is an empty one.
fn check_complete(fields: &mut dyn Fields, seen: impl Fn(usize) -> bool) -> Decoded {
    let shape = fields.shape();
    let is_missing = |place: &&usize| !seen(**place) && !matches!(fields.slot(**place), Slot::List(_));
    let missing = shape.required.iter().find(is_missing);
    missing.map_or(Ok(()), |place| Err(DecodeError::missing(shape.wire[*place])))
}

/// Keeps an undescribed value.
fn keep(reader: &mut Reader<'_>, fields: &mut dyn Fields, name: &str) -> Decoded {
    let value = reader.any()?;
    if let Some(extra) = fields.extra_mut() {
        extra.push(name.into(), Json::from_valid(value));
    }
    Ok(())
}

fn field(reader: &mut Reader<'_>, fields: &mut dyn Fields, place: usize) -> Decoded {
    let mark = reader.mark();
    value(reader, fields.slot(place)).or_else(|error| recover::field(reader, fields, place, mark, error))
}

fn value(reader: &mut Reader<'_>, slot: Slot<'_>) -> Decoded {
    match slot {
        Slot::OptionalText(place) if reader.take_absent() => *place = None,
        Slot::OptionalDecimal(place) if reader.take_absent() => *place = None,
        Slot::OptionalTimestamp(place) if reader.take_absent() => *place = None,
        Slot::Optional(place) if reader.take_absent() => place.clear(),
        Slot::Clearable(place) if reader.take_null() => place.keep(),
        Slot::Clearable(place) if reader.take_empty_text() => place.clear(),
        Slot::List(list) if reader.take_absent() => list.clear(),
        Slot::Extra(place) if reader.take_absent() => *place = Extra::default(),
        Slot::Text(place) => *place = text(reader)?,
        Slot::OptionalText(place) => *place = Some(text(reader)?),
        Slot::Decimal(place) => scalar::decimal(reader, place)?,
        Slot::OptionalDecimal(place) => scalar::decimal(reader, place.get_or_insert_default())?,
        Slot::Timestamp(place) => *place = scalar::timestamp(reader)?,
        Slot::OptionalTimestamp(place) => *place = Some(scalar::timestamp(reader)?),
        Slot::Integer(place) => *place = scalar::integer(reader)?,
        Slot::Bool(place) => *place = scalar::bool(reader)?,
        Slot::Json(place) => *place = Json::from_valid(reader.any()?),
        Slot::Word(place) => return scalar::word(reader, place),
        Slot::Optional(place) => return value(reader, place.fill()),
        Slot::Clearable(place) => return value(reader, place.set()),
        Slot::Object(fields) => return shape(reader, fields, &mut MemberOrder::default()),
        Slot::List(place) => return list(reader, place),
        Slot::Extra(place) => return extra_members(reader, place),
    }
    Ok(())
}

fn list(reader: &mut Reader<'_>, list: &mut dyn List) -> Decoded {
    list.clear();
    expect_start(reader, b'[', "an array")?;
    let mut order = MemberOrder::default();
    let start = reader.mark();
    let size = list.entry_size();
    let mut first_error = None;
    let mut index = 0;
    let mut array = reader.open()?;
    while reader.entry(&mut array)? {
        if index == ENTRIES_BEFORE_RESERVING {
            list.reserve(entries_to_reserve(reader, start, size));
        }
        let mark = reader.mark();
        let entry = match list.push() {
            Slot::Object(fields) => shape(reader, fields, &mut order),
            slot => value(reader, slot),
        };
        let entry =
            entry.and_then(|()| if reader.take_room(size) { Ok(()) } else { Err(DecodeError::too_many_entries()) });
        if let Err(error) = entry {
            recover::entry(reader, list, mark, error.in_entry(index), &mut first_error)?;
        }
        index += 1;
    }
    first_error.map_or(Ok(()), Err)
}

/// Reads an object whose members are all kept as they are.
fn extra_members(reader: &mut Reader<'_>, extra: &mut Extra) -> Decoded {
    expect_start(reader, b'{', "an object")?;
    *extra = Extra::default();
    let mut object = reader.open()?;
    while let Some(name) = reader.member(&mut object)? {
        extra.push(name.as_ref().into(), Json::from_valid(reader.any()?));
    }
    Ok(())
}

/// A list with this many entries is likely to have many more, so memory is reserved for them.
pub(crate) const ENTRIES_BEFORE_RESERVING: usize = 8;

/// For how many entries to reserve memory in a list of which [`ENTRIES_BEFORE_RESERVING`] entries of this size were read since a mark.
/// Growing step by step takes longer than reading. The number is bounded, because the rest of the text may be something else.
pub(crate) fn entries_to_reserve(reader: &mut Reader<'_>, start: Mark, size: usize) -> usize {
    const MAX: usize = 1_024;

    reader.expected_entries(ENTRIES_BEFORE_RESERVING, start, size, MAX)
}

/// Checks that an array or object comes next.
pub(crate) fn expect_start(reader: &mut Reader<'_>, first: u8, expected: &'static str) -> Decoded {
    let mark = reader.mark();
    if reader.peek() == first { Ok(()) } else { Err(reader.unexpected(expected, mark)) }
}

/// Removes the value from an error if the shape has a secret: any value in it may be the secret in the wrong place.
#[cold]
fn hiding_secrets(fields: &mut dyn Fields, error: DecodeError) -> DecodeError {
    // `may_hold_secret` changes the fields, so it must not be used on a value that is kept in part.
    if error.shows_value() && (error.is_partial() || may_hold_secret(fields)) { error.without_value() } else { error }
}

/// Whether a type has a secret field, at any depth. It fills optional fields and lists to look into them, so it is only for a value that
/// is discarded.
fn may_hold_secret(fields: &mut dyn Fields) -> bool {
    shape_may_hold_secret(fields, &mut Vec::new())
}

/// Types written by hand may contain themselves, so each shape is looked at once.
fn shape_may_hold_secret(fields: &mut dyn Fields, known: &mut Vec<&'static Shape>) -> bool {
    let shape = fields.shape();
    if known.iter().any(|other| ptr::eq(*other, shape)) {
        return false;
    }
    known.push(shape);
    shape.has_secret() || (0..shape.wire.len()).any(|place| slot_may_hold_secret(fields.slot(place), known))
}

fn slot_may_hold_secret(slot: Slot<'_>, known: &mut Vec<&'static Shape>) -> bool {
    match slot {
        Slot::Object(fields) => shape_may_hold_secret(fields, known),
        Slot::Optional(place) => slot_may_hold_secret(place.fill(), known),
        Slot::Clearable(place) => slot_may_hold_secret(place.set(), known),
        Slot::List(list) => slot_may_hold_secret(list.push(), known),
        _ => false,
    }
}
