//! Required fields, the form of ids, and the rules of objects, in an item and in all that it holds.

use super::{demand, text};
use crate::error::Error;
use crate::fields::{FieldInfo, Fields, List, Value};
use crate::instruments::About;
use crate::item::is_given;

/// Checks each field of an object and of the objects in it, and then how its fields go together. `about` tells the instrument that it
/// is about.
pub(super) fn check<'a>(object: &'a dyn Fields, about: &About<'a>) -> Result<(), Error> {
    let shape = object.shape();
    shape.fields.iter().enumerate().try_for_each(|(place, info)| field(info, object.value(place), about))?;
    demand::check(shape.rules, object, about)
}

fn field<'a>(info: &FieldInfo, value: Value<'a>, about: &About<'a>) -> Result<(), Error> {
    if info.required && !is_given(value) {
        return Err(Error::invalid("is needed, but empty; set it").in_field(info.wire));
    }
    match value {
        Value::Text(text) => text::check(info.text, text).map_err(|error| error.in_field(info.wire)),
        Value::Object(object) => check(object, &about.part(object)).map_err(|error| error.within(info.wire)),
        Value::List(list) => entries(info, list, about),
        _ => Ok(()),
    }
}

fn entries<'a>(info: &FieldInfo, list: &'a dyn List, about: &About<'a>) -> Result<(), Error> {
    (0..list.len()).try_for_each(|place| match list.get(place) {
        Value::Text(text) => {
            text::check(info.text, text).map_err(|error| error.in_field(format!("{}[{place}]", info.wire)))
        }
        Value::Object(object) => {
            check(object, &about.part(object)).map_err(|error| error.within(&format!("{}[{place}]", info.wire)))
        }
        _ => Ok(()),
    })
}
