//! The entry point of the rate limits: waits until a request may be sent.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::account::{Account, hash_name};
use super::alert::{Hook, LimitAlert};
use super::connects::Connects;
use super::costs::{LimitedRequest, RequestCosts};
use super::ledger::{AdmitDecision, Ledger, SendOutcome};
use super::permit::Permit;
#[cfg(feature = "redis")]
use super::redis::{Redis, Shortage};
use super::waiting::WaitingRequest;
use crate::error::{BudgetUse, Error};
use crate::system::clock::{Clock, SystemClock};

/// The rate limits that a client stays within. It remembers what was sent for as long as OKX counts it. Clients that use the same IP
/// address or the same account must share one instance: clones share their state.
///
/// ```
/// use okx_client::{Client, Environment, LimitPolicy, Limits, Region};
/// use okx_client::market::GetTicker;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// let limits = Limits::new();
/// limits.on_alert(|alert| println!("alert: {alert}"));
/// let client = || Client::builder().environment(Environment::live(Region::Global)).limits(limits.clone());
/// # let client = || client().base_url(sim.url());
/// let (patient, hasty) = (client().build()?, client().limit_policy(LimitPolicy::Refuse).build()?);
///
/// while hasty.send(&GetTicker::new("BTC-USDT")).await.is_ok() {}
/// for budget in limits.usage() {
///     println!("{budget}"); // market.get_ticker (https://…): 20 of 20 in 2s used, free in 1987 ms
/// }
/// # assert_eq!(limits.usage()[0].used, 20);
/// patient.send(&GetTicker::new("BTC-USDT")).await?; // waits for its turn
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Limits(Arc<Shared>);

/// How differently long connections may take to arrive at OKX, so that no window of OKX has more of them than allowed.
const CONNECT_JITTER: Duration = Duration::from_millis(250);

/// When budgets free up in very short steps, the next request to Redis waits at least this long.
#[cfg(feature = "redis")]
const LEAST_CLOSURE: Duration = Duration::from_millis(2);

struct Shared {
    clock: Arc<dyn Clock>,
    ledger: Mutex<Ledger>,
    hooks: Mutex<Vec<Hook>>,
    connects: Connects,
    /// The limits shared with other processes, if any.
    #[cfg(feature = "redis")]
    redis: Option<Redis>,
}

impl Limits {
    /// New rate limits; nothing has been sent yet.
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock::new()))
    }

    /// New rate limits that use this clock; nothing has been sent yet.
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Shared {
            clock,
            ledger: Mutex::default(),
            hooks: Mutex::default(),
            connects: Connects::default(),
            #[cfg(feature = "redis")]
            redis: None,
        }))
    }

    /// The current usage of each budget, sorted by name. Unused budgets are left out.
    pub fn usage(&self) -> Vec<BudgetUse> {
        let now = self.now();
        let mut usage = self.ledger().usage(now);
        usage.sort_by(|left, right| (left.name, &left.keys).cmp(&(right.name, &right.keys)));
        usage
    }

    /// Calls `hook` when a request waits long or a budget stays nearly full, once per episode and in addition to a `tracing` warning. The
    /// hook is called while a request is being sent, so it must return quickly. It may use these limits. Every hook that was added is
    /// called.
    pub fn on_alert(&self, hook: impl Fn(&LimitAlert) + Send + Sync + 'static) {
        self.add_hook(Arc::new(hook));
    }

    /// How long a request waits before an alert is raised; 1 s by default.
    pub fn alert_after_waiting(&self, time: Duration) {
        self.ledger().thresholds.wait = time;
    }

    /// How long a budget must be nearly full before an alert is raised; 10 s by default.
    pub fn alert_after_nearly_full(&self, time: Duration) {
        self.ledger().thresholds.nearly_full = time;
    }

    /// Waits until a request may be sent, and reserves room in every budget it counts against. Dropping the future releases everything.
    ///
    /// # Errors
    ///
    /// The request is larger than a whole budget, so that waiting would not help, or its policy does not allow to wait long enough.
    pub(crate) async fn admit(&self, request: LimitedRequest<'_>) -> Result<Permit, Error> {
        let mut costs = request.costs();
        let now = self.now();
        let decision = self.with_ledger(|ledger| ledger.admit(&mut costs, None, now, &|cost| request.key_label(cost)));
        let admitted = match decision {
            AdmitDecision::Admitted if self.is_for_one_process() => Ok(Permit::new(self.clone(), costs)),
            decision => WaitingRequest::new(self, request, costs, now).admitted(decision).await,
        };
        admitted.map_err(|error| error.in_call(request.request.operation.name))
    }

    pub(crate) fn add_hook(&self, hook: Hook) {
        self.hooks().push(hook);
    }

    /// Sets the count that OKX grants an account, for budgets whose count depends on the account.
    pub(crate) fn set_account_count(&self, account: &Account, count: u32) {
        self.ledger().set_account_count(account.user, count);
    }

    /// The count that applies to an account in such budgets.
    pub(crate) fn account_count(&self, account: &Account) -> u32 {
        self.ledger().account_count(account.user)
    }

    /// Sets the instruments for which an account is a lead trader in copy trading; other rates apply to them.
    pub(crate) fn set_lead_instruments<'a>(&self, account: &Account, inst_ids: impl IntoIterator<Item = &'a str>) {
        self.ledger().set_lead_instruments(account.user, inst_ids.into_iter().map(hash_name).collect());
    }

    /// Waits until another socket of this host may be opened. All clients that share these limits take turns.
    pub(crate) async fn connect_turn(&self, host: &str, (count, window): (u32, Duration)) {
        let (count, window) = (usize::try_from(count).unwrap_or(usize::MAX), window.saturating_add(CONNECT_JITTER));
        let wait = self.0.connects.take_turn(host, count, window, self.now());
        if !wait.is_zero() {
            self.clock().sleep(wait).await;
        }
    }

    /// Records the outcome of a request. Returns how long each of its budgets is closed; empty if none is.
    pub(super) fn settle(&self, costs: &RequestCosts, outcome: SendOutcome<'_>) -> Vec<Duration> {
        let now = self.now();
        self.ledger().settle(costs, outcome, now)
    }

    #[cfg(feature = "redis")]
    fn is_for_one_process(&self) -> bool {
        self.0.redis.is_none()
    }

    #[cfg(not(feature = "redis"))]
    #[expect(clippy::unused_self, reason = "the feature `redis` uses it")]
    fn is_for_one_process(&self) -> bool {
        true
    }

    pub(crate) fn now(&self) -> Duration {
        self.0.clock.monotonic()
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// Runs `change` on the ledger, and raises the resulting alerts after unlocking it, because a hook may use these limits.
    pub(super) fn with_ledger<T>(&self, change: impl FnOnce(&mut Ledger) -> T) -> T {
        let mut ledger = self.ledger();
        let result = change(&mut ledger);
        let alerts = std::mem::take(&mut ledger.alerts);
        drop(ledger);
        if !alerts.is_empty() {
            self.raise(&alerts);
        }
        result
    }

    fn raise(&self, alerts: &[LimitAlert]) {
        let hooks = self.hooks().clone();
        for alert in alerts {
            tracing::warn!("{alert}");
            for hook in &hooks {
                hook(alert);
            }
        }
    }

    fn hooks(&self) -> MutexGuard<'_, Vec<Hook>> {
        self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        // No code that holds the lock panics in the middle of a change, so the ledger is consistent even after a panic of another holder.
        self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(feature = "redis")]
impl Limits {
    /// Limits shared with other processes.
    pub(super) fn through(clock: Arc<dyn Clock>, redis: Redis) -> Self {
        Self(Arc::new(Shared {
            clock,
            ledger: Mutex::default(),
            hooks: Mutex::default(),
            connects: Connects::default(),
            redis: Some(redis),
        }))
    }

    pub(super) fn redis(&self) -> Option<&Redis> {
        self.0.redis.as_ref()
    }

    /// Releases what an unsent request reserved. `shortage` names the budget that all processes together have used up, if any.
    pub(super) fn take_back(&self, costs: &RequestCosts, shortage: Option<Shortage>) {
        let now = self.now();
        let mut ledger = self.ledger();
        // Closed first, because releasing wakes the next waiter.
        if let Some(shortage) = shortage
            && let Some(cost) = costs.iter().nth(shortage.budget)
        {
            ledger.close_until(cost.window, now.saturating_add(shortage.wait.max(LEAST_CLOSURE)), shortage.used);
        }
        ledger.settle(costs, SendOutcome::NotSent, now);
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limits")
    }
}
