//! When a rule, a precision case or a budget applies.

use crate::endpoint::{Condition, Subject, Test};
use crate::fields::{Fields, Value};
use crate::item::{field, is_given, wire_text};

/// Whether all of them hold for an item. Without an item every field is absent, and so is a type of instrument that is not known.
pub(crate) fn all_hold(conditions: &[Condition], item: Option<&dyn Fields>, instrument_type: Option<&str>) -> bool {
    conditions.iter().all(|condition| holds(condition, item, instrument_type))
}

fn holds(condition: &Condition, item: Option<&dyn Fields>, instrument_type: Option<&str>) -> bool {
    match condition.subject {
        Subject::Field(wire) => {
            let value = item.map_or(Value::Absent, |item| field(item, wire));
            match condition.test {
                Test::Present => is_given(value),
                Test::Absent => !is_given(value),
                Test::OneOf(texts) => is_one_of(wire_text(value).as_deref(), texts),
                Test::NoneOf(texts) => !is_one_of(wire_text(value).as_deref(), texts),
            }
        }
        Subject::InstrumentType => match condition.test {
            Test::Present => instrument_type.is_some(),
            Test::Absent => instrument_type.is_none(),
            Test::OneOf(texts) => is_one_of(instrument_type, texts),
            Test::NoneOf(texts) => !is_one_of(instrument_type, texts),
        },
    }
}

fn is_one_of(text: Option<&str>, texts: &[&str]) -> bool {
    text.is_some_and(|text| texts.contains(&text))
}

/// The conditions as a clause about this item, ` when …`, given that they hold; empty when there are none.
pub(crate) fn describe(conditions: &[Condition], item: &dyn Fields, instrument_type: Option<&str>) -> String {
    let clauses: Vec<String> = conditions.iter().map(|condition| clause(condition, item, instrument_type)).collect();
    if clauses.is_empty() { String::new() } else { format!(" when {}", clauses.join(" and ")) }
}

fn clause(condition: &Condition, item: &dyn Fields, instrument_type: Option<&str>) -> String {
    let (subject, text) = match condition.subject {
        Subject::Field(wire) => (format!("`{wire}`"), wire_text(field(item, wire))),
        Subject::InstrumentType => ("the instrument's type".to_owned(), instrument_type.map(Into::into)),
    };
    match condition.test {
        Test::OneOf(_) => format!("{subject} is {}", text.unwrap_or_default()),
        Test::NoneOf(texts) => format!("{subject} is not {}", texts.join(" or ")),
        Test::Present => format!("{subject} is given"),
        Test::Absent => format!("{subject} is not given"),
    }
}
