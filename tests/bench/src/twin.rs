//! The Rust source of okx-client's types with serde derives, as a baseline.

use std::fmt::Write as _;

use okx_spec::Model;
use okx_spec::model::{Enum, Field, Form, Kind, Presence, Scalar, Shape};

/// Functions of the generated types: absent values as `""`, numbers in strings.
const READERS: &str = r#"
use serde::{Deserialize, Deserializer, Serialize};
use serde::de::Error as _;

pub type Decimal = rust_decimal::Decimal;

fn text<'de, D: Deserializer<'de>, T: std::str::FromStr>(deserializer: D) -> Result<T, D::Error>
where T::Err: std::fmt::Display {
    std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn optional_text<'de, D: Deserializer<'de>, T: std::str::FromStr>(deserializer: D) -> Result<Option<T>, D::Error>
where T::Err: std::fmt::Display {
    match Option::<std::borrow::Cow<str>>::deserialize(deserializer)?.as_deref() {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(D::Error::custom),
    }
}
"#;

/// The source of every shape and enum of the model.
pub(crate) fn source(model: &Model) -> String {
    let mut out = String::from(READERS);
    for set in &model.enums {
        enumeration(&mut out, set);
    }
    let mut seen = std::collections::BTreeSet::new();
    for shape in &model.shapes {
        // Shapes of different chapters may have the same name, but here they are in one module, so later ones get a number.
        let mut name = shape.name.clone();
        while !seen.insert(name.clone()) {
            name.push('_');
        }
        structure(&mut out, model, shape, &name);
    }
    out
}

fn enumeration(out: &mut String, set: &Enum) {
    let _ = writeln!(out, "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\npub enum {} {{", set.name);
    for value in &set.values {
        let _ = writeln!(out, "    #[serde(rename = {:?})] {},", value.wire, value.name);
    }
    out.push_str("    #[serde(untagged)] Unknown(String),\n}\n");
}

fn structure(out: &mut String, model: &Model, shape: &Shape, name: &str) {
    let _ = writeln!(out, "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]");
    if shape.form == Form::Row {
        let places: Vec<_> = shape.fields.iter().map(|field| place(model, field)).collect();
        let _ = writeln!(out, "pub struct {name}({});", places.join(", "));
        return;
    }
    let _ = writeln!(out, "pub struct {name} {{");
    for field in &shape.fields {
        member(out, model, field);
    }
    out.push_str("}\n");
}

fn member(out: &mut String, model: &Model, field: &Field) {
    let mut attributes = vec![format!("rename = {:?}", field.wire)];
    if field.presence == Presence::Optional || field.list {
        attributes.push("default".to_owned());
    }
    attributes.extend(reader(field).map(|name| format!("deserialize_with = {name:?}")));
    let _ = writeln!(out, "    #[serde({})] pub r#{}: {},", attributes.join(", "), field.name, type_name(model, field));
}

fn place(model: &Model, field: &Field) -> String {
    let attribute = reader(field).map_or(String::new(), |name| format!("#[serde(deserialize_with = {name:?})] "));
    format!("{attribute}pub {}", type_name(model, field))
}

/// The function that reads a number in a string.
fn reader(field: &Field) -> Option<&'static str> {
    let travels_as_text =
        matches!(field.kind, Kind::Scalar(Scalar::Decimal | Scalar::Integer | Scalar::Timestamp)) && !field.list;
    match field.presence {
        Presence::Optional if travels_as_text => Some("optional_text"),
        Presence::Required if travels_as_text => Some("text"),
        _ => None,
    }
}

fn type_name(model: &Model, field: &Field) -> String {
    let kind = kind_name(model, field.kind);
    match (field.list, field.presence) {
        (true, _) => format!("Vec<{kind}>"),
        (false, Presence::Optional) => format!("Option<{kind}>"),
        (false, Presence::Required) => kind,
    }
}

fn kind_name(model: &Model, kind: Kind) -> String {
    match kind {
        Kind::Scalar(Scalar::Text) | Kind::Id(_) => "String".to_owned(),
        Kind::Scalar(Scalar::Decimal) => "Decimal".to_owned(),
        Kind::Scalar(Scalar::Integer | Scalar::Number | Scalar::Timestamp) => "i64".to_owned(),
        Kind::Scalar(Scalar::Bool) => "bool".to_owned(),
        Kind::Scalar(Scalar::Json) => "serde_json::Value".to_owned(),
        Kind::Enum(id) => model[id].name.clone(),
        Kind::Shape(id) => model[id].name.clone(),
    }
}
