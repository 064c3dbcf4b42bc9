//! Enum values that are not known: they are sent, because OKX adds values at any time, but the user is told.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::api::Request;
use crate::error::Error;
use crate::fields::unknown_values;

/// How many different values are warned of. A program that sends more of them has read the first warnings.
const MOST: usize = 1_000;

/// Warns of each unknown value once.
#[derive(Default)]
pub(super) struct MisspelledValues {
    warned: Mutex<BTreeSet<(&'static str, String)>>,
}

impl MisspelledValues {
    /// Logs a warning for each value that is not known, unless it was logged before for the same call.
    pub(super) fn warn(&self, request: Request<'_>) {
        if !tracing::enabled!(tracing::Level::WARN) {
            return;
        }
        for value in unknown_values::of(request.items) {
            let (call, warning) = (request.operation.name, value.to_string());
            let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
            if warned.len() < MOST && warned.insert((call, warning.clone())) {
                tracing::warn!(call, "{warning}; it is sent as it is");
            }
        }
    }
}

/// Adds the first unknown value of a request to the error of its refusal, because it may be the reason.
pub(super) fn explain(request: Request<'_>, error: Error) -> Error {
    if !error.is_refused() {
        return error;
    }
    match unknown_values::of(request.items).first() {
        Some(value) => error.with_hint(value.to_string()),
        None => error,
    }
}
