//! Everything that can be sent or subscribed to, by its three names: OKX's, the Rust type's and the command's.

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Channel, Endpoint, Method};
use serde_json::{Value, json};

/// One call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRow<'m> {
    /// HTTP method.
    pub method: Method,
    /// The path.
    pub path: &'m str,
    /// The type that is sent: `okx_client::trade::PlaceOrder`.
    pub rust: String,
    /// The command that makes the call: `okx call trade.place_order`.
    pub command: String,
    /// The operation of a socket that does the same: the name of the socket, and `op` of the message.
    pub operation: Option<(&'static str, &'m str)>,
}

/// One channel of OKX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelRow<'m> {
    /// OKX's name of it.
    pub channel: &'m str,
    /// The socket that pushes it.
    pub socket: &'static str,
    /// The type of a subscription: `okx_client::ws::public::Tickers`.
    pub rust: String,
    /// The command that prints its pushes: `okx watch tickers`.
    pub command: String,
}

/// Every call, in the order of the description.
///
/// ```
/// let model = okx_spec::shipped().unwrap();
/// let order = okx_importer::table::calls(model).into_iter().find(|row| row.rust == "okx_client::trade::PlaceOrder").unwrap();
/// assert_eq!((order.path, &*order.command), ("/api/v5/trade/order", "okx call trade.place_order"));
/// assert_eq!(order.operation, Some(("private", "order")));
/// ```
pub fn calls(model: &Model) -> Vec<CallRow<'_>> {
    model.endpoints.iter().map(|endpoint| call(model, endpoint)).collect()
}

/// Every channel, in the order of the description.
pub fn channels(model: &Model) -> Vec<ChannelRow<'_>> {
    model.channels.iter().flat_map(|entry| entry.channels.iter().map(move |name| channel(entry, name))).collect()
}

fn call<'m>(model: &'m Model, endpoint: &'m Endpoint) -> CallRow<'m> {
    let operation = model.operations.iter().find(|operation| model[operation.of].at == endpoint.at);
    CallRow {
        method: endpoint.method,
        path: &endpoint.path,
        rust: format!("okx_client::{}::{}", model[endpoint.chapter].name, endpoint.type_name),
        command: format!("okx call {}", full_name(model, endpoint)),
        operation: operation.map(|operation| (operation.socket.as_str(), &*operation.op)),
    }
}

fn channel<'m>(entry: &'m Channel, name: &'m str) -> ChannelRow<'m> {
    ChannelRow {
        channel: name,
        socket: entry.socket.as_str(),
        rust: format!("okx_client::ws::{}::{}", entry.socket, entry.type_name),
        command: format!("okx watch {name}"),
    }
}

/// Both tables in Markdown.
pub fn markdown(model: &Model) -> String {
    let mut lines = vec!["| call | Rust type | command | over a socket |".to_owned(), "|---|---|---|---|".to_owned()];
    lines.extend(calls(model).iter().map(|row| {
        let CallRow { method, path, rust, command, operation } = row;
        let operation = operation.map(|(socket, op)| format!("`{op}` ({socket})")).unwrap_or_default();
        format!("| `{method} {path}` | `{rust}` | `{command}` | {operation} |")
    }));
    lines.extend(["", "| channel | socket | Rust type | command |", "|---|---|---|---|"].map(str::to_owned));
    lines.extend(channels(model).iter().map(|row| {
        let ChannelRow { channel, socket, rust, command } = row;
        format!("| `{channel}` | {socket} | `{rust}` | `{command}` |")
    }));
    lines.join("\n")
}

/// Both as one table of comma-separated values. None of them has a comma or a quote: the laws of the description see to that.
pub fn csv(model: &Model) -> String {
    let mut lines = vec!["kind,method,name,rust,command,socket,op".to_owned()];
    lines.extend(calls(model).iter().map(|row| {
        let CallRow { method, path, rust, command, operation } = row;
        let (socket, op) = operation.unwrap_or_default();
        format!("call,{method},{path},{rust},{command},{socket},{op}")
    }));
    lines.extend(channels(model).iter().map(|row| {
        let ChannelRow { channel, socket, rust, command } = row;
        format!("channel,,{channel},{rust},{command},{socket},")
    }));
    lines.join("\n")
}

/// Both tables as JSON.
pub fn json(model: &Model) -> Value {
    let call = |row: &CallRow<'_>| {
        let CallRow { method, path, rust, command, operation } = row;
        let operation = operation.map(|(socket, op)| json!({"socket": socket, "op": op}));
        json!({"method": method.as_str(), "path": path, "rust": rust, "command": command, "operation": operation})
    };
    let channel = |row: &ChannelRow<'_>| {
        let ChannelRow { channel, socket, rust, command } = row;
        json!({"channel": channel, "socket": socket, "rust": rust, "command": command})
    };
    json!({
        "calls": calls(model).iter().map(call).collect::<Value>(),
        "channels": channels(model).iter().map(channel).collect::<Value>(),
    })
}
