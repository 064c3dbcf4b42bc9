//! The transport in use: HTTP over TLS, with connections kept open between requests.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, ClientBuilder, Url, redirect, retry};

use super::body::ReportingBody;
use super::{Address, Answer, HttpReply, HttpRequest, Proxy, Roots, Transport, TransportError};
use crate::error::Error;
use crate::facts::Method;
use crate::value::Timestamp;

/// The largest reply that is read: far above any of OKX's, far below what hurts.
const LARGEST_REPLY: usize = 64 * 1024 * 1024;

/// The transport a client uses unless it is given another.
#[derive(Clone)]
pub struct Https {
    client: Client,
    /// What errors call the way to OKX: nothing, or the proxy.
    through: Arc<str>,
}

impl Https {
    pub(crate) fn new(
        address: &Address,
        roots: &Roots,
        proxy: Option<&Proxy>,
        connect_timeout: Duration,
        keep_alive: Duration,
    ) -> Result<Self, Error> {
        // Plain http is for this machine; a proxy would carry it out of it.
        let proxy = proxy.filter(|_| address.is_encrypted());
        let mut builder = Client::builder()
            .tls_backend_preconfigured(roots.client_config()?)
            // A signature is for one host and one target, and an order must not wander.
            .redirect(redirect::Policy::none())
            // The library would send again what an HTTP/2 server turned away. We send again ourselves, with a new signature. What it
            // still does is to take another connection when a pooled one turns out to be closed before a byte was written.
            .retry(retry::never().max_retries_per_request(0))
            // The timer has to be the library's own: nobody else knows when the connection stands.
            .connect_timeout(connect_timeout)
            .tcp_nodelay(true)
            .referer(false)
            // The library would otherwise take whatever proxy the environment names.
            .no_proxy();
        if !keep_alive.is_zero() {
            builder = with_signs_of_life(builder, keep_alive);
        }
        if let Some(proxy) = proxy {
            builder = builder.proxy(proxy.rule()?);
        }
        let client =
            builder.build().map_err(|error| Error::setup(format!("HTTP cannot be set up: {}", cause(&error))))?;
        let through = proxy.map_or(String::new(), |proxy| format!(" through the proxy {proxy}"));
        Ok(Self { client, through: through.into() })
    }

    async fn carry(&self, request: HttpRequest) -> Result<HttpReply, TransportError> {
        let address = Arc::clone(&request.address);
        let failed = |error| failure(error, &format!("{}{}", address.origin(), self.through));
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
    /// Shows nothing of what it was made with: a proxy has a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Https{}", self.through)
    }
}

impl Transport for Https {
    fn send(&self, request: HttpRequest) -> Answer<'_> {
        Box::pin(self.carry(request))
    }
}

/// Asks for signs of life. A connection that died without a word, after a suspend or behind a router that forgot it, is found so, also
/// while nothing else is asked, so that no order goes out on it.
fn with_signs_of_life(builder: ClientBuilder, every: Duration) -> ClientBuilder {
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

/// How much room to make for a body. What the server announces is only believed up to a common size.
fn expected_length(response: &reqwest::Response) -> usize {
    const COMMON: usize = 1024 * 1024;
    response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default().min(COMMON)
}

/// The `Date` of a reply; one that cannot be read is as good as none.
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

/// The address of a request, as long as the rules for writing URLs leave the signed target as it is.
fn url(request: &HttpRequest) -> Result<Url, TransportError> {
    let text = format!("{}{}", request.origin(), request.target());
    match Url::parse(&text) {
        Ok(url) if url.as_str() == text => Ok(url),
        _ => {
            // Errors are logged, and the query holds what the user asked for.
            let (path, query) = request.target().split_once('?').unwrap_or((request.target(), ""));
            let part = if query.is_empty() { "" } else { " with its query" };
            Err(TransportError::unsendable(format!("`{path}`{part} cannot be sent exactly as it would be signed")))
        }
    }
}

fn add(headers: &mut HeaderMap, header: &super::Header) -> Result<(), TransportError> {
    let refused =
        |_| TransportError::unsendable(format!("header `{}` holds a character it cannot hold", header.name()));
    let mut value = HeaderValue::from_maybe_shared(header.bytes()).map_err(refused)?;
    value.set_sensitive(header.is_secret());
    headers.insert(HeaderName::from_static(header.name()), value);
    Ok(())
}

/// Tells what failed before a byte of the request was written from everything else.
fn failure(error: reqwest::Error, way: &str) -> TransportError {
    let error = error.without_url();
    if error.is_connect() {
        TransportError::not_sent(format!("no connection to {way}: {}", cause(&error)))
    } else if error.is_builder() {
        TransportError::unsendable(format!("the request cannot be sent: {}", cause(&error)))
    } else {
        TransportError::broken(format!("the connection to {way} broke before the whole reply came: {}", cause(&error)))
    }
    .caused_by(error)
}

/// The innermost reason: the outer ones only repeat that a request failed.
fn cause(error: &reqwest::Error) -> String {
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
    fn an_address_that_cannot_be_sent_as_it_is_signed_is_refused_without_its_query() {
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
                "`/a` with its query cannot be sent exactly as it would be signed",
                "`/a/../b` cannot be sent exactly as it would be signed"
            ]
        );
    }
}
