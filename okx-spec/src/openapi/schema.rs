//! Types, objects and enums as JSON Schema.

use serde_json::{Map, Value, json};

use super::rule;
use crate::model::{
    Enum, Field, Form, Home, IdType, JsonForm, Kind, Letters, Model, Presence, Scalar, ScalarFacts, Shape, ShapeId,
};

/// Every named schema: ids, enums, objects and requests.
pub(super) fn schemas(model: &Model) -> Map<String, Value> {
    let ids = model.ids.iter().map(|id| (id.name.clone(), id_schema(id)));
    let enums = model.enums.iter().map(|set| (set.name.clone(), enum_schema(set)));
    let shapes = model.shapes.iter().map(|shape| (name(model, shape), shape_schema(model, shape)));
    ids.chain(enums).chain(shapes).collect()
}

/// A reference to a shape.
pub(super) fn reference(model: &Model, shape: ShapeId) -> Value {
    refer(&name(model, &model[shape]))
}

/// The schema of a field.
pub(super) fn field_schema(model: &Model, field: &Field) -> Value {
    let one = kind_schema(model, field.kind);
    let mut schema = if field.list { json!({"type": "array", "items": one}) } else { one };
    if field.empty_clears {
        schema = json!({"anyOf": [schema, {"const": "", "description": "Clears the value."}]});
    }
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), json!(field.means));
        if let Some(rule) = field.precision {
            object.insert("x-okx-precision".to_owned(), json!(model[rule].name));
        }
    }
    schema
}

fn refer(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The name of a shape. Shapes of a chapter have the chapter's name before their own.
fn name(model: &Model, shape: &Shape) -> String {
    match shape.home {
        Home::Shared => shape.name.clone(),
        Home::Chapter(chapter) | Home::Request(chapter) => format!("{}.{}", model[chapter].name, shape.name),
        // OpenAPI describes calls, and no call has a shape of the sockets.
        Home::Socket(socket) | Home::Sent(socket) => format!("{socket}.{}", shape.name),
    }
}

fn id_schema(id: &IdType) -> Value {
    if id.number {
        return json!({"type": "integer", "description": id.does});
    }
    let mut schema = json!({"type": "string", "description": id.does});
    if let Some(length) = id.max_length {
        schema["maxLength"] = json!(length);
    }
    match id.letters {
        Some(Letters::Alphanumeric) => schema["pattern"] = json!("^[A-Za-z0-9]*$"),
        Some(Letters::AlphanumericAndDashes) => schema["pattern"] = json!("^[A-Za-z0-9_-]*$"),
        None => {}
    }
    schema
}

/// The values known today, or any other text, because OKX adds values without notice.
fn enum_schema(set: &Enum) -> Value {
    let values = set.values.iter().map(|value| json!({"const": value.wire, "description": value.means}));
    let known: Vec<Value> = values.chain([json!({"type": "string", "description": "A value added later."})]).collect();
    json!({"description": set.does, "anyOf": known})
}

fn shape_schema(model: &Model, shape: &Shape) -> Value {
    match (shape.form, shape.fields.first()) {
        (Form::Bare, Some(only)) => field_schema(model, only),
        (Form::Row, _) => row_schema(model, shape),
        _ => object_schema(model, shape),
    }
}

fn object_schema(model: &Model, shape: &Shape) -> Value {
    let properties: Map<String, Value> =
        shape.fields.iter().map(|field| (field.wire.clone(), member_schema(model, shape, field))).collect();
    // An absent list is an empty one.
    let required = shape.fields.iter().filter(|field| field.presence == Presence::Required && !field.list);
    let required: Vec<&str> = required.map(|field| field.wire.as_str()).collect();
    let mut schema = json!({"type": "object", "description": shape.does, "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if shape.rules.iter().any(|rule| rule.ours.is_none()) {
        schema["x-okx-rules"] = rule::rules(&shape.rules, &shape.fields);
    }
    schema
}

/// A reply has `""` or `null` for an absent value. A request leaves the member out.
fn member_schema(model: &Model, shape: &Shape, field: &Field) -> Value {
    let schema = field_schema(model, field);
    if shape.is_request()
        || field.list
        || field.presence == Presence::Required
        || field.kind == Kind::Scalar(Scalar::Json)
    {
        return schema;
    }
    let mut inner = schema;
    let description = inner.as_object_mut().and_then(|object| object.remove("description"));
    json!({"description": description, "anyOf": [inner, {"const": ""}, {"type": "null"}]})
}

fn row_schema(model: &Model, shape: &Shape) -> Value {
    let places: Vec<Value> = shape.fields.iter().map(|field| field_schema(model, field)).collect();
    json!({"type": "array", "description": shape.does, "prefixItems": places})
}

fn kind_schema(model: &Model, kind: Kind) -> Value {
    match kind {
        Kind::Scalar(scalar) => scalar_schema(scalar.facts()),
        Kind::Id(id) => refer(&model[id].name),
        Kind::Enum(id) => refer(&model[id].name),
        Kind::Shape(id) => reference(model, id),
    }
}

fn scalar_schema(facts: &ScalarFacts) -> Value {
    let ScalarFacts { rust: _, json, in_words: _, grammar, format, sample: _, is_key: _, is_bound: _ } = facts;
    let mut schema = match json {
        JsonForm::Text => json!({"type": "string"}),
        JsonForm::Number => return json!({"type": "integer"}),
        JsonForm::Bool => return json!({"type": "boolean"}),
        JsonForm::Any => return json!({}),
    };
    if let Some(format) = format {
        schema["format"] = json!(format);
    }
    if let Some(grammar) = grammar {
        schema["pattern"] = json!(grammar.pattern);
    }
    schema
}
