//! Prices and sizes are held to the grids of their instruments before they are sent, and never rounded.

mod exact;
mod fault;
mod grid;
mod held;

use crate::endpoint::Items;
use crate::error::Error;
use crate::instruments::Instruments;

pub(crate) use grid::{Band, Grid, Steps};

/// Holds every price and size of a request to its grid. Instruments that are not known yet are loaded.
///
/// # Errors
///
/// The first value that may not be sent, with what it may be instead; or that the instrument is not known and could not be loaded.
pub(crate) async fn check(items: Items<'_>, instruments: &Instruments) -> Result<(), Error> {
    for (place, item) in items.each().enumerate() {
        for held in held::values(item) {
            let checked = match instruments.get(held.inst_id).await {
                Ok(instrument) => held.check(&instrument),
                Err(error) => Err(error),
            };
            checked.map_err(|error| if items.is_batch() { error.at_item(place) } else { error })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
