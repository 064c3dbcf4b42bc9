//! The conditions under which a rule, a precision case or a budget applies.

use crate::facts::{Condition, Fields, Subject, Test, Value};
use crate::fields::items::{field, is_given, wire_text};

/// Whether all conditions hold for an item. Without an item, every field is absent. An unknown instrument type is absent too.
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

/// The conditions as a clause about an item for which they hold, ` when …`; empty if there are none.
pub(crate) fn describe(conditions: &[Condition], item: &dyn Fields, instrument_type: Option<&str>) -> String {
    let clauses: Vec<String> = conditions.iter().map(|condition| clause(condition, item, instrument_type)).collect();
    if clauses.is_empty() { String::new() } else { format!(" when {}", clauses.join(" and ")) }
}

fn clause(condition: &Condition, item: &dyn Fields, instrument_type: Option<&str>) -> String {
    let (subject, text) = match condition.subject {
        Subject::Field(wire) => (format!("`{wire}`"), wire_text(field(item, wire))),
        Subject::InstrumentType => ("the instrument type".to_owned(), instrument_type.map(Into::into)),
    };
    match condition.test {
        Test::OneOf(_) => format!("{subject} is {}", text.unwrap_or_default()),
        Test::NoneOf(texts) => format!("{subject} is not {}", texts.join(" or ")),
        Test::Present => format!("{subject} is set"),
        Test::Absent => format!("{subject} is not set"),
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::api::enums::{OrdType, Side, TdMode};
    use crate::api::trade::PlaceOrder;

    fn order() -> PlaceOrder {
        PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::from("brand_new"), Decimal::new(10, 1))
            .reduce_only(false)
            .tag("")
    }

    #[track_caller]
    fn holds(subject: Subject, test: Test, expected: bool) {
        assert_eq!(all_hold(&[Condition { subject, test }], Some(&order()), Some("SPOT")), expected);
    }

    #[test]
    fn fields_are_compared_by_their_wire_text() {
        holds(Subject::Field("side"), Test::OneOf(&["sell", "buy"]), true);
        holds(Subject::Field("side"), Test::OneOf(&["sell"]), false);
        holds(Subject::Field("side"), Test::NoneOf(&["sell"]), true);
        holds(Subject::Field("ordType"), Test::OneOf(&["brand_new"]), true);
        holds(Subject::Field("reduceOnly"), Test::OneOf(&["false"]), true);
        holds(Subject::Field("sz"), Test::OneOf(&["1.0"]), true);
    }

    #[test]
    fn an_absent_field_is_none_of_any_values() {
        for absent in ["px", "tag", "attachAlgoOrds", "noSuchField"] {
            holds(Subject::Field(absent), Test::Present, false);
            holds(Subject::Field(absent), Test::Absent, true);
            holds(Subject::Field(absent), Test::OneOf(&["", "x"]), false);
            holds(Subject::Field(absent), Test::NoneOf(&["", "x"]), true);
        }
        holds(Subject::Field("reduceOnly"), Test::Present, true);
    }

    #[test]
    fn the_instrument_type_comes_from_the_instrument() {
        holds(Subject::InstrumentType, Test::OneOf(&["SPOT", "MARGIN"]), true);
        holds(Subject::InstrumentType, Test::NoneOf(&["OPTION"]), true);
        let is_spot = [Condition { subject: Subject::InstrumentType, test: Test::OneOf(&["SPOT"]) }];
        assert!(!all_hold(&is_spot, Some(&order()), None));
    }

    #[test]
    fn all_conditions_must_hold_and_an_empty_list_holds() {
        let conditions = ["side", "tdMode"]
            .map(|wire| Condition { subject: Subject::Field(wire), test: Test::OneOf(&["buy", "cash"]) });
        assert!(all_hold(&conditions, Some(&order()), None));
        assert!(!all_hold(&conditions, None, None));
        assert!(all_hold(&[], None, None));
    }
}
