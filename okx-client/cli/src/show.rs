//! `okx show`.

mod call;
mod columns;
mod others;
mod socket;

use clap::Args;
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::nearest::suggestion;
use serde_json::Value;

use crate::ending::{Ending, Failure};
use crate::output::Output;
use crate::screen::Screen;
use crate::spec;

/// What to show.
#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// A call such as `place_order`, `trade.place_order` or a path; a channel or an operation of the sockets such as `tickers` or `amend-order`;
    /// an enum, an object, or a result code.
    name: String,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// One entry, as text and as JSON.
struct Entry {
    text: String,
    json: Value,
}

/// Shows all entries with the name.
pub(crate) fn run(arguments: &ShowArguments, out: &mut Output) -> Result<Ending, Failure> {
    let model = spec::model()?;
    let found = found(model, &arguments.name, out.screen());
    let text = match (found.as_slice(), arguments.json) {
        ([], _) => return Err(Failure::Usage(nothing(model, &arguments.name))),
        ([only], true) => format!("{:#}", only.json),
        (several, true) => format!("{:#}", several.iter().map(|entry| entry.json.clone()).collect::<Value>()),
        (several, false) => several.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>().join("\n\n"),
    };
    out.line(&text)?;
    Ok(Ending::Done)
}

fn found(model: &Model, name: &str, screen: Screen) -> Vec<Entry> {
    let calls = spec::calls(model, name).into_iter().map(|endpoint| call::entry(model, endpoint, screen));
    let objects = model.shapes.iter().filter(|shape| shape.is_object() && shape.name == name);
    let enums = model.enums.iter().filter(|entry| entry.name == name);
    let codes = model.errors.iter().filter(|error| error.code == name || error.name == name);
    let channels = model.channels.iter().filter(|one| one.name == name || one.channels.iter().any(|own| own == name));
    let operations = model.operations.iter().filter(|operation| operation.op == name);
    calls
        .chain(channels.map(|channel| socket::channel(model, channel, screen)))
        .chain(operations.map(|operation| socket::operation(model, operation, screen)))
        .chain(objects.map(|shape| others::object(model, shape, screen)))
        .chain(enums.map(|entry| others::enumeration(entry, screen)))
        .chain(codes.map(|error| others::code(error, screen)))
        .collect()
}

fn nothing(model: &Model, name: &str) -> String {
    let full_names: Vec<String> = model.endpoints.iter().map(|endpoint| full_name(model, endpoint)).collect();
    let calls = model.endpoints.iter().flat_map(|endpoint| [endpoint.name.as_str(), endpoint.path.as_str()]);
    let objects = model.shapes.iter().map(|shape| shape.name.as_str());
    let enums = model.enums.iter().map(|entry| entry.name.as_str());
    let codes = model.errors.iter().flat_map(|error| [error.code.as_str(), error.name.as_str()]);
    let channels = model.channels.iter().flat_map(|channel| &channel.channels).map(String::as_str);
    let all = full_names.iter().map(String::as_str).chain(calls).chain(channels);
    let all = all.chain(objects).chain(enums).chain(codes);
    let right = suggestion(name, all, "`okx list` lists all calls");
    format!("there is no call, channel, object, enum or result code `{name}`; {right}")
}
