//! Rules of calls and objects.

use serde_json::{Map, Value, json};

use crate::model::{Condition, Field, Rule, Subject, Test};

/// The rules of OKX, without the safeguards of the client.
pub(super) fn rules(rules: &[Rule], fields: &[Field]) -> Value {
    let wires = |places: &[usize]| places.iter().map(|place| json!(fields[*place].wire)).collect::<Value>();
    let rule = |rule: &Rule| {
        let (demand, places) = rule.demand.parts();
        let when: Map<String, Value> = rule.when.iter().map(condition).collect();
        json!({demand: wires(places), "when": when})
    };
    rules.iter().filter(|rule| rule.ours.is_none()).map(rule).collect()
}

fn condition(condition: &Condition) -> (String, Value) {
    let subject = match &condition.subject {
        Subject::Field(wire) => wire.clone(),
        Subject::InstrumentType => "instrument type".to_owned(),
    };
    let test = match &condition.test {
        Test::OneOf(values) => json!(values),
        Test::NoneOf(values) => json!({"not": values}),
        Test::Present => json!("present"),
        Test::Absent => json!("absent"),
    };
    (subject, test)
}
