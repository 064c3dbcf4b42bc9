//! What is told of every sending to whoever keeps a record: enough to show what was done and when, and nothing that must stay secret.

mod watch;

use std::fmt::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use okx_facts::Escaping;

use self::watch::Watch;
use super::HttpRequest;
use crate::facts::Method;
use crate::system::clock::Clock;

/// One sending of a request, told when it is over.
///
/// Every sending is told once: each further attempt, the questions for OKX's time and for instruments, and those that were given up half-way.
/// What is refused before it is sent is not told. Neither the query nor the body is here, and the values of secret headers are `***`.
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
///     .audit(|sending| println!("{sending}"))
///     .build()?;
/// okx.send(&market::GetTicker::new("BTC-USDT")).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AuditRecord<'a> {
    about: &'a About,
    latency: Duration,
    end: End<'a>,
}

/// What is known of a sending when it begins. The secrets are left out here, so that nothing that is told can have them.
#[derive(Debug)]
struct About {
    call: &'static str,
    method: Method,
    origin: Box<str>,
    path: Box<str>,
    headers: Vec<(&'static str, Box<str>)>,
    attempt: u32,
}

/// How a sending ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End<'a> {
    /// A reply came.
    Replied {
        /// Its HTTP status.
        status: u16,
        /// OKX's code; `None` when it was no reply of OKX.
        code: Option<&'a str>,
    },
    /// No whole reply came.
    Lost {
        /// Whether the request may have reached OKX.
        may_have_arrived: bool,
        /// Why no reply came.
        why: &'a str,
    },
    /// The program gave it up before a reply came. It may have reached OKX.
    GivenUp,
}

impl AuditRecord<'_> {
    /// The call, `chapter.endpoint`.
    pub fn call(&self) -> &'static str {
        self.about.call
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.about.method
    }

    /// Scheme and host it was sent to.
    pub fn origin(&self) -> &str {
        &self.about.origin
    }

    /// The path, without the query.
    pub fn path(&self) -> &str {
        &self.about.path
    }

    /// Names and values of the headers; `***` instead of a secret.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.about.headers.iter().map(|(name, value)| (*name, &**value))
    }

    /// The number of this sending of the request, from one.
    pub fn attempt(&self) -> u32 {
        self.about.attempt
    }

    /// How long it took from sending to the end of the reply, or to the moment it was given up.
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
        let About { method, origin, path, attempt, .. } = self.about;
        let mut f = Escaping(f);
        write!(f, "{} {origin}{path} #{attempt} {} µs: ", method.as_str(), self.latency.as_micros())?;
        match self.end {
            End::Replied { status, code: Some(code) } => write!(f, "HTTP {status}, code {code}"),
            End::Replied { status, code: None } => write!(f, "HTTP {status}, no reply of OKX"),
            End::Lost { may_have_arrived: true, why } => write!(f, "lost, may have arrived: {why}"),
            End::Lost { may_have_arrived: false, why } => write!(f, "not sent: {why}"),
            End::GivenUp => f.write_str("given up, may have arrived"),
        }
    }
}

type Hook = dyn Fn(&AuditRecord<'_>) + Send + Sync;

/// Whoever is told.
#[derive(Clone)]
pub(crate) struct Audit(Arc<Hook>);

impl Audit {
    pub(crate) fn new(hook: impl Fn(&AuditRecord<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }

    /// Watches a sending that begins now.
    pub(crate) fn watch<'a>(
        &self,
        call: &'static str,
        attempt: u32,
        request: &HttpRequest,
        clock: &'a dyn Clock,
    ) -> Watch<'a> {
        let shown =
            |header: &super::Header| (header.name(), if header.is_secret() { "***" } else { header.value() }.into());
        let path = request.target().split('?').next().unwrap_or_default();
        let about = About {
            call,
            method: request.method(),
            origin: request.origin().into(),
            path: path.into(),
            headers: request.headers().iter().map(shown).collect(),
            attempt,
        };
        Watch::new(self.clone(), about, clock)
    }

    /// Tells of a sending. What goes wrong there must not lose the outcome of an order.
    fn tell(&self, record: &AuditRecord<'_>) {
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
