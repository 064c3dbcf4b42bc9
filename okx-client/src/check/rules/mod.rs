//! Checks a request before it is sent: required fields, the form of ids, and the rules of its objects and its call.

mod field_rules;
mod field_values;
#[cfg(test)]
mod tests;

use crate::check::instruments::{Instruments, ItemInstrument};
use crate::error::Error;
use crate::facts::Operation;
use crate::fields::Items;

/// Whether requests are checked against the rules of the client that are stricter than OKX's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Safeguards {
    /// They are checked.
    #[default]
    On,
    /// They are not checked.
    Off,
}

/// Checks a request against everything that is known without a request to OKX, and against the safeguards of the client unless they are
/// off.
///
/// # Errors
///
/// The first problem, with the item, the field, and what to do.
pub(crate) fn check(
    operation: &Operation,
    items: Items<'_>,
    instruments: &Instruments,
    safeguards: Safeguards,
) -> Result<(), Error> {
    check_count(operation, items.len())?;
    for (place, item) in items.each().enumerate() {
        let instrument = ItemInstrument::new(item, instruments);
        let checked = field_values::check(item, &instrument, safeguards);
        let checked = checked.and_then(|()| field_rules::check(operation.rules, item, &instrument, safeguards));
        checked.map_err(|error| if items.is_batch() { error.at_item(place) } else { error })?;
    }
    Ok(())
}

fn check_count(operation: &Operation, items: usize) -> Result<(), Error> {
    let up_to = operation.up_to;
    match items {
        0 => Err(Error::invalid("the batch is empty; add at least one item")),
        _ if items > up_to => Err(Error::invalid(format!(
            "the batch has {items} items, but OKX accepts at most {up_to}; send several smaller batches"
        ))),
        _ => Ok(()),
    }
}
