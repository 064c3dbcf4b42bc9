//! Validation of one item's parameters against the description: unknown and missing parameters, types, and the rules
//! of the call and its objects.

use okx_spec::model::{Demand, Endpoint, Field, Form, Kind, Letters, Model, Presence, Rule, Scalar, Shape, ShapeId};
use serde_json::{Map, Value};

use super::condition::{INSTRUMENT, Listing, holds_in, text_of};
use crate::calls::is_absent;
use crate::number;
use crate::refusal::{CONFLICTING_PARAMETERS, MISSING_PARAMETER, NEITHER_PARAMETER, PARAMETER, Refusal};

/// How values are encoded: as JSON, or as text in a query with lists joined by commas.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// In a body.
    Json,
    /// In a query.
    Query,
}

/// Validates one item of a request.
pub(crate) fn check(
    model: &Model,
    endpoint: &Endpoint,
    writing: Writing,
    item: &Map<String, Value>,
    listing: &dyn Listing,
) -> Result<(), Refusal> {
    check_shape(model, endpoint.request, writing, item)?;
    check_parts(model, endpoint.request, item, listing)?;
    check_rules(&endpoint.rules, &model[endpoint.request].fields, item, item, listing)
}

fn check_shape(model: &Model, shape: ShapeId, writing: Writing, item: &Map<String, Value>) -> Result<(), Refusal> {
    let fields = &model[shape].fields;
    if let Some(unknown) = item.keys().find(|name| fields.iter().all(|field| field.wire != **name)) {
        let known: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
        let known_names = if known.is_empty() {
            "the call has no parameters".to_owned()
        } else {
            format!("the parameters are {}", known.join(", "))
        };
        return Err(PARAMETER.about(unknown).because(format!("unknown parameter; {known_names}")));
    }
    for field in fields {
        match item.get(&field.wire).filter(|value| !is_absent(value)) {
            None if clears(field, item) => {}
            Some(value) => check_field(model, field, writing, value)?,
            None if field.presence == Presence::Required && !field.list => {
                return Err(MISSING_PARAMETER.about(&field.wire));
            }
            None => {}
        }
    }
    Ok(())
}

fn check_field(model: &Model, field: &Field, writing: Writing, value: &Value) -> Result<(), Refusal> {
    if !field.list {
        return check_value(model, field, writing, value);
    }
    match (writing, value) {
        (Writing::Json, Value::Array(entries)) => {
            entries.iter().try_for_each(|entry| check_value(model, field, writing, entry))
        }
        (Writing::Query, Value::String(text)) => {
            text.split(',').try_for_each(|entry| check_value(model, field, writing, &Value::String(entry.to_owned())))
        }
        _ => Err(PARAMETER.about(&field.wire).because("it must be a list")),
    }
}

fn check_value(model: &Model, field: &Field, writing: Writing, value: &Value) -> Result<(), Refusal> {
    if let Kind::Shape(shape) = field.kind {
        return match value {
            Value::Object(item) if model[shape].form == Form::Object => check_shape(model, shape, writing, item),
            _ => Err(PARAMETER.about(&field.wire).because("it must be an object")),
        };
    }
    if is_of_kind(model, field.kind, writing, value) {
        return Ok(());
    }
    Err(PARAMETER.about(&field.wire).because(format!("it must be {}", wanted(model, field.kind))))
}

/// Describes the valid values of a type.
fn wanted(model: &Model, kind: Kind) -> String {
    match kind {
        Kind::Scalar(scalar) => scalar.facts().in_words.to_owned(),
        Kind::Shape(_) => "an object".to_owned(),
        Kind::Id(id) if model[id].number => "a bare whole number".to_owned(),
        Kind::Id(id) => {
            let length = model[id].max_length.map_or(String::new(), |most| format!(" of at most {most} characters"));
            let letters = match model[id].letters {
                None => "",
                Some(Letters::Alphanumeric) => ", letters and digits only",
                Some(Letters::AlphanumericAndDashes) => ", letters, digits, - and _ only",
            };
            format!("text{length}{letters}")
        }
        Kind::Enum(id) => {
            let known: Vec<&str> = model[id].values.iter().map(|value| value.wire.as_str()).collect();
            format!("one of {}", known.join(", "))
        }
    }
}

fn is_of_kind(model: &Model, kind: Kind, writing: Writing, value: &Value) -> bool {
    let text = value.as_str();
    let bare_number = match writing {
        Writing::Json => value.is_i64() || value.is_u64(),
        Writing::Query => text.is_some_and(is_whole),
    };
    match kind {
        Kind::Scalar(Scalar::Text) => text.is_some(),
        Kind::Scalar(Scalar::Decimal) => text.and_then(number::read).is_some(),
        Kind::Scalar(Scalar::Integer) => text.is_some_and(is_whole),
        Kind::Scalar(Scalar::Timestamp) => text.is_some_and(|text| is_whole(text) && !text.starts_with('-')),
        Kind::Scalar(Scalar::Number) => bare_number,
        Kind::Scalar(Scalar::Bool) => value.is_boolean() || matches!(text, Some("true" | "false")),
        Kind::Scalar(Scalar::Json) | Kind::Shape(_) => true,
        Kind::Id(id) if model[id].number => bare_number,
        Kind::Id(id) => {
            let (most, letters) = (model[id].max_length, model[id].letters);
            text.is_some_and(|text| most.is_none_or(|most| text.chars().count() <= most) && has_letters(letters, text))
        }
        Kind::Enum(id) => text.is_some_and(|text| model[id].values.iter().any(|value| value.wire == text)),
    }
}

fn is_whole(text: &str) -> bool {
    text.parse::<i64>().is_ok() && !text.starts_with('+')
}

fn has_letters(letters: Option<Letters>, text: &str) -> bool {
    match letters {
        None => true,
        Some(Letters::Alphanumeric) => text.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        Some(Letters::AlphanumericAndDashes) => {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        }
    }
}

/// Checks an object against OKX's rules for its fields, but not against safeguards that only clients apply. `named`
/// is the object with the instrument ID: the object itself or one that contains it.
fn check_rules(
    rules: &[Rule],
    fields: &[Field],
    object: &Map<String, Value>,
    named: &Map<String, Value>,
    listing: &dyn Listing,
) -> Result<(), Refusal> {
    let rules = rules.iter().filter(|rule| rule.ours.is_none() && holds_in(&rule.when, object, named, listing));
    rules.map(|rule| &rule.demand).try_for_each(|demand| check_demand(demand, fields, object))
}

/// Checks every object in an item against the rules of its shape.
fn check_parts(model: &Model, shape: ShapeId, item: &Map<String, Value>, listing: &dyn Listing) -> Result<(), Refusal> {
    let mut open = vec![(shape, item, item)];
    while let Some((shape, object, around)) = open.pop() {
        let Shape { fields, rules, .. } = &model[shape];
        let named = if text_of(object, INSTRUMENT).is_some() { object } else { around };
        check_rules(rules, fields, object, named, listing)?;
        for field in fields {
            let (Kind::Shape(part), Some(value)) = (field.kind, object.get(&field.wire)) else { continue };
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            open.extend(values.iter().filter_map(Value::as_object).map(|value| (part, value, named)));
        }
    }
    Ok(())
}

fn check_demand(demand: &Demand, fields: &[Field], item: &Map<String, Value>) -> Result<(), Refusal> {
    let name = |index: &usize| fields.get(*index).map_or("", |field| field.wire.as_str());
    let is_value = |value: &Value| !is_absent(value) && !is_empty_list(value);
    let is_given = |index: &&usize| {
        item.get(name(index)).is_some_and(is_value) || fields.get(**index).is_some_and(|field| clears(field, item))
    };
    let names = |positions: &[usize]| positions.iter().map(name).collect::<Vec<_>>().join(", ");
    let given = |positions: &[usize]| positions.iter().filter(is_given).count();
    match demand {
        Demand::AtMostOne(positions) | Demand::ExactlyOne(positions) if given(positions) > 1 => {
            Err(CONFLICTING_PARAMETERS.about(names(positions)))
        }
        Demand::ExactlyOne(positions) | Demand::AtLeastOne(positions) if given(positions) == 0 => {
            Err(NEITHER_PARAMETER.about(names(positions)))
        }
        Demand::Require(positions) => positions
            .iter()
            .find(|index| !is_given(index))
            .map_or(Ok(()), |index| Err(MISSING_PARAMETER.about(name(index)))),
        Demand::Forbid(positions) => {
            positions.iter().find(is_given).map_or(Ok(()), |index| Err(PARAMETER.about(name(index))))
        }
        Demand::AtMostOne(_) | Demand::ExactlyOne(_) | Demand::AtLeastOne(_) => Ok(()),
    }
}

/// Whether a field has the empty text that clears a value of the exchange.
fn clears(field: &Field, item: &Map<String, Value>) -> bool {
    field.empty_clears && item.get(&field.wire).is_some_and(|value| value == "")
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}
