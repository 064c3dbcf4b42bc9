//! Requests over HTTP: encoded, signed and given to the transport.

use std::sync::Arc;
use std::time::Duration;

use super::audit::Audit;
use super::encode::{body, target};
use super::{Address, Header, HeaderValue, HttpReply, HttpRequest, Progress, Transport, TransportError};
use crate::auth::credentials::Held;
use crate::carriers::{Attempt, Carrier, Delivering, ReadReply};
use crate::facts::{Method, Route};
use crate::judge::outcome::Sent;
use crate::judge::reply::Reply;
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
    /// Encodes a request, and signs it where it is signed.
    ///
    /// # Errors
    ///
    /// The request travels over a socket only.
    pub(crate) fn write(&self, attempt: &Attempt<'_>) -> Result<HttpRequest, TransportError> {
        let Route::Rest(route) = attempt.request.route else {
            return Err(TransportError::unsendable("this request can be sent over a socket only"));
        };
        let mut headers = Vec::with_capacity(9);
        headers.push(Header::new("user-agent", HeaderValue::Shared(Arc::clone(&self.user_agent))));
        // Some caches on the way store what they are not told to leave alone.
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

    async fn send(&self, attempt: Attempt<'_>, read: &mut ReadReply<'_>) -> Sent {
        let request = match self.write(&attempt) {
            Ok(request) => request,
            Err(error) => return Sent::Lost(error),
        };
        let (name, clock) = (attempt.request.operation.name, &*self.clock);
        let watch = self.audit.as_ref().map(|audit| audit.watch(name, attempt.number, &request, clock));
        let sent = match self.carry(request, attempt.timeout).await {
            Ok(http) => read(Reply { status: http.status(), date: http.date(), body: http.into_body() }),
            Err(error) => Sent::Lost(error),
        };
        if let Some(watch) = watch {
            watch.ended(&sent);
        }
        sent
    }

    /// Carries a request, and gives up when no reply came in time. It may well have arrived by then, unless the transport says that it was
    /// still waiting for a connection.
    async fn carry(&self, request: HttpRequest, timeout: Duration) -> Result<HttpReply, TransportError> {
        let progress = request.progress.clone();
        tokio::select! {
            biased;
            answer = self.transport.send(request) => return answer,
            () = self.clock.sleep(timeout) => {}
        }
        let millis = timeout.as_millis();
        let error = if progress.give_up() {
            TransportError::not_sent(format!("no connection could be made within {millis} ms"))
        } else {
            TransportError::broken(format!("no reply came within {millis} ms"))
        };
        Err(error.by_timeout())
    }
}

impl Carrier for Rest {
    fn origin(&self) -> &str {
        self.address.origin()
    }

    fn deliver<'a>(&'a self, attempt: Attempt<'a>, read: &'a mut ReadReply<'_>) -> Delivering<'a> {
        Box::pin(self.send(attempt, read))
    }
}

fn sign(request: &mut HttpRequest, signer: &Held, time: Timestamp) {
    let stamp = time.iso();
    let key = signer.credentials().signer();
    let signature = key.sign(stamp.as_str(), request.method.as_str(), &request.target, &request.body);
    request.headers.extend([
        Header::new("ok-access-key", HeaderValue::Key(signer.clone())),
        Header::new("ok-access-sign", HeaderValue::Signature(signature)),
        Header::new("ok-access-timestamp", HeaderValue::Time(stamp)),
        Header::new("ok-access-passphrase", HeaderValue::Passphrase(signer.clone())),
    ]);
}
