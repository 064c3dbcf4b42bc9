//! Constructors for the rest of the crate: one for each kind of error, and methods that add properties.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{BudgetUse, Error, ErrorFact, ErrorKind, ExecutionWindow, Inner, RowText, Verdict};
use crate::value::TimestampError;

impl From<&Self> for Error {
    /// A copy, so that `?` accepts the error of a borrowed row: `row.as_ref()?`.
    fn from(error: &Self) -> Self {
        error.clone()
    }
}

impl From<TimestampError> for Error {
    /// An [invalid](Error::is_invalid) value with the same message.
    fn from(error: TimestampError) -> Self {
        Self::invalid(error.to_string())
    }
}

impl Error {
    /// The configuration of the client is wrong. `what` is a clause without a full stop.
    pub(crate) fn setup(what: impl Into<String>) -> Self {
        Self::of(ErrorKind::Setup, what.into())
    }

    /// The client refuses the request. `what` is a clause without a full stop.
    pub(crate) fn invalid(what: impl Into<String>) -> Self {
        Self::of(ErrorKind::Invalid, what.into())
    }

    /// The client refuses the request, because a rate limit is used up and the request is not allowed to wait longer.
    pub(crate) fn limited(limit: BudgetUse) -> Self {
        let mut error = Self::invalid(format!("rate limit: would wait longer than allowed: {limit}"));
        error.0.limit = Some(Box::new(limit));
        error
    }

    /// There is no usable answer, and the request was not done. `what` is a clause without a full stop.
    pub(crate) fn unreachable(what: impl Into<String>) -> Self {
        Self::of(ErrorKind::Unreachable, what.into())
    }

    /// The request may have been done. `what` is a clause without a full stop.
    pub(crate) fn unknown(what: impl Into<String>) -> Self {
        Self::of(ErrorKind::Unknown, what.into())
    }

    /// The reply, or a row of it, could not be read. `what` is a clause without a full stop.
    pub(crate) fn unreadable(what: impl Into<String>) -> Self {
        Self::of(ErrorKind::Unreadable, what.into())
    }

    /// The reply has a binary format. Sending the request again does not help.
    pub(crate) fn binary(length: usize) -> Self {
        let mut error = Self::unreadable(format!(
            "the reply is binary ({length} bytes) and not JSON; read it with `Exchange::body`"
        ));
        error.0.is_binary = true;
        error
    }

    /// Whether the reply has a binary format.
    pub(crate) fn is_binary(&self) -> bool {
        self.0.is_binary
    }

    /// The same error about a reply that begins like one from OKX.
    pub(crate) fn in_damaged_reply(mut self) -> Self {
        self.0.is_damaged_reply = true;
        self
    }

    /// Whether the reply that could not be read begins like one from OKX.
    pub(crate) fn is_damaged_reply(&self) -> bool {
        self.0.is_damaged_reply
    }

    /// OKX answered the request, or one row of it, with an error code. With most codes, it was not done; with some, the outcome is unknown.
    pub(crate) fn refused(code: &str, sub_code: Option<&str>, message: &str, fact: Option<&'static ErrorFact>) -> Self {
        let sub_code = sub_code.filter(|sub_code| !sub_code.is_empty());
        let is_unknown = fact.is_some_and(|fact| fact.verdict == Verdict::Unknown);
        let mut error = Self::of(if is_unknown { ErrorKind::Unknown } else { ErrorKind::Refused }, message.to_owned());
        error.0.code = Some(code.into());
        error.0.sub_code = sub_code.map(Into::into);
        error.0.fact = fact;
        error
    }

    /// The HTTP status shows that the request was not done.
    pub(crate) fn refused_by_http(status: u16, what: impl Into<String>) -> Self {
        Self::of(ErrorKind::Refused, what.into()).with_http_status(status)
    }

    /// What to do with the request, if the code is known.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        self.0.fact.map(|fact| fact.verdict)
    }

    /// Changes the kind: the request may have been done.
    pub(crate) fn into_unknown(mut self) -> Self {
        self.0.kind = ErrorKind::Unknown;
        self
    }

    /// Changes the kind: the request was refused, because it only reads and so was not done.
    pub(crate) fn into_refused(mut self) -> Self {
        self.0.kind = ErrorKind::Refused;
        self
    }

    /// Changes the kind: the text that could not be read is the request itself.
    #[cfg(feature = "dynamic")]
    pub(crate) fn into_invalid(mut self) -> Self {
        self.0.kind = ErrorKind::Invalid;
        self
    }

    /// Sets the name of the call.
    pub(crate) fn in_call(mut self, name: &'static str) -> Self {
        self.0.call = Some(name);
        self
    }

    /// Sets the environment of the client.
    pub(crate) fn in_environment(mut self, environment: &impl fmt::Display) -> Self {
        self.0.environment = Some(environment.to_string().into());
        self
    }

    /// Sets the item of a batch, or the row of a reply, counted from zero.
    pub(crate) fn at_item(mut self, item: usize) -> Self {
        self.0.item = Some(item);
        self
    }

    /// Sets the path of the field, by wire names.
    pub(crate) fn in_field(mut self, wire: impl Into<Box<str>>) -> Self {
        self.0.field = Some(wire.into());
        self
    }

    /// Adds an outer field to the path: `field` becomes `wire.field`.
    pub(crate) fn within(self, wire: &str) -> Self {
        let path = self.field().map_or_else(|| wire.to_owned(), |inner| format!("{wire}.{inner}"));
        self.in_field(path)
    }

    /// Sets the nearest valid value below the refused one.
    pub(crate) fn with_nearest(mut self, nearest: Decimal) -> Self {
        self.0.nearest = Some(nearest);
        self
    }

    /// Sets the nearest valid value toward zero, for a refused value that is negative.
    pub(crate) fn with_nearest_toward_zero(mut self, nearest: Decimal) -> Self {
        self.0.nearest_direction = "toward zero";
        self.with_nearest(nearest)
    }

    /// Sets the HTTP status, unless it is 200.
    pub(crate) fn with_http_status(mut self, status: u16) -> Self {
        self.0.http_status = (status != 200).then_some(status);
        self
    }

    /// Sets the client order ids of the request.
    pub(crate) fn with_client_order_ids(mut self, ids: impl IntoIterator<Item = impl Into<Box<str>>>) -> Self {
        self.0.client_order_ids = ids.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the time in which OKX may execute the request, if the outcome is unknown.
    pub(crate) fn with_execution_window(mut self, window: Option<ExecutionWindow>) -> Self {
        self.0.window = window.filter(|_| self.outcome_unknown());
        self
    }

    /// The time in which OKX may execute the request, if the outcome is unknown and the time is known.
    pub(crate) fn execution_window(&self) -> Option<ExecutionWindow> {
        self.0.window
    }

    /// Changes the message: the outcome is still unknown after a lookup. `what` is a clause without a full stop.
    pub(crate) fn still_unknown(mut self, what: impl Into<String>) -> Self {
        self.0.kind = ErrorKind::Unknown;
        self.0.what = what.into();
        (self.0.code, self.0.sub_code, self.0.fact) = (None, None, None);
        self
    }

    /// Sets the text of the row, which could not be read.
    pub(crate) fn with_row_text(mut self, row: &str) -> Self {
        self.0.row = Some(RowText(row.into()));
        self
    }

    /// Sets something else that may be wrong. `hint` is a clause without a full stop.
    pub(crate) fn with_hint(mut self, hint: String) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Sets the cause, for `std::error::Error::source`.
    pub(crate) fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    fn of(kind: ErrorKind, what: String) -> Self {
        Self(Box::new(Inner {
            kind,
            what,
            call: None,
            environment: None,
            item: None,
            field: None,
            nearest: None,
            nearest_direction: "below",
            code: None,
            sub_code: None,
            fact: None,
            http_status: None,
            client_order_ids: Vec::new(),
            window: None,
            limit: None,
            row: None,
            hint: None,
            is_binary: false,
            is_damaged_reply: false,
            source: None,
        }))
    }
}
