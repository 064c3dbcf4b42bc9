//! Types, objects and enums as JSON Schema: the components of the `OpenAPI` and the `AsyncAPI` document, with the same names in both.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use okx_spec::model::{
    Condition, Enum, EnumValue, Field, Form, Home, IdType, JsonForm, Kind, Letters, Model, Presence, Rule, Scalar,
    ScalarFacts, Shape, ShapeId, Socket, Subject, Test,
};

/// The named schemas that these shapes and fields need: objects and requests, with all that is in them, enums and ids.
pub(crate) fn schemas<'m>(
    model: &'m Model,
    shapes: impl IntoIterator<Item = ShapeId>,
    fields: impl IntoIterator<Item = &'m Field>,
) -> Map<String, Value> {
    let fields: Vec<&Field> = fields.into_iter().collect();
    let held = fields.iter().filter_map(|field| if let Kind::Shape(part) = field.kind { Some(part) } else { None });
    let shapes: Vec<&Shape> = model.parts_of(shapes.into_iter().chain(held)).into_iter().map(|id| &model[id]).collect();
    let fields = shapes.iter().flat_map(|shape| &shape.fields).chain(fields);
    let named: BTreeSet<&str> = fields.map(|field| field.kind.word(model)).collect();
    let ids = model.ids.iter().filter(|id| named.contains(&*id.name)).map(|id| (id.name.clone(), id_schema(id)));
    let enums = model.enums.iter().filter(|set| named.contains(&*set.name));
    let enums = enums.map(|set| (set.name.clone(), enum_schema(set)));
    let shapes = shapes.into_iter().map(|shape| (name(model, shape), shape_schema(model, shape)));
    ids.chain(enums).chain(shapes).collect()
}

/// An object with these fields, where no shape has exactly them.
pub(crate) fn object_of<'m>(model: &'m Model, does: &str, fields: impl IntoIterator<Item = &'m Field>) -> Value {
    object(does, fields.into_iter().map(|field| (field, field_schema(model, field))))
}

/// A reference to a shape.
pub(crate) fn reference(model: &Model, shape: ShapeId) -> Value {
    refer(&name(model, &model[shape]))
}

/// The schema of a field.
pub(crate) fn field_schema(model: &Model, field: &Field) -> Value {
    let Field { wire: _, name: _, kind, list, presence: _, means, empty_clears, precision, at: _ } = field;
    let one = kind_schema(model, *kind);
    let mut schema = if *list { json!({"type": "array", "items": one}) } else { one };
    if *empty_clears {
        schema = json!({"anyOf": [schema, {"const": "", "description": "Clears the value."}]});
    }
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), json!(means));
        if let Some(rule) = *precision {
            object.insert("x-okx-precision".to_owned(), json!(model[rule].name));
        }
    }
    schema
}

/// A reference to a schema by its name.
pub(crate) fn refer(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The name of a shape. Shapes of a chapter have the chapter's name before their own.
fn name(model: &Model, shape: &Shape) -> String {
    match shape.home {
        Home::Shared => shape.name.clone(),
        Home::Chapter(chapter) | Home::Request(chapter) => format!("{}.{}", model[chapter].name, shape.name),
        // A chapter may have the name of a socket.
        Home::Socket(socket) | Home::Sent(socket) => of_socket(socket, &shape.name),
    }
}

/// The name of a schema that belongs to a socket.
pub(crate) fn of_socket(socket: Socket, name: &str) -> String {
    format!("ws.{socket}.{name}")
}

fn id_schema(id: &IdType) -> Value {
    let IdType { name: _, does, chapter: _, number, max_length, letters, secret: _, identity: _, at: _ } = id;
    if *number {
        return json!({"type": "integer", "description": does});
    }
    let mut schema = json!({"type": "string", "description": does});
    if let Some(length) = max_length {
        schema["maxLength"] = json!(length);
    }
    match letters {
        Some(Letters::Alphanumeric) => schema["pattern"] = json!("^[A-Za-z0-9]*$"),
        Some(Letters::AlphanumericAndDashes) => schema["pattern"] = json!("^[A-Za-z0-9_-]*$"),
        None => {}
    }
    schema
}

/// The values known today, or any other text, because OKX adds values without notice.
fn enum_schema(set: &Enum) -> Value {
    let Enum { name: _, does, chapter: _, values, at: _ } = set;
    let value = |value: &EnumValue| {
        let EnumValue { wire, name: _, means, at: _ } = value;
        json!({"const": wire, "description": means})
    };
    let values = values.iter().map(value);
    let known: Vec<Value> = values.chain([json!({"type": "string", "description": "A value added later."})]).collect();
    json!({"description": does, "anyOf": known})
}

fn shape_schema(model: &Model, shape: &Shape) -> Value {
    match (shape.form, shape.fields.first()) {
        (Form::Bare, Some(only)) => field_schema(model, only),
        (Form::Row, _) => row_schema(model, shape),
        _ => object_schema(model, shape),
    }
}

fn object_schema(model: &Model, shape: &Shape) -> Value {
    let Shape { name: _, does, home: _, form: _, fields, outcome: _, rules, at: _ } = shape;
    let mut schema = object(does, fields.iter().map(|field| (field, member_schema(model, shape, field))));
    if rules.iter().any(|rule| rule.ours.is_none()) {
        schema["x-okx-rules"] = self::rules(rules, fields);
    }
    schema
}

fn object<'m>(does: &str, members: impl IntoIterator<Item = (&'m Field, Value)>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (field, schema) in members {
        // An absent list is an empty one.
        if field.presence == Presence::Required && !field.list {
            required.push(field.wire.as_str());
        }
        properties.insert(field.wire.clone(), schema);
    }
    let mut schema = json!({"type": "object", "description": does, "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
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

/// The rules of OKX, without the safeguards of the client.
pub(crate) fn rules(rules: &[Rule], fields: &[Field]) -> Value {
    let wires = |places: &[usize]| places.iter().map(|place| json!(fields[*place].wire)).collect::<Value>();
    let rule = |rule: &Rule| {
        let Rule { demand, when, ours: _, at: _ } = rule;
        let (demand, places) = demand.parts();
        let when: Map<String, Value> = when.iter().map(condition).collect();
        json!({demand: wires(places), "when": when})
    };
    rules.iter().filter(|rule| rule.ours.is_none()).map(rule).collect()
}

fn condition(condition: &Condition) -> (String, Value) {
    let Condition { subject, test, at: _ } = condition;
    let subject = match subject {
        Subject::Field(wire) => wire.clone(),
        Subject::InstrumentType => "instrument type".to_owned(),
    };
    let test = match test {
        Test::OneOf(values) => json!(values),
        Test::NoneOf(values) => json!({"not": values}),
        Test::Present => json!("present"),
        Test::Absent => json!("absent"),
    };
    (subject, test)
}
