//! `okx-spec list`: calls, or channels and operations.

use comfy_table::{Table, presets};
use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Channel, Endpoint, Operation};
use okx_spec::nearest::suggestion;
use serde_json::{Value, json};

use crate::Refusal;
use crate::screen::Screen;

/// The calls of a chapter, or all calls.
pub(crate) fn calls(model: &Model, chapter: Option<&str>, screen: Screen) -> Result<String, Refusal> {
    if let Some(name) = chapter
        && !model.chapters.iter().any(|chapter| chapter.name == name)
    {
        let names = || model.chapters.iter().map(|chapter| chapter.name.as_str());
        let all = format!("there are {}", names().collect::<Vec<_>>().join(", "));
        return Err(Refusal::Request(format!("there is no chapter `{name}`; {}", suggestion(name, names(), &all))));
    }
    let belongs = |endpoint: &&Endpoint| chapter.is_none_or(|name| model[endpoint.chapter].name == name);
    let calls: Vec<&Endpoint> = model.endpoints.iter().filter(belongs).collect();
    Ok(if screen.is_for_machines() { to_json(model, &calls) } else { to_table(model, &calls, screen) })
}

fn to_table(model: &Model, calls: &[&Endpoint], screen: Screen) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["NAME", "CALL", "ACCESS", "LIMIT"]);
    for endpoint in calls {
        table.add_row([
            describe::full_name(model, endpoint),
            format!("{} {}", endpoint.method, endpoint.path),
            endpoint.access.as_str().to_owned(),
            limits(model, endpoint).join("; "),
        ]);
    }
    with_heading(&table, screen)
}

/// The lines of a table, the first of them as a heading.
pub(crate) fn with_heading(table: &Table, screen: Screen) -> String {
    let lines: Vec<String> = table.lines().map(|line| line.trim().to_owned()).collect();
    let (header, rows) =
        lines.split_first().map_or((String::new(), &[] as &[String]), |(first, rest)| (first.clone(), rest));
    format!("{}\n{}", screen.bold(&header), rows.join("\n"))
}

fn to_json(model: &Model, calls: &[&Endpoint]) -> String {
    let calls: Vec<Value> = calls.iter().map(|endpoint| summary(model, endpoint)).collect();
    format!("{:#}", Value::Array(calls))
}

/// A call without its fields.
pub(crate) fn summary(model: &Model, endpoint: &Endpoint) -> Value {
    json!({
        "name": describe::full_name(model, endpoint),
        "type": endpoint.type_name,
        "does": endpoint.does,
        "guide": endpoint.guide,
        "method": endpoint.method.to_string(),
        "path": endpoint.path,
        "access": endpoint.access.as_str(),
        "limits": limits(model, endpoint),
    })
}

fn limits(model: &Model, endpoint: &Endpoint) -> Vec<String> {
    endpoint.draws.iter().map(|draw| describe::limit(&model[*draw])).collect()
}

/// Every channel and every operation.
pub(crate) fn sockets(model: &Model, screen: Screen) -> String {
    if screen.is_for_machines() {
        let channels: Value = model.channels.iter().map(channel).collect();
        let operations: Value = model.operations.iter().map(|entry| operation(model, entry)).collect();
        return format!("{:#}", json!({ "channels": channels, "operations": operations }));
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["NAME", "SOCKET", "LOGIN", "OF"]);
    for channel in &model.channels {
        let login = if channel.login { "yes" } else { "no" };
        for name in &channel.channels {
            table.add_row([name, channel.socket.as_str(), login, &channel.name]);
        }
    }
    for operation in &model.operations {
        let call = describe::full_name(model, &model[operation.of]);
        table.add_row([&operation.op, operation.socket.as_str(), "yes", &call]);
    }
    with_heading(&table, screen)
}

/// A channel without its fields.
pub(crate) fn channel(channel: &Channel) -> Value {
    json!({
        "name": channel.name,
        "does": channel.does,
        "guide": channel.guide,
        "socket": channel.socket.as_str(),
        "channels": channel.channels,
        "login": channel.login,
    })
}

/// An operation without its fields.
pub(crate) fn operation(model: &Model, operation: &Operation) -> Value {
    json!({
        "name": operation.name,
        "does": operation.does,
        "guide": operation.guide,
        "socket": operation.socket.as_str(),
        "op": operation.op,
        "of": describe::full_name(model, &model[operation.of]),
    })
}
