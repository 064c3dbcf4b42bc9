//! Whether a condition of the description holds for an item.

use okx_spec::model::{Condition, Subject, Test};
use serde_json::{Map, Value};

use super::listing::Listing;
use crate::core::is_absent;

/// Whether all of the conditions hold.
pub(crate) fn holds(conditions: &[Condition], item: &Map<String, Value>, listing: &dyn Listing) -> bool {
    conditions.iter().all(|condition| {
        let subject = match &condition.subject {
            Subject::Field(name) => text_of(item, name),
            Subject::InstrumentType => text_of(item, "instId").and_then(|id| listing.type_of(&id).map(str::to_owned)),
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
