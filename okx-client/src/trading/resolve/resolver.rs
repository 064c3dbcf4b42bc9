//! Repeats lookups until the outcome of every item is certain.

use std::time::Duration;

use super::Resolved;
use super::lookup::{LookupResult, look_up};
use super::target::LookupTarget;
use crate::api::public::GetTime;
use crate::api::{Endpoint, Request, Rows};
use crate::engine::{Engine, SendOptions};
use crate::error::{SETTLING, SIGNATURE_LASTS, Verdict};
use crate::value::Timestamp;

/// The pause after the first lookup. It doubles after each.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between lookups.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// The items to look up, with their results so far.
pub(super) struct Resolver<'a> {
    engine: &'a Engine,
    targets: Vec<LookupTarget>,
}

/// What it means that an item is not found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Absence {
    /// Nothing yet: the request may still arrive.
    Inconclusive,
    /// The item was not created and will not be.
    Final,
    /// The item was not created, or OKX no longer remembers it.
    Forgotten,
}

impl<'a> Resolver<'a> {
    pub(super) fn of(engine: &'a Engine, targets: Vec<LookupTarget>) -> Self {
        Self { engine, targets }
    }

    pub(super) fn len(&self) -> usize {
        self.targets.len()
    }

    /// Repeats lookups until all results are certain, for at most this long. Returns the items with their results.
    pub(super) async fn run(mut self, time: Duration) -> Vec<LookupTarget> {
        let end = self.engine.clock().sleep(time);
        tokio::select! {
            biased;
            () = self.look_up_until_certain() => {}
            () = end => {}
        }
        self.targets
    }

    async fn look_up_until_certain(&mut self) {
        let mut pause = FIRST_PAUSE;
        while self.targets.iter().any(|target| target.is_open) {
            self.set_expiry_of_unlisted().await;
            // Before the lookups: OKX rejects the request if it arrives after this time, so an item that does not exist then never will.
            let now = self.okx_time_if_decisive().await;
            for place in 0..self.targets.len() {
                if self.targets[place].is_open {
                    self.look_up_one(place, now).await;
                }
            }
            if self.targets.iter().any(|target| target.is_open) {
                let next = self.until_next_settled().map_or(pause, |until| until.min(pause));
                self.engine.clock().sleep(next).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }

    /// Requests that this client did not send, or that it has no longer listed, have no known expiry. No signature made before now is valid
    /// for longer than `SIGNATURE_LASTS` from now.
    async fn set_expiry_of_unlisted(&mut self) {
        let is_unlisted = |target: &LookupTarget| target.is_open && target.expires.is_none();
        if self.targets.iter().any(is_unlisted)
            && let Some(now) = self.okx_time().await
        {
            for target in self.targets.iter_mut().filter(|target| is_unlisted(target)) {
                // A time that was delayed in transit is too early; one that is too late only takes longer.
                target.expires = Some(now.max(self.engine.time().now()) + SIGNATURE_LASTS);
            }
        }
    }

    async fn look_up_one(&mut self, place: usize, now: Option<Timestamp>) {
        let engine = self.engine;
        // Before the lookup, as `now` is.
        let now_monotonic = engine.clock().monotonic();
        let target = &mut self.targets[place];
        target.refresh(engine);
        let found = look_up(engine, target.asked_by, &target.parameters, &target.name, target.sent).await;
        if matches!(found, Ok(LookupResult::NotFound)) {
            // It may have been sent again during the lookup.
            target.refresh(engine);
        }
        let is_closed = now_monotonic >= closed(target);
        let absence = if is_closed { absence(target, now) } else { Absence::Inconclusive };
        let (result, is_open) = match found {
            Ok(LookupResult::Found(row)) => (Resolved::Done(row), false),
            Ok(LookupResult::NotFound) => match absence {
                Absence::Final => (Resolved::NotDone, false),
                Absence::Inconclusive => {
                    let what = format!("OKX does not know `{}`, but the request may still arrive", target.name);
                    (target.unknown(what), true)
                }
                Absence::Forgotten => {
                    let what = format!("OKX does not know `{}`, but may have forgotten it", target.name);
                    (target.unknown(what), false)
                }
            },
            Err(reason) => {
                let is_open = reason.verdict() != Some(Verdict::Never);
                (target.unknown(format!("lookup of `{}` failed: {reason}", target.name)), is_open)
            }
        };
        (target.result, target.is_open) = (result, is_open);
    }

    /// OKX's own time, requested only if an absence is probably final, so that the result does not depend on the accuracy of the known
    /// offset.
    async fn okx_time_if_decisive(&self) -> Option<Timestamp> {
        let seems = self.engine.time().now();
        let monotonic = self.engine.clock().monotonic();
        let has_come = |target: &LookupTarget| {
            let is_settled = settled(target).is_some_and(|settled| seems >= settled);
            target.is_open && is_settled && monotonic >= closed(target)
        };
        if self.targets.iter().any(has_come) { self.okx_time().await } else { None }
    }

    /// OKX's time as reported by OKX; `None` if the request fails.
    async fn okx_time(&self) -> Option<Timestamp> {
        let mut rows = Rows::<<GetTime as Endpoint>::Row>::default();
        let request = GetTime::new();
        self.engine.send(Request::rest(&request), SendOptions::default(), &mut rows).await.ok()?;
        rows.one().ok().map(|row| row.ts)
    }

    /// The time until an absence becomes final for the next open item; `None` if there is none.
    fn until_next_settled(&self) -> Option<Duration> {
        let open = self.targets.iter().filter(|target| target.is_open);
        let monotonic = self.engine.clock().monotonic();
        let until = open.filter_map(|target| {
            let until = self.engine.time().until(settled(target)?);
            Some(until.max(closed(target).saturating_sub(monotonic)))
        });
        until.filter(|until| !until.is_zero()).min()
    }
}

/// When OKX has certainly processed the request; `None` while an attempt is in flight, or if its expiry is unknown.
fn settled(target: &LookupTarget) -> Option<Timestamp> {
    target.expires.filter(|_| !target.is_in_flight).map(|expires| expires + SETTLING)
}

/// When on this machine's monotonic clock OKX has certainly processed the request, whatever OKX's time is.
fn closed(target: &LookupTarget) -> Duration {
    if target.open_until.is_zero() { Duration::ZERO } else { target.open_until.saturating_add(SETTLING) }
}

/// What it means that an item is not found, if OKX's clock showed `now` before the lookup.
fn absence(target: &LookupTarget, now: Option<Timestamp>) -> Absence {
    let remembered = target.asked_by.remembered.map(|seconds| Duration::from_secs(seconds.into()));
    let forgotten = target.sent.zip(remembered).map(|(sent, remembered)| sent + remembered);
    match (now, settled(target)) {
        (Some(now), Some(_)) if forgotten.is_some_and(|forgotten| now >= forgotten) => Absence::Forgotten,
        (Some(now), Some(settled)) if now >= settled => Absence::Final,
        _ => Absence::Inconclusive,
    }
}
