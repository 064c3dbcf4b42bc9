//! Sends requests over HTTP: encodes and signs them, and passes them to the transport.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::audit::Audit;
use super::{Address, Header, HeaderValue, HttpReply, HttpRequest, Progress, Transport, TransportError};
use crate::auth::credentials::SharedCredentials;
use crate::carriers::{Attempt, Carrier, DeliverFuture, ReadReply};
use crate::facts::{Method, RestRoute, Route};
use crate::fields::{self, Edits, Items};
use crate::judge::client_order_ids::ClientOrderIds;
use crate::judge::outcome::AttemptOutcome;
use crate::judge::reading::Reply;
use crate::system::clock::Clock;
use crate::value::Timestamp;

/// Sends requests to OKX's REST API.
pub(crate) struct Rest {
    pub(crate) address: Arc<Address>,
    pub(crate) user_agent: Arc<str>,
    /// Whether requests are for demo trading.
    pub(crate) is_demo: bool,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) audit: Option<Audit>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Rest {
    /// Encodes a request, and signs it if it has a signature.
    ///
    /// # Errors
    ///
    /// The request can only be sent over a WebSocket.
    pub(crate) fn write(&self, attempt: &Attempt<'_>) -> Result<HttpRequest, TransportError> {
        let Route::Rest(route) = attempt.request.route else {
            return Err(TransportError::unsendable("this request can only be sent over a WebSocket"));
        };
        let mut headers = Vec::with_capacity(9);
        headers.push(Header::new("user-agent", HeaderValue::Shared(Arc::clone(&self.user_agent))));
        // Some caches store replies unless they are told not to.
        headers.push(Header::fixed("cache-control", "no-store"));
        if route.method == Method::Post {
            headers.push(Header::fixed("content-type", "application/json"));
        }
        if self.is_demo {
            headers.push(Header::fixed("x-simulated-trading", "1"));
        }
        if let Some(expires) = attempt.expires {
            headers.push(Header::new("exptime", HeaderValue::Own(expires.as_millis().to_string())));
        }
        let mut request = HttpRequest {
            method: route.method,
            address: Arc::clone(&self.address),
            target: target(route, attempt.request.items),
            headers,
            body: body(route, attempt.request.items, attempt.ids),
            progress: Progress::default(),
        };
        if let Some((signer, time)) = attempt.signature {
            sign(&mut request, signer, time);
        }
        Ok(request)
    }

    async fn send(&self, attempt: Attempt<'_>, read: &mut ReadReply<'_>) -> AttemptOutcome {
        let request = match self.write(&attempt) {
            Ok(request) => request,
            Err(error) => return AttemptOutcome::Lost(error),
        };
        let (name, clock) = (attempt.request.operation.name, &*self.clock);
        let audit = self.audit.as_ref().map(|audit| audit.start(name, attempt.number, &request, clock));
        let outcome = match self.exchange(request, attempt.timeout).await {
            Ok(http) => read(Reply { status: http.status(), date: http.date(), body: http.into_body() }),
            Err(error) => AttemptOutcome::Lost(error),
        };
        if let Some(audit) = audit {
            audit.ended(&outcome);
        }
        outcome
    }

    /// Sends a request, and gives up if no reply arrives in time. The request may have arrived by then, unless the transport reports that it
    /// was still waiting for a connection.
    async fn exchange(&self, request: HttpRequest, timeout: Duration) -> Result<HttpReply, TransportError> {
        let progress = request.progress.clone();
        tokio::select! {
                    biased;
        result = self.transport.send(request) => return result,
                    () = self.clock.sleep(timeout) => {}
                }
        let millis = timeout.as_millis();
        let error = if progress.give_up() {
            TransportError::not_sent(format!("timed out connecting after {millis} ms"))
        } else {
            TransportError::broken(format!("no reply within {millis} ms"))
        };
        Err(error.by_timeout())
    }
}

impl Carrier for Rest {
    fn origin(&self) -> &str {
        self.address.origin()
    }

    fn deliver<'a>(&'a self, attempt: Attempt<'a>, read: &'a mut ReadReply<'_>) -> DeliverFuture<'a> {
        Box::pin(self.send(attempt, read))
    }
}

/// The path, with the query of a GET.
fn target(route: &'static RestRoute, items: Items<'_>) -> Cow<'static, str> {
    let query = match items {
        Items::One(item) if route.method == Method::Get => fields::query(item),
        _ => String::new(),
    };
    if query.is_empty() { route.path.into() } else { [route.path, "?", &query].concat().into() }
}

/// The body; empty for a GET. Generated client order IDs are written into their items.
fn body(route: &RestRoute, items: Items<'_>, ids: Option<&ClientOrderIds>) -> Vec<u8> {
    match route.method {
        Method::Get => Vec::new(),
        Method::Post => {
            fields::edited_body(items, |index| Edits { made: ids.and_then(|ids| ids.made(index)), ..Edits::default() })
        }
    }
}

fn sign(request: &mut HttpRequest, signer: &SharedCredentials, time: Timestamp) {
    let stamp = time.iso();
    let key = signer.get().signer();
    let signature = key.sign(stamp.as_str(), request.method.as_str(), &request.target, &request.body);
    request.headers.extend([
        Header::new("ok-access-key", HeaderValue::Key(signer.clone())),
        Header::new("ok-access-sign", HeaderValue::Signature(signature)),
        Header::new("ok-access-timestamp", HeaderValue::Time(stamp)),
        Header::new("ok-access-passphrase", HeaderValue::Passphrase(signer.clone())),
    ]);
}
