//! The HTTP server on loopback: it reads requests, sends replies and applies faults to connections.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::serve::{IncomingStream, Listener};
use tokio::net::{TcpListener, TcpStream};

use crate::clock;
use crate::control;
use crate::faults::Ending;
use crate::refusal::NOT_JSON;
use crate::reply::Reply;
use crate::request::Request;
use crate::sockets;
use crate::state::SimState;
use crate::stream::{FaultyStream, StreamControl};

/// The largest accepted body. OKX's largest batches are far smaller.
const MAX_BODY: usize = 1 << 20;

/// The header of replies whose rows are samples. OKX does not send it.
const SAMPLE_HEADER: &str = "okx-sim";

/// Accepts connections and gives each a control for faults.
#[derive(Debug)]
pub(crate) struct FaultyListener(TcpListener);

/// The client end of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    ip: IpAddr,
    control: StreamControl,
}

impl FaultyListener {
    /// Listens on loopback; port 0 selects any free port.
    pub(crate) async fn bind(port: u16) -> io::Result<Self> {
        TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map(Self)
    }

    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }

    /// Serves requests until it is dropped.
    pub(crate) async fn serve(self, state: Arc<SimState>) {
        let router = Router::new().fallback(handle).with_state(state);
        // The server never ends by itself: the `Sim` that started it aborts it.
        let _ = axum::serve(self, router.into_make_service_with_connect_info::<Peer>()).await;
    }
}

impl Listener for FaultyListener {
    type Io = FaultyStream;
    type Addr = Peer;

    async fn accept(&mut self) -> (FaultyStream, Peer) {
        let (stream, from): (TcpStream, SocketAddr) = Listener::accept(&mut self.0).await;
        // Without this option replies are only slower, so an error is ignored.
        let _ = stream.set_nodelay(true);
        let wire = FaultyStream::new(stream);
        let peer = Peer { ip: from.ip(), control: wire.control() };
        (wire, peer)
    }

    fn local_addr(&self) -> io::Result<Peer> {
        Ok(Peer { ip: self.0.local_addr()?.ip(), control: StreamControl::default() })
    }
}

impl Connected<IncomingStream<'_, FaultyListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, FaultyListener>) -> Self {
        stream.remote_addr().clone()
    }
}

async fn handle(
    State(state): State<Arc<SimState>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: axum::extract::Request,
) -> Response<Body> {
    if let Some(socket) = sockets::socket_at(request.uri().path()) {
        return sockets::accept(&state, socket, peer.ip, peer.control, request);
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return send(&state, &peer.control, Ending::Reply(Reply::refused(&NOT_JSON.about("it is too large"))));
    };
    if parts.uri.path() == control::PATH {
        return control::answer(&state, &parts.method, &body);
    }
    let request = Request {
        method: parts.method.to_string(),
        target: parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: texts(&parts.headers),
        body: body.to_vec(),
        ip: peer.ip,
    };
    let plan = state.plan(&request);
    if let Some(delay) = plan.late_by {
        state.schedule_late(request, plan, delay);
        return send(&state, &peer.control, Ending::Reset);
    }
    clock::pause(plan.request_delay).await;
    let ending = state.process(&request, &plan);
    clock::pause(plan.reply_delay).await;
    peer.control.set_pace(plan.pace());
    send(&state, &peer.control, ending)
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    // Header values that are not text are kept in lossy form, so that they are rejected rather than treated as
    // missing.
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn send(state: &SimState, control: &StreamControl, ending: Ending) -> Response<Body> {
    match ending {
        Ending::Reply(reply) => response(reply, state.now()),
        Ending::HalfReply(reply) => {
            control.close_in_reply();
            response(reply, state.now())
        }
        Ending::Reset => {
            control.reset();
            Response::new(Body::empty())
        }
    }
}

fn response(reply: Reply, now: i64) -> Response<Body> {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    // The time of the exchange's clock. Otherwise the HTTP library would add the time of the system clock.
    let since_epoch = Duration::from_millis(now.unsigned_abs());
    if let Ok(date) = HeaderValue::from_str(&httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + since_epoch)) {
        headers.insert(header::DATE, date);
    }
    if reply.is_sample {
        headers.insert(SAMPLE_HEADER, HeaderValue::from_static("sample"));
    }
    if let Some(location) = reply.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        headers.insert(header::LOCATION, location);
    }
    response
}
