//! Errors of reading and converting times.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// A text that is not a time, or a time or duration that another type cannot represent. It converts into [`Error`](crate::Error).
#[derive(Clone, PartialEq, Eq)]
pub struct TimestampError(Cow<'static, str>);

impl TimestampError {
    pub(super) fn new(what: impl Into<Cow<'static, str>>) -> Self {
        Self(what.into())
    }
}

impl fmt::Debug for TimestampError {
    /// Writes the message, because this is what a program prints whose `main` returns the error.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for TimestampError {}
