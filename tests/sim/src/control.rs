//! The control endpoint `/sim/faults`. It is not part of OKX's API: a client in another process simulates faults of
//! the sockets with it.

use axum::body::Body;
use axum::http::{Method, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::faults::WrittenFault;
use crate::state::SimState;

/// Its path.
pub(crate) const PATH: &str = "/sim/faults";

/// Answers a request: `POST` begins one fault or a list of them, `DELETE` ends all, `GET` tells how many wait.
pub(crate) fn answer(state: &SimState, method: &Method, body: &[u8]) -> Response<Body> {
    let connections = match *method {
        Method::POST => match read(body) {
            Ok(faults) => faults.into_iter().map(|fault| state.begin_written_fault(fault)).sum(),
            Err(error) => return reply(StatusCode::BAD_REQUEST, &json!({"error": error})),
        },
        Method::DELETE => {
            state.clear_socket_faults();
            0
        }
        Method::GET => 0,
        _ => return reply(StatusCode::METHOD_NOT_ALLOWED, &json!({"error": "use POST, DELETE or GET"})),
    };
    reply(StatusCode::OK, &json!({"connections": connections, "waiting": state.waiting_socket_faults()}))
}

fn read(body: &[u8]) -> Result<Vec<WrittenFault>, String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))?;
    match &body {
        Value::Array(faults) => faults.iter().map(WrittenFault::read).collect(),
        fault => WrittenFault::read(fault).map(|fault| vec![fault]),
    }
}

fn reply(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    response
}
