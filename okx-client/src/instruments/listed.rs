//! What is kept of a listed instrument.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::counting::Counting;
use super::figures::Figures;
use super::places::{self, PLACES};
use crate::enums::InstType;
use crate::ids::{InstFamily, InstId, InstIdCode};
use crate::objects::{Instrument, UpcomingChange};
use crate::precision::Band;
use crate::value::Timestamp;

/// What is kept of a listed instrument: its figures and the changes of them that are announced. A full row is four times as large, and
/// there are tens of thousands.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) inst_id: InstId,
    pub(super) inst_type: InstType,
    pub(super) inst_family: Option<InstFamily>,
    pub(super) inst_id_code: Option<InstIdCode>,
    pub(super) counting: Counting,
    pub(super) bands: Arc<[Band]>,
    figures: Figures,
    /// In the order they take effect.
    changes: Box<[Change]>,
}

#[derive(Clone, Copy, Debug)]
struct Change {
    from: Timestamp,
    place: u8,
    figure: Decimal,
}

impl Listed {
    /// Keeps a row, unless it has no name yet.
    pub(super) fn new(row: &Instrument, bands: &Arc<[Band]>) -> Option<Self> {
        Some(Self {
            inst_id: row.inst_id.clone()?,
            inst_type: row.inst_type.clone(),
            inst_family: row.inst_family.clone(),
            inst_id_code: row.inst_id_code,
            counting: Counting::of(row),
            bands: Arc::clone(bands),
            figures: Figures::of(row),
            changes: changes(row),
        })
    }

    /// How much memory it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.figures.bytes() + size_of_val(&*self.changes)
    }

    /// Whether it has a grid: before an instrument is listed OKX may name it without one.
    pub(super) fn has_grid(&self) -> bool {
        self.figures.at(PLACES.tick_sz).is_some() && self.figures.at(PLACES.lot_sz).is_some()
    }

    /// The family, if it is an option.
    pub(super) fn option_family(&self) -> Option<&str> {
        self.inst_family.as_ref().filter(|_| self.inst_type == InstType::Option).map(InstFamily::as_str)
    }

    /// A figure by the place of its field, as it is at a moment.
    pub(super) fn figure(&self, place: usize, at: Timestamp) -> Option<Decimal> {
        let is_it = |change: &&Change| usize::from(change.place) == place && change.from <= at;
        let changed = self.changes.iter().rev().find(is_it);
        changed.map(|change| change.figure).or_else(|| self.figures.at(place))
    }
}

fn changes(row: &Instrument) -> Box<[Change]> {
    let mut changes: Vec<Change> = row.upc_chg.iter().flat_map(|change| changed(row, change)).collect();
    changes.sort_by_key(|change| change.from);
    changes.into()
}

/// What a change changes: the figure it names, and where contracts' smallest size changes, their lot size as well.
fn changed(row: &Instrument, change: &UpcomingChange) -> impl Iterator<Item = Change> {
    let named = places::named(change.param.as_str());
    let is_contract = matches!(row.inst_type, InstType::Futures | InstType::Swap);
    let along = named.filter(|place| *place == PLACES.min_sz && is_contract).map(|_| PLACES.lot_sz);
    let (from, figure) = (change.eff_time, change.new_value);
    let places = named.into_iter().chain(along).filter_map(|place| u8::try_from(place).ok());
    places.map(move |place| Change { from, place, figure })
}
