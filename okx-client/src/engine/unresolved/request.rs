//! Requests as JSON that can be stored and shown.

use crate::facts::{AskedBy, Fields, Form, Value};
use crate::fields::items::{field, is_given};
use crate::fields::{Member, write};
use crate::judge::attribution::Identity;
use crate::value::Json;

/// An item of a request without its secrets; `{}` for a raw body.
pub(super) fn without_secrets(item: &dyn Fields, identity: &Identity) -> Json {
    let shape = item.shape();
    if shape.form != Form::Object {
        return write::object_of(std::iter::empty());
    }
    let is_kept = |member: &Member<'_>, place| {
        let Member { name, value, .. } = member;
        !value.is_empty() && !shape.is_secret(place) && !holds_secret(*value) && identity.get(name).is_none()
    };
    let fields = shape.wire.iter().enumerate().filter_map(|(place, name)| {
        let member = Member { name, value: item.value(place), bare: shape.is_bare(place) };
        is_kept(&member, place).then_some(member)
    });
    write::object_of(fields.chain(identity.iter().map(|(name, text)| text_member(name, text))))
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

/// The parameters that look up what an item created under this name.
pub(crate) fn lookup(item: &dyn Fields, name: &str, asked_by: &AskedBy) -> Json {
    let given = asked_by.with.iter().map(|wire| Member { name: wire, value: field(item, wire), bare: false });
    let given = given.filter(|member| is_given(member.value));
    write::object_of(given.chain([text_member(asked_by.name, name)]))
}

fn text_member<'a>(name: &'a str, text: &'a str) -> Member<'a> {
    Member { name, value: Value::Text(text), bare: false }
}
