//! Asking again and again, until it is certain what became of each item.

use std::time::Duration;

use super::Resolved;
use super::asking::{Answer, ask};
use super::subject::Subject;
use crate::api::public::GetTime;
use crate::api::{Endpoint, Request, Rows};
use crate::engine::{Engine, SendOptions};
use crate::error::{SETTLING, SIGNATURE_LASTS, Verdict};
use crate::value::Timestamp;

/// The pause after the first question. It doubles after each.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between questions.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// The things that are asked for, and what is known of each.
pub(super) struct Inquiry<'a> {
    engine: &'a Engine,
    subjects: Vec<Subject>,
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

impl<'a> Inquiry<'a> {
    pub(super) fn of(engine: &'a Engine, subjects: Vec<Subject>) -> Self {
        Self { engine, subjects }
    }

    pub(super) fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Asks until everything is known, but not longer than this; gives the subjects with what is known of them then.
    pub(super) async fn hold(mut self, time: Duration) -> Vec<Subject> {
        let end = self.engine.clock().sleep(time);
        tokio::select! {
            biased;
            () = self.ask_until_known() => {}
            () = end => {}
        }
        self.subjects
    }

    async fn ask_until_known(&mut self) {
        let mut pause = FIRST_PAUSE;
        while self.subjects.iter().any(|subject| subject.is_open) {
            self.find_void_of_unrecorded().await;
            // Before the questions: what OKX takes in after this moment it refuses, so whatever is not there then never will be.
            let now = self.okx_time_when_needed().await;
            for place in 0..self.subjects.len() {
                if self.subjects[place].is_open {
                    self.ask_for(place, now).await;
                }
            }
            if self.subjects.iter().any(|subject| subject.is_open) {
                let next = self.until_next_settled().map_or(pause, |until| until.min(pause));
                self.engine.clock().sleep(next).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }

    /// Of a request that this client did not send, or whose end is certain, it is only known that no signature from before now lasts
    /// longer than this from now on.
    async fn find_void_of_unrecorded(&mut self) {
        let is_unrecorded = |subject: &Subject| subject.is_open && subject.expires.is_none();
        if self.subjects.iter().any(is_unrecorded)
            && let Some(now) = self.okx_time().await
        {
            for subject in self.subjects.iter_mut().filter(|subject| is_unrecorded(subject)) {
                // A time that something on the way repeats is too early; one that is too late only takes longer.
                subject.expires = Some(now.max(self.engine.time().now()).after(SIGNATURE_LASTS));
            }
        }
    }

    async fn ask_for(&mut self, place: usize, now: Option<Timestamp>) {
        let engine = self.engine;
        let subject = &mut self.subjects[place];
        subject.look_up(engine);
        let asked = ask(engine, subject.asked_by, &subject.question, &subject.name, subject.sent).await;
        if matches!(asked, Ok(Answer::None)) {
            // It may have been sent again while OKX was asked.
            subject.look_up(engine);
        }
        let absence = absence(subject, now);
        let (verdict, is_open) = match asked {
            Ok(Answer::Found(row)) => (Resolved::Done(row), false),
            Ok(Answer::None) => match absence {
                Absence::Final => (Resolved::NotDone, false),
                Absence::Open => {
                    let what = format!("OKX does not know `{}`, but the request may still be on its way", subject.name);
                    (subject.unknown(what), true)
                }
                Absence::Forgotten => {
                    let what = format!("OKX does not know `{}`, and may have forgotten it by now", subject.name);
                    (subject.unknown(what), false)
                }
            },
            Err(reason) => {
                let is_open = reason.verdict() != Some(Verdict::Never);
                (subject.unknown(format!("asking for `{}` failed: {reason}", subject.name)), is_open)
            }
        };
        (subject.verdict, subject.is_open) = (verdict, is_open);
    }

    /// OKX's own time, asked for when the moment seems to have come at which an absence is final, so that nothing depends on how well
    /// its clock is known here.
    async fn okx_time_when_needed(&self) -> Option<Timestamp> {
        let seems = self.engine.time().now();
        let has_come = |subject: &Subject| subject.is_open && settled(subject).is_some_and(|settled| seems >= settled);
        if self.subjects.iter().any(has_come) { self.okx_time().await } else { None }
    }

    /// What OKX's clock shows, as OKX says itself; `None` when it does not answer.
    async fn okx_time(&self) -> Option<Timestamp> {
        let mut rows = Rows::<<GetTime as Endpoint>::Row>::default();
        let request = GetTime::new();
        self.engine.send(Request::rest(&request), SendOptions::default(), &mut rows).await.ok()?;
        rows.one().ok().map(|row| row.ts)
    }

    /// How long until "there is none" becomes final for the next one of those still open; `None` where that is not to come.
    fn until_next_settled(&self) -> Option<Duration> {
        let open = self.subjects.iter().filter(|subject| subject.is_open);
        let until = open.filter_map(settled).map(|settled| self.engine.time().until(settled));
        until.filter(|until| !until.is_zero()).min()
    }
}

/// From when on OKX shows whatever came of the request; `None` while a sending is under way, or nothing is known of any.
fn settled(subject: &Subject) -> Option<Timestamp> {
    subject.expires.filter(|_| !subject.is_under_way).map(|expires| expires.after(SETTLING))
}

/// What it means that something is not there, when OKX's clock showed this before it was asked.
fn absence(subject: &Subject, now: Option<Timestamp>) -> Absence {
    let remembered = subject.asked_by.remembered.map(|seconds| Duration::from_secs(seconds.into()));
    let forgotten = subject.sent.zip(remembered).map(|(sent, remembered)| sent.after(remembered));
    match (now, settled(subject)) {
        (Some(now), Some(_)) if forgotten.is_some_and(|forgotten| now >= forgotten) => Absence::Forgotten,
        (Some(now), Some(settled)) if now >= settled => Absence::Final,
        _ => Absence::Open,
    }
}
