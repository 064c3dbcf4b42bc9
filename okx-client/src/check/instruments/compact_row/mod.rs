//! The row of an instrument in little memory.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::api::objects::InstrumentDetails;
use crate::facts::Table;
use crate::fields::reader::Reader;
use crate::fields::{DecodePolicy, decode, kept_text, write};
use crate::value::{Json, digits};

/// A row of the list of instruments: the texts of the fields that it has, without their names. Tens of thousands of instruments are stored,
/// and a whole row takes several times as much memory. Undescribed fields
/// without a value are left out.
///
/// A field is its place, a number, and its JSON text. The number is four times the length of the text, plus [`QUOTED`] and [`KEPT`]. Fields
/// that are not described have the place [`UNDESCRIBED`] and are one JSON object.
#[derive(Debug)]
pub(super) struct CompactRow(Box<[u8]>);

const UNDESCRIBED: u8 = u8::MAX;

const _: () = assert!(InstrumentDetails::SHAPE.wire.len() < UNDESCRIBED as usize, "use two bytes for a place");

/// The text is a JSON string without its quotes.
const QUOTED: usize = 1;

/// The text could not be read exactly.
const KEPT: usize = 2;

/// A field that the row has.
#[derive(Clone, Copy)]
struct Field<'a> {
    place: u8,
    flags: usize,
    text: &'a str,
}

impl CompactRow {
    pub(super) fn of(row: &InstrumentDetails) -> Self {
        let json = write::to_text(row);
        let (mut bytes, mut others) = (Vec::new(), String::new());
        for (name, value) in members(&json) {
            match InstrumentDetails::SHAPE.place(&name) {
                Some(_) if value == "[]" => {}
                Some(place) => {
                    let kept = if kept_text(row, place).is_some() { KEPT } else { 0 };
                    // The number of fields is less than `UNDESCRIBED`, so every place fits.
                    add(&mut bytes, u8::try_from(place).unwrap_or(UNDESCRIBED), kept, value);
                }
                None if matches!(value, "\"\"" | "null") => {}
                None => {
                    others.push_str(if others.is_empty() { "{" } else { "," });
                    others.extend([Json::from(&*name).get(), ":", value]);
                }
            }
        }
        if !others.is_empty() {
            others.push('}');
            add(&mut bytes, UNDESCRIBED, 0, &others);
        }
        Self(bytes.into())
    }

    /// The row.
    pub(super) fn details(&self) -> InstrumentDetails {
        let mut json = String::with_capacity(self.0.len() * 4);
        for field in self.fields() {
            json.push(if json.is_empty() { '{' } else { ',' });
            if field.place == UNDESCRIBED {
                json.push_str(&field.text[1..field.text.len() - 1]);
                continue;
            }
            let quote = if field.flags & QUOTED == 0 { "" } else { "\"" };
            let name = InstrumentDetails::SHAPE.wire[usize::from(field.place)];
            json.extend(["\"", name, "\":", quote, field.text, quote]);
        }
        json.push_str(if json.is_empty() { "{}" } else { "}" });
        let mut details = InstrumentDetails::default();
        let read = decode::decode_reply(&json, &mut details, &DecodePolicy::default());
        debug_assert!(read.is_ok(), "the row was read before");
        details
    }

    /// The text of the field at this place; `None` if it is absent or not text.
    pub(super) fn text(&self, place: usize) -> Option<&str> {
        self.field(place).filter(|field| field.flags & QUOTED != 0).map(|field| field.text)
    }

    /// The whole number at this place.
    pub(super) fn whole(&self, place: usize) -> Option<i64> {
        self.field(place).and_then(|field| digits::whole(field.text))
    }

    /// The decimal at this place. One with too many digits is rounded toward zero.
    pub(super) fn decimal(&self, place: usize) -> Option<Decimal> {
        let field = self.field(place)?;
        if field.flags & KEPT == 0 {
            return digits::decimal(field.text);
        }
        digits::toward_zero(field.text).map(|truncated| truncated.value)
    }

    /// Whether the field at this place could not be read exactly.
    pub(super) fn is_inexact(&self, place: usize) -> bool {
        self.field(place).is_some_and(|field| field.flags & KEPT != 0)
    }

    /// How many bytes it takes on the heap.
    #[cfg(test)]
    pub(super) fn heap_bytes(&self) -> usize {
        self.0.len()
    }

    fn field(&self, place: usize) -> Option<Field<'_>> {
        self.fields().find(|field| usize::from(field.place) == place)
    }

    fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (place, after) = rest.split_first()?;
            let (number, after) = number(after)?;
            let (text, after) = after.split_at_checked(number >> 2)?;
            rest = after;
            Some(Field { place: *place, flags: number & 3, text: str::from_utf8(text).unwrap_or_default() })
        })
    }
}

/// The members of a JSON object that this crate has written.
fn members(json: &str) -> Vec<(Cow<'_, str>, &str)> {
    let mut reader = Reader::new(json);
    let mut found = Vec::new();
    let Ok(mut object) = reader.open() else { return found };
    while let Ok(Some(name)) = reader.member(&mut object) {
        let Ok(value) = reader.any() else { break };
        found.push((name, value));
    }
    found
}

#[expect(clippy::cast_possible_truncation, reason = "the number is written seven bits at a time")]
fn add(bytes: &mut Vec<u8>, place: u8, flags: usize, value: &str) {
    let unquoted = value.strip_prefix('"').and_then(|text| text.strip_suffix('"')).filter(|text| !text.contains('\\'));
    let (text, flags) = unquoted.map_or((value, flags), |text| (text, flags | QUOTED));
    bytes.push(place);
    let mut number = text.len() << 2 | flags;
    // Seven bits at a time, the lowest first. All bytes but the last have the highest bit set.
    while number > 0x7f {
        bytes.push(number as u8 & 0x7f | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes.extend_from_slice(text.as_bytes());
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let length = bytes.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let (own, rest) = bytes.split_at(length);
    let number = own.iter().rev().fold(0, |number, byte| number << 7 | usize::from(byte & 0x7f));
    Some((number, rest))
}

#[cfg(test)]
mod tests;
