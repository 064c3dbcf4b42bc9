//! Whether what could not be read may hold a secret.

use std::ptr;

use super::{Fields, Shape, Slot};

/// Whether the text of a field must never be shown, at any depth. Only for a value that is given up: it leaves things in fields that may be
/// absent and in lists, because nothing else tells what they would hold.
pub(super) fn may_hold_secret(fields: &mut dyn Fields) -> bool {
    in_shape(fields, &mut Vec::new())
}

/// Types written by hand may hold themselves, so what was looked at is not looked at again.
fn in_shape(fields: &mut dyn Fields, known: &mut Vec<&'static Shape>) -> bool {
    let shape = fields.shape();
    if known.iter().any(|other| ptr::eq(*other, shape)) {
        return false;
    }
    known.push(shape);
    shape.has_secret() || (0..shape.wire.len()).any(|place| in_slot(fields.slot(place), known))
}

fn in_slot(slot: Slot<'_>, known: &mut Vec<&'static Shape>) -> bool {
    match slot {
        Slot::Object(fields) => in_shape(fields, known),
        Slot::Optional(place) => in_slot(place.fill(), known),
        Slot::Clearable(place) => in_slot(place.set(), known),
        Slot::List(list) => in_slot(list.push(), known),
        _ => false,
    }
}
