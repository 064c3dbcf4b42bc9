//! Rate limits shared by any number of processes and hosts, through Redis or Valkey.
//!
//! A request is first admitted by this process, in its order, and then by a script in Redis that takes from all its budgets at once or from
//! none ([`request`], `admit.lua`). If a budget is short, this process closes it until it may have room ([`shared_admission`]). The outcome
//! of the request is reported afterwards by a background task, which also owns the connection ([`connection`]).

mod connection;
mod request;
mod shared_admission;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub(super) use self::connection::Shortage;
use self::connection::{AdmitReply, RedisConnection, Unavailable};
pub(super) use self::request::SharedRequest;
use super::account_rates::Rate;
use super::admission::Limits;
use super::costs::{BudgetCost, RequestCosts};
use super::ledger::SendOutcome;
use crate::error::{Error, SIGNATURE_LASTS};
use crate::facts::KeyPart;
use crate::system::clock::{Clock, SystemClock};
use crate::system::random::{RandomSource, SystemRandom};

/// A builder for rate limits that any number of processes and hosts share through Redis or Valkey.
///
/// All processes that share limits must use the same version of this crate, and must name their accounts
/// ([`ClientBuilder::account`](crate::ClientBuilder::account)) if an account has several API keys. Each request makes one round trip to the
/// server before it is sent, and reports its outcome afterwards. Time is the server's own, so the clocks of the hosts do not matter, but
/// the server's clock must not be changed. Within a process, requests are served in order; among processes, whichever asks first when there
/// is room, so a batch may be overtaken by single orders of other processes.
///
/// A request of a process that died keeps its place for [`longest_reply`](Self::longest_reply), plus the 30 seconds for which OKX accepts a
/// signature, plus one window. If the server loses its data, the processes that used it notice: every budget is then closed for as long as
/// other processes may take to reconnect ([`timeout`](Self::timeout) plus one second), and after that for two windows, or two minutes if
/// that is less.
///
/// ```
/// use okx_client::market::GetTicker;
/// use okx_client::{Client, Environment, RedisLimits, Region, WhenUnavailable};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// let limits = RedisLimits::at("redis://127.0.0.1:6379/0").namespace("my desk").when_unavailable(WhenUnavailable::Local).build()?;
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
#[must_use = "call `build` to create the limits"]
pub struct RedisLimits {
    url: String,
    namespace: String,
    address: String,
    timeout: Duration,
    longest_reply: Duration,
    when_unavailable: WhenUnavailable,
    clock: Arc<dyn Clock>,
}

/// What to do with requests while Redis is unavailable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenUnavailable {
    /// Fail immediately with an error that [`is_unreachable`](crate::Error::is_unreachable); nothing is sent.
    #[default]
    Refuse,
    /// Use an equal share of each budget. No limit is exceeded as long as at most this many processes share it and Redis is unavailable to
    /// all of them: a process that still reaches it keeps using the whole budget. Budgets are closed for two windows when Redis becomes
    /// unavailable, and again after it returns, until all processes have reconnected and two more windows have passed. Requests larger than
    /// the share fail.
    LocalShare {
        /// The maximum number of processes that share the limits.
        processes: u32,
    },
    /// Keep the limits within this process, as if it were the only one. Several processes together may exceed them, and OKX may reject
    /// requests.
    Local,
}

impl RedisLimits {
    /// Uses the server at this URL: `redis://[user:password@]host[:port][/database]`, or `redis+unix:///path` for a Unix socket. The
    /// connection is not encrypted.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            namespace: "default".to_owned(),
            address: String::new(),
            timeout: Duration::from_secs(1),
            longest_reply: Duration::from_secs(30),
            when_unavailable: WhenUnavailable::default(),
            clock: Arc::new(SystemClock::new()),
        }
    }

    /// The name that processes must have in common to share limits; `default` unless set. Keys in Redis begin with `{okx-limits:NAME}`, and
    /// expire on their own.
    pub fn namespace(self, namespace: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), ..self }
    }

    /// A name for the IP address that requests leave from. Processes with the same name share the limits that OKX counts by IP address.
    /// Unless set, all processes are assumed to use the same address.
    pub fn address(self, name: impl Into<String>) -> Self {
        Self { address: name.into(), ..self }
    }

    /// The longest time to wait for a connection and for each reply before Redis is considered unavailable; 1 s by default.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The longest time OKX may take to reply; 30 s by default. It must not be less than any
    /// [`request_timeout`](crate::ClientBuilder::request_timeout): a request that takes longer is assumed to belong to a process that died.
    pub fn longest_reply(self, time: Duration) -> Self {
        Self { longest_reply: time, ..self }
    }

    /// What to do with requests while Redis is unavailable; they fail by default.
    pub fn when_unavailable(self, when_unavailable: WhenUnavailable) -> Self {
        Self { when_unavailable, ..self }
    }

    /// Uses this clock.
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// Builds the limits. The connection is opened with the first request.
    ///
    /// # Errors
    ///
    /// The URL is invalid.
    pub fn build(self) -> Result<Limits, Error> {
        // The error of the Redis library might repeat the URL, which can contain a password.
        let client = ::redis::Client::open(self.url.as_str()).map_err(|_| {
            Error::setup(
                "invalid Redis URL; expected `redis://[user:password@]host[:port][/database]` or `redis+unix:///path` (`rediss` is not supported)",
            )
        })?;
        let redis = Redis {
            connection: RedisConnection::new(client, self.timeout, Arc::clone(&self.clock)),
            // The braces keep all keys on one node of a cluster.
            prefix: format!("{{okx-limits:{}}}", self.namespace),
            address: self.address,
            when_unavailable: self.when_unavailable,
            longest_reply: self.longest_reply,
            process: SystemRandom.next_u64(),
            requests: AtomicU64::new(0),
            known_generation: Mutex::default(),
        };
        Ok(Limits::through(self.clock, redis))
    }
}

impl fmt::Debug for RedisLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL may contain a password.
        f.debug_struct("RedisLimits")
            .field("namespace", &self.namespace)
            .field("when_unavailable", &self.when_unavailable)
            .finish_non_exhaustive()
    }
}

/// The limits shared by all processes.
pub(super) struct Redis {
    connection: RedisConnection,
    prefix: String,
    address: String,
    when_unavailable: WhenUnavailable,
    longest_reply: Duration,
    /// Distinguishes requests of this process from those of others.
    process: u64,
    requests: AtomicU64,
    /// The generation of Redis's data that includes everything this process sent; empty if it has sent nothing.
    known_generation: Mutex<String>,
}

/// Never the generation of any data: this process sent something that Redis does not know of.
const NO_GENERATION: &str = "-";

impl Redis {
    /// The request that asks Redis to admit these costs. `rate` looks up the rate of each.
    pub(super) fn request(&self, costs: &RequestCosts, rate: impl Fn(&BudgetCost) -> Rate) -> SharedRequest {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let id = format!("{:016x}-{number:x}", self.process);
        let mut request = SharedRequest::new(id, format!("{}:about", self.prefix));
        for cost in costs.iter() {
            request.add(self.key(cost), cost.units, rate(cost));
        }
        request
    }

    /// Reports the outcome of a request to Redis.
    pub(super) fn settle(
        &self,
        request: &SharedRequest,
        outcome: SendOutcome<'_>,
        closures: Vec<Duration>,
        now: Duration,
    ) {
        self.connection.settle(request.settled(outcome, closures, now));
    }

    async fn admit(&self, request: &SharedRequest) -> Result<AdmitReply, Unavailable> {
        let known = self.known_generation().clone();
        // The process may die at any time before the reply, and its request can still arrive after that.
        let longest_arrival = self.longest_reply.saturating_add(SIGNATURE_LASTS);
        let reply = self.connection.admit(request, &known, longest_arrival).await?;
        let mut current = self.known_generation();
        // If it changed meanwhile, the change stands: something may have been sent without Redis.
        if *current == known && *current != reply.generation {
            current.clone_from(&reply.generation);
        }
        Ok(reply)
    }

    /// Something is sent that Redis does not know of.
    fn sent_without_redis(&self) {
        NO_GENERATION.clone_into(&mut self.known_generation());
    }

    fn when_unavailable(&self) -> WhenUnavailable {
        self.when_unavailable
    }

    fn key(&self, cost: &BudgetCost) -> String {
        let key = format!("{}:{}:{:016x}", self.prefix, cost.budget.name, cost.keys);
        let by_address = cost.budget.keys.contains(&KeyPart::Ip) && !self.address.is_empty();
        if by_address { format!("{key}:{}", self.address) } else { key }
    }

    fn known_generation(&self) -> std::sync::MutexGuard<'_, String> {
        self.known_generation.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
