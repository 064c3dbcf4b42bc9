//! Checks prices and sizes against the grids of their products before they are sent. Values are never rounded.

mod checked_value;
pub(crate) mod exact;
mod grid;
mod precision_error;
mod product;
#[cfg(test)]
mod tests;

use crate::check::instruments::Instruments;
use crate::error::Error;
use crate::fields::Items;
use product::Product;

pub(crate) use grid::{Band, Grid};

/// Checks every price and size of a request against the grid of its product. Products that are not known yet are loaded.
///
/// # Errors
///
/// The first value that is not on its grid, with the nearest valid values; or the product is not listed or could not be loaded.
pub(crate) async fn check(items: Items<'_>, instruments: &Instruments) -> Result<(), Error> {
    let mut last: Option<Product> = None;
    for (place, item) in items.each().enumerate() {
        for value in checked_value::values(item) {
            let checked = match last.take().filter(|last| last.is_of(&value)) {
                Some(product) => value.check(product),
                None => value.check_with(instruments).await,
            };
            last = Some(checked.map_err(|error| if items.is_batch() { error.at_item(place) } else { error })?);
        }
    }
    Ok(())
}
