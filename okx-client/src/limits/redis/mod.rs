//! Limits shared by any number of processes and hosts, through Redis or Valkey.
//!
//! A request is admitted by this process first, in its turn, and then by a script in Redis that takes from all its budgets at once or from
//! none ([`question`], `admit.lua`). Where a budget is short, the process closes it until it may have room ([`agreement`]). What became of
//! the request is written down afterwards by a task of its own, which also keeps the connection ([`line`]).

mod agreement;
mod line;
mod question;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub(super) use self::line::Short;
use self::line::{Answer, Gone, Line};
pub(super) use self::question::Question;
use super::admission::Limits;
use super::charges::{Charge, Charges};
use super::ledger::Fate;
use super::terms::Rate;
use crate::error::{Error, SIGNATURE_LASTS};
use crate::facts::KeyPart;
use crate::system::clock::{Clock, SystemClock};
use crate::system::random::{RandomSource, SystemRandom};

/// Limits that any number of processes and hosts share through Redis or Valkey, in the making.
///
/// All that share must be of the same version of this library, and name accounts ([`ClientBuilder::account`](crate::ClientBuilder::account))
/// where one account has several keys. Each request asks the server once, and tells it afterwards what became of it; time is the server's
/// own, so the clocks of the hosts do not matter, but the server's must not be set by hand. Within a process requests are served in the
/// order they came; among processes, whoever asks first when there is room again, so a batch may be passed by single orders of others.
///
/// A request of a process that died keeps its place for as long as a reply may take, the 30 seconds more for which OKX accepts a
/// signature, and one window more. A server that comes back without its
/// data, which processes that used it notice, closes every budget for two windows, or two minutes where that is less, and before them for as
/// long as others may take to find it again: its [`timeout`](Self::timeout) and a second more.
///
/// ```
/// use okx_client::market::GetTicker;
/// use okx_client::{Client, Environment, RedisLimits, Region, WhenGone};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// let limits = RedisLimits::at("redis://127.0.0.1:6379/0").namespace("my desk").when_gone(WhenGone::Local).build()?;
/// let okx = Client::builder()
///     .environment(Environment::live(Region::Global))
///     .limits(limits)
///     .account("maker")
/// #   .base_url(sim.url())
///     .build()?;
/// let ticker = okx.send(&GetTicker::new("BTC-USDT")).await?;
/// # let _ = ticker;
/// # Ok(())
/// # }
/// ```
#[must_use = "`build` makes the limits"]
pub struct RedisLimits {
    url: String,
    namespace: String,
    address: String,
    timeout: Duration,
    longest_reply: Duration,
    when_gone: WhenGone,
    clock: Arc<dyn Clock>,
}

/// What to do with requests while Redis cannot be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenGone {
    /// They are refused at once, with an error that says so ([`is_unreachable`](crate::Error::is_unreachable)); nothing is sent.
    #[default]
    Refuse,
    /// This process keeps to one part of each budget. No limit is passed as long as no more than so many processes share, and Redis is
    /// gone for all of them: who still reaches it goes on using the whole. Budgets are closed for two windows at the beginning, and
    /// at the end until all have found Redis again and two windows more. What does not fit into a part is refused.
    LocalShare {
        /// How many processes share at most.
        processes: u32,
    },
    /// This process keeps to the limits by itself, as if nobody else was there. Together processes may pass them, and OKX may refuse
    /// requests.
    Local,
}

impl RedisLimits {
    /// Through the server at this URL: `redis://[user:password@]host[:port][/database]`, or `redis+unix:///path` for a socket of this
    /// machine. The connection is not encrypted.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            namespace: "default".to_owned(),
            address: String::new(),
            timeout: Duration::from_secs(1),
            longest_reply: Duration::from_secs(30),
            when_gone: WhenGone::default(),
            clock: Arc::new(SystemClock::new()),
        }
    }

    /// Any name for those who share: limits of other names in the same Redis are others. Keys in Redis begin with `{okx-limits:NAME}`,
    /// and expire by themselves.
    pub fn namespace(self, namespace: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), ..self }
    }

    /// Any name for the address that requests leave from. Limits that OKX counts by address are shared by processes with the same name;
    /// unless set, everybody is taken to leave from one address.
    pub fn address(self, name: impl Into<String>) -> Self {
        Self { address: name.into(), ..self }
    }

    /// How long Redis may take to answer, and a connection to be made, before it is taken to be gone; 1 s unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// How long a reply of OKX may take; 30 s unless set. It must not be less than any
    /// [`request_timeout`](crate::ClientBuilder::request_timeout): a request that takes longer is taken to have come from a process that died.
    pub fn longest_reply(self, time: Duration) -> Self {
        Self { longest_reply: time, ..self }
    }

    /// What to do with requests while Redis cannot be asked; they are refused unless set.
    pub fn when_gone(self, when_gone: WhenGone) -> Self {
        Self { when_gone, ..self }
    }

    /// Takes the time from this clock.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Makes the limits. The connection is made with the first request.
    ///
    /// # Errors
    ///
    /// The URL cannot be read.
    pub fn build(self) -> Result<Limits, Error> {
        // The library's own error might repeat the URL, and with it the password.
        let client = ::redis::Client::open(self.url.as_str()).map_err(|_| {
            Error::setup(
                "the URL of Redis cannot be read; it is `redis://[user:password@]host[:port][/database]` or `redis+unix:///path`, and `rediss` is not supported",
            )
        })?;
        let redis = Redis {
            line: Line::new(client, self.timeout, Arc::clone(&self.clock)),
            // The braces keep all keys on one node of a cluster.
            prefix: format!("{{okx-limits:{}}}", self.namespace),
            address: self.address,
            when_gone: self.when_gone,
            longest_reply: self.longest_reply,
            process: SystemRandom.next_u64(),
            requests: AtomicU64::new(0),
            relied_on: Mutex::default(),
        };
        Ok(Limits::through(self.clock, redis))
    }
}

impl fmt::Debug for RedisLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL may hold a password.
        f.debug_struct("RedisLimits")
            .field("namespace", &self.namespace)
            .field("when_gone", &self.when_gone)
            .finish_non_exhaustive()
    }
}

/// The limits of all processes.
pub(super) struct Redis {
    line: Line,
    prefix: String,
    address: String,
    when_gone: WhenGone,
    longest_reply: Duration,
    /// Tells requests of this process from those of others.
    process: u64,
    requests: AtomicU64,
    /// The generation of Redis's data that knows of everything this process sent; empty when it has sent nothing.
    relied_on: Mutex<String>,
}

/// A generation that no data has: this process sent something of which Redis does not know.
const NONE: &str = "-";

impl Redis {
    /// What Redis is to be asked about a request. The rate of each charge is looked up.
    pub(super) fn question(&self, charges: &Charges, rate: impl Fn(&Charge) -> Rate) -> Question {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let mut question = Question::new(format!("{:016x}-{number:x}", self.process), format!("{}:about", self.prefix));
        for charge in charges.iter() {
            question.draw(self.key(charge), charge.units, rate(charge));
        }
        question
    }

    /// Writes down what became of a request that was asked about.
    pub(super) fn settle(&self, question: &Question, fate: Fate<'_>, closures: Vec<Duration>, now: Duration) {
        self.line.write_down(question.settled(fate, closures, now));
    }

    async fn ask(&self, question: &Question) -> Result<Answer, Gone> {
        let relied_on = self.relied_on().clone();
        // A process may die at any moment until the reply, and its request can still arrive after that.
        let longest = self.longest_reply.saturating_add(SIGNATURE_LASTS);
        let answer = self.line.ask(question, &relied_on, longest).await?;
        let mut now = self.relied_on();
        // Where it changed in between, the change stands: something may have been sent alone.
        if *now == relied_on && *now != answer.generation {
            now.clone_from(&answer.generation);
        }
        Ok(answer)
    }

    /// Something is sent of which Redis does not know.
    fn went_alone(&self) {
        NONE.clone_into(&mut self.relied_on());
    }

    fn when_gone(&self) -> WhenGone {
        self.when_gone
    }

    fn key(&self, charge: &Charge) -> String {
        let key = format!("{}:{}:{:016x}", self.prefix, charge.budget.name, charge.keys);
        let by_address = charge.budget.keys.contains(&KeyPart::Ip) && !self.address.is_empty();
        if by_address { format!("{key}:{}", self.address) } else { key }
    }

    fn relied_on(&self) -> std::sync::MutexGuard<'_, String> {
        self.relied_on.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
