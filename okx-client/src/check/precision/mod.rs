//! Prices and sizes are held to the grids of their instruments, or of what else they are of, before they are sent, and never rounded.

pub(crate) mod exact;
mod fault;
mod grid;
mod held;
mod owner;

use crate::check::instruments::Instruments;
use crate::error::Error;
use crate::fields::Items;
use owner::Owner;

pub(crate) use grid::{Band, Grid};

/// Holds every price and size of a request to its grid. Instruments, and what else has a grid, are loaded where they are not
/// known yet.
///
/// # Errors
///
/// The first value that may not be sent, with what it may be instead; or that the instrument is not known and could not be loaded.
pub(crate) async fn check(items: Items<'_>, instruments: &Instruments) -> Result<(), Error> {
    let mut last: Option<Owner> = None;
    for (place, item) in items.each().enumerate() {
        for held in held::values(item) {
            let checked = match last.take().filter(|last| last.is_of(&held)) {
                Some(owner) => held.check(owner),
                None => held.check_with(instruments).await,
            };
            last = Some(checked.map_err(|error| if items.is_batch() { error.at_item(place) } else { error })?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
