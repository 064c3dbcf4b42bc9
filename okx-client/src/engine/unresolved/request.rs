//! A request as JSON that can be kept and shown.

use crate::facts::{AskedBy, Fields, Form, Value};
use crate::fields::items::{field, is_given};
use crate::fields::write;
use crate::judge::attribution::Identity;
use crate::value::Json;

/// An item of a request without what is secret; `{}` for a body that nobody described.
pub(super) fn kept(item: &dyn Fields, identity: &Identity) -> Json {
    let shape = item.shape();
    let mut members = Members::default();
    if shape.form == Form::Object {
        for (place, wire) in shape.wire.iter().enumerate() {
            let value = item.value(place);
            if !value.is_empty() && !shape.is_secret(place) && !holds_secret(value) && identity.get(wire).is_none() {
                members.add(wire, value, shape.is_bare(place));
            }
        }
        identity.iter().for_each(|(wire, text)| members.add(wire, Value::Text(text), false));
    }
    members.finish()
}

fn holds_secret(value: Value<'_>) -> bool {
    match value {
        Value::Object(fields) => {
            fields.shape().has_secret() || (0..fields.shape().wire.len()).any(|place| holds_secret(fields.value(place)))
        }
        Value::List(list) => (0..list.len()).any(|index| holds_secret(list.get(index))),
        _ => false,
    }
}

/// The parameters of the question for what an item made under this name.
pub(crate) fn question(item: &dyn Fields, name: &str, asked_by: &AskedBy) -> Json {
    let mut members = Members::default();
    for wire in asked_by.with {
        let value = field(item, wire);
        if is_given(value) {
            members.add(wire, value, false);
        }
    }
    members.add(asked_by.name, Value::Text(name), false);
    members.finish()
}

/// The members of an object, as text.
#[derive(Default)]
struct Members(Vec<u8>);

impl Members {
    fn add(&mut self, name: &str, value: Value<'_>, bare: bool) {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        write::value(&mut self.0, Value::Text(name), false);
        self.0.push(b':');
        write::value(&mut self.0, value, bare);
    }

    fn finish(mut self) -> Json {
        if self.0.is_empty() {
            self.0.push(b'{');
        }
        self.0.push(b'}');
        // All that was written was text before.
        str::from_utf8(&self.0).map_or_else(|_| Json::from_valid("{}"), Json::from_valid)
    }
}
