//! The fields of an instrument: which field is which.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::api::objects::InstrumentDetails;
use crate::facts::{Fields, Table};
use crate::fields::items::is_given;

/// The places of the fields that behaviour depends on. They are found by writing the fields, because wire names stand only in the
/// description.
pub(super) struct Places {
    pub(super) inst_id: usize,
    pub(super) inst_id_code: usize,
    pub(super) inst_family: usize,
    pub(super) tick_sz: usize,
    pub(super) lot_sz: usize,
    pub(super) min_sz: usize,
    pub(super) ct_val: usize,
    pub(super) ct_mult: usize,
}

/// The places, found once.
pub(super) static PLACES: LazyLock<Places> = LazyLock::new(|| Places {
    inst_id: place_written_by(|row| row.inst_id = Some("-".into())),
    inst_id_code: place_written_by(|row| row.inst_id_code = Some(1.into())),
    inst_family: place_written_by(|row| row.inst_family = Some("-".into())),
    tick_sz: place_written_by(|row| row.tick_sz = Some(Decimal::ONE)),
    lot_sz: place_written_by(|row| row.lot_sz = Some(Decimal::ONE)),
    min_sz: place_written_by(|row| row.min_sz = Some(Decimal::ONE)),
    ct_val: place_written_by(|row| row.ct_val = Some(Decimal::ONE)),
    ct_mult: place_written_by(|row| row.ct_mult = Some(Decimal::ONE)),
});

/// The wire name of the field at this place.
pub(super) fn wire_name(place: usize) -> &'static str {
    InstrumentDetails::SHAPE.wire[place]
}

/// The place of the field of this wire name.
pub(super) fn place_of(wire: &str) -> Option<usize> {
    InstrumentDetails::SHAPE.place(wire)
}

/// The place of the only field that `write` writes.
fn place_written_by(write: impl FnOnce(&mut InstrumentDetails)) -> usize {
    let mut row = InstrumentDetails::default();
    write(&mut row);
    let written = (0..InstrumentDetails::SHAPE.wire.len()).find(|place| is_given(row.value(*place)));
    written.expect("`write` writes one field")
}
