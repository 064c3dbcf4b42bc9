//! What a request must look like before it is sent: required fields, the form of ids, and the rules of its objects and of its call.

mod demand;
mod text;
mod walk;

use crate::check::instruments::{About, Instruments};
use crate::error::Error;
use crate::facts::Operation;
use crate::fields::Items;

/// Holds a request to everything that can be told without asking OKX, and, unless they are switched off, to the safeguards of the client.
///
/// # Errors
///
/// The first thing that is wrong, with the item, the field, and what to do.
pub(crate) fn check(
    operation: &Operation,
    items: Items<'_>,
    instruments: &Instruments,
    safeguards: Safeguards,
) -> Result<(), Error> {
    count(operation, items.len())?;
    for (place, item) in items.each().enumerate() {
        let about = About::new(item, instruments);
        let checked = walk::check(item, &about, safeguards);
        let checked = checked.and_then(|()| demand::check(operation.rules, item, &about, safeguards));
        checked.map_err(|error| if items.is_batch() { error.at_item(place) } else { error })?;
    }
    Ok(())
}

/// Whether requests are held to the rules that are stricter than OKX.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Safeguards {
    /// They are.
    #[default]
    On,
    /// They are not.
    Off,
}

fn count(operation: &Operation, items: usize) -> Result<(), Error> {
    let up_to = operation.up_to;
    match items {
        0 => Err(Error::invalid("the batch is empty; give it at least one item")),
        _ if items > up_to => {
            Err(Error::invalid(format!("OKX takes {up_to} items at a time, not {items}; send them in parts")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
