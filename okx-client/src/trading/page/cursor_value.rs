//! Values of the field that pages are ordered by: read from an entry or a request, and written into the next request.

use crate::facts::{Fields, Slot, Value};
use crate::value::{NumberText, Text, Timestamp, unknown_text};

/// The value of the field that pages are ordered by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub(super) enum CursorValue {
    /// A time, in milliseconds since the Unix epoch.
    Time(i64),
    /// An ID.
    Id(Text),
}

impl CursorValue {
    /// The value of a field, as a time or as an ID; `None` if it has neither.
    pub(super) fn of(value: Value<'_>, time: bool) -> Option<Self> {
        if time { self::time(value).map(Self::Time) } else { text(value).map(Self::Id) }
    }

    /// Writes it into a field of a request.
    pub(super) fn write(&self, request: &mut dyn Fields, place: usize) {
        match self {
            Self::Time(millis) => write(request.slot(place), NumberText::whole(*millis).as_str()),
            Self::Id(id) => write(request.slot(place), id),
        }
    }

    /// The value, if it is a time.
    pub(super) fn as_time(&self) -> Option<i64> {
        match self {
            Self::Time(millis) => Some(*millis),
            Self::Id(_) => None,
        }
    }
}

/// The time of a field. A parameter that accepts either an ID or a time is text.
pub(super) fn time(value: Value<'_>) -> Option<i64> {
    match value {
        Value::Timestamp(time) => Some(time.as_millis()),
        Value::Text(text) => Timestamp::parse_millis(text).map(Timestamp::as_millis),
        _ => None,
    }
}

/// The text of a scalar value; `None` if it is empty.
pub(super) fn text(value: Value<'_>) -> Option<Text> {
    match value {
        Value::Text("") => None,
        Value::Text(text) => Some(text.into()),
        Value::Integer(number) => Some(NumberText::whole(number).as_str().into()),
        Value::Timestamp(time) => Some(NumberText::whole(time.as_millis()).as_str().into()),
        _ => None,
    }
}

/// Writes text into a field. The checks of the API description ensure that these fields can hold it.
pub(super) fn write(slot: Slot<'_>, text: &str) {
    match slot {
        Slot::Text(field) => *field = text.into(),
        Slot::OptionalText(field) => *field = Some(text.into()),
        Slot::Integer(field) => *field = text.parse().unwrap_or_default(),
        Slot::Timestamp(field) => *field = Timestamp::parse_millis(text).unwrap_or_default(),
        Slot::OptionalTimestamp(field) => *field = Timestamp::parse_millis(text),
        // The text was read from a row, so it is kept already.
        Slot::Word(field) => _ = field.set_wire(text, unknown_text::keep_bounded),
        Slot::Optional(field) => write(field.fill(), text),
        Slot::Clearable(field) => write(field.set(), text),
        Slot::Decimal(_)
        | Slot::OptionalDecimal(_)
        | Slot::Bool(_)
        | Slot::Json(_)
        | Slot::Object(_)
        | Slot::List(_)
        | Slot::Extra(_) => {}
    }
}
