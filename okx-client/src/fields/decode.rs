//! From JSON into the fields of a shape, whatever the shape.
//!
//! `""`, `null` and absence are the same for a field that may be absent, and for a list. Numbers and booleans may stand in quotes or
//! bare. A field that is there twice is a fault, because nobody knows which one holds. Members nobody described go to
//! [`Extra`](crate::value::Extra) as they came: positions of a row beyond the described ones under their number.

mod order;
mod scalar;
mod seen;

use std::borrow::Cow;

use super::reader::Reader;
use super::{Fault, FieldInfo, Fields, Form, List, Slot};
use crate::value::{Json, Text};
use seen::Seen;

pub(crate) use order::Order;

type Decoded = Result<(), Fault>;

/// Reads a text that is one shape and nothing else.
pub(crate) fn decode(text: &str, fields: &mut dyn Fields) -> Decoded {
    let mut reader = Reader::new(text);
    shape(&mut reader, fields, &mut Order::default())?;
    reader.end()
}

/// Reads a shape. `order` is the order of members to expect; it learns from what comes, for the next one of the same list.
pub(crate) fn shape(reader: &mut Reader<'_>, fields: &mut dyn Fields, order: &mut Order) -> Decoded {
    match fields.shape().form {
        Form::Object => object(reader, fields, order),
        Form::Row => row(reader, fields),
        Form::Bare => value(reader, fields.slot(0)),
    }
}

/// Reads text, as a field of text does.
pub(crate) fn text(reader: &mut Reader<'_>) -> Result<Text, Fault> {
    scalar::text(reader).map(|text| (*text).into())
}

fn object(reader: &mut Reader<'_>, fields: &mut dyn Fields, order: &mut Order) -> Decoded {
    begins(reader, b'{', "an object")?;
    let described = fields.shape().fields;
    let mut seen = Seen::default();
    let mut last = None;
    let mut more = reader.open(b'}')?;
    while more {
        match member(reader, described, order, last)? {
            Member::Described(place) => {
                let wire = described[place].wire;
                if !seen.insert(place) {
                    return Err(Fault::twice(wire));
                }
                value(reader, fields.slot(place)).map_err(|fault| fault.in_field(wire))?;
                last = Some(place);
            }
            Member::Undescribed(name) => keep(reader, fields, &name)?,
        }
        more = reader.more(b'}')?;
    }
    if seen.count() == described.len() { Ok(()) } else { complete(fields, |place| seen.contains(place)) }
}

/// Whose turn it is in an object.
enum Member<'a> {
    Described(usize),
    Undescribed(Cow<'a, str>),
}

/// Reads a member's name. The place that followed `last` the last time is the first to be tried.
fn member<'a>(
    reader: &mut Reader<'a>,
    described: &[FieldInfo],
    order: &mut Order,
    last: Option<usize>,
) -> Result<Member<'a>, Fault> {
    let likely = order.after(last);
    let Some(name) = reader.name(described.get(likely).map(|info| info.wire))? else {
        return Ok(Member::Described(likely));
    };
    match described.iter().position(|info| info.wire == name) {
        Some(place) => {
            order.learn(last, place);
            Ok(Member::Described(place))
        }
        None => Ok(Member::Undescribed(name)),
    }
}

fn row(reader: &mut Reader<'_>, fields: &mut dyn Fields) -> Decoded {
    begins(reader, b'[', "an array")?;
    let described = fields.shape().fields;
    let mut place = 0;
    let mut more = reader.open(b']')?;
    while more {
        match described.get(place) {
            Some(info) => value(reader, fields.slot(place)).map_err(|fault| fault.in_field(info.wire))?,
            None => keep(reader, fields, &place.to_string())?,
        }
        place += 1;
        more = reader.more(b']')?;
    }
    if place >= described.len() { Ok(()) } else { complete(fields, |other| other < place) }
}

/// Checks that nothing is missing. A list never is: without one there are no entries.
fn complete(fields: &mut dyn Fields, seen: impl Fn(usize) -> bool) -> Decoded {
    for (place, info) in fields.shape().fields.iter().enumerate() {
        if info.required && !seen(place) && !matches!(fields.slot(place), Slot::List(_)) {
            return Err(Fault::missing(info.wire));
        }
    }
    Ok(())
}

/// Keeps a value nobody described.
fn keep(reader: &mut Reader<'_>, fields: &mut dyn Fields, name: &str) -> Decoded {
    let value = reader.any()?;
    if let Some(extra) = fields.extra_mut() {
        extra.push(name.into(), Json::from_valid(value));
    }
    Ok(())
}

fn value(reader: &mut Reader<'_>, slot: Slot<'_>) -> Decoded {
    match slot {
        Slot::OptionalText(place) if reader.take_absent() => *place = None,
        Slot::OptionalDecimal(place) if reader.take_absent() => *place = None,
        Slot::OptionalTimestamp(place) if reader.take_absent() => *place = None,
        Slot::Optional(place) if reader.take_absent() => place.clear(),
        Slot::List(list) if reader.take_absent() => list.clear(),
        Slot::Text(place) => *place = text(reader)?,
        Slot::OptionalText(place) => *place = Some(text(reader)?),
        Slot::Decimal(place) => *place = scalar::decimal(reader)?,
        Slot::OptionalDecimal(place) => *place = Some(scalar::decimal(reader)?),
        Slot::Timestamp(place) => *place = scalar::timestamp(reader)?,
        Slot::OptionalTimestamp(place) => *place = Some(scalar::timestamp(reader)?),
        Slot::Integer(place) => *place = scalar::integer(reader)?,
        Slot::Bool(place) => *place = scalar::bool(reader)?,
        Slot::Json(place) => *place = Json::from_valid(reader.any()?),
        Slot::Word(place) => place.set_wire(&scalar::text(reader)?),
        Slot::Optional(place) => return value(reader, place.fill()),
        Slot::Object(fields) => return shape(reader, fields, &mut Order::default()),
        Slot::List(place) => return list(reader, place),
    }
    Ok(())
}

fn list(reader: &mut Reader<'_>, list: &mut dyn List) -> Decoded {
    begins(reader, b'[', "an array")?;
    list.clear();
    let mut order = Order::default();
    let mut more = reader.open(b']')?;
    while more {
        let index = list.len();
        let entry = match list.push() {
            Slot::Object(fields) => shape(reader, fields, &mut order),
            slot => value(reader, slot),
        };
        entry.map_err(|fault| fault.in_entry(index))?;
        more = reader.more(b']')?;
    }
    Ok(())
}

/// Checks that an array or object comes next.
pub(crate) fn begins(reader: &mut Reader<'_>, first: u8, expected: &'static str) -> Decoded {
    let mark = reader.mark();
    if reader.peek() == first { Ok(()) } else { Err(reader.unexpected(expected, mark)) }
}
