//! Plausible parameters of a call from its description: the required ones, and those that its rules then require.

use std::collections::BTreeMap;

use okx_spec::Model;
use okx_spec::model::{Condition, Demand, Endpoint, Field, Kind, Presence, Rule, Scalar, Shape, Subject, Test};

type Values = BTreeMap<usize, String>;

/// The parameters as JSON.
pub(crate) fn of(model: &Model, endpoint: &Endpoint) -> String {
    let object = object(model, &model[endpoint.request], &endpoint.rules);
    match &endpoint.batch {
        Some(batch) => format!("[{}]", vec![object; batch.up_to.min(2)].join(",")),
        None => object,
    }
}

/// An object that satisfies these rules.
fn object(model: &Model, shape: &Shape, rules: &[Rule]) -> String {
    let mut values: Values = BTreeMap::new();
    for (place, field) in shape.fields.iter().enumerate() {
        if field.presence == Presence::Required && !field.list {
            values.insert(place, value(model, field));
        }
    }
    // A rule may require a field of another rule, but not the other way round, so two passes suffice.
    for rule in rules.iter().chain(rules) {
        if rule.when.iter().all(|condition| holds(shape, &values, condition)) {
            meet(model, shape, &mut values, &rule.demand);
        }
    }
    let members: Vec<_> =
        values.iter().map(|(&place, value)| format!("{:?}:{value}", shape.fields[place].wire)).collect();
    format!("{{{}}}", members.join(","))
}

fn meet(model: &Model, shape: &Shape, values: &mut Values, demand: &Demand) {
    let missing: &[usize] = match demand {
        Demand::Require(places) => places,
        Demand::ExactlyOne(places) | Demand::AtLeastOne(places)
            if !places.iter().any(|place| values.contains_key(place)) =>
        {
            &places[..1]
        }
        _ => &[],
    };
    for &place in missing {
        values.entry(place).or_insert_with(|| value(model, &shape.fields[place]));
    }
}

fn holds(shape: &Shape, values: &Values, condition: &Condition) -> bool {
    let wire = match &condition.subject {
        Subject::Field(wire) => wire.as_str(),
        Subject::InstrumentType => {
            return matches!(&condition.test, Test::OneOf(types) if types.iter().any(|one| one == "SPOT"));
        }
    };
    let place = shape.fields.iter().position(|field| field.wire == *wire);
    let text = place.and_then(|place| values.get(&place)).map(|value| value.trim_matches('"'));
    match &condition.test {
        Test::OneOf(texts) => text.is_some_and(|text| texts.iter().any(|one| one == text)),
        Test::NoneOf(texts) => !text.is_some_and(|text| texts.iter().any(|one| one == text)),
        Test::Present => text.is_some(),
        Test::Absent => text.is_none(),
    }
}

/// A plausible value as JSON.
pub(crate) fn value(model: &Model, field: &Field) -> String {
    let one = match field.kind {
        Kind::Enum(id) => quoted(&model[id].values[0].wire),
        Kind::Id(id) if model[id].number => "1".to_owned(),
        Kind::Id(id) => quoted(match model[id].name.as_str() {
            "InstId" => "BTC-USDT",
            "InstFamily" => "BTC-USD",
            "SprdId" => "BTC-USDT_BTC-USDT-SWAP",
            "Ccy" => "USDT",
            _ => "1",
        }),
        // The minimum duration of a timer is ten seconds.
        Kind::Scalar(Scalar::Integer) if field.wire == "timeOut" => quoted("10"),
        Kind::Scalar(Scalar::Decimal | Scalar::Integer | Scalar::Text) => quoted("1"),
        Kind::Scalar(Scalar::Timestamp) => quoted("1597026383085"),
        Kind::Scalar(Scalar::Number) => "1".to_owned(),
        Kind::Scalar(Scalar::Bool) => "true".to_owned(),
        Kind::Scalar(Scalar::Json) => "{}".to_owned(),
        Kind::Shape(id) => object(model, &model[id], &model[id].rules),
    };
    if field.list { format!("[{one}]") } else { one }
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}
