//! The door of the limiter: waiting until a request may be sent.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::account::{Account, number};
use super::charges::Charges;
use super::ledger::{Fate, Ledger, Turn};
use super::permit::Permit;
use super::window::Waiter;
use crate::clock::{Clock, SystemClock};
use crate::endpoint::{Call, Items};
use crate::error::Error;
use crate::instruments::Instruments;

/// What was sent lately, for as long as OKX counts it. Clients that send from the same address or for the same account must share one:
/// a clone is the same one.
#[derive(Clone)]
pub struct Limits(Arc<Shared>);

struct Shared {
    clock: Arc<dyn Clock>,
    ledger: Mutex<Ledger>,
}

impl Limits {
    /// Nothing was sent yet.
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock::new()))
    }

    /// Nothing was sent yet, and time is taken from this clock.
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Shared { clock, ledger: Mutex::default() }))
    }

    /// Waits until a request may be sent, and takes its place in every budget it draws on. When the future is dropped, it is as if the
    /// request had never been there.
    ///
    /// # Errors
    ///
    /// When the request is heavier than a whole budget, so that no waiting would help.
    pub(crate) async fn admit(
        &self,
        call: &'static Call,
        items: Items<'_>,
        account: &Account,
        instruments: &Instruments,
    ) -> Result<Permit, Error> {
        let mut charges = Charges::of(call, &items, account, instruments);
        let now = self.now();
        let turn = self.ledger().admit(&mut charges, None, now);
        let admitted = match turn {
            Turn::Admitted => Ok(Permit::new(self.clone(), charges)),
            Turn::Wait { .. } => Queued::new(self, charges).admitted(call).await,
            Turn::TooHeavy { budget, units, rate } => Err(too_heavy(budget, units, rate.count, rate.window)),
        };
        admitted.map_err(|error| error.in_call(call))
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

    pub(super) fn settle(&self, charges: &Charges, fate: Fate<'_>) {
        let now = self.now();
        self.ledger().settle(charges, fate, now);
    }

    fn now(&self) -> Duration {
        self.0.clock.monotonic()
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        // No code that holds the lock panics half-way through a change, so what another holder left is whole.
        self.0.ledger.lock().unwrap_or_else(PoisonError::into_inner)
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

/// A request that waits. Dropped, it leaves the queues it stands in.
struct Queued<'a> {
    limits: &'a Limits,
    charges: Charges,
    waiter: Waiter,
}

impl<'a> Queued<'a> {
    fn new(limits: &'a Limits, charges: Charges) -> Self {
        let waiter = limits.ledger().waiter();
        Self { limits, charges, waiter }
    }

    async fn admitted(mut self, call: &Call) -> Result<Permit, Error> {
        loop {
            let now = self.limits.now();
            let turn = self.limits.ledger().admit(&mut self.charges, Some(&self.waiter), now);
            match turn {
                Turn::Admitted => return Ok(Permit::new(self.limits.clone(), std::mem::take(&mut self.charges))),
                Turn::TooHeavy { budget, units, rate } => {
                    return Err(too_heavy(budget, units, rate.count, rate.window));
                }
                Turn::Wait { budget, until } => {
                    let pause = until.map(|until| until.saturating_sub(now));
                    tracing::debug!(call = call.name, budget, ?pause, "waiting for the limit");
                    self.woken(pause).await;
                }
            }
        }
    }

    async fn woken(&self, pause: Option<Duration>) {
        let Some(pause) = pause else { return self.waiter.wake.notified().await };
        tokio::select! {
            biased;
            () = self.waiter.wake.notified() => {}
            () = self.limits.0.clock.sleep(pause) => {}
        }
    }
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.limits.ledger().leave(&self.charges, &self.waiter);
    }
}

fn too_heavy(budget: &str, units: u64, count: u64, window: Duration) -> Error {
    let seconds = window.as_millis() / 1_000;
    Error::invalid(format!(
        "{units} at once are more than the limit `{budget}` ever admits ({count} in {seconds} s): send at most {count}"
    ))
}
