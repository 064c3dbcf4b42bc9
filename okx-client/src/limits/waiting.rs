//! A request that waits for its rate limits.

use std::time::Duration;

use super::account_rates::Rate;
use super::admission::Limits;
use super::costs::{LimitedRequest, RequestCosts};
use super::ledger::AdmitDecision;
use super::permit::Permit;
use super::window::Waiter;
use crate::error::Error;

/// A request that was not admitted immediately. Dropping it removes it from all queues.
pub(super) struct WaitingRequest<'a> {
    pub(super) limits: &'a Limits,
    request: LimitedRequest<'a>,
    pub(super) costs: RequestCosts,
    /// Its place in the queues, once it waits.
    waiter: Option<Waiter>,
    since: Duration,
    /// When it stops waiting.
    deadline: Option<Duration>,
    /// When to raise an alert about the wait; `None` after that.
    alert_at: Option<Duration>,
    /// The start of the local share that it was last checked against, while Redis is unavailable.
    #[cfg(feature = "redis")]
    pub(super) checked_share: Option<Duration>,
}

impl<'a> WaitingRequest<'a> {
    pub(super) fn new(limits: &'a Limits, request: LimitedRequest<'a>, costs: RequestCosts, now: Duration) -> Self {
        // An infinite time is never reached, so no timer is set for it.
        let at = |time| Some(now.saturating_add(time)).filter(|at| *at < Duration::MAX);
        let alert_at = at(limits.ledger().thresholds.wait);
        let deadline = request.policy.deadline(now);
        Self {
            limits,
            request,
            costs,
            waiter: None,
            since: now,
            deadline,
            alert_at,
            #[cfg(feature = "redis")]
            checked_share: None,
        }
    }

    /// Waits until it is admitted. `decision` is the result of the first check.
    pub(super) async fn admitted(mut self, mut decision: AdmitDecision) -> Result<Permit, Error> {
        loop {
            match decision {
                AdmitDecision::Admitted => {
                    let permit = Permit::new(self.limits.clone(), std::mem::take(&mut self.costs));
                    #[cfg(feature = "redis")]
                    let Some(permit) = self.admit_shared(permit).await? else {
                        decision = self.check();
                        continue;
                    };
                    return Ok(permit);
                }
                AdmitDecision::TooHeavy { budget, units, rate } => return Err(too_heavy(budget, units, rate)),
                AdmitDecision::Wait { window, units, until } => self.wait(window, units, until).await?,
            }
            decision = self.check();
        }
    }

    fn check(&mut self) -> AdmitDecision {
        let now = self.limits.now();
        self.limits.with_ledger(|ledger| {
            let label = |cost: &_| self.request.key_label(cost);
            ledger.admit(&mut self.costs, self.waiter.as_ref(), now, &label)
        })
    }

    /// Waits for a budget until it may have room or until it is woken. A request that has not waited yet only takes its place in the queues:
    /// the next check then adds it to the queues of the budgets that are short.
    async fn wait(&mut self, window: usize, units: u64, until: Option<Duration>) -> Result<(), Error> {
        let now = self.limits.now();
        // There is no point in waiting if the budget is known to have no room before the deadline.
        if self.deadline.is_some_and(|deadline| deadline <= now || until.is_some_and(|until| until > deadline)) {
            self.leave();
            return Err(Error::limited(self.limits.ledger().usage_at(window, units, now)));
        }
        if self.waiter.is_none() {
            self.waiter = Some(self.limits.ledger().new_waiter());
            return Ok(());
        }
        if self.alert_at.is_some_and(|alert_at| alert_at <= now) {
            self.alert_at = None;
            self.limits.with_ledger(|ledger| ledger.record_wait(window, units, now.saturating_sub(self.since), now));
        }
        let next = [until, self.deadline, self.alert_at].into_iter().flatten().min();
        let pause = next.map(|next| next.saturating_sub(now));
        tracing::debug!(call = self.request.request.operation.name, ?pause, "waiting for a rate limit");
        self.sleep_until_woken(pause).await;
        Ok(())
    }

    /// Leaves all queues.
    fn leave(&mut self) {
        if let Some(waiter) = self.waiter.take() {
            self.limits.ledger().leave(&self.costs, &waiter);
        }
    }

    async fn sleep_until_woken(&self, pause: Option<Duration>) {
        let woken = async {
            match &self.waiter {
                Some(waiter) => waiter.wake.notified().await,
                None => std::future::pending().await,
            }
        };
        let Some(pause) = pause else { return woken.await };
        tokio::select! {
            biased;
            () = woken => {}
            () = self.limits.clock().sleep(pause) => {}
        }
    }
}

impl Drop for WaitingRequest<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

fn too_heavy(budget: &str, units: u64, rate: Rate) -> Error {
    let (count, seconds) = (rate.count, rate.window.as_secs());
    Error::invalid(format!(
        "request counts {units} units, but the rate limit `{budget}` allows only {count} per {seconds} s; send at most {count} at once"
    ))
}
