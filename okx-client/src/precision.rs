//! Prices and sizes are held to the grids of their instruments before they are sent, and never rounded.

pub(crate) mod exact;
mod fault;
mod grid;
mod held;

use crate::endpoint::Items;
use crate::error::Error;
use crate::instruments::{Instrument, Instruments};

pub(crate) use grid::{Band, Grid, Steps};

/// Holds every price and size of a request to its grid. Instruments that are not known yet are loaded.
///
/// # Errors
///
/// The first value that may not be sent, with what it may be instead; or that the instrument is not known and could not be loaded.
pub(crate) async fn check(items: Items<'_>, instruments: &Instruments) -> Result<(), Error> {
    let mut last: Option<Instrument> = None;
    for (place, item) in items.each().enumerate() {
        for held in held::values(item) {
            let checked = match last.take().filter(|last| *last.inst_id() == held.inst_id) {
                Some(instrument) => held.check(instrument),
                None => held.check_with(instruments).await,
            };
            last = Some(checked.map_err(|error| if items.is_batch() { error.at_item(place) } else { error })?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
