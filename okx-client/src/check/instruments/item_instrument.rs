//! The instrument of an item of a request.

use std::cell::OnceCell;
use std::sync::Arc;

use super::Instruments;
use super::definition::Definition;
use super::name::Name;
use super::places::{PLACES, wire_name};
use crate::facts::{Fields, Value};
use crate::fields::items::field;

/// The instrument of an item of a request, as far as it is known without a request to OKX. It is looked up on first use.
///
/// Type and family are read from the name if it has a known form, whether or not the instrument is loaded. That way, a request is always
/// counted against the same rate limits.
pub(crate) struct ItemInstrument<'a> {
    item: &'a dyn Fields,
    instruments: &'a Instruments,
    named: OnceCell<Option<Named<'a>>>,
}

struct Named<'a> {
    inst_id: &'a str,
    name: Name<'a>,
    /// Looked up only if the name has no known form.
    definition: Option<Arc<Definition>>,
}

impl<'a> ItemInstrument<'a> {
    /// The instrument of this item.
    pub(crate) fn new(item: &'a dyn Fields, instruments: &'a Instruments) -> Self {
        Self { item, instruments, named: OnceCell::new() }
    }

    /// The instrument of an object within the item: the one that the object names, or else the one of the item.
    pub(crate) fn part(&self, object: &'a dyn Fields) -> Self {
        Self::new(if named_by(object).is_some() { object } else { self.item }, self.instruments)
    }

    /// Its name.
    pub(crate) fn inst_id(&self) -> Option<&'a str> {
        self.named().map(|named| named.inst_id)
    }

    /// Its type, if it is known.
    pub(crate) fn instrument_type(&self) -> Option<&str> {
        let named = self.named()?;
        let defined = || named.definition.as_ref().map(|definition| definition.inst_type.as_str());
        named.name.instrument_type().or_else(defined)
    }

    /// The key of rate limits per instrument: its name, or for an option its family.
    pub(crate) fn symbol(&self) -> Option<&str> {
        self.named().map(|named| match (named.name, &named.definition) {
            (Name::Option { family }, _) => family,
            (_, Some(definition)) => definition.option_family().unwrap_or(named.inst_id),
            _ => named.inst_id,
        })
    }

    fn named(&self) -> Option<&Named<'a>> {
        let find = || named_by(self.item).map(|inst_id| self.look_up(inst_id));
        self.named.get_or_init(find).as_ref()
    }

    fn look_up(&self, inst_id: &'a str) -> Named<'a> {
        let name = Name::read(inst_id);
        let definition = if name == Name::Unknown { self.instruments.known(inst_id) } else { None };
        Named { inst_id, name, definition }
    }
}

/// The name of the instrument in an object, if there is one. Requests use the same field for it as the instrument itself.
fn named_by(fields: &dyn Fields) -> Option<&str> {
    match field(fields, wire_name(PLACES.inst_id)) {
        Value::Text(inst_id) if !inst_id.is_empty() => Some(inst_id),
        _ => None,
    }
}
