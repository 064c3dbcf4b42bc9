//! Which field of a listed instrument is which, without their names on the wire: those stand in the description alone.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::api::objects::Instrument;
use crate::facts::{Fields, Table};
use crate::fields::items::is_given;

/// The places of the fields that behaviour depends on.
pub(super) struct Places {
    pub(super) inst_id: usize,
    pub(super) tick_sz: usize,
    pub(super) lot_sz: usize,
    pub(super) min_sz: usize,
    pub(super) ct_val: usize,
    pub(super) ct_mult: usize,
}

/// The places, found once.
pub(super) static PLACES: LazyLock<Places> = LazyLock::new(|| Places {
    inst_id: place(|row| row.inst_id = Some("-".into())),
    tick_sz: place(|row| row.tick_sz = Some(Decimal::ONE)),
    lot_sz: place(|row| row.lot_sz = Some(Decimal::ONE)),
    min_sz: place(|row| row.min_sz = Some(Decimal::ONE)),
    ct_val: place(|row| row.ct_val = Some(Decimal::ONE)),
    ct_mult: place(|row| row.ct_mult = Some(Decimal::ONE)),
});

/// The name on the wire of the field at this place.
pub(super) fn wire(place: usize) -> &'static str {
    Instrument::SHAPE.wire[place]
}

/// The place of the field of this name on the wire.
pub(super) fn named(wire: &str) -> Option<usize> {
    Instrument::SHAPE.place(wire)
}

/// The place of the only field that `write` writes.
fn place(write: impl FnOnce(&mut Instrument)) -> usize {
    let mut row = Instrument::default();
    write(&mut row);
    let written = (0..Instrument::SHAPE.wire.len()).find(|place| is_given(row.value(*place)));
    written.expect("a field that was written says something")
}
