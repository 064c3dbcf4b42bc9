//! The items of a request, and access to the fields of an item by wire name.

use std::borrow::Cow;
use std::fmt;

use crate::facts::{Fields, Form, List, Slot, Value};

/// The items of a request: the request itself, or the entries of a batch.
#[derive(Clone, Copy)]
pub enum Items<'a> {
    /// A single request.
    One(&'a dyn Fields),
    /// A batch; every entry is an object.
    Many(&'a dyn List),
}

impl fmt::Debug for Items<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(fields) => Value::Object(*fields).fmt(f),
            Self::Many(list) => Value::List(*list).fmt(f),
        }
    }
}

impl<'a> Items<'a> {
    /// The items of a request. A batch is a bare list, without an object around it.
    pub(crate) fn of(request: &'a dyn Fields) -> Self {
        // Only a bare shape is sure to have a field.
        if request.shape().form == Form::Bare
            && let Value::List(list) = request.value(0)
        {
            return Self::Many(list);
        }
        Self::One(request)
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Many(list) => list.len(),
        }
    }

    /// Whether it is a batch, even of one item.
    pub(crate) fn is_batch(&self) -> bool {
        matches!(self, Self::Many(_))
    }

    /// All items in order.
    pub(crate) fn each(&self) -> impl Iterator<Item = &'a dyn Fields> {
        let (one, many) = match *self {
            Self::One(item) => (Some(item), None),
            Self::Many(list) => (None, Some(list)),
        };
        let entries = many.into_iter().flat_map(|list| (0..list.len()).map(|index| list.get(index)));
        let objects = entries.filter_map(|entry| if let Value::Object(item) = entry { Some(item) } else { None });
        one.into_iter().chain(objects)
    }
}

/// The value of the field of this wire name; absent if the item has no such field.
pub(crate) fn field<'a>(item: &'a dyn Fields, wire: &str) -> Value<'a> {
    item.shape().place(wire).map_or(Value::Absent, |place| item.value(place))
}

/// Whether a value is set: not absent, not an empty text, and not an empty list.
pub(crate) fn is_given(value: Value<'_>) -> bool {
    match value {
        Value::Absent => false,
        Value::Text(text) => !text.is_empty(),
        Value::List(list) => !list.is_empty(),
        _ => true,
    }
}

/// The wire text of a scalar; `None` if it is not set or not a scalar.
pub(crate) fn wire_text(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::Text(text) if !text.is_empty() => Some(text.into()),
        Value::Decimal(number) => Some(number.to_string().into()),
        Value::Integer(number) => Some(number.to_string().into()),
        Value::Bool(truth) => Some(if truth { "true" } else { "false" }.into()),
        Value::Timestamp(time) => Some(time.as_millis().to_string().into()),
        Value::Absent
        | Value::Cleared
        | Value::Text(_)
        | Value::Json(_)
        | Value::Object(_)
        | Value::List(_)
        | Value::Extra(_) => None,
    }
}

/// Writes text into a field, if it is a text field.
pub(crate) fn set_text(slot: Slot<'_>, text: &str) {
    match slot {
        Slot::Text(own) => *own = text.into(),
        Slot::OptionalText(own) => *own = Some(text.into()),
        Slot::Optional(own) => set_text(own.fill(), text),
        _ => {}
    }
}
