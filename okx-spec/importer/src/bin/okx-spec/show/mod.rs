//! `okx-spec show`.
//!
//! What is shown is taken apart without `..`, so that a key added to the model does not compile until this folder says whether it is shown.

mod call;
mod socket;
mod vocabulary;

use okx_spec::Model;
use okx_spec::describe;
use okx_spec::nearest::suggestion;

use crate::Refusal;
use crate::screen::Screen;

/// Shows everything with this name: a call, a channel, an operation, an object, an enum or a result code.
pub(crate) fn named(model: &Model, name: &str, screen: Screen) -> Result<String, Refusal> {
    let mut found: Vec<Entry> = Vec::new();
    for endpoint in model.endpoints.iter().filter(|endpoint| call::answers_to(model, endpoint, name)) {
        found.push(call::entry(model, endpoint, screen));
    }
    let channels = model.channels.iter().filter(|channel| socket::channel_answers_to(channel, name));
    found.extend(channels.map(|channel| socket::channel(model, channel, screen)));
    let operations = model.operations.iter().filter(|operation| socket::operation_answers_to(operation, name));
    found.extend(operations.map(|operation| socket::operation(model, operation, screen)));
    for shape in model.shapes.iter().filter(|shape| shape.is_object() && shape.name == name) {
        found.push(vocabulary::object(model, shape, screen));
    }
    found.extend(
        model.enums.iter().filter(|entry| entry.name == name).map(|entry| vocabulary::enumeration(entry, screen)),
    );
    found.extend(
        model
            .errors
            .iter()
            .filter(|error| error.code == name || error.name == name)
            .map(|error| vocabulary::error(error, screen)),
    );
    match (found.as_slice(), screen.is_for_machines()) {
        ([], _) => Err(Refusal::Request(nothing(model, name))),
        ([only], true) => Ok(format!("{:#}", only.json)),
        (several, true) => {
            Ok(format!("{:#}", several.iter().map(|entry| entry.json.clone()).collect::<serde_json::Value>()))
        }
        (several, false) => Ok(several.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>().join("\n\n")),
    }
}

/// One thing, as text and as JSON.
struct Entry {
    text: String,
    json: serde_json::Value,
}

fn nothing(model: &Model, name: &str) -> String {
    let full_names: Vec<String> = model.endpoints.iter().map(|endpoint| describe::full_name(model, endpoint)).collect();
    let names = model.endpoints.iter().map(|endpoint| endpoint.name.as_str());
    let objects = model.shapes.iter().map(|shape| shape.name.as_str());
    let enums = model.enums.iter().map(|entry| entry.name.as_str());
    let codes = model.errors.iter().flat_map(|error| [error.code.as_str(), error.name.as_str()]);
    let channels = model.channels.iter().flat_map(|channel| &channel.channels).map(String::as_str);
    let operations = model.operations.iter().map(|operation| operation.op.as_str());
    let all = full_names.iter().map(String::as_str).chain(names).chain(channels).chain(operations);
    let all = all.chain(objects).chain(enums).chain(codes);
    let right = suggestion(name, all, "`okx-spec list` names every call");
    format!("there is no call, channel, operation, object, enum or result code `{name}`; {right}")
}
