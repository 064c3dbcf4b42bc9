//! Required fields and the form of ids, in an item and in all that it holds.

use super::text;
use crate::error::Error;
use crate::fields::{Fields, List, Shape, Value};
use crate::item::is_given;

/// Checks each field of an object, and of the objects in it.
pub(super) fn check(object: &dyn Fields) -> Result<(), Error> {
    let shape = object.shape();
    (0..shape.wire.len()).try_for_each(|place| field(shape, place, object.value(place)))
}

fn field(shape: &Shape, place: usize, value: Value<'_>) -> Result<(), Error> {
    let name = shape.wire[place];
    if shape.is_required(place) && !is_given(value) {
        return Err(Error::invalid("is needed, but empty; set it").in_field(name));
    }
    match value {
        Value::Text(text) => text::check(shape.text(place), text).map_err(|error| error.in_field(name)),
        Value::Object(object) => check(object).map_err(|error| error.within(name)),
        Value::List(list) => entries(shape, place, list),
        _ => Ok(()),
    }
}

fn entries(shape: &Shape, place: usize, list: &dyn List) -> Result<(), Error> {
    let named = |entry: usize| format!("{}[{entry}]", shape.wire[place]);
    (0..list.len()).try_for_each(|entry| match list.get(entry) {
        Value::Text(text) => text::check(shape.text(place), text).map_err(|error| error.in_field(named(entry))),
        Value::Object(object) => check(object).map_err(|error| error.within(&named(entry))),
        _ => Ok(()),
    })
}
