//! The members of an object as they are written. Serialization and encoding both use this list.

use super::{Fields, Value};
use crate::value::Extra;

/// A client order id that was generated for an item, and the place of its field.
#[derive(Clone, Copy)]
pub(crate) struct MadeName<'a> {
    pub(crate) place: usize,
    pub(crate) text: &'a str,
}

/// One member of an object.
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) value: Value<'a>,
    /// Whether its numbers are written without quotes.
    pub(super) bare: bool,
}

/// The members of an object in the order in which they are written: its present fields, then its undescribed members.
///
/// No name appears twice: a generated id replaces the value of its field, and an undescribed member with the name of a field replaces that
/// field.
pub(super) fn members<'a>(fields: &'a dyn Fields, made: Option<MadeName<'a>>) -> impl Iterator<Item = Member<'a>> {
    let shape = fields.shape();
    // Nearly every `Extra` is empty, and then names are not looked up in it.
    let extra = fields.extra().filter(|extra| !extra.is_empty());
    let replacement = move |place: usize, name: &str| match made {
        Some(made) if made.place == place => Some(Value::Text(made.text)),
        _ => extra?.get(name).map(Value::Json),
    };
    let described = shape.wire.iter().enumerate().map(move |(place, name)| Member {
        name,
        value: replacement(place, name).unwrap_or_else(|| fields.value(place)),
        bare: shape.is_bare(place),
    });
    let others = extra.into_iter().flat_map(undescribed).filter(|member| shape.place(member.name).is_none());
    described.filter(|member| !member.value.is_empty()).chain(others)
}

/// The members of an `Extra`, in order.
pub(super) fn undescribed(extra: &Extra) -> impl Iterator<Item = Member<'_>> {
    extra.iter().map(|(name, json)| Member { name, value: Value::Json(json), bare: false })
}
