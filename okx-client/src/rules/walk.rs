//! Required fields and the form of ids, in an item and in all that it holds.

use super::text;
use crate::error::Error;
use crate::fields::{FieldInfo, Fields, List, Value};
use crate::item::is_given;

/// Checks each field of an object, and of the objects in it.
pub(super) fn check(object: &dyn Fields) -> Result<(), Error> {
    object.shape().fields.iter().enumerate().try_for_each(|(place, info)| field(info, object.value(place)))
}

fn field(info: &FieldInfo, value: Value<'_>) -> Result<(), Error> {
    if info.required && !is_given(value) {
        return Err(Error::invalid("is needed, but empty; set it").in_field(info.wire));
    }
    match value {
        Value::Text(text) => text::check(info.text, text).map_err(|error| error.in_field(info.wire)),
        Value::Object(object) => check(object).map_err(|error| error.within(info.wire)),
        Value::List(list) => entries(info, list),
        _ => Ok(()),
    }
}

fn entries(info: &FieldInfo, list: &dyn List) -> Result<(), Error> {
    (0..list.len()).try_for_each(|place| match list.get(place) {
        Value::Text(text) => {
            text::check(info.text, text).map_err(|error| error.in_field(format!("{}[{place}]", info.wire)))
        }
        Value::Object(object) => check(object).map_err(|error| error.within(&format!("{}[{place}]", info.wire))),
        _ => Ok(()),
    })
}
