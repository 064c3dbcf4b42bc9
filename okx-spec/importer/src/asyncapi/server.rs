//! The hosts: one server for each region, for live and for demo trading, and for each socket.

use okx_spec::model::{Environment, Model, Socket};
use serde_json::{Value, json};

use super::{Parts, refer};

/// The port of every socket.
const PORT: u16 = 443;

/// Every server.
pub(super) fn servers(model: &Model) -> Parts {
    let servers = model.connection.paths.iter().flat_map(|(socket, path)| {
        hosts(model).map(move |host| {
            let Host { environment, mode, address } = host;
            let (protocol, host) = address.split_once("://").unwrap_or(("wss", address));
            let server = json!({
                "host": format!("{host}:{PORT}"),
                "pathname": path,
                "protocol": protocol,
                "description": format!("{} The {socket} socket, {mode} trading.", environment.does),
                "x-okx-limits": limits(model),
            });
            (name(environment, mode, *socket), server)
        })
    });
    servers.collect()
}

/// References to the servers of a socket.
pub(super) fn of_socket(model: &Model, socket: Socket) -> Value {
    hosts(model).map(|host| refer(&["servers", &name(host.environment, host.mode, socket)])).collect()
}

/// One host of the sockets.
struct Host<'m> {
    environment: &'m Environment,
    /// `live` or `demo`.
    mode: &'static str,
    address: &'m str,
}

fn hosts(model: &Model) -> impl Iterator<Item = Host<'_>> {
    model.environments.iter().flat_map(|environment| {
        let Environment { name: _, type_name: _, does: _, rest: _, socket, demo_socket, at: _ } = environment;
        [Host { environment, mode: "live", address: socket }, Host { environment, mode: "demo", address: demo_socket }]
    })
}

fn name(environment: &Environment, mode: &str, socket: Socket) -> String {
    format!("{}-{mode}-{socket}", environment.name)
}

/// What a connection accepts.
fn limits(model: &Model) -> Value {
    let connection = &model.connection;
    json!({
        "connections-by-ip": connection.connects.to_string(),
        "logins-and-subscriptions-by-connection": connection.requests.to_string(),
        "message-bytes": connection.message_bytes,
        "idle-seconds": connection.idle,
    })
}
