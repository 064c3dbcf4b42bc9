//! The default transport: HTTP over TLS, with connections that are kept open between requests.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, ClientBuilder, Url, redirect, retry};

use super::body::ReportingBody;
use super::{Address, HttpReply, HttpRequest, Proxy, Roots, SendFuture, Transport, TransportError};
use crate::error::Error;
use crate::facts::Method;
use crate::value::Timestamp;

/// The largest reply that is read: far more than OKX sends, and small enough to fit in memory.
const LARGEST_REPLY: usize = 64 * 1024 * 1024;

/// The default transport.
#[derive(Clone)]
pub struct Https {
    client: Client,
    /// Added to errors: empty, or the proxy in use.
    via: Arc<str>,
}

impl Https {
    pub(crate) fn new(
        address: &Address,
        roots: &Roots,
        proxy: Option<&Proxy>,
        local_address: Option<IpAddr>,
        connect_timeout: Duration,
        keep_alive: Duration,
    ) -> Result<Self, Error> {
        // Plain http is only used for this machine, and a proxy would take it to the network.
        let proxy = proxy.filter(|_| address.is_encrypted());
        let mut builder = Client::builder()
            .tls_backend_preconfigured(roots.client_config(&[b"h2", b"http/1.1"])?)
            // A signature applies to one host and one target, and an order must not be sent elsewhere.
            .redirect(redirect::Policy::none())
            // The library would retry requests that an HTTP/2 server rejected. The client retries them itself, with a new signature. The
            // library still switches to another connection if a pooled one turns out to be closed before a byte was written.
            .retry(retry::never().max_retries_per_request(0))
            // This timer must be the library's own, because only the library knows when the connection is established.
            .connect_timeout(connect_timeout)
            .local_address(local_address)
            .tcp_nodelay(true)
            .referer(false)
            // Otherwise the library would use the proxy of the environment.
            .no_proxy();
        if !keep_alive.is_zero() {
            builder = with_keep_alive(builder, keep_alive);
        }
        if let Some(proxy) = proxy {
            builder = builder.proxy(proxy.rule()?);
        }
        let client =
            builder.build().map_err(|error| Error::setup(format!("failed to set up HTTP: {}", cause(&error))))?;
        let via = proxy.map_or(String::new(), |proxy| format!(" through the proxy {proxy}"));
        Ok(Self { client, via: via.into() })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpReply, TransportError> {
        let address = Arc::clone(&request.address);
        let failed = |error| failure(error, &format!("{}{}", address.origin(), self.via));
        let mut response = self.client.execute(translate(request)?).await.map_err(failed)?;
        let mut body = Vec::with_capacity(expected_length(&response));
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > LARGEST_REPLY {
                return Err(TransportError::broken("the reply is larger than 64 MiB"));
            }
            body.extend_from_slice(&chunk);
        }
        let reply = HttpReply::new(response.status().as_u16(), body);
        Ok(match date(response.headers()) {
            Some(date) => reply.dated(date),
            None => reply,
        })
    }
}

impl fmt::Debug for Https {
    /// Shows nothing else, because a proxy URL may contain a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Https{}", self.via)
    }
}

impl Transport for Https {
    fn send(&self, request: HttpRequest) -> SendFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

/// Enables keep-alive probes. They detect connections that died silently, after a suspend or behind a router that dropped their state, even
/// while they are idle, so that no order is sent on one.
fn with_keep_alive(builder: ClientBuilder, every: Duration) -> ClientBuilder {
    let builder = builder
        .http2_keep_alive_interval(every)
        .http2_keep_alive_timeout(every)
        .http2_keep_alive_while_idle(true)
        .tcp_keepalive(every)
        .tcp_keepalive_interval(every);
    #[cfg(target_os = "linux")]
    let builder = builder.tcp_user_timeout(every.saturating_mul(2));
    builder
}

/// The initial capacity for a body. The announced length is only trusted up to a common size.
fn expected_length(response: &reqwest::Response) -> usize {
    const COMMON: usize = 1024 * 1024;
    response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default().min(COMMON)
}

/// The `Date` of a reply; `None` if it is missing or invalid.
fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    let millis = date.duration_since(UNIX_EPOCH).ok()?.as_millis();
    i64::try_from(millis).ok().map(Timestamp::from_millis)
}

fn translate(mut request: HttpRequest) -> Result<reqwest::Request, TransportError> {
    let method = match request.method() {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
    };
    let mut translated = reqwest::Request::new(method, url(&request)?);
    let headers = translated.headers_mut();
    headers.reserve(request.headers().len());
    for header in request.headers() {
        add(headers, header)?;
    }
    if !request.body().is_empty() {
        let body = ReportingBody::new(std::mem::take(&mut request.body), request.progress.clone());
        *translated.body_mut() = Some(reqwest::Body::wrap(body));
    }
    Ok(translated)
}

/// The URL of a request, provided that URL normalization leaves the signed target unchanged.
fn url(request: &HttpRequest) -> Result<Url, TransportError> {
    let text = format!("{}{}", request.origin(), request.target());
    match Url::parse(&text) {
        Ok(url) if url.as_str() == text => Ok(url),
        _ => {
            // Errors are logged, and the query may contain private values.
            let (path, query) = request.target().split_once('?').unwrap_or((request.target(), ""));
            let part = if query.is_empty() { "" } else { " with its query" };
            Err(TransportError::unsendable(format!("URL encoding would change the signed target `{path}`{part}")))
        }
    }
}

fn add(headers: &mut HeaderMap, header: &super::Header) -> Result<(), TransportError> {
    let refused =
        |_| TransportError::unsendable(format!("header `{}` contains a character that is not allowed", header.name()));
    let mut value = HeaderValue::from_maybe_shared(header.bytes()).map_err(refused)?;
    value.set_sensitive(header.is_secret());
    headers.insert(HeaderName::from_static(header.name()), value);
    Ok(())
}

/// Separates failures before the first byte was written from all others.
fn failure(error: reqwest::Error, target: &str) -> TransportError {
    let error = error.without_url();
    if error.is_connect() {
        TransportError::not_sent(format!("failed to connect to {target}: {}", cause(&error)))
    } else if error.is_builder() {
        TransportError::unsendable(format!("invalid request: {}", cause(&error)))
    } else {
        TransportError::broken(format!(
            "connection to {target} failed before the reply was complete: {}",
            cause(&error)
        ))
    }
    .caused_by(error)
}

/// The innermost cause: the outer ones only repeat that a request failed.
pub(crate) fn cause(error: &reqwest::Error) -> String {
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::rest::Progress;

    #[test]
    fn a_target_that_url_encoding_would_change_is_rejected_without_showing_its_query() {
        let address = Arc::new(Address::parse("https://example.com").unwrap());
        let request = |target: &str| HttpRequest {
            method: Method::Get,
            address: Arc::clone(&address),
            target: target.to_owned().into(),
            headers: Vec::new(),
            body: Vec::new(),
            progress: Progress::default(),
        };
        assert!(url(&request("/a?clOrdId=mine")).is_ok());
        let texts = ["/a?clOrdId=mi'ne", "/a/../b"].map(|target| url(&request(target)).unwrap_err().to_string());
        assert_eq!(
            texts,
            [
                "URL encoding would change the signed target `/a` with its query",
                "URL encoding would change the signed target `/a/../b`"
            ]
        );
    }
}
