//! Checks of single fields, at any depth of an item: required fields, empty strings, the form of ids, and the names of extra parameters.

use std::collections::HashSet;

use super::{Safeguards, field_rules};
use crate::check::instruments::ItemInstrument;
use crate::error::Error;
use crate::facts::{Fields, Form, Letters, List, Shape, TextRule, Value};
use crate::fields::items::is_given;
use crate::value::Extra;

/// Checks each field of an object and of the objects within it, and then the rules of the object.
pub(super) fn check<'a>(
    object: &'a dyn Fields,
    instrument: &ItemInstrument<'a>,
    safeguards: Safeguards,
) -> Result<(), Error> {
    let shape = object.shape();
    object.extra().map_or(Ok(()), |extra| extra_parameters(shape, extra))?;
    (0..shape.wire.len()).try_for_each(|place| field(shape, place, object.value(place), instrument, safeguards))?;
    field_rules::check(shape.rules, object, instrument, safeguards)
}

/// Checks that no name would be sent twice. A described field must be set as such, because extra parameters are not checked.
fn extra_parameters(shape: &Shape, extra: &Extra) -> Result<(), Error> {
    if shape.form != Form::Object {
        return Ok(());
    }
    let mut names = HashSet::with_capacity(extra.len());
    extra.iter().try_for_each(|(name, _)| {
        let what = if shape.place(name).is_some() {
            "is set as an extra parameter, but is a field of the request; set the field instead"
        } else if !names.insert(name) {
            "is set twice; remove one"
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
    instrument: &ItemInstrument<'a>,
    safeguards: Safeguards,
) -> Result<(), Error> {
    let name = shape.wire[place];
    if shape.is_required(place) && !is_given(value) {
        return Err(Error::invalid("is required but empty; set it").in_field(name));
    }
    match value {
        Value::Text("") if shape.is_clearable(place) => {
            Err(Error::invalid("is set to an empty string; to clear it, use `Clearable::Clear`").in_field(name))
        }
        Value::Text("") => Err(empty_text().in_field(name)),
        Value::Text(text) => check_text(shape.text(place), text).map_err(|error| error.in_field(name)),
        Value::Object(object) => {
            check(object, &instrument.part(object), safeguards).map_err(|error| error.within(name))
        }
        Value::List(list) => entries(shape, place, list, instrument, safeguards),
        _ => Ok(()),
    }
}

fn entries<'a>(
    shape: &Shape,
    place: usize,
    list: &'a dyn List,
    instrument: &ItemInstrument<'a>,
    safeguards: Safeguards,
) -> Result<(), Error> {
    let named = |entry: usize| format!("{}[{entry}]", shape.wire[place]);
    (0..list.len()).try_for_each(|entry| match list.get(entry) {
        Value::Text("") => Err(empty_text().in_field(named(entry))),
        Value::Text(text) => check_text(shape.text(place), text).map_err(|error| error.in_field(named(entry))),
        Value::Object(object) => {
            check(object, &instrument.part(object), safeguards).map_err(|error| error.within(&named(entry)))
        }
        _ => Ok(()),
    })
}

/// OKX may treat an empty string as an absent field or as something else, so its effect is unknown.
fn empty_text() -> Error {
    Error::invalid("is an empty string, which has no meaning here; leave it out")
}

/// Checks the length and the characters of a text that is not empty. The messages never show any part of a secret.
fn check_text(rule: Option<&TextRule>, text: &str) -> Result<(), Error> {
    let Some(&TextRule { max_length, letters, secret, .. }) = rule else { return Ok(()) };
    let subject = if secret { "the secret".to_owned() } else { format!("{text:?}") };
    let length = text.chars().count();
    if let Some(max_length) = max_length.filter(|max_length| length > *max_length) {
        let what = format!("{subject} has {length} characters, but OKX accepts at most {max_length}; shorten it");
        return Err(Error::invalid(what));
    }
    let Some(letters) = letters else { return Ok(()) };
    match text.chars().find(|letter| !is_among(*letter, letters)) {
        None => Ok(()),
        Some(letter) => {
            let letter = if secret { "a character that OKX does not accept".to_owned() } else { format!("{letter:?}") };
            Err(Error::invalid(format!("{subject} contains {letter}; use only {}", described(letters))))
        }
    }
}

fn is_among(letter: char, letters: Letters) -> bool {
    let is_dash = matches!(letter, '-' | '_');
    letter.is_ascii_alphanumeric() || (is_dash && letters == Letters::AlphanumericAndDashes)
}

fn described(letters: Letters) -> &'static str {
    match letters {
        Letters::Alphanumeric => "A-Z, a-z and 0-9",
        Letters::AlphanumericAndDashes => "A-Z, a-z, 0-9, - and _",
    }
}
