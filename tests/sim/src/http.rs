//! The simulator on loopback: requests in over HTTP, replies out, faults on the way.

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
use crate::desk::Desk;
use crate::faults::Ending;
use crate::refusal::NOT_JSON;
use crate::reply::Reply;
use crate::request::Request;
use crate::wire::{Switch, Wire};

/// The largest body that is read; OKX's largest batches are far smaller.
const LARGEST_BODY: usize = 1 << 20;

/// Accepts connections and gives each its switch.
#[derive(Debug)]
pub(crate) struct Door(TcpListener);

/// Who is at the other end of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    ip: IpAddr,
    switch: Switch,
}

impl Door {
    /// Opens a door on loopback; port 0 is any free one.
    pub(crate) async fn open(port: u16) -> io::Result<Self> {
        TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map(Self)
    }

    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }

    /// Serves until it is dropped.
    pub(crate) async fn serve(self, desk: Arc<Desk>) {
        let router = Router::new().fallback(handle).with_state(desk);
        // It never ends by itself: whoever started it aborts it.
        let _ = axum::serve(self, router.into_make_service_with_connect_info::<Peer>()).await;
    }
}

impl Listener for Door {
    type Io = Wire;
    type Addr = Peer;

    async fn accept(&mut self) -> (Wire, Peer) {
        let (stream, from): (TcpStream, SocketAddr) = Listener::accept(&mut self.0).await;
        // A reply should not wait for more to send; when the option cannot be set, it is only slower.
        let _ = stream.set_nodelay(true);
        let wire = Wire::new(stream);
        let peer = Peer { ip: from.ip(), switch: wire.switch() };
        (wire, peer)
    }

    fn local_addr(&self) -> io::Result<Peer> {
        Ok(Peer { ip: self.0.local_addr()?.ip(), switch: Switch::default() })
    }
}

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.remote_addr().clone()
    }
}

async fn handle(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: axum::extract::Request,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return send(&desk, &peer.switch, Ending::Reply(Reply::refused(&NOT_JSON.about("it is too long"))));
    };
    let request = Request {
        method: parts.method.to_string(),
        target: parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: texts(&parts.headers),
        body: body.to_vec(),
        ip: peer.ip,
    };
    let plan = desk.plan(&request);
    if let Some(delay) = plan.late_by {
        desk.keep_for_later(request, plan, delay);
        return send(&desk, &peer.switch, Ending::Cut);
    }
    clock::pause(plan.request_delay).await;
    let ending = desk.settle(&request, &plan);
    clock::pause(plan.reply_delay).await;
    peer.switch.set_pace(plan.pace());
    send(&desk, &peer.switch, ending)
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    // A value that is no text cannot be right; it is kept so that it is refused rather than missed.
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn send(desk: &Desk, switch: &Switch, ending: Ending) -> Response<Body> {
    match ending {
        Ending::Reply(reply) => response(reply, desk.now()),
        Ending::HalfReply(reply) => {
            switch.close_in_reply();
            response(reply, desk.now())
        }
        Ending::Cut => {
            switch.cut();
            Response::new(Body::empty())
        }
    }
}

fn response(reply: Reply, now: i64) -> Response<Body> {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    // The exchange's clock rather than the machine's, which the HTTP library would tell.
    let since_epoch = Duration::from_millis(now.unsigned_abs());
    if let Ok(date) = HeaderValue::from_str(&httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + since_epoch)) {
        headers.insert(header::DATE, date);
    }
    if let Some(location) = reply.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        headers.insert(header::LOCATION, location);
    }
    response
}
