//! A request that waits for its turn.

use std::time::Duration;

use super::admission::Limits;
use super::charges::Charges;
use super::ledger::Turn;
use super::outgoing::Outgoing;
use super::permit::Permit;
use super::terms::Rate;
use super::window::Waiter;
use crate::error::Error;

/// A request that was not admitted at once. Dropped, it leaves the queues it stands in.
pub(super) struct Queued<'a> {
    pub(super) limits: &'a Limits,
    outgoing: Outgoing<'a>,
    pub(super) charges: Charges,
    /// Its place in the queues, once it waits.
    waiter: Option<Waiter>,
    since: Duration,
    /// When it will not wait any longer.
    deadline: Option<Duration>,
    /// When its waiting is worth an alert; `None` once that was told.
    alert_at: Option<Duration>,
    /// When the share was cut that it looked at last, while Redis is gone.
    #[cfg(feature = "redis")]
    pub(super) looked_since: Option<Duration>,
}

impl<'a> Queued<'a> {
    pub(super) fn new(limits: &'a Limits, outgoing: Outgoing<'a>, charges: Charges, now: Duration) -> Self {
        // A time without end passes no moment, so nothing is set for it.
        let at = |time| Some(now.saturating_add(time)).filter(|at| *at < Duration::MAX);
        let alert_at = at(limits.ledger().thresholds.wait);
        let deadline = outgoing.policy.deadline(now);
        Self {
            limits,
            outgoing,
            charges,
            waiter: None,
            since: now,
            deadline,
            alert_at,
            #[cfg(feature = "redis")]
            looked_since: None,
        }
    }

    /// Waits for its turn, where `turn` is what came of looking first.
    pub(super) async fn admitted(mut self, mut turn: Turn) -> Result<Permit, Error> {
        loop {
            match turn {
                Turn::Admitted => {
                    let permit = Permit::new(self.limits.clone(), std::mem::take(&mut self.charges));
                    #[cfg(feature = "redis")]
                    let Some(permit) = self.agreed(permit).await? else {
                        turn = self.look();
                        continue;
                    };
                    return Ok(permit);
                }
                Turn::TooHeavy { budget, units, rate } => return Err(too_heavy(budget, units, rate)),
                Turn::Wait { place, units, until } => self.wait(place, units, until).await?,
            }
            turn = self.look();
        }
    }

    fn look(&mut self) -> Turn {
        let now = self.limits.now();
        self.limits.look(|ledger| {
            let printed = |charge: &_| self.outgoing.keys(charge);
            ledger.admit(&mut self.charges, self.waiter.as_ref(), now, &printed)
        })
    }

    /// Waits for a budget: until there may be room, or somebody says so. Who has not waited yet takes a place in the queues first, and
    /// looks again at once because only then it claims what it is short of.
    async fn wait(&mut self, place: usize, units: u64, until: Option<Duration>) -> Result<(), Error> {
        let now = self.limits.now();
        // Whatever is known not to be free in time need not be waited for.
        if self.deadline.is_some_and(|deadline| deadline <= now || until.is_some_and(|until| until > deadline)) {
            self.leave();
            return Err(Error::limited(self.limits.ledger().usage_at(place, units, now)));
        }
        if self.waiter.is_none() {
            self.waiter = Some(self.limits.ledger().waiter());
            return Ok(());
        }
        if self.alert_at.is_some_and(|alert_at| alert_at <= now) {
            self.alert_at = None;
            self.limits.look(|ledger| ledger.note_wait(place, units, now.saturating_sub(self.since), now));
        }
        let next = [until, self.deadline, self.alert_at].into_iter().flatten().min();
        let pause = next.map(|next| next.saturating_sub(now));
        tracing::debug!(call = self.outgoing.request.operation.name, ?pause, "waiting for the limit");
        self.woken(pause).await;
        Ok(())
    }

    /// Leaves the queues it stands in.
    fn leave(&mut self) {
        if let Some(waiter) = self.waiter.take() {
            self.limits.ledger().leave(&self.charges, &waiter);
        }
    }

    async fn woken(&self, pause: Option<Duration>) {
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

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

fn too_heavy(budget: &str, units: u64, rate: Rate) -> Error {
    let (count, seconds) = (rate.count, rate.window.as_secs());
    Error::invalid(format!(
        "{units} at once are more than the limit `{budget}` ever admits ({count} in {seconds} s): send at most {count}"
    ))
}
