//! Which instrument an item of a request is about.

use std::cell::OnceCell;
use std::sync::Arc;

use super::Instruments;
use super::listed::Listed;
use super::name::Name;
use super::places::{self, PLACES};
use crate::facts::{Fields, Value};
use crate::fields::items::field;

/// The instrument an item is about, as far as it is known without asking OKX; found when it is first asked for.
///
/// Type and family are read from the name where it has a known form, whether the instrument is loaded or not: a request is then always
/// counted against the same limits.
pub(crate) struct About<'a> {
    item: &'a dyn Fields,
    instruments: &'a Instruments,
    named: OnceCell<Option<Named<'a>>>,
}

struct Named<'a> {
    inst_id: &'a str,
    name: Name<'a>,
    /// Looked up for names of no known form.
    listed: Option<Arc<Listed>>,
}

impl<'a> About<'a> {
    /// The instrument of this item.
    pub(crate) fn new(item: &'a dyn Fields, instruments: &'a Instruments) -> Self {
        Self { item, instruments, named: OnceCell::new() }
    }

    /// The instrument that an object in the item is about: the one it names itself, or else the one of what is around it.
    pub(crate) fn part(&self, object: &'a dyn Fields) -> Self {
        Self::new(if named_by(object).is_some() { object } else { self.item }, self.instruments)
    }

    /// Its name.
    pub(crate) fn inst_id(&self) -> Option<&'a str> {
        self.named().map(|named| named.inst_id)
    }

    /// Its type, as far as it is known.
    pub(crate) fn instrument_type(&self) -> Option<&str> {
        let named = self.named()?;
        named.name.instrument_type().or_else(|| named.listed.as_ref().map(|listed| listed.inst_type.as_str()))
    }

    /// What limits that are counted by instrument are counted by: the name, or for options their family.
    pub(crate) fn symbol(&self) -> Option<&str> {
        self.named().map(|named| match (named.name, &named.listed) {
            (Name::Option { family }, _) => family,
            (_, Some(listed)) => listed.option_family().unwrap_or(named.inst_id),
            _ => named.inst_id,
        })
    }

    fn named(&self) -> Option<&Named<'a>> {
        let find = || named_by(self.item).map(|inst_id| self.look_up(inst_id));
        self.named.get_or_init(find).as_ref()
    }

    fn look_up(&self, inst_id: &'a str) -> Named<'a> {
        let name = Name::read(inst_id);
        let listed = if name == Name::Unknown { self.instruments.listed(inst_id) } else { None };
        Named { inst_id, name, listed }
    }
}

/// The instrument that is named, if one is. Requests name their instrument as it names itself.
fn named_by(fields: &dyn Fields) -> Option<&str> {
    match field(fields, places::wire(PLACES.inst_id)) {
        Value::Text(inst_id) if !inst_id.is_empty() => Some(inst_id),
        _ => None,
    }
}
