//! The members of an object as they are written. Serialization and encoding both use this list.

use super::{Fields, Value};
use crate::value::Extra;

/// A client order id that was generated for an item, and the place of its field.
#[derive(Clone, Copy)]
pub(crate) struct MadeName<'a> {
    pub(crate) place: usize,
    pub(crate) text: &'a str,
}

/// How an item is written differently on a route: what the route or the engine changes about it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Edits<'a> {
    /// A generated client order id, which replaces the value of its field.
    pub(crate) made: Option<MadeName<'a>>,
    /// The places of fields that are left out.
    pub(crate) without: &'a [usize],
    /// Members that are added after all others.
    pub(crate) adds: Option<&'a dyn Fields>,
}

/// One member of an object.
pub(crate) struct Member<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: Value<'a>,
    /// Whether its numbers are written without quotes.
    pub(crate) bare: bool,
}

/// The members of an object in the order in which they are written: its present fields, then its undescribed members, then added ones.
///
/// No name appears twice: a generated id replaces the value of its field, and an undescribed member with the name of a field replaces that
/// field.
pub(super) fn members<'a>(fields: &'a dyn Fields, edits: Edits<'a>) -> impl Iterator<Item = Member<'a>> {
    let Edits { made, without, adds } = edits;
    own_members(fields, made, without).chain(adds.into_iter().flat_map(|adds| own_members(adds, None, &[])))
}

fn own_members<'a>(
    fields: &'a dyn Fields,
    made: Option<MadeName<'a>>,
    without: &'a [usize],
) -> impl Iterator<Item = Member<'a>> {
    let shape = fields.shape();
    // Nearly every `Extra` is empty, and then names are not looked up in it.
    let extra = fields.extra().filter(|extra| !extra.is_empty());
    let replacement = move |place: usize, name: &str| match made {
        Some(made) if made.place == place => Some(Value::Text(made.text)),
        _ => extra?.get(name).map(Value::Json),
    };
    let kept = shape.wire.iter().enumerate().filter(move |(place, _)| !without.contains(place));
    let described = kept.map(move |(place, name)| Member {
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
