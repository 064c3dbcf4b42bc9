//! The entry point of the rate limits: waiting until a request may be sent.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::account::{Account, number};
use super::alert::{Hook, LimitAlert};
use super::charges::Charges;
use super::ledger::{Fate, Ledger, Turn};
use super::outgoing::Outgoing;
use super::permit::Permit;
use super::queued::Queued;
#[cfg(feature = "redis")]
use super::redis::{Redis, Short};
use crate::error::{BudgetUse, Error};
use crate::system::clock::{Clock, SystemClock};

/// What was sent lately, for as long as OKX counts it. Clients that send from the same address or for the same account must share one:
/// a clone is the same one.
///
/// ```
/// use okx_client::{Client, Environment, LimitPolicy, Limits, Region};
/// use okx_client::market::GetTicker;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), okx_client::Error> {
/// # let sim = okx_sim::Sim::start().await;
/// let limits = Limits::new();
/// limits.on_alert(|alert| println!("tell somebody: {alert}"));
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

/// Room that comes bit by bit is asked for together.
#[cfg(feature = "redis")]
const LEAST_CLOSURE: Duration = Duration::from_millis(2);

struct Shared {
    clock: Arc<dyn Clock>,
    ledger: Mutex<Ledger>,
    hooks: Mutex<Vec<Hook>>,
    /// The limits of all processes, where there are others.
    #[cfg(feature = "redis")]
    redis: Option<Redis>,
}

impl Limits {
    /// Nothing was sent yet.
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock::new()))
    }

    /// Nothing was sent yet, and time is taken from this clock.
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Shared {
            clock,
            ledger: Mutex::default(),
            hooks: Mutex::default(),
            #[cfg(feature = "redis")]
            redis: None,
        }))
    }

    /// How much of each budget is used now, by name; those of which nothing is used are left out.
    pub fn usage(&self) -> Vec<BudgetUse> {
        let now = self.now();
        let mut usage = self.ledger().usage(now);
        usage.sort_by(|left, right| (left.name, &left.keys).cmp(&(right.name, &right.keys)));
        usage
    }

    /// Calls this when a request waits long or a budget stays nearly full: once for each episode, beside a warning in `tracing`. It is
    /// called while a request is on its way and must return soon; it may look at these limits. All that are given are called.
    pub fn on_alert(&self, hook: impl Fn(&LimitAlert) + Send + Sync + 'static) {
        self.add_hook(Arc::new(hook));
    }

    /// How long a request waits before that is worth an alert; a second unless set.
    pub fn alert_after_waiting(&self, time: Duration) {
        self.ledger().thresholds.wait = time;
    }

    /// How long a budget stays nearly full before that is worth an alert; ten seconds unless set.
    pub fn alert_after_nearly_full(&self, time: Duration) {
        self.ledger().thresholds.nearly_full = time;
    }

    /// Waits until a request may be sent, and takes its place in every budget it draws on. When the future is dropped, it is as if the
    /// request had never been there.
    ///
    /// # Errors
    ///
    /// When the request is heavier than a whole budget, so that no waiting would help, and when it is not to wait as long as it had to.
    pub(crate) async fn admit(&self, outgoing: Outgoing<'_>) -> Result<Permit, Error> {
        let mut charges = outgoing.charges();
        let now = self.now();
        let turn = self.look(|ledger| ledger.admit(&mut charges, None, now, &|charge| outgoing.keys(charge)));
        let admitted = match turn {
            Turn::Admitted if self.is_for_one_process() => Ok(Permit::new(self.clone(), charges)),
            turn => Queued::new(self, outgoing, charges, now).admitted(turn).await,
        };
        admitted.map_err(|error| error.in_call(outgoing.request.operation.name))
    }

    pub(crate) fn add_hook(&self, hook: Hook) {
        self.hooks().push(hook);
    }

    /// The count OKX grants an account, in budgets where accounts have one of their own.
    pub(crate) fn set_figure(&self, account: &Account, figure: u32) {
        self.ledger().set_figure(account.user, figure);
    }

    /// The count that holds for an account in such budgets.
    pub(crate) fn figure(&self, account: &Account) -> u32 {
        self.ledger().figure(account.user)
    }

    /// The instruments on which an account leads others in copy trading; other rates hold for them.
    pub(crate) fn set_lead_instruments<'a>(&self, account: &Account, inst_ids: impl IntoIterator<Item = &'a str>) {
        self.ledger().set_lead_instruments(account.user, inst_ids.into_iter().map(number).collect());
    }

    /// Writes down what became of a request. Gives for how long each of its budgets is closed; nothing where none is.
    pub(super) fn settle(&self, charges: &Charges, fate: Fate<'_>) -> Vec<Duration> {
        let now = self.now();
        self.ledger().settle(charges, fate, now)
    }

    #[cfg(feature = "redis")]
    fn is_for_one_process(&self) -> bool {
        self.0.redis.is_none()
    }

    #[cfg(not(feature = "redis"))]
    #[expect(clippy::unused_self, reason = "with the feature `redis` it depends")]
    fn is_for_one_process(&self) -> bool {
        true
    }

    pub(crate) fn now(&self) -> Duration {
        self.0.clock.monotonic()
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    /// Does something with the ledger, and tells what is to be told once it is free again: a hook may look at the limits.
    pub(super) fn look<T>(&self, look: impl FnOnce(&mut Ledger) -> T) -> T {
        let mut ledger = self.ledger();
        let seen = look(&mut ledger);
        let alerts = std::mem::take(&mut ledger.alerts);
        drop(ledger);
        if !alerts.is_empty() {
            self.tell(&alerts);
        }
        seen
    }

    fn tell(&self, alerts: &[LimitAlert]) {
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
        // No code that holds the lock panics half-way through a change, so what another holder left is whole.
        self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(feature = "redis")]
impl Limits {
    /// Limits shared with other processes.
    pub(super) fn through(clock: Arc<dyn Clock>, redis: Redis) -> Self {
        Self(Arc::new(Shared { clock, ledger: Mutex::default(), hooks: Mutex::default(), redis: Some(redis) }))
    }

    pub(super) fn redis(&self) -> Option<&Redis> {
        self.0.redis.as_ref()
    }

    /// Gives up what an unsent request took. One budget may have been short for all processes together.
    pub(super) fn take_back(&self, charges: &Charges, short: Option<Short>) {
        let now = self.now();
        let mut ledger = self.ledger();
        // Closed first, because giving up wakes whoever is next.
        if let Some(short) = short
            && let Some(charge) = charges.iter().nth(short.budget)
        {
            ledger.close_until(charge.place, now.saturating_add(short.wait.max(LEAST_CLOSURE)), short.used);
        }
        ledger.settle(charges, Fate::Unsent, now);
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
