//! What is asked for, and what is known of it beforehand.

use super::Resolved;
use crate::api::Resolvable;
use crate::engine::Engine;
use crate::engine::unresolved::{Unresolved, question};
use crate::error::{Error, ExecutionWindow};
use crate::facts::{AskedBy, Fields, Operation, Value};
use crate::fields::items::{field, is_given};
use crate::value::{Json, Timestamp};

/// One thing that a request would have made.
pub(super) struct Subject {
    pub(super) asked_by: &'static AskedBy,
    pub(super) name: Box<str>,
    /// The parameters of the question.
    pub(super) question: Json,
    /// Not sent before this time by OKX's clock, where that is known.
    pub(super) sent: Option<Timestamp>,
    /// From here on OKX refuses the request; `None` until that is found out, where no sending is known.
    pub(super) expires: Option<Timestamp>,
    /// The entries of the list of unresolved requests that the same question is about, without those that are under way: what becomes of
    /// those is still to be told.
    entries: Vec<u64>,
    /// Whether such an entry is under way.
    pub(super) is_under_way: bool,
    pub(super) verdict: Resolved<Json>,
    /// Whether asking on can change the verdict.
    pub(super) is_open: bool,
    /// What an unknown outcome is told with.
    basis: Error,
}

impl Subject {
    /// An item of a request under the name it was sent with, as far as one is known.
    fn new(
        engine: &Engine,
        operation: &Operation,
        asked_by: &'static AskedBy,
        item: &dyn Fields,
        name: &str,
        error: Option<&Error>,
    ) -> Self {
        let question = question(item, name, asked_by);
        let listed = if name.is_empty() { Vec::new() } else { engine.unresolved().asking(asked_by, &question) };
        let recorded = listed.iter().filter_map(|entry| entry.window);
        let window = recorded.chain(error.and_then(Error::execution_window)).reduce(either);
        let names = Some(name).filter(|name| !name.is_empty());
        let own =
            || Error::unknown("").in_call(operation.name).with_client_order_ids(names).with_execution_window(window);
        let in_doubt = |error: Error| if error.outcome_unknown() { error } else { error.into_unknown() };
        let basis = error.cloned().map_or_else(own, |error| in_doubt(error).with_execution_window(window));
        Self {
            asked_by,
            name: name.into(),
            question,
            sent: window.map(|window| window.sent),
            expires: window.map(|window| window.expires),
            entries: finished(&listed),
            is_under_way: listed.iter().any(|entry| entry.is_under_way),
            verdict: Resolved::NotDone,
            is_open: false,
            basis,
        }
    }

    /// An entry of the list of what is unresolved; an error where OKX cannot be asked for it.
    pub(super) fn listed(entry: &Unresolved) -> Result<Self, Error> {
        let basis = Error::unknown("")
            .in_call(entry.operation.name)
            .with_client_order_ids(entry.name())
            .with_execution_window(entry.window);
        let (Some(asked_by), Some(question), Some(name)) = (entry.operation.asked_by, &entry.question, entry.name())
        else {
            let what = "OKX has no lookup by name for this call; check its effect yourself, then call `forget`";
            return Err(basis.still_unknown(what));
        };
        let subject = Self {
            asked_by,
            name: name.into(),
            question: question.clone(),
            sent: entry.sent(),
            expires: entry.expires_at(),
            entries: Vec::new(),
            is_under_way: entry.is_under_way,
            verdict: Resolved::NotDone,
            is_open: true,
            basis,
        };
        Ok(Self { verdict: subject.unknown("there was no time to ask"), ..subject })
    }

    /// Looks up again what is listed under the same question: the request may have been sent again since it was looked up last, and each
    /// sending can have made what is asked for.
    pub(super) fn look_up(&mut self, engine: &Engine) {
        let listed = engine.unresolved().asking(self.asked_by, &self.question);
        self.is_under_way = listed.iter().any(|entry| entry.is_under_way);
        self.entries = finished(&listed);
        for window in listed.iter().filter_map(|entry| entry.window) {
            self.sent = self.sent.map(|sent| sent.min(window.sent));
            self.expires = self.expires.map(|expires| expires.max(window.expires));
        }
    }

    /// It is not known what became of it. `what` is a clause without a full stop.
    pub(super) fn unknown(&self, what: impl Into<String>) -> Resolved<Json> {
        Resolved::Unknown(self.in_doubt(what))
    }

    fn in_doubt(&self, what: impl Into<String>) -> Error {
        let error = self.basis.clone().still_unknown(what);
        match self.sent.zip(self.expires) {
            Some((sent, expires)) => error.with_execution_window(Some(ExecutionWindow { sent, expires })),
            None => error,
        }
    }

    /// What became of it, with the row of OKX's answer as `read` reads it. Its entries leave the list only once there is such a certain
    /// result: a row that cannot be read leaves them there.
    pub(super) fn concluded<T>(self, engine: &Engine, read: impl FnOnce(&Json) -> Result<T, Error>) -> Resolved<T> {
        let resolved = match &self.verdict {
            Resolved::NotDone => Resolved::NotDone,
            Resolved::Unknown(error) => return Resolved::Unknown(error.clone()),
            Resolved::Done(row) => match read(row) {
                Ok(row) => Resolved::Done(row),
                Err(reason) => {
                    let what = format!("OKX knows `{}`, but its row cannot be read: {reason}", self.name);
                    return Resolved::Unknown(self.in_doubt(what));
                }
            },
        };
        for entry in self.entries {
            engine.unresolved().remove(entry);
        }
        resolved
    }

    fn is_listed(&self) -> bool {
        self.is_under_way || !self.entries.is_empty()
    }

    /// What the error itself says, and whether asking can say more. A refusal is about the sending it ended: while another sending of the
    /// same name is listed, it says nothing about that one.
    fn known_beforehand(self, operation: &Operation, error: Option<&Error>) -> Self {
        let (verdict, is_open) = if error.and_then(Error::call).is_some_and(|own| own != operation.name) {
            (self.unknown(format!("the error is not about this request, which is `{}`", operation.name)), false)
        } else if error.is_some_and(|error| !error.outcome_unknown()) && !self.is_listed() {
            (Resolved::NotDone, false)
        } else if self.name.is_empty() {
            let what = format!(
                "it has no `{}`, by which OKX could be asked for it; name it with `named` before it is sent, or look in `unresolved`",
                self.asked_by.name
            );
            (self.unknown(what), false)
        } else {
            (self.unknown("there was no time to ask"), true)
        };
        Self { verdict, is_open, ..self }
    }
}

/// The numbers of those entries whose futures no longer wait for a reply.
fn finished(entries: &[Unresolved]) -> Vec<u64> {
    entries.iter().filter(|entry| !entry.is_under_way).map(|entry| entry.number).collect()
}

/// What is true of two sendings, whichever of them was done.
fn either(one: ExecutionWindow, other: ExecutionWindow) -> ExecutionWindow {
    ExecutionWindow { sent: one.sent.min(other.sent), expires: one.expires.max(other.expires) }
}

/// The items of a request, or those of them that an error is about, with what is known of them beforehand.
pub(super) fn subjects<R: Resolvable>(engine: &Engine, request: &R, error: Option<&Error>) -> Vec<Subject> {
    let Some(asked_by) = R::OPERATION.asked_by else { return Vec::new() };
    let all: Vec<&dyn Fields> = request.items().each().collect();
    let about = match error.and_then(Error::item).filter(|place| *place < all.len()) {
        Some(place) => &all[place..=place],
        None => &all,
    };
    let names: Vec<&str> = error.into_iter().flat_map(Error::client_order_ids).collect();
    let subject = |(place, item): (usize, &&dyn Fields)| {
        let sent_as = names.get(place).copied().filter(|_| names.len() == about.len());
        let name = sent_as.unwrap_or_else(|| own_name(*item, asked_by.name));
        Subject::new(engine, R::OPERATION, asked_by, *item, name, error).known_beforehand(R::OPERATION, error)
    };
    about.iter().enumerate().map(subject).collect()
}

fn own_name<'a>(item: &'a dyn Fields, wire: &str) -> &'a str {
    match field(item, wire) {
        Value::Text(text) if is_given(Value::Text(text)) => text,
        _ => "",
    }
}
