//! Shows a request without sending it.

use okx_client::SendOptions;
use okx_client::transport::{Header, HttpRequest};
use okx_client::value::Json;
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::Endpoint;
use serde_json::{Map, Value, json};

use super::CallOptions;
use super::names::Names;
use crate::connection::{Connection, runtime};
use crate::ending::{Ending, Failure};
use crate::output::Output;

/// Writes the request of a call, with secret headers masked.
pub(super) fn run(
    options: &CallOptions,
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    names: &Names<'_>,
    out: &mut Output,
) -> Result<Ending, Failure> {
    let connection = Connection::offline(&options.connection)?;
    let previewed = preview(&connection, model, endpoint, parameters, options.send_options());
    let request = runtime()?.block_on(previewed).map_err(|failure| match failure {
        Failure::Client(error) if error.is_invalid() => Failure::NotSent(names.in_message(&error.to_string())),
        other => other,
    })?;
    out.line(&if options.json { request.to_string() } else { text(&request) })?;
    Ok(Ending::Done)
}

/// The request of a call as JSON: method, url, headers, body.
pub(super) async fn preview(
    connection: &Connection,
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    options: SendOptions,
) -> Result<Value, Failure> {
    let request = connection.client.preview_call(&full_name(model, endpoint), parameters, options).await?;
    let headers: Map<String, Value> =
        request.headers().iter().map(|header| (header.name().to_owned(), shown(header))).collect();
    Ok(json!({ "method": request.method().as_str(), "url": url(&request), "headers": headers, "body": body(&request) }))
}

fn url(request: &HttpRequest) -> String {
    format!("{}{}", request.origin(), request.target())
}

fn shown(header: &Header) -> Value {
    if header.is_secret() { "***".into() } else { header.value().into() }
}

/// The body as text, exactly as it would be sent. A GET has none.
fn body(request: &HttpRequest) -> Value {
    match request.body() {
        [] => Value::Null,
        body => String::from_utf8_lossy(body).into(),
    }
}

fn text(request: &Value) -> String {
    let member = |name: &str| request[name].as_str().unwrap_or_default();
    let mut lines = vec![format!("{} {}", member("method"), member("url"))];
    let headers = request["headers"].as_object().into_iter().flatten();
    lines.extend(headers.map(|(name, value)| format!("{name}: {}", value.as_str().unwrap_or_default())));
    lines.extend([String::new(), member("body").to_owned()]);
    lines.join("\n")
}
