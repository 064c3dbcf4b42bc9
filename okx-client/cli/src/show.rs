//! `okx show`.

mod call;
mod example;
mod field;
mod named;
mod others;
mod socket;

use clap::Args;
use okx_spec::Model;
use serde_json::{Value, json};

use self::named::Named;
use crate::ending::{Ending, Failure};
use crate::output::Output;
use crate::page::{Page, cut};
use crate::search::search;
use crate::{list, spec};

/// What to show.
#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    /// A call such as `place_order`, `trade.place_order` or a path; a channel or an operation of the sockets such as `tickers` or
    /// `amend-order`; an enum, an object, an id, a field or a result code; or words, such as `open orders`
    #[arg(required = true, value_name = "NAME OR WORDS")]
    name: Vec<String>,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// Shows everything with the name or, if nothing has it, what is found by its words.
pub(crate) fn run(arguments: &ShowArguments, out: &mut Output) -> Result<Ending, Failure> {
    let model = spec::model()?;
    let name = arguments.name.join(" ");
    let exact = named::exact(model, &name);
    let near = if exact.is_empty() { near(model, &name) } else { Vec::new() };
    let shown = if let [_] = near.as_slice() { &near } else { &exact };
    let text = match (shown.as_slice(), arguments.json) {
        ([], _) if near.is_empty() => return Err(Failure::Usage(named::nothing(model, &name))),
        ([], true) => format!("{:#}", near.iter().map(|one| summary(model, one)).collect::<Value>()),
        ([], false) => suggestions(model, &name, &near, out),
        ([only], true) => format!("{:#}", to_json(model, only)),
        (several, true) => format!("{:#}", several.iter().map(|one| to_json(model, one)).collect::<Value>()),
        (several, false) => several.iter().map(|one| to_text(model, one, out)).collect::<Vec<_>>().join("\n\n"),
    };
    out.line(&text)?;
    Ok(Ending::Done)
}

/// What has the name in another way of writing, or else what is found by its words.
fn near<'m>(model: &'m Model, name: &str) -> Vec<Named<'m>> {
    let loose = named::loose(model, name);
    if loose.is_empty() { search(model, name).into_iter().map(Named::of).collect() } else { loose }
}

/// The number of suggestions that are shown.
const SHOWN: usize = 20;

fn suggestions(model: &Model, name: &str, found: &[Named<'_>], out: &Output) -> String {
    let mut page = Page::new(out.width(), out.screen());
    page.text(&format!("Several fit `{name}`; show one by its name:"));
    page.line("");
    let shown: Vec<(String, &Named<'_>)> = found.iter().take(SHOWN).map(|one| (one.name(model), one)).collect();
    let column = shown.iter().map(|(name, _)| name.len()).max().unwrap_or_default() + 2;
    for (name, one) in &shown {
        let does = cut(one.does(), out.width().map(|width| width.saturating_sub(column + 2)));
        page.line(format!("  {}{}{does}", page.screen.bold(name), " ".repeat(column - name.len())));
    }
    if found.len() > SHOWN {
        page.line("");
        page.text(&format!("{} more: `okx list {name}` lists all.", found.len() - SHOWN));
    }
    page.finish()
}

/// One suggestion in JSON.
fn summary(model: &Model, named: &Named<'_>) -> Value {
    named
        .hit()
        .map_or_else(|| json!({ "name": named.name(model), "does": named.does() }), |hit| list::hit_value(model, hit))
}

fn to_text(model: &Model, named: &Named<'_>, out: &Output) -> String {
    let mut page = Page::new(out.width(), out.screen());
    match named {
        Named::Call(endpoint) => call::text(model, endpoint, &mut page),
        Named::Channel(channel) => socket::channel_text(model, channel, &mut page),
        Named::Operation(operation) => socket::operation_text(model, operation, &mut page),
        Named::Object(shape) => others::object_text(model, shape, &mut page),
        Named::Enum(set) => others::enum_text(model, set, &mut page),
        Named::Id(id) => others::id_text(model, id, &mut page),
        Named::Code(error) => others::code_text(error, &mut page),
        Named::Field(wire) => field::text(model, wire, &mut page),
    }
    page.finish()
}

fn to_json(model: &Model, named: &Named<'_>) -> Value {
    match named {
        Named::Call(endpoint) => call::value(model, endpoint),
        Named::Channel(channel) => socket::channel_value(model, channel),
        Named::Operation(operation) => socket::operation_value(model, operation),
        Named::Object(shape) => others::shape_value(model, shape),
        Named::Enum(set) => others::enum_value(set),
        Named::Id(id) => others::id_value(id),
        Named::Code(error) => others::code_value(error),
        Named::Field(wire) => field::value(model, wire),
    }
}
