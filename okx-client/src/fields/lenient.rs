//! How a client treats values of replies that their fields cannot hold.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use super::Shape;

/// How values of replies are treated that their fields cannot hold, and what was already said of them.
#[derive(Debug, Default)]
pub(crate) struct Lenient {
    is_strict: bool,
    /// The fields of which a warning was logged, by the names of shape and field.
    warned: Mutex<HashSet<(&'static str, &'static str)>>,
}

impl Lenient {
    /// Leaves such values out, or refuses the rows that hold them.
    pub(crate) fn new(is_strict: bool) -> Self {
        Self { is_strict, warned: Mutex::default() }
    }

    /// Whether a row with such a value is an error.
    pub(crate) fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// Logs that a field could not be read, once for each field however often it comes: a list of all instruments would fill the log.
    /// The value is not shown, because it may be a secret.
    pub(super) fn warn(&self, shape: &'static Shape, place: usize) {
        let (name, field) = (shape.name, shape.wire[place]);
        let is_first = self.warned.lock().unwrap_or_else(PoisonError::into_inner).insert((name, field));
        if is_first {
            tracing::warn!(
                shape = name,
                field,
                "a value of a reply could not be read; its text is kept in `extra`, and this is not logged again"
            );
        }
    }
}
