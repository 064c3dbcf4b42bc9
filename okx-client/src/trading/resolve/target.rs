//! The items to look up, and what is known of them beforehand.

use std::time::Duration;

use super::Resolved;
use crate::api::Resolvable;
use crate::engine::Engine;
use crate::engine::unresolved::{Unresolved, lookup};
use crate::error::{Error, ExecutionWindow};
use crate::facts::{AskedBy, Fields, Operation, Value};
use crate::fields::items::{field, is_given};
use crate::value::{Json, Timestamp};

/// An item that a request would have created.
pub(super) struct LookupTarget {
    pub(super) asked_by: &'static AskedBy,
    pub(super) name: Box<str>,
    /// The parameters of the lookup.
    pub(super) parameters: Json,
    /// The earliest time, on OKX's clock, at which it can have been sent, if known.
    pub(super) sent: Option<Timestamp>,
    /// When OKX rejects the request because it has expired; `None` until it is determined, if no attempt is listed.
    pub(super) expires: Option<Timestamp>,
    /// Until when on this machine's monotonic clock it can be executed in any case; see [`ExecutionWindow`].
    pub(super) open_until: Duration,
    /// The numbers of the unresolved entries that the same lookup is about, except those in flight, which are settled by their own replies.
    entries: Vec<u64>,
    /// Whether such an entry is in flight.
    pub(super) is_in_flight: bool,
    pub(super) result: Resolved<Json>,
    /// Whether further lookups can change the result.
    pub(super) is_open: bool,
    /// The error for an unknown outcome.
    base_error: Error,
}

impl LookupTarget {
    /// An item of a request under the name it was sent with, as far as it is known.
    fn new(
        engine: &Engine,
        operation: &Operation,
        asked_by: &'static AskedBy,
        item: &dyn Fields,
        name: &str,
        error: Option<&Error>,
    ) -> Self {
        let parameters = lookup(item, name, asked_by);
        let listed = if name.is_empty() { Vec::new() } else { engine.unresolved().looked_up_by(asked_by, &parameters) };
        let recorded = listed.iter().filter_map(|entry| entry.window);
        let window = recorded.chain(error.and_then(Error::execution_window)).reduce(ExecutionWindow::merge);
        let names = Some(name).filter(|name| !name.is_empty());
        let own =
            || Error::unknown("").in_call(operation.name).with_client_order_ids(names).with_execution_window(window);
        let uncertain = |error: Error| if error.outcome_unknown() { error } else { error.into_unknown() };
        let base_error = error.cloned().map_or_else(own, |error| uncertain(error).with_execution_window(window));
        Self {
            asked_by,
            name: name.into(),
            parameters,
            sent: window.map(|window| window.sent),
            expires: window.map(|window| window.expires),
            open_until: window.map_or(Duration::ZERO, |window| window.open_until),
            entries: numbers_not_in_flight(&listed),
            is_in_flight: listed.iter().any(|entry| entry.is_in_flight),
            result: Resolved::NotDone,
            is_open: false,
            base_error,
        }
    }

    /// The item of an unresolved entry; an error if OKX provides no lookup for it.
    pub(super) fn of_entry(entry: &Unresolved) -> Result<Self, Error> {
        let base_error = Error::unknown("")
            .in_call(entry.operation.name)
            .with_client_order_ids(entry.name())
            .with_execution_window(entry.window);
        let (Some(asked_by), Some(parameters), Some(name)) = (entry.operation.asked_by, &entry.lookup, entry.name())
        else {
            let what = "OKX provides no lookup for this operation; check its effect yourself, then call `forget`";
            return Err(base_error.still_unknown(what));
        };
        let target = Self {
            asked_by,
            name: name.into(),
            parameters: parameters.clone(),
            sent: entry.sent(),
            expires: entry.expires_at(),
            open_until: entry.window.map_or(Duration::ZERO, |window| window.open_until),
            entries: Vec::new(),
            is_in_flight: entry.is_in_flight,
            result: Resolved::NotDone,
            is_open: true,
            base_error,
        };
        Ok(Self { result: target.unknown("no time was left for a lookup"), ..target })
    }

    /// Updates the item from the list of unresolved requests: the request may have been sent again since the last lookup, and each attempt
    /// can have created the item.
    pub(super) fn refresh(&mut self, engine: &Engine) {
        let listed = engine.unresolved().looked_up_by(self.asked_by, &self.parameters);
        self.is_in_flight = listed.iter().any(|entry| entry.is_in_flight);
        self.entries = numbers_not_in_flight(&listed);
        for window in listed.iter().filter_map(|entry| entry.window) {
            self.sent = self.sent.map(|sent| sent.min(window.sent));
            self.expires = self.expires.map(|expires| expires.max(window.expires));
            self.open_until = self.open_until.max(window.open_until);
        }
    }

    /// The outcome is unknown. `what` is a clause without a full stop.
    pub(super) fn unknown(&self, what: impl Into<String>) -> Resolved<Json> {
        Resolved::Unknown(self.unknown_error(what))
    }

    fn unknown_error(&self, what: impl Into<String>) -> Error {
        let error = self.base_error.clone().still_unknown(what);
        match self.sent.zip(self.expires) {
            Some((sent, expires)) => {
                let open_until = self.open_until;
                error.with_execution_window(Some(ExecutionWindow { sent, expires, open_until }))
            }
            None => error,
        }
    }

    /// The final result, with the row decoded by `read`. The entries are only removed from the list if the result is certain; if the row
    /// cannot be read, they stay.
    pub(super) fn finish<T>(self, engine: &Engine, read: impl FnOnce(&Json) -> Result<T, Error>) -> Resolved<T> {
        let resolved = match &self.result {
            Resolved::NotDone => Resolved::NotDone,
            Resolved::Unknown(error) => return Resolved::Unknown(error.clone()),
            Resolved::Done(row) => match read(row) {
                Ok(row) => Resolved::Done(row),
                Err(reason) => {
                    let what = format!("OKX found `{}`, but its row cannot be read: {reason}", self.name);
                    return Resolved::Unknown(self.unknown_error(what));
                }
            },
        };
        for entry in self.entries {
            engine.unresolved().remove(entry);
        }
        resolved
    }

    fn is_listed(&self) -> bool {
        self.is_in_flight || !self.entries.is_empty()
    }

    /// Determines what the error itself says, and whether a lookup can say more. A rejection applies only to the attempt that it ended:
    /// while another attempt of the same name is listed, it says nothing about that one.
    fn classify(self, operation: &Operation, error: Option<&Error>) -> Self {
        let (result, is_open) = if error.and_then(Error::call).is_some_and(|own| own != operation.name) {
            (self.unknown(format!("the error belongs to another operation, not to `{}`", operation.name)), false)
        } else if error.is_some_and(|error| !error.outcome_unknown()) && !self.is_listed() {
            (Resolved::NotDone, false)
        } else if self.name.is_empty() {
            let what = format!(
                "it has no `{}` to look it up by; call `named` before sending it, or use the entry in `unresolved`",
                self.asked_by.name
            );
            (self.unknown(what), false)
        } else {
            (self.unknown("no time was left for a lookup"), true)
        };
        Self { result, is_open, ..self }
    }
}

/// The numbers of the entries that are not in flight.
fn numbers_not_in_flight(entries: &[Unresolved]) -> Vec<u64> {
    entries.iter().filter(|entry| !entry.is_in_flight).map(|entry| entry.number).collect()
}

/// The items of a request, or those that an error is about, with what is known of them beforehand.
pub(super) fn targets<R: Resolvable>(engine: &Engine, request: &R, error: Option<&Error>) -> Vec<LookupTarget> {
    let Some(asked_by) = R::OPERATION.asked_by else { return Vec::new() };
    let all: Vec<&dyn Fields> = request.items().each().collect();
    let about = match error.and_then(Error::item).filter(|place| *place < all.len()) {
        Some(place) => &all[place..=place],
        None => &all,
    };
    let names: Vec<&str> = error.into_iter().flat_map(Error::client_order_ids).collect();
    let target = |(place, item): (usize, &&dyn Fields)| {
        let sent_as = names.get(place).copied().filter(|_| names.len() == about.len());
        let name = sent_as.unwrap_or_else(|| name_of_item(*item, asked_by.name));
        LookupTarget::new(engine, R::OPERATION, asked_by, *item, name, error).classify(R::OPERATION, error)
    };
    about.iter().enumerate().map(target).collect()
}

fn name_of_item<'a>(item: &'a dyn Fields, wire: &str) -> &'a str {
    match field(item, wire) {
        Value::Text(text) if is_given(Value::Text(text)) => text,
        _ => "",
    }
}
