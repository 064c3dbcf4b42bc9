//! Connections: the upgrade from HTTP, and the task of each connection.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Response, StatusCode, header};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use okx_spec::model::Socket;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};

use super::connection::ConnectionId;
use super::hub::Opening;
use super::outbox::{Frame, Outbox};
use crate::state::SimState;
use crate::stream::StreamControl;

/// The path of the sockets, without their names.
const PATH: &str = "/ws/v5/";

/// The socket at a path.
pub(crate) fn socket_at(path: &str) -> Option<Socket> {
    let name = path.strip_prefix(PATH)?;
    Socket::ALL.iter().find(|(word, _)| *word == name).map(|(_, socket)| *socket)
}

/// Answers the request for a connection, and serves the connection in a task of its own.
pub(crate) fn accept(
    state: &Arc<SimState>,
    socket: Socket,
    ip: IpAddr,
    control: StreamControl,
    request: Request,
) -> Response<Body> {
    let Some(key) = websocket_key(request.headers()) else {
        return plain(StatusCode::BAD_REQUEST, "This path only serves WebSocket connections.".to_owned());
    };
    if let Err(refused) = state.admit_connection(socket, ip) {
        let status = StatusCode::from_u16(refused.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return plain(status, refused.body);
    }
    let accepted = Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::CONNECTION, "Upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_ACCEPT, derive_accept_key(key.as_bytes()))
        .body(Body::empty());
    let Ok(accepted) = accepted else { return plain(StatusCode::BAD_REQUEST, String::new()) };
    let state = Arc::clone(state);
    tokio::spawn(async move {
        let Ok(upgraded) = hyper::upgrade::on(request).await else { return };
        let stream = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await;
        let outbox = Outbox::default();
        let id = state.open_connection(Opening { socket, ip, outbox: outbox.clone(), control });
        serve(&state, id, stream, outbox).await;
    });
    accepted
}

fn plain(status: StatusCode, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
}

/// The key of a valid request for a WebSocket connection. An offer of extensions is not taken up.
fn websocket_key(headers: &HeaderMap) -> Option<String> {
    let is = |name, wanted: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        value.split(',').any(|part| part.trim().eq_ignore_ascii_case(wanted))
    };
    let is_valid = is(header::CONNECTION, "upgrade")
        && is(header::UPGRADE, "websocket")
        && is(header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).and_then(|key| key.to_str().ok());
    key.filter(|_| is_valid).map(str::to_owned)
}

type Stream = WebSocketStream<TokioIo<Upgraded>>;

/// Serves a connection until either side ends it.
async fn serve(state: &Arc<SimState>, id: ConnectionId, stream: Stream, outbox: Outbox) {
    let (sink, stream) = stream.split();
    let writer = tokio::spawn(write(sink, outbox.clone()));
    read(state, id, stream).await;
    state.leave_connection(id);
    // The connection is closed once both halves are dropped, even if the writer waits for a client that does not read.
    writer.abort();
}

/// Hands over what the client sends, until the connection ends. After the exchange has closed the connection this only
/// waits for the client to do the same: closing it at once could take the reason away from the client.
async fn read(state: &Arc<SimState>, id: ConnectionId, mut stream: SplitStream<Stream>) {
    while let Some(Ok(message)) = stream.next().await {
        match message {
            Message::Text(text) => state.receive_text(id, text.as_str().to_owned()),
            Message::Binary(bytes) => state.receive_text(id, String::from_utf8_lossy(&bytes).into_owned()),
            // The next read sends the answer to a close and then ends.
            Message::Close(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => state.receive_other(id),
        }
    }
}

async fn write(mut sink: SplitSink<Stream, Message>, outbox: Outbox) {
    while let Some(frame) = outbox.next().await {
        let message = match frame {
            Frame::Text(text) => Message::Text(text.into()),
            Frame::Close(code, reason) => Message::Close(Some(CloseFrame { code: code.into(), reason: reason.into() })),
        };
        if sink.send(message).await.is_err() {
            return;
        }
    }
}
