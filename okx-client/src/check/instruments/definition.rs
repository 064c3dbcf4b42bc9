//! What is stored of an instrument.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::cache::{self, CacheEntry, GroupRows, InstrumentSource};
use super::compact_row::CompactRow;
use super::group::Group;
use super::places::{PLACES, place_of, wire_name};
use crate::api::Rows;
use crate::api::enums::{CtType, InstType};
use crate::api::ids::{Ccy, InstId, InstIdCode};
use crate::api::objects::{InstrumentDetails, InstrumentTickBands, TickBand, UpcomingChange};
use crate::check::precision::Band;
use crate::error::Error;
use crate::facts::{Fields, Slot};
use crate::value::{Text, Timestamp};

/// What is stored of an instrument: its row in a compact form, what is read of it often, and its announced changes.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) inst_id: InstId,
    pub(super) inst_type: InstType,
    pub(super) size_basis: SizeBasis,
    pub(super) bands: Arc<[Band]>,
    row: CompactRow,
    /// In the order in which they take effect.
    changes: Box<[Change]>,
}

/// An announced change of a field.
#[derive(Clone, Copy, Debug)]
struct Change {
    from: Timestamp,
    place: u8,
    figure: Decimal,
}

impl Definition {
    /// What is stored of a row of a group; `None` if it has no name. A row without a type has the type of its group.
    pub(super) fn new(row: &InstrumentDetails, group: &Group, bands: &Arc<[Band]>) -> Option<Self> {
        let inst_type = row.inst_type.as_ref().unwrap_or(group.inst_type());
        Some(Self {
            inst_id: row.inst_id.clone()?,
            inst_type: *inst_type,
            size_basis: SizeBasis::of(row, inst_type),
            bands: Arc::clone(bands),
            row: CompactRow::of(row),
            changes: changes(row, inst_type),
        })
    }

    /// How many bytes it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.row.heap_bytes() + size_of_val(&*self.changes)
    }

    /// The family, if it is an option.
    pub(super) fn option_family(&self) -> Option<&str> {
        if self.inst_type == InstType::Option { self.row.text(PLACES.inst_family) } else { None }
    }

    /// Whether the decimal at the place of a field could not be read exactly.
    pub(super) fn is_inexact(&self, place: usize) -> bool {
        self.row.is_inexact(place)
    }

    /// The decimal at the place of a field, as it is at a point in time.
    pub(super) fn figure(&self, place: usize, at: Timestamp) -> Option<Decimal> {
        let applies = |change: &&Change| usize::from(change.place) == place && change.from <= at;
        let changed = self.changes.iter().rev().find(applies);
        changed.map(|change| change.figure).or_else(|| self.row.decimal(place))
    }

    /// The numeric code, if OKX gave it one.
    pub(super) fn inst_id_code(&self) -> Option<InstIdCode> {
        self.row.whole(PLACES.inst_id_code).map(InstIdCode::from)
    }

    /// The whole row, as it is at a point in time.
    pub(super) fn details(&self, at: Timestamp) -> InstrumentDetails {
        let mut details = self.row.details();
        for change in self.changes.iter().filter(|change| change.from <= at) {
            if let Slot::OptionalDecimal(figure) = details.slot(change.place.into()) {
                *figure = Some(change.figure);
            }
        }
        details
    }
}

impl CacheEntry for Definition {
    type Group = Group;

    async fn fetch(group: &Group, source: &dyn InstrumentSource) -> Result<GroupRows<Self>, Error> {
        let rows = cache::fetch(source, &group.request()).await?;
        let bands = match group.bands_request() {
            Some(request) => bands(cache::fetch(source, &request).await?)?,
            None => Arc::from([]),
        };
        let mut fetched = GroupRows::default();
        for row in rows {
            match row {
                Ok(row) => {
                    let definition = Self::new(&row, group, &bands);
                    let named = definition.map(|own| (Text::from(own.inst_id.as_str()), Arc::new(own)));
                    fetched.by_name.extend(named);
                }
                Err(error) => fetched.unreadable.add(error, wire_name(PLACES.inst_id)),
            }
        }
        Ok(fetched)
    }

    fn has_step(&self) -> bool {
        self.row.decimal(PLACES.tick_sz).is_some() && self.row.decimal(PLACES.lot_sz).is_some()
    }
}

/// What one unit of an order's size stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SizeBasis {
    /// One unit of base currency: spot and margin.
    BaseCurrency,
    /// A contract of a fixed amount of base currency, worth that amount times the price: linear futures and swaps, and options, whose
    /// price is the premium.
    BaseContracts,
    /// A contract of a fixed amount of quote currency at any price: inverse futures and swaps.
    QuoteContracts,
    /// OKX's definition of the instrument does not say.
    Unknown,
}

impl SizeBasis {
    /// The basis of an instrument. It is unknown if the currencies do not fit the contract type, because a guess could size an order
    /// wrongly.
    fn of(row: &InstrumentDetails, inst_type: &InstType) -> Self {
        let (value, settled) = (row.ct_val_ccy.as_ref(), row.settle_ccy.as_ref());
        let settles_in_another = value.is_some() && settled.is_some() && value != settled;
        match (inst_type, &row.ct_type) {
            (InstType::Spot | InstType::Margin, _) => Self::BaseCurrency,
            (InstType::Swap | InstType::Futures, Some(CtType::Linear)) if settles_in_another => Self::BaseContracts,
            (InstType::Swap | InstType::Futures, Some(CtType::Inverse)) if settles_in_another => Self::QuoteContracts,
            (InstType::Option, _) if is_of_the_underlying(row) => Self::BaseContracts,
            _ => Self::Unknown,
        }
    }
}

/// Whether the contract value is in the base currency of the family: `BTC` for `BTC-USD`.
fn is_of_the_underlying(row: &InstrumentDetails) -> bool {
    let base = row.inst_family.as_ref().and_then(|family| family.as_str().split('-').next());
    base.is_some() && base == row.ct_val_ccy.as_ref().map(Ccy::as_str)
}

/// The bands of a reply about one group, in ascending order.
///
/// # Errors
///
/// A band could not be read. Without it, prices would be held to the wrong step.
fn bands(rows: Rows<InstrumentTickBands>) -> Result<Arc<[Band]>, Error> {
    let rows = rows.all()?;
    if let Some(kept) = rows.iter().find_map(|row| row.kept_texts().into_iter().next()) {
        return Err(Error::unreadable("could not be read exactly").in_field(kept.path));
    }
    let band = |band: &TickBand| Band { from: band.min_px, to: band.max_px, step: band.tick_sz };
    let mut bands: Vec<Band> = rows.iter().flat_map(|row| row.tick_band.iter().map(band)).collect();
    bands.retain(|band| band.step > Decimal::ZERO);
    bands.sort_by_key(|band| band.from);
    Ok(bands.into())
}

fn changes(row: &InstrumentDetails, inst_type: &InstType) -> Box<[Change]> {
    let mut changes: Vec<Change> =
        row.upc_chg.iter().filter_map(|change| changed(inst_type, change)).flatten().collect();
    changes.sort_by_key(|change| change.from);
    changes.into()
}

/// The fields that an announcement changes: the one that it names, and, if that is the minimum size of a contract, the lot size too.
/// An announcement without a field, a time or a value is ignored.
fn changed(inst_type: &InstType, change: &UpcomingChange) -> Option<impl Iterator<Item = Change> + use<>> {
    let named = place_of(change.param.as_ref()?.as_str());
    let is_contract = matches!(inst_type, InstType::Futures | InstType::Swap);
    let lot_size = named.filter(|place| *place == PLACES.min_sz && is_contract).map(|_| PLACES.lot_sz);
    let (from, figure) = (change.eff_time?, change.new_value?);
    let places = named.into_iter().chain(lot_size).filter_map(|place| u8::try_from(place).ok());
    Some(places.map(move |place| Change { from, place, figure }))
}
