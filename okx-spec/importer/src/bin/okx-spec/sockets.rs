//! `okx-spec list --sockets`.

use comfy_table::{Table, presets};
use okx_spec::Model;
use okx_spec::describe;
use okx_spec::model::{Channel, Operation};
use serde_json::{Value, json};

use crate::list::with_heading;
use crate::screen::Screen;

/// Every channel and every operation.
pub(crate) fn all(model: &Model, screen: Screen) -> String {
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

/// What a channel is, without its fields.
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

/// What an operation is, without its fields.
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
