//! Required fields, empty texts, the form of ids, the names of undescribed members, and the rules of objects, in an item and in all that it
//! holds.

use std::collections::HashSet;

use super::{Safeguards, demand, text};
use crate::check::instruments::About;
use crate::error::Error;
use crate::facts::{Fields, Form, List, Shape, Value};
use crate::fields::items::is_given;
use crate::value::Extra;

/// Checks each field of an object and of the objects in it, and then how its fields go together. `about` tells the instrument that it
/// is about.
pub(super) fn check<'a>(object: &'a dyn Fields, about: &About<'a>, safeguards: Safeguards) -> Result<(), Error> {
    let shape = object.shape();
    object.extra().map_or(Ok(()), |extra| undescribed(shape, extra))?;
    (0..shape.wire.len()).try_for_each(|place| field(shape, place, object.value(place), about, safeguards))?;
    demand::check(shape.rules, object, about, safeguards)
}

/// Checks that no name would be sent twice. A described field is set as such, or it would pass by everything that is checked here.
fn undescribed(shape: &Shape, extra: &Extra) -> Result<(), Error> {
    if shape.form != Form::Object {
        return Ok(());
    }
    let mut names = HashSet::with_capacity(extra.len());
    extra.iter().try_for_each(|(name, _)| {
        let what = if shape.place(name).is_some() {
            "is set as an undescribed parameter, but it is a field of the request; set the field"
        } else if !names.insert(name) {
            "is given twice; leave one out"
        } else {
            return Ok(());
        };
        Err(Error::invalid(what).in_field(name.to_owned()))
    })
}

fn field<'a>(
    shape: &Shape,
    place: usize,
    value: Value<'a>,
    about: &About<'a>,
    safeguards: Safeguards,
) -> Result<(), Error> {
    let name = shape.wire[place];
    if shape.is_required(place) && !is_given(value) {
        return Err(Error::invalid("is needed, but empty; set it").in_field(name));
    }
    match value {
        Value::Text("") if shape.is_clearable(place) => {
            Err(Error::invalid("is set to an empty text; to clear it, give `Clearable::Clear`").in_field(name))
        }
        Value::Text("") => Err(empty_text().in_field(name)),
        Value::Text(text) => text::check(shape.text(place), text).map_err(|error| error.in_field(name)),
        Value::Object(object) => check(object, &about.part(object), safeguards).map_err(|error| error.within(name)),
        Value::List(list) => entries(shape, place, list, about, safeguards),
        _ => Ok(()),
    }
}

/// OKX may take an empty text for absence or for something else, so nobody can tell what it would do.
fn empty_text() -> Error {
    Error::invalid("is an empty text, which means nothing here; leave it out")
}

fn entries<'a>(
    shape: &Shape,
    place: usize,
    list: &'a dyn List,
    about: &About<'a>,
    safeguards: Safeguards,
) -> Result<(), Error> {
    let named = |entry: usize| format!("{}[{entry}]", shape.wire[place]);
    (0..list.len()).try_for_each(|entry| match list.get(entry) {
        Value::Text("") => Err(empty_text().in_field(named(entry))),
        Value::Text(text) => text::check(shape.text(place), text).map_err(|error| error.in_field(named(entry))),
        Value::Object(object) => {
            check(object, &about.part(object), safeguards).map_err(|error| error.within(&named(entry)))
        }
        _ => Ok(()),
    })
}
