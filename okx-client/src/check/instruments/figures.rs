//! The decimal fields of an instrument: which field is which, and how they are stored.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::api::objects::Instrument;
use crate::facts::{Fields, Table, Value};
use crate::fields::items::is_given;
use crate::fields::kept_text;

/// The places of the fields that behaviour depends on. They are found by writing the fields, because wire names stand only in the
/// description.
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
    inst_id: place_written_by(|row| row.inst_id = Some("-".into())),
    tick_sz: place_written_by(|row| row.tick_sz = Some(Decimal::ONE)),
    lot_sz: place_written_by(|row| row.lot_sz = Some(Decimal::ONE)),
    min_sz: place_written_by(|row| row.min_sz = Some(Decimal::ONE)),
    ct_val: place_written_by(|row| row.ct_val = Some(Decimal::ONE)),
    ct_mult: place_written_by(|row| row.ct_mult = Some(Decimal::ONE)),
});

/// The wire name of the field at this place.
pub(super) fn wire_name(place: usize) -> &'static str {
    Instrument::SHAPE.wire[place]
}

/// The place of the field of this wire name.
pub(super) fn place_of(wire: &str) -> Option<usize> {
    Instrument::SHAPE.place(wire)
}

/// One bit for each field of a row. An instrument with more fields does not compile.
type Mask = u128;

const _: () = assert!(Instrument::SHAPE.wire.len() <= Mask::BITS as usize, "widen `Mask`");

/// The decimals of a row by the places of their fields. Absent fields take no memory: half of the fields of a row are absent, and tens of
/// thousands of instruments are stored.
#[derive(Debug)]
pub(super) struct Figures {
    given: Mask,
    /// Those that could not be read exactly.
    inexact: Mask,
    /// The given ones, in the order of their places.
    decimals: Box<[Decimal]>,
}

impl Figures {
    pub(super) fn of(row: &Instrument) -> Self {
        let (mut given, mut inexact) = (0, 0);
        let mut decimals = Vec::with_capacity(Instrument::SHAPE.wire.len());
        for place in 0..Instrument::SHAPE.wire.len() {
            if kept_text(row, place).is_some() {
                inexact |= bit(place);
            }
            if let Value::Decimal(figure) = row.value(place) {
                given |= bit(place);
                decimals.push(figure);
            }
        }
        Self { given, inexact, decimals: decimals.into() }
    }

    /// Whether the decimal at this place could not be read exactly.
    pub(super) fn is_inexact(&self, place: usize) -> bool {
        self.inexact & bit(place) != 0
    }

    pub(super) fn at(&self, place: usize) -> Option<Decimal> {
        let before = self.given & (bit(place) - 1);
        (self.given & bit(place) != 0).then(|| self.decimals[before.count_ones() as usize])
    }

    /// How many bytes they take on the heap.
    #[cfg(test)]
    pub(super) fn heap_bytes(&self) -> usize {
        size_of_val(&*self.decimals)
    }
}

fn bit(place: usize) -> Mask {
    1 << place
}

/// The place of the only field that `write` writes.
fn place_written_by(write: impl FnOnce(&mut Instrument)) -> usize {
    let mut row = Instrument::default();
    write(&mut row);
    let written = (0..Instrument::SHAPE.wire.len()).find(|place| is_given(row.value(*place)));
    written.expect("`write` writes one field")
}
