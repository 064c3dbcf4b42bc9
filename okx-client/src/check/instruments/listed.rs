//! What is kept of a listed instrument.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::counting::Counting;
use super::figures::Figures;
use super::group::Group;
use super::kept::{Fetched, Kept};
use super::places::{self, PLACES};
use super::source::{self, InstrumentSource};
use crate::api::Rows;
use crate::api::enums::InstType;
use crate::api::ids::{InstFamily, InstId, InstIdCode};
use crate::api::objects::{Instrument, InstrumentTickBands, TickBand, UpcomingChange};
use crate::check::precision::Band;
use crate::error::Error;
use crate::value::{Text, Timestamp};

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
    /// Keeps a row of a group, unless it has no name yet. A row that does not say its type has that of the group.
    pub(super) fn new(row: &Instrument, group: &Group, bands: &Arc<[Band]>) -> Option<Self> {
        let inst_type = row.inst_type.as_ref().unwrap_or(group.inst_type());
        Some(Self {
            inst_id: row.inst_id.clone()?,
            inst_type: inst_type.clone(),
            inst_family: row.inst_family.clone(),
            inst_id_code: row.inst_id_code,
            counting: Counting::of(row, inst_type),
            bands: Arc::clone(bands),
            figures: Figures::of(row),
            changes: changes(row, inst_type),
        })
    }

    /// How much memory it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.figures.bytes() + size_of_val(&*self.changes)
    }

    /// The family, if it is an option.
    pub(super) fn option_family(&self) -> Option<&str> {
        self.inst_family.as_ref().filter(|_| self.inst_type == InstType::Option).map(InstFamily::as_str)
    }

    /// Whether the figure at the place of a field could not be read exactly.
    pub(super) fn is_unread(&self, place: usize) -> bool {
        self.figures.is_unread(place)
    }

    /// A figure by the place of its field, as it is at a moment.
    pub(super) fn figure(&self, place: usize, at: Timestamp) -> Option<Decimal> {
        let is_it = |change: &&Change| usize::from(change.place) == place && change.from <= at;
        let changed = self.changes.iter().rev().find(is_it);
        changed.map(|change| change.figure).or_else(|| self.figures.at(place))
    }
}

impl Kept for Listed {
    type Group = Group;

    async fn fetch(group: &Group, source: &dyn InstrumentSource) -> Result<Fetched<Self>, Error> {
        let rows = source::list(source, &group.request()).await?;
        let bands = match group.bands_request() {
            Some(request) => bands(source::list(source, &request).await?)?,
            None => Arc::from([]),
        };
        let mut held = Fetched::default();
        for row in rows {
            match row {
                Ok(row) => {
                    let listed = Self::new(&row, group, &bands);
                    held.all.extend(listed.map(|listed| (Text::from(listed.inst_id.as_str()), Arc::new(listed))));
                }
                Err(error) => held.unread.add(error, places::wire(PLACES.inst_id)),
            }
        }
        Ok(held)
    }

    fn has_grid(&self) -> bool {
        self.figures.at(PLACES.tick_sz).is_some() && self.figures.at(PLACES.lot_sz).is_some()
    }
}

/// The bands of a reply that is about one group, upwards.
///
/// # Errors
/// A band could not be read: between the others, prices would be held to the wrong step.
fn bands(rows: Rows<InstrumentTickBands>) -> Result<Arc<[Band]>, Error> {
    let rows = rows.all()?;
    if let Some(kept) = rows.iter().find_map(|row| row.kept_texts().into_iter().next()) {
        return Err(Error::unreadable("its value could not be read exactly").in_field(kept.path));
    }
    let band = |band: &TickBand| Band { from: band.min_px, to: band.max_px, step: band.tick_sz };
    let mut bands: Vec<Band> = rows.iter().flat_map(|row| row.tick_band.iter().map(band)).collect();
    bands.retain(|band| band.step > Decimal::ZERO);
    bands.sort_by_key(|band| band.from);
    Ok(bands.into())
}

fn changes(row: &Instrument, inst_type: &InstType) -> Box<[Change]> {
    let mut changes: Vec<Change> =
        row.upc_chg.iter().filter_map(|change| changed(inst_type, change)).flatten().collect();
    changes.sort_by_key(|change| change.from);
    changes.into()
}

/// What a change changes: the figure it names, and where contracts' smallest size changes, their lot size as well. A change of which
/// OKX does not say what, when or to what it is cannot be followed.
fn changed(inst_type: &InstType, change: &UpcomingChange) -> Option<impl Iterator<Item = Change> + use<>> {
    let named = places::named(change.param.as_ref()?.as_str());
    let is_contract = matches!(inst_type, InstType::Futures | InstType::Swap);
    let along = named.filter(|place| *place == PLACES.min_sz && is_contract).map(|_| PLACES.lot_sz);
    let (from, figure) = (change.eff_time?, change.new_value?);
    let places = named.into_iter().chain(along).filter_map(|place| u8::try_from(place).ok());
    Some(places.map(move |place| Change { from, place, figure }))
}
