//! Audit records: a report of every attempt to send a request, without secrets.

mod guard;

use std::fmt::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use okx_facts::Escaping;

use self::guard::AuditGuard;
use super::HttpRequest;
use crate::facts::Method;
use crate::system::clock::Clock;

/// A report of one attempt to send a request, made when it has ended.
///
/// Every attempt is reported once, including retries, the client's own requests for OKX's time and for instruments, and attempts that were
/// abandoned. A request that was rejected before it was sent is not reported. The record contains neither the query nor the body, and the
/// values of secret headers are `***`.
///
/// ```
/// use okx_client::{Client, Environment, Region, market};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// let okx = Client::builder()
///     .environment(Environment::demo(Region::Global))
/// #   .base_url(sim.url())
///     .audit(|attempt| println!("{attempt}"))
///     .build()?;
/// okx.send(&market::GetTicker::new("BTC-USDT")).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AuditRecord<'a> {
    attempt: &'a AttemptInfo,
    latency: Duration,
    end: End<'a>,
}

/// What is known of an attempt when it begins. Secrets are removed here, so that no record can contain them.
#[derive(Debug)]
struct AttemptInfo {
    call: &'static str,
    /// `None` over a socket.
    method: Option<Method>,
    origin: Box<str>,
    path: Box<str>,
    headers: Vec<(&'static str, Box<str>)>,
    number: u32,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End<'a> {
    /// A reply was received.
    Replied {
        /// The HTTP status; 200 over a socket.
        status: u16,
        /// OKX's code; `None` if the reply is not from OKX.
        code: Option<&'a str>,
    },
    /// No complete reply was received.
    Lost {
        /// Whether the request may have reached OKX.
        may_have_arrived: bool,
        /// Why no reply was received.
        why: &'a str,
    },
    /// The program dropped the request before a reply was received. It may have reached OKX.
    GivenUp,
}

impl AuditRecord<'_> {
    /// The name of the operation, `chapter.endpoint`.
    pub fn call(&self) -> &'static str {
        self.attempt.call
    }

    /// The HTTP method; `None` if it was sent over a socket.
    pub fn method(&self) -> Option<Method> {
        self.attempt.method
    }

    /// The scheme and host that it was sent to.
    pub fn origin(&self) -> &str {
        &self.attempt.origin
    }

    /// The path, without the query; over a socket OKX's name of the operation, such as `order`.
    pub fn path(&self) -> &str {
        &self.attempt.path
    }

    /// Names and values of the headers; `***` replaces secret values.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.attempt.headers.iter().map(|(name, value)| (*name, &**value))
    }

    /// The number of this attempt of the request, from one.
    pub fn attempt(&self) -> u32 {
        self.attempt.number
    }

    /// The time from sending until the whole reply was received or the attempt was abandoned.
    pub fn latency(&self) -> Duration {
        self.latency
    }

    /// How it ended.
    pub fn end(&self) -> End<'_> {
        self.end
    }
}

impl fmt::Display for AuditRecord<'_> {
    /// One line, without the headers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let AttemptInfo { method, origin, path, number, .. } = self.attempt;
        let mut f = Escaping(f);
        match method {
            Some(method) => write!(f, "{} {origin}{path}", method.as_str())?,
            None => write!(f, "{path} over {origin}")?,
        }
        write!(f, " #{number} {} µs: ", self.latency.as_micros())?;
        match self.end {
            End::Replied { code: Some(code), .. } if method.is_none() => write!(f, "code {code}"),
            End::Replied { status, code: Some(code) } => write!(f, "HTTP {status}, code {code}"),
            End::Replied { status, code: None } => write!(f, "non-OKX response (HTTP {status})"),
            End::Lost { may_have_arrived: true, why } => write!(f, "lost, may have arrived: {why}"),
            End::Lost { may_have_arrived: false, why } => write!(f, "not sent: {why}"),
            End::GivenUp => f.write_str("abandoned, may have arrived"),
        }
    }
}

type Hook = dyn Fn(&AuditRecord<'_>) + Send + Sync;

/// The function that receives the records.
#[derive(Clone)]
pub(crate) struct Audit(Arc<Hook>);

impl Audit {
    pub(crate) fn new(hook: impl Fn(&AuditRecord<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }

    /// Starts to observe an attempt that begins now.
    pub(crate) fn start<'a>(
        &self,
        call: &'static str,
        number: u32,
        request: &HttpRequest,
        clock: &'a dyn Clock,
    ) -> AuditGuard<'a> {
        let shown =
            |header: &super::Header| (header.name(), if header.is_secret() { "***" } else { header.value() }.into());
        let path = request.target().split('?').next().unwrap_or_default();
        let attempt = AttemptInfo {
            call,
            method: Some(request.method()),
            origin: request.origin().into(),
            path: path.into(),
            headers: request.headers().iter().map(shown).collect(),
            number,
        };
        AuditGuard::new(self.clone(), attempt, clock)
    }

    /// Starts to observe an attempt over a socket that begins now. `op` is OKX's name of the operation.
    pub(crate) fn start_operation<'a>(
        &self,
        call: &'static str,
        number: u32,
        origin: &str,
        op: &str,
        clock: &'a dyn Clock,
    ) -> AuditGuard<'a> {
        let attempt =
            AttemptInfo { call, method: None, origin: origin.into(), path: op.into(), headers: Vec::new(), number };
        AuditGuard::new(self.clone(), attempt, clock)
    }

    /// Reports an attempt. A panic of the hook must not lose the outcome of an order.
    fn report(&self, record: &AuditRecord<'_>) {
        if catch_unwind(AssertUnwindSafe(|| (self.0)(record))).is_err() {
            tracing::error!(call = record.call(), "the audit hook panicked");
        }
    }
}

impl fmt::Debug for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Audit")
    }
}
