//! Required fields, the form of ids, and the rules of objects, in an item and in all that it holds.

use super::{demand, text};
use crate::error::Error;
use crate::fields::{Fields, List, Shape, Value};
use crate::instruments::About;
use crate::item::is_given;

/// Checks each field of an object and of the objects in it, and then how its fields go together. `about` tells the instrument that it
/// is about.
pub(super) fn check<'a>(object: &'a dyn Fields, about: &About<'a>) -> Result<(), Error> {
    let shape = object.shape();
    (0..shape.wire.len()).try_for_each(|place| field(shape, place, object.value(place), about))?;
    demand::check(shape.rules, object, about)
}

fn field<'a>(shape: &Shape, place: usize, value: Value<'a>, about: &About<'a>) -> Result<(), Error> {
    let name = shape.wire[place];
    if shape.is_required(place) && !is_given(value) {
        return Err(Error::invalid("is needed, but empty; set it").in_field(name));
    }
    match value {
        Value::Text(text) => text::check(shape.text(place), text).map_err(|error| error.in_field(name)),
        Value::Object(object) => check(object, &about.part(object)).map_err(|error| error.within(name)),
        Value::List(list) => entries(shape, place, list, about),
        _ => Ok(()),
    }
}

fn entries<'a>(shape: &Shape, place: usize, list: &'a dyn List, about: &About<'a>) -> Result<(), Error> {
    let named = |entry: usize| format!("{}[{entry}]", shape.wire[place]);
    (0..list.len()).try_for_each(|entry| match list.get(entry) {
        Value::Text(text) => text::check(shape.text(place), text).map_err(|error| error.in_field(named(entry))),
        Value::Object(object) => check(object, &about.part(object)).map_err(|error| error.within(&named(entry))),
        _ => Ok(()),
    })
}
