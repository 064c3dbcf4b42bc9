//! Changes that faults make to the code, the rows and the members of a reply.

use okx_spec::model::{Endpoint, Field, Form, Kind, Model, ShapeId};
use serde_json::{Value, json};

use super::Fault;
use crate::reply::Reply;

/// An enum value and a member that the description does not contain.
const UNKNOWN_VALUE: &str = "okx_sim_unknown";
const UNKNOWN_MEMBER: &str = "okxSimUnknown";

/// Applies a fault that alters the code or the rows. A reply without an envelope with rows is not changed.
pub(crate) fn alter_rows(fault: &Fault, reply: Reply) -> Reply {
    let Ok(mut envelope) = serde_json::from_str::<Value>(&reply.body) else { return reply };
    if let Fault::ReplyCode(code) = fault {
        envelope["code"] = json!(code);
        return Reply { code: (*code).to_owned(), body: envelope.to_string(), ..reply };
    }
    let Some(rows) = envelope.get_mut("data").and_then(Value::as_array_mut).filter(|rows| !rows.is_empty()) else {
        return reply;
    };
    let count = rows.len();
    match fault {
        Fault::ShiftedRows(positions) => rows.rotate_right(positions % count),
        Fault::MissingRow(index) => drop(rows.remove(index % count)),
        Fault::RepeatedRow(index) => rows.insert(index % count, rows[index % count].clone()),
        Fault::NoRows => rows.clear(),
        Fault::RowCode(code) => rows.iter_mut().for_each(|row| row["sCode"] = json!(code)),
        Fault::NoRowCode => rows.iter_mut().filter_map(Value::as_object_mut).for_each(|row| drop(row.remove("sCode"))),
        _ => {}
    }
    Reply { body: envelope.to_string(), ..reply }
}

/// Adds an unknown member to every object and row, and sets every enum field to an unknown value. A body without an
/// envelope is not changed.
pub(crate) fn add_unknown_members(model: &Model, endpoint: &Endpoint, body: &str) -> String {
    let Ok(mut envelope) = serde_json::from_str::<Value>(body) else { return body.to_owned() };
    if let Some(rows) = envelope.get_mut("data").and_then(Value::as_array_mut) {
        for row in rows {
            add_to_shape(model, endpoint.response.row, row);
        }
    }
    if let Some(members) = envelope.as_object_mut() {
        members.insert(UNKNOWN_MEMBER.to_owned(), json!({"nested": [UNKNOWN_VALUE]}));
    }
    envelope.to_string()
}

fn add_to_shape(model: &Model, id: ShapeId, value: &mut Value) {
    let shape = &model[id];
    match (shape.form, value) {
        (Form::Object, Value::Object(members)) => {
            for field in &shape.fields {
                if let Some(value) = members.get_mut(&field.wire) {
                    add_to_field(model, field, value);
                }
            }
            members.insert(UNKNOWN_MEMBER.to_owned(), json!({"nested": [UNKNOWN_VALUE]}));
        }
        (Form::Row, Value::Array(entries)) => {
            shape.fields.iter().zip(entries.iter_mut()).for_each(|(field, value)| add_to_field(model, field, value));
            entries.push(json!(UNKNOWN_VALUE));
        }
        (Form::Bare, value) => shape.fields.iter().take(1).for_each(|field| add_to_field(model, field, value)),
        _ => {}
    }
}

fn add_to_field(model: &Model, field: &Field, value: &mut Value) {
    match (field.kind, value) {
        (_, Value::Array(entries)) if field.list => {
            for entry in entries {
                add_to_one(model, field, entry);
            }
        }
        (_, value) => add_to_one(model, field, value),
    }
}

fn add_to_one(model: &Model, field: &Field, value: &mut Value) {
    match field.kind {
        Kind::Enum(_) if value.is_string() => *value = json!(UNKNOWN_VALUE),
        Kind::Shape(shape) => add_to_shape(model, shape, value),
        _ => {}
    }
}
