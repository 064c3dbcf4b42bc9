//! The figures of an instrument, packed.

use rust_decimal::Decimal;

use crate::api::objects::Instrument;
use crate::facts::{Fields, Table, Value};
use crate::fields::kept_text;

/// One bit for each field of a row; an instrument with more fields does not compile.
type Mask = u128;

const _: () = assert!(Instrument::SHAPE.wire.len() <= Mask::BITS as usize, "widen `Mask`");

/// The decimals of a row by the places of their fields: half of the places are empty, and tens of thousands of instruments are kept.
#[derive(Debug)]
pub(super) struct Figures {
    given: Mask,
    /// Those that could not be read exactly.
    unread: Mask,
    /// Those that are given, in the order of their places.
    decimals: Box<[Decimal]>,
}

impl Figures {
    pub(super) fn of(row: &Instrument) -> Self {
        let (mut given, mut unread) = (0, 0);
        let mut decimals = Vec::with_capacity(Instrument::SHAPE.wire.len());
        for place in 0..Instrument::SHAPE.wire.len() {
            if kept_text(row, place).is_some() {
                unread |= bit(place);
            }
            if let Value::Decimal(figure) = row.value(place) {
                given |= bit(place);
                decimals.push(figure);
            }
        }
        Self { given, unread, decimals: decimals.into() }
    }

    /// Whether the figure at this place could not be read exactly.
    pub(super) fn is_unread(&self, place: usize) -> bool {
        self.unread & bit(place) != 0
    }

    pub(super) fn at(&self, place: usize) -> Option<Decimal> {
        let before = self.given & (bit(place) - 1);
        (self.given & bit(place) != 0).then(|| self.decimals[before.count_ones() as usize])
    }

    /// How much memory they take beside the struct itself.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.decimals)
    }
}

fn bit(place: usize) -> Mask {
    1 << place
}
