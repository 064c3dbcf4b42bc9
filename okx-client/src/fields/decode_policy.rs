//! How a client treats values of replies that do not fit their fields.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::Shape;

/// How values of replies that do not fit their fields are treated, and which of them have been logged.
#[derive(Debug, Default)]
pub(crate) struct DecodePolicy {
    is_strict: bool,
    /// The fields that a warning was logged for, by the names of shape and field.
    warned: Mutex<HashSet<(&'static str, &'static str)>>,
}

impl DecodePolicy {
    /// If strict, a row with such a value is an error. Otherwise the value is left out of the row.
    pub(crate) fn new(is_strict: bool) -> Self {
        Self { is_strict, warned: Mutex::default() }
    }

    /// Whether a row with such a value is an error.
    pub(crate) fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// Logs that a field could not be read, once per field: otherwise a list of all instruments would fill the log. The value is not
    /// logged, because it may be a secret.
    pub(super) fn warn(&self, shape: &'static Shape, place: usize) {
        let (name, field) = (shape.name, shape.wire[place]);
        let is_first = self.warned.lock().unwrap_or_else(PoisonError::into_inner).insert((name, field));
        if is_first {
            tracing::warn!(
                shape = name,
                field,
                "could not read a value of a reply; its text is kept in `extra` (logged once per field)"
            );
        }
    }
}
