//! Whether a condition of the description holds for an item.

use okx_spec::model::{Condition, Subject, Test};
use serde_json::{Map, Value};

use super::listing::Listing;
use crate::core::is_absent;

/// The field that names an instrument.
pub(crate) const INSTRUMENT: &str = "instId";

/// Whether all of the conditions hold.
pub(crate) fn holds(conditions: &[Condition], item: &Map<String, Value>, listing: &dyn Listing) -> bool {
    holds_in(conditions, item, item, listing)
}

/// Whether all of the conditions hold for an object. `named` is what names the instrument.
pub(crate) fn holds_in(
    conditions: &[Condition],
    object: &Map<String, Value>,
    named: &Map<String, Value>,
    listing: &dyn Listing,
) -> bool {
    let instrument_type = || text_of(named, INSTRUMENT).and_then(|id| listing.type_of(&id).map(str::to_owned));
    conditions.iter().all(|condition| {
        let subject = match &condition.subject {
            Subject::Field(name) => text_of(object, name),
            Subject::InstrumentType => instrument_type(),
        };
        let among = |texts: &[String]| subject.as_ref().is_some_and(|subject| texts.contains(subject));
        match &condition.test {
            Test::OneOf(texts) => among(texts),
            Test::NoneOf(texts) => !among(texts),
            Test::Present => subject.is_some(),
            Test::Absent => subject.is_none(),
        }
    })
}

/// The text a field has on the wire; `None` when it is not given.
pub(crate) fn text_of(item: &Map<String, Value>, name: &str) -> Option<String> {
    match item.get(name).filter(|value| !is_absent(value))? {
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
