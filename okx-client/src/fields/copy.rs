//! Copying a shape.

use super::{Fields, Slot, Value};
use crate::facts::entries;

/// Writes what one value of a type holds into another one that holds nothing yet.
pub(crate) fn copy(from: &dyn Fields, to: &mut dyn Fields) {
    for place in 0..from.shape().wire.len() {
        let held = from.value(place);
        if !held.is_empty() {
            write(held, to.slot(place));
        }
    }
    if let (Some(from), Some(to)) = (from.extra(), to.extra_mut()) {
        to.clone_from(from);
    }
}

fn write(held: Value<'_>, slot: Slot<'_>) {
    match (slot, held) {
        (Slot::Text(to), Value::Text(from)) => *to = from.into(),
        (Slot::Decimal(to), Value::Decimal(from)) => *to = from,
        (Slot::Integer(to), Value::Integer(from)) => *to = from,
        (Slot::Bool(to), Value::Bool(from)) => *to = from,
        (Slot::Timestamp(to), Value::Timestamp(from)) => *to = from,
        (Slot::Json(to), Value::Json(from)) => to.clone_from(from),
        (Slot::Word(to), Value::Text(from)) => to.set_wire(from),
        (Slot::Object(to), Value::Object(from)) => copy(from, to),
        (Slot::Extra(to), Value::Extra(from)) => to.clone_from(from),
        (Slot::OptionalText(to), Value::Text(from)) => *to = Some(from.into()),
        (Slot::OptionalDecimal(to), Value::Decimal(from)) => *to = Some(from),
        (Slot::OptionalTimestamp(to), Value::Timestamp(from)) => *to = Some(from),
        (Slot::Optional(to), from) => write(from, to.fill()),
        (Slot::Clearable(to), Value::Cleared) => to.clear(),
        (Slot::Clearable(to), from) => write(from, to.set()),
        (Slot::List(to), Value::List(from)) => {
            to.reserve(from.len());
            entries(from).for_each(|entry| write(entry, to.push()));
        }
        // A type's slot and value are of the same kind, or nothing could be decoded into it and sent again.
        _ => debug_assert!(false, "a field is written as one kind and read as another"),
    }
}
