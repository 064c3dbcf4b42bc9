//! Which instrument an item of a request is about.

use std::cell::OnceCell;

use super::Instruments;
use super::name::Name;
use crate::fields::{Fields, Value};
use crate::item::field;

/// The field by which requests name their instrument.
const INSTRUMENT: &str = "instId";

/// The instrument an item is about, found when it is first asked for.
pub(crate) struct About<'a> {
    item: &'a dyn Fields,
    named: OnceCell<Option<(&'a str, Name<'a>)>>,
}

impl<'a> About<'a> {
    /// The instrument of this item.
    pub(crate) fn new(item: &'a dyn Fields, _instruments: &'a Instruments) -> Self {
        Self { item, named: OnceCell::new() }
    }

    /// Its name.
    pub(crate) fn inst_id(&self) -> Option<&'a str> {
        self.named().map(|(inst_id, _)| inst_id)
    }

    /// Its type, as far as it is known.
    pub(crate) fn instrument_type(&self) -> Option<&'a str> {
        self.named().and_then(|(_, name)| name.instrument_type())
    }

    /// What limits that are counted by instrument are counted by: the name, or for options their family.
    pub(crate) fn symbol(&self) -> Option<&'a str> {
        self.named().map(|(inst_id, name)| match name {
            Name::Option { family } => family,
            _ => inst_id,
        })
    }

    fn named(&self) -> Option<(&'a str, Name<'a>)> {
        *self.named.get_or_init(|| match field(self.item, INSTRUMENT) {
            Value::Text(inst_id) if !inst_id.is_empty() => Some((inst_id, Name::read(inst_id))),
            _ => None,
        })
    }
}
