//! From JSON into the fields of a shape, whatever the shape.
//!
//! `""`, `null` and absence are the same for a field that may be absent, and for a list; only where a field can be cleared, `""` clears
//! it. Numbers and booleans may stand in quotes or
//! bare. A field that is there twice is a fault, because nobody knows which one holds. Members nobody described go to
//! [`Extra`](crate::value::Extra) as they came: positions of a row beyond the described ones under their number.
//!
//! A request is read strictly. In a reply, a value that its field cannot hold costs only that value: its text goes to `Extra` under the
//! name of the field.

mod order;
mod recover;
mod scalar;
mod seen;

use super::reader::{Mark, Reader};
use super::secret::may_hold_secret;
use super::{Fault, Fields, Form, Lenient, List, Slot};
use crate::value::{Extra, Json, Text};
use order::Behind;
use seen::Seen;

pub(crate) use order::Order;

type Decoded = Result<(), Fault>;

/// Reads a text that is one shape and nothing else.
pub(crate) fn decode(text: &str, fields: &mut dyn Fields) -> Decoded {
    let mut reader = Reader::new(text);
    shape(&mut reader, fields, &mut Order::default())?;
    reader.end()
}

/// Reads a text that is one shape of a reply and nothing else.
pub(crate) fn decode_reply(text: &str, fields: &mut dyn Fields, lenient: &Lenient) -> Decoded {
    let mut reader = Reader::of_reply(text, lenient);
    shape(&mut reader, fields, &mut Order::default())?;
    reader.end()
}

/// Reads a text that is a list and nothing else.
#[cfg(feature = "dynamic")]
pub(crate) fn decode_list(text: &str, entries: &mut dyn List) -> Decoded {
    let mut reader = Reader::new(text);
    list(&mut reader, entries).map_err(|fault| match entries.push() {
        Slot::Object(item) => shown_unless_secret(item, fault),
        _ => fault,
    })?;
    reader.end()
}

/// Reads a shape. `order` is the order of members to expect; it learns from what comes, for the next one of the same list.
pub(crate) fn shape(reader: &mut Reader<'_>, fields: &mut dyn Fields, order: &mut Order) -> Decoded {
    let read = match fields.shape().form {
        Form::Object => object(reader, fields, order),
        Form::Row => row(reader, fields),
        Form::Bare => value(reader, fields.slot(0)),
    };
    read.map_err(|fault| shown_unless_secret(fields, fault))
}

/// Reads text, as a field of text does.
pub(crate) fn text(reader: &mut Reader<'_>) -> Result<Text, Fault> {
    scalar::text(reader).map(|text| (*text).into())
}

fn object(reader: &mut Reader<'_>, fields: &mut dyn Fields, order: &mut Order) -> Decoded {
    begins(reader, b'{', "an object")?;
    let described = fields.shape().wire;
    let mut seen = Seen::default();
    let mut behind = Behind::default();
    let mut object = reader.open()?;
    loop {
        let likely = order.next(behind);
        let place = match described.get(usize::from(likely)) {
            Some(name) if reader.take_member(&mut object, name) => likely,
            _ => {
                let Some(name) = reader.member(&mut object)? else { break };
                let Some((place, _)) = places(described).find(|(_, described)| ***described == *name) else {
                    keep(reader, fields, &name)?;
                    continue;
                };
                order.learn(behind, place);
                place
            }
        };
        let index = usize::from(place);
        if !seen.insert(place) {
            return Err(Fault::twice(described[index]));
        }
        field(reader, fields, index)?;
        behind = Behind::field(place);
    }
    if seen.count() == described.len() {
        Ok(())
    } else {
        complete(fields, |place| u8::try_from(place).is_ok_and(|place| seen.contains(place)))
    }
}

/// The fields of a shape with their places, which fit a byte: no shape has more than [`MAX_FIELDS`](super::MAX_FIELDS).
fn places<'a>(described: &'a [&'static str]) -> impl Iterator<Item = (u8, &'a &'static str)> {
    (0..u8::MAX).zip(described)
}

fn row(reader: &mut Reader<'_>, fields: &mut dyn Fields) -> Decoded {
    begins(reader, b'[', "an array")?;
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
    if count >= described.len() { Ok(()) } else { complete(fields, |place| place < count) }
}

/// Checks that nothing is missing. A list never is: without one there are no entries.
fn complete(fields: &mut dyn Fields, seen: impl Fn(usize) -> bool) -> Decoded {
    let shape = fields.shape();
    let is_missing = |place: &&usize| !seen(**place) && !matches!(fields.slot(**place), Slot::List(_));
    let missing = shape.required.iter().find(is_missing);
    missing.map_or(Ok(()), |place| Err(Fault::missing(shape.wire[*place])))
}

/// Keeps a value nobody described.
fn keep(reader: &mut Reader<'_>, fields: &mut dyn Fields, name: &str) -> Decoded {
    let value = reader.any()?;
    if let Some(extra) = fields.extra_mut() {
        extra.push(name.into(), Json::from_valid(value));
    }
    Ok(())
}

fn field(reader: &mut Reader<'_>, fields: &mut dyn Fields, place: usize) -> Decoded {
    let mark = reader.mark();
    value(reader, fields.slot(place)).or_else(|fault| recover::field(reader, fields, place, mark, fault))
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
        Slot::Word(place) => place.set_wire(&scalar::text(reader)?),
        Slot::Optional(place) => return value(reader, place.fill()),
        Slot::Clearable(place) => return value(reader, place.set()),
        Slot::Object(fields) => return shape(reader, fields, &mut Order::default()),
        Slot::List(place) => return list(reader, place),
        Slot::Extra(place) => return members(reader, place),
    }
    Ok(())
}

fn list(reader: &mut Reader<'_>, list: &mut dyn List) -> Decoded {
    list.clear();
    begins(reader, b'[', "an array")?;
    let mut order = Order::default();
    let start = reader.mark();
    let size = list.entry_size();
    let mut left_out = None;
    let mut index = 0;
    let mut array = reader.open()?;
    while reader.entry(&mut array)? {
        if index == SOME {
            list.reserve(room(reader, start, size));
        }
        let mark = reader.mark();
        let entry = match list.push() {
            Slot::Object(fields) => shape(reader, fields, &mut order),
            slot => value(reader, slot),
        };
        let entry = entry.and_then(|()| if reader.take_room(size) { Ok(()) } else { Err(Fault::too_many()) });
        if let Err(fault) = entry {
            recover::entry(reader, list, mark, fault.in_entry(index), &mut left_out)?;
        }
        index += 1;
    }
    left_out.map_or(Ok(()), Err)
}

/// Members that are kept as they are, in an object of their own.
fn members(reader: &mut Reader<'_>, extra: &mut Extra) -> Decoded {
    begins(reader, b'{', "an object")?;
    *extra = Extra::default();
    let mut object = reader.open()?;
    while let Some(name) = reader.member(&mut object)? {
        extra.push(name.as_ref().into(), Json::from_valid(reader.any()?));
    }
    Ok(())
}

/// A list that has this many entries is likely to have many more.
pub(crate) const SOME: usize = 8;

/// For how many entries to make room in a list of which [`SOME`] entries of this size have come since a mark: to grow step by step costs
/// more than to read. Bounded, because the rest of the text may be something else.
pub(crate) fn room(reader: &mut Reader<'_>, start: Mark, size: usize) -> usize {
    const MOST: usize = 1_024;

    reader.expected_entries(SOME, start, size, MOST)
}

/// Checks that an array or object comes next.
pub(crate) fn begins(reader: &mut Reader<'_>, first: u8, expected: &'static str) -> Decoded {
    let mark = reader.mark();
    if reader.peek() == first { Ok(()) } else { Err(reader.unexpected(expected, mark)) }
}

/// What stands anywhere in a shape with a secret may be that secret, in the wrong place.
#[cold]
fn shown_unless_secret(fields: &mut dyn Fields, fault: Fault) -> Fault {
    // Whether a value may be a secret can only be told of one that is given up.
    if fault.shows_value() && (fault.is_partial() || may_hold_secret(fields)) { fault.without_value() } else { fault }
}
