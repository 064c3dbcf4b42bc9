//! Opens connections: an HTTP request that the server upgrades to a WebSocket.
//!
//! The request is sent by the HTTP library that also serves the REST API, so proxies, root certificates and the reply to a refused upgrade
//! work the same way.

use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION,
    UPGRADE,
};
use reqwest::{Client, StatusCode, redirect, retry};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::SocketAddress;
use crate::carriers::rest::{Proxy, Roots, cause};
use crate::error::Error;
use crate::system::random::RandomSource;

/// The connection of a WebSocket after the upgrade: bytes in both directions.
pub trait ByteStream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> ByteStream for T {}

/// A connection that is being opened.
pub type ConnectFuture<'a> = Pin<Box<dyn Future<Output = Result<Box<dyn ByteStream>, ConnectError>> + Send + 'a>>;

/// Opens the connections of sockets.
///
/// An implementation returns the connection after the upgrade to a WebSocket: what follows are WebSocket frames. It needs no timeout, because
/// the client drops the future when it stops waiting.
pub trait SocketConnector: Send + Sync {
    /// Opens a connection to a URL such as `wss://ws.okx.com/ws/v5/public`.
    fn connect<'a>(&'a self, url: &'a str) -> ConnectFuture<'a>;
}

/// Why a connection could not be opened.
#[derive(Clone, Debug)]
pub struct ConnectError {
    what: String,
    status: Option<u16>,
}

impl ConnectError {
    /// The server could not be reached, or did not answer like a WebSocket server.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), status: None }
    }

    /// The server answered the request for an upgrade with another HTTP status than 101.
    pub fn refused(status: u16, what: impl Into<String>) -> Self {
        Self { what: what.into(), status: Some(status) }
    }

    /// The HTTP status of the answer, if the server refused the upgrade.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Whether trying again cannot help: the server answered that the request itself is wrong.
    pub(super) fn is_final(&self) -> bool {
        self.status.is_some_and(|status| matches!(status, 300..500) && !matches!(status, 408 | 425 | 429))
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for ConnectError {}

/// The default connector: an upgrade over HTTP/1.1, encrypted except to this machine.
pub(crate) struct HttpUpgrade {
    client: Client,
    random: Arc<dyn RandomSource>,
    user_agent: Arc<str>,
    /// Added to errors: empty, or the proxy in use.
    via: Box<str>,
}

/// How much of the body of a refused upgrade is shown.
const LONGEST_BODY: usize = 300;

impl HttpUpgrade {
    pub(crate) fn new(
        address: &SocketAddress,
        roots: &Roots,
        proxy: Option<&Proxy>,
        local_address: Option<IpAddr>,
        connect_timeout: Duration,
        user_agent: Arc<str>,
        random: Arc<dyn RandomSource>,
    ) -> Result<Self, Error> {
        // Plain connections are only used for this machine, and a proxy would take them to the network.
        let proxy = proxy.filter(|_| address.http().is_encrypted());
        let mut builder = Client::builder()
            // A WebSocket cannot be opened over HTTP/2 by this library.
            .tls_backend_preconfigured(roots.client_config(&[b"http/1.1"])?)
            .http1_only()
            .redirect(redirect::Policy::none())
            .retry(retry::never().max_retries_per_request(0))
            .connect_timeout(connect_timeout)
            .local_address(local_address)
            // A connection is never used for a second request.
            .pool_max_idle_per_host(0)
            .tcp_nodelay(true)
            .referer(false)
            .no_proxy();
        if let Some(proxy) = proxy {
            builder = builder.proxy(proxy.rule()?);
        }
        let client =
            builder.build().map_err(|error| Error::setup(format!("failed to set up HTTP: {}", cause(&error))))?;
        let via = proxy.map_or(String::new(), |proxy| format!(" through the proxy {proxy}"));
        Ok(Self { client, random, user_agent, via: via.into() })
    }

    async fn upgrade(&self, url: &str) -> Result<Box<dyn ByteStream>, ConnectError> {
        let key = self.key();
        let failed = |error: reqwest::Error| {
            ConnectError::new(format!("failed to connect to {url}{}: {}", self.via, cause(&error)))
        };
        let request = self.client.get(http_url(url)).headers(self.headers(&key)?);
        let response = request.send().await.map_err(failed)?;
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err(refused(url, &self.via, response).await);
        }
        let accept = response.headers().get(SEC_WEBSOCKET_ACCEPT);
        if accept.is_none_or(|accept| accept.as_bytes() != derive_accept_key(key.as_bytes()).as_bytes()) {
            return Err(ConnectError::new(format!(
                "{url}{} is not a WebSocket server: the `sec-websocket-accept` header of its reply is missing or wrong",
                self.via
            )));
        }
        Ok(Box::new(response.upgrade().await.map_err(failed)?))
    }

    /// A random key. The server's reply must contain its hash, which proves that the reply is not one from a cache.
    fn key(&self) -> String {
        let bytes = (u128::from(self.random.next_u64()) << 64) | u128::from(self.random.next_u64());
        STANDARD.encode(bytes.to_be_bytes())
    }

    fn headers(&self, key: &str) -> Result<HeaderMap, ConnectError> {
        let unsendable = |_| ConnectError::new("the user agent contains a character that is not allowed");
        let key = HeaderValue::from_str(key).map_err(unsendable)?;
        let user_agent = HeaderValue::from_str(&self.user_agent).map_err(unsendable)?;
        let headers: [(HeaderName, HeaderValue); 5] = [
            (CONNECTION, HeaderValue::from_static("Upgrade")),
            (UPGRADE, HeaderValue::from_static("websocket")),
            (SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13")),
            (SEC_WEBSOCKET_KEY, key),
            (reqwest::header::USER_AGENT, user_agent),
        ];
        Ok(headers.into_iter().collect())
    }
}

impl SocketConnector for HttpUpgrade {
    fn connect<'a>(&'a self, url: &'a str) -> ConnectFuture<'a> {
        Box::pin(self.upgrade(url))
    }
}

impl fmt::Debug for HttpUpgrade {
    /// Shows nothing else, because a proxy URL may contain a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpUpgrade{}", self.via)
    }
}

/// The URL of the request that is upgraded.
fn http_url(url: &str) -> String {
    url.replacen("ws", "http", 1)
}

/// Describes a reply that is not an upgrade: its status, and the beginning of its body, which says why.
async fn refused(url: &str, via: &str, mut response: reqwest::Response) -> ConnectError {
    let status = response.status();
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_BODY {
            break;
        }
    }
    let text = String::from_utf8_lossy(&body);
    let mut shown: String = text.trim().chars().take(LONGEST_BODY).collect();
    if !shown.is_empty() {
        shown.insert_str(0, ": ");
    }
    ConnectError::refused(status.as_u16(), format!("{url}{via} refused the WebSocket with HTTP {status}{shown}"))
}
