//! Asking again and again, until it is certain what became of each item.

use std::time::Duration;

use super::question::{Answer, ask};
use super::{Found, Resolved};
use crate::api::public::GetTime;
use crate::client::SendOptions;
use crate::endpoint::{Endpoint, Items, Resolvable, Verdict};
use crate::envelope::Rows;
use crate::error::Error;
use crate::fields::{Fields, Value};
use crate::item::{field, is_given};
use crate::outcome::Doubt;
use crate::round_trip::Core;
use crate::value::Timestamp;

/// How long OKX may take to act on a request that it took in at the last moment, and to show what came of it. The machines that check
/// the time of requests, make things of them and answer questions are not the same, and their clocks and queues differ; `inTime` and
/// `outTime` of orders are milliseconds apart as a rule, so this leaves a thousand times as much.
const SETTLING: Duration = Duration::from_secs(5);

/// The pause after the first question. It doubles after each.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between questions.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// The items that an error is about, and what is known of each.
pub(super) struct Inquiry<'a, R: Resolvable> {
    core: &'a Core,
    doubt: Option<Doubt>,
    error: &'a Error,
    subjects: Vec<Subject<'a, Found<R>>>,
}

/// One item.
struct Subject<'a, T> {
    item: &'a dyn Fields,
    name: Box<str>,
    verdict: Resolved<T>,
    /// Whether asking on can change the verdict.
    is_open: bool,
}

/// What "there is none" means at a moment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Absence {
    /// Not yet, or never.
    Open,
    /// Never.
    Final,
    /// Never, or no longer: OKX forgets such things.
    Forgotten,
}

impl<'a, R: Resolvable> Inquiry<'a, R> {
    pub(super) fn of(core: &'a Core, request: &'a R, error: &'a Error) -> Self {
        let subjects = subjects::<R>(request.items(), error);
        Self { core, doubt: error.doubt(), error, subjects }
    }

    pub(super) fn len(&self) -> usize {
        self.subjects.len()
    }

    pub(super) fn into_verdicts(self) -> impl Iterator<Item = Resolved<Found<R>>> {
        self.subjects.into_iter().map(|subject| subject.verdict)
    }

    /// Asks until everything is known, but not longer than this.
    pub(super) async fn hold(&mut self, time: Duration) {
        let end = self.core.clock().sleep(time);
        tokio::select! {
            biased;
            () = self.ask_until_known() => {}
            () = end => {}
        }
    }

    async fn ask_until_known(&mut self) {
        let mut pause = FIRST_PAUSE;
        while self.subjects.iter().any(|subject| subject.is_open) {
            // Before the questions: what OKX takes in after this moment it refuses, so whatever is not there then never will be.
            let absence = self.absence().await;
            for place in 0..self.subjects.len() {
                if self.subjects[place].is_open {
                    self.ask_for(place, absence).await;
                }
            }
            if self.subjects.iter().any(|subject| subject.is_open) {
                self.core.clock().sleep(self.until_void().map_or(pause, |until| until.min(pause))).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }

    async fn ask_for(&mut self, place: usize, absence: Absence) {
        let (core, doubt, error) = (self.core, self.doubt, self.error);
        let subject = &mut self.subjects[place];
        let sent = doubt.map(|doubt| doubt.sent);
        let (verdict, is_open) = match ask::<R>(core, subject.item, &subject.name, sent).await {
            Ok(Answer::Found(row)) => (Resolved::Done(row), false),
            Ok(Answer::None) => match absence {
                Absence::Final => (Resolved::NotDone, false),
                Absence::Open => {
                    let what = format!("OKX does not know `{}`, but the request may still be on its way", subject.name);
                    (Resolved::Unknown(error.clone().still_unknown(what)), true)
                }
                Absence::Forgotten => {
                    let what = format!("OKX does not know `{}`, and may have forgotten it by now", subject.name);
                    (Resolved::Unknown(error.clone().still_unknown(what)), false)
                }
            },
            Err(reason) => {
                let is_open = reason.verdict() != Some(Verdict::Never);
                let what = format!("asking for `{}` failed: {reason}", subject.name);
                (Resolved::Unknown(error.clone().still_unknown(what)), is_open)
            }
        };
        (subject.verdict, subject.is_open) = (verdict, is_open);
    }

    /// What it means now that something is not there. OKX is asked for its own time when the moment seems to have come, so that nothing
    /// depends on how well its clock is known here.
    async fn absence(&self) -> Absence {
        let Some(doubt) = self.doubt else { return Absence::Open };
        let void = doubt.void.after(SETTLING);
        if self.core.time().now() < void {
            return Absence::Open;
        }
        let forgotten = R::ASKED_BY.remembered.map(|seconds| doubt.sent.after(Duration::from_secs(seconds.into())));
        match self.okx_time().await {
            Some(now) if forgotten.is_some_and(|forgotten| now >= forgotten) => Absence::Forgotten,
            Some(now) if now >= void => Absence::Final,
            _ => Absence::Open,
        }
    }

    /// What OKX's clock shows, as OKX says itself; `None` when it does not answer.
    async fn okx_time(&self) -> Option<Timestamp> {
        let mut rows = Rows::<<GetTime as Endpoint>::Row>::default();
        let request = GetTime::new();
        self.core.round_trip(GetTime::CALL, request.items(), SendOptions::default(), &mut rows).await.ok()?;
        rows.one().ok().map(|row| row.ts)
    }

    /// How long until "there is none" is final; `None` when that is over, or never comes.
    fn until_void(&self) -> Option<Duration> {
        let until = self.core.time().until(self.doubt?.void.after(SETTLING));
        (!until.is_zero()).then_some(until)
    }
}

/// The items that an error is about, with what is known of them beforehand.
fn subjects<'a, R: Resolvable>(items: Items<'a>, error: &Error) -> Vec<Subject<'a, Found<R>>> {
    let all: Vec<&dyn Fields> = items.each().collect();
    let about = match error.item().filter(|place| *place < all.len()) {
        Some(place) => &all[place..=place],
        None => &all,
    };
    let names: Vec<&str> = error.client_order_ids().collect();
    let subject = |(place, item): (usize, &&'a dyn Fields)| {
        let sent_as = names.get(place).copied().filter(|_| names.len() == about.len());
        let name = sent_as.map_or_else(|| own_name(*item, R::ASKED_BY.name), Into::into);
        let (verdict, is_open) = known_beforehand(error, R::CALL.name, &name, R::ASKED_BY.name);
        Subject { item: *item, name, verdict, is_open }
    };
    about.iter().enumerate().map(subject).collect()
}

fn own_name(item: &dyn Fields, wire: &str) -> Box<str> {
    match field(item, wire) {
        Value::Text(text) if is_given(Value::Text(text)) => text.into(),
        _ => "".into(),
    }
}

/// What the error itself says, and whether asking can say more.
fn known_beforehand<T>(error: &Error, call: &str, name: &str, wire: &str) -> (Resolved<T>, bool) {
    if error.call().is_some_and(|own| own != call) {
        let what = format!("the error is not about this request, which is `{call}`");
        return (Resolved::Unknown(error.clone().still_unknown(what)), false);
    }
    if !error.outcome_unknown() {
        return (Resolved::NotDone, false);
    }
    if name.is_empty() {
        let what = format!("it was sent without `{wire}`, by which OKX could be asked for it; look at OKX yourself");
        return (Resolved::Unknown(error.clone().still_unknown(what)), false);
    }
    (Resolved::Unknown(error.clone().still_unknown("there was no time to ask")), true)
}
