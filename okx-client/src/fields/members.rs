//! The members of an object as they are written, one by one: the one place that decides which there are.

use super::{Fields, Value};
use crate::value::Extra;

/// A name made for what an item makes, and the place of the field that holds such names.
#[derive(Clone, Copy)]
pub(crate) struct MadeName<'a> {
    pub(crate) place: usize,
    pub(crate) text: &'a str,
}

/// One member of an object.
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) value: Value<'a>,
    /// Whether its numbers are written bare.
    pub(super) bare: bool,
}

/// The members of an object in the order in which they are written: its fields that hold something, then the members nobody described.
///
/// No name comes twice: the made name takes the place of what its field holds, and an undescribed member that has the name of a field takes
/// the place of that field.
pub(super) fn members<'a>(fields: &'a dyn Fields, made: Option<MadeName<'a>>) -> impl Iterator<Item = Member<'a>> {
    let shape = fields.shape();
    // Nearly every `Extra` is empty, and then no name is looked up in it.
    let extra = fields.extra().filter(|extra| !extra.is_empty());
    let instead = move |place: usize, name: &str| match made {
        Some(made) if made.place == place => Some(Value::Text(made.text)),
        _ => extra?.get(name).map(Value::Json),
    };
    let described = shape.wire.iter().enumerate().map(move |(place, name)| Member {
        name,
        value: instead(place, name).unwrap_or_else(|| fields.value(place)),
        bare: shape.is_bare(place),
    });
    let others = extra.into_iter().flat_map(undescribed).filter(|member| shape.place(member.name).is_none());
    described.filter(|member| !member.value.is_empty()).chain(others)
}

/// Members nobody described, in their order.
pub(super) fn undescribed(extra: &Extra) -> impl Iterator<Item = Member<'_>> {
    extra.iter().map(|(name, json)| Member { name, value: Value::Json(json), bare: false })
}
