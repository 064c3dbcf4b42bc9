//! Conditions of the description, and the instruments they refer to.

use okx_spec::model::{Condition, Subject, Test};
use serde_json::{Map, Value};

use crate::calls::is_absent;

/// The field with the instrument ID.
pub(crate) const INSTRUMENT: &str = "instId";

/// Information about the listed instruments.
pub(crate) trait Listing {
    /// The type of an instrument, such as `SPOT`.
    fn type_of(&self, instrument: &str) -> Option<&str>;

    /// The symbol for rate limit keys: the family for an option, otherwise the instrument ID. An unknown name is its
    /// own symbol.
    fn symbol_of<'a>(&'a self, instrument: &'a str) -> &'a str;
}

/// Whether all conditions hold for an item.
pub(crate) fn holds(conditions: &[Condition], item: &Map<String, Value>, listing: &dyn Listing) -> bool {
    holds_in(conditions, item, item, listing)
}

/// Whether all conditions hold for an object. `named` is the object with the instrument ID.
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

/// The value of a field as text; `None` if it is absent.
pub(crate) fn text_of(item: &Map<String, Value>, name: &str) -> Option<String> {
    match item.get(name).filter(|value| !is_absent(value))? {
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
