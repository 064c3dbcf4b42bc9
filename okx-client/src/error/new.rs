//! How the rest of the crate makes errors: one constructor for each kind, then what else is known.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{BudgetUse, Doubt, Error, ErrorFact, Inner, Kind, RowText, Verdict};

impl Error {
    /// Something the client is made with is wrong. `what` is a clause without a full stop.
    pub(crate) fn setup(what: impl Into<String>) -> Self {
        Self::of(Kind::Setup, what.into())
    }

    /// The request is refused here, before anything is sent. `what` is a clause without a full stop.
    pub(crate) fn invalid(what: impl Into<String>) -> Self {
        Self::of(Kind::Invalid, what.into())
    }

    /// The request is refused here, because a rate limit is used up and it was set not to wait.
    pub(crate) fn limited(limit: BudgetUse) -> Self {
        let mut error = Self::invalid(format!(
            "the rate limit is used up, and the request was set not to wait any longer: {limit}"
        ));
        error.0.limit = Some(Box::new(limit));
        error
    }

    /// No usable answer came and nothing was done. `what` is a clause without a full stop.
    pub(crate) fn unreachable(what: impl Into<String>) -> Self {
        Self::of(Kind::Unreachable, what.into())
    }

    /// It may have been done. `what` is a clause without a full stop.
    pub(crate) fn unknown(what: impl Into<String>) -> Self {
        Self::of(Kind::Unknown, what.into())
    }

    /// A reply, or a row of it, could not be read. `what` is a clause without a full stop.
    pub(crate) fn unreadable(what: impl Into<String>) -> Self {
        Self::of(Kind::Unreadable, what.into())
    }

    /// A reply is of a binary format. Asking again gives the same.
    pub(crate) fn binary(length: usize) -> Self {
        let mut error = Self::unreadable(format!(
            "the reply is binary, {length} bytes long, and not JSON; `Exchange::body` has its bytes"
        ));
        error.0.is_binary = true;
        error
    }

    /// Whether the reply was of a binary format.
    pub(crate) fn is_binary(&self) -> bool {
        self.0.is_binary
    }

    /// OKX answered the request, or one row of it, with a code other than success. Most codes say that it was not done; some leave
    /// it open, and then the outcome is unknown.
    pub(crate) fn refused(code: &str, sub_code: Option<&str>, message: &str, fact: Option<&'static ErrorFact>) -> Self {
        let sub_code = sub_code.filter(|sub_code| !sub_code.is_empty());
        let open = fact.is_some_and(|fact| fact.verdict == Verdict::Unknown);
        let mut error = Self::of(if open { Kind::Unknown } else { Kind::Refused }, message.to_owned());
        error.0.code = Some(code.into());
        error.0.sub_code = sub_code.map(Into::into);
        error.0.fact = fact;
        error
    }

    /// The HTTP status alone says that it was not done.
    pub(crate) fn refused_by_http(status: u16, what: impl Into<String>) -> Self {
        Self::of(Kind::Refused, what.into()).with_http_status(status)
    }

    /// What to do with the request, where the code is known.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        self.0.fact.map(|fact| fact.verdict)
    }

    /// Whether the same request may succeed later, though nobody changes anything.
    pub(crate) fn may_pass(&self) -> bool {
        match self.0.kind {
            Kind::Setup => false,
            Kind::Invalid => self.0.limit.is_some(),
            Kind::Unreachable => !matches!(self.0.http_status, Some(300..400)),
            Kind::Unknown | Kind::Unreadable => true,
            Kind::Refused => match self.verdict() {
                Some(verdict) => verdict != Verdict::Never,
                None => matches!(self.0.http_status, Some(408 | 429 | 500..)),
            },
        }
    }

    /// The same, where it is not certain that nothing was done.
    pub(crate) fn may_have_been_done(mut self) -> Self {
        self.0.kind = Kind::Unknown;
        self
    }

    /// The same, where nothing can have been done because the request only reads.
    pub(crate) fn was_not_done(mut self) -> Self {
        self.0.kind = Kind::Refused;
        self
    }

    /// The same, where what could not be read is the request itself.
    #[cfg(feature = "dynamic")]
    pub(crate) fn before_sending(mut self) -> Self {
        self.0.kind = Kind::Invalid;
        self
    }

    /// The call it happened in.
    pub(crate) fn in_call(mut self, name: &'static str) -> Self {
        self.0.call = Some(name);
        self
    }

    /// Where the client was set to go.
    pub(crate) fn in_environment(mut self, environment: &impl fmt::Display) -> Self {
        self.0.environment = Some(environment.to_string().into());
        self
    }

    /// The item of a batch, or the row of a reply, counted from zero.
    pub(crate) fn at_item(mut self, item: usize) -> Self {
        self.0.item = Some(item);
        self
    }

    /// The field it is about, by its name on the wire.
    pub(crate) fn in_field(mut self, wire: impl Into<Box<str>>) -> Self {
        self.0.field = Some(wire.into());
        self
    }

    /// The field whose value holds the field it is about: `field` becomes `wire.field`.
    pub(crate) fn within(self, wire: &str) -> Self {
        let path = self.field().map_or_else(|| wire.to_owned(), |inner| format!("{wire}.{inner}"));
        self.in_field(path)
    }

    /// The valid value just below the refused one.
    pub(crate) fn with_nearest(mut self, nearest: Decimal) -> Self {
        self.0.nearest = Some(nearest);
        self
    }

    /// The valid value next to the refused one, which is negative, toward zero.
    pub(crate) fn with_nearest_toward_zero(mut self, nearest: Decimal) -> Self {
        self.0.toward = "toward zero";
        self.with_nearest(nearest)
    }

    /// The HTTP status of the reply; the usual one says nothing.
    pub(crate) fn with_http_status(mut self, status: u16) -> Self {
        self.0.http_status = (status != 200).then_some(status);
        self
    }

    /// The names under which the orders of the request can be asked for.
    pub(crate) fn with_client_order_ids(mut self, ids: impl IntoIterator<Item = impl Into<Box<str>>>) -> Self {
        self.0.client_order_ids = ids.into_iter().map(Into::into).collect();
        self
    }

    /// When it can have been done, where that is unknown.
    pub(crate) fn with_doubt(mut self, doubt: Option<Doubt>) -> Self {
        self.0.doubt = doubt.filter(|_| self.outcome_unknown());
        self
    }

    /// When it can have been done, where that is unknown and was written down.
    pub(crate) fn doubt(&self) -> Option<Doubt> {
        self.0.doubt
    }

    /// The same request, still in doubt after it was asked for. `what` is a clause without a full stop.
    pub(crate) fn still_unknown(mut self, what: impl Into<String>) -> Self {
        self.0.kind = Kind::Unknown;
        self.0.what = what.into();
        (self.0.code, self.0.sub_code, self.0.fact) = (None, None, None);
        self
    }

    /// The text of the row it is about, which could not be read.
    pub(crate) fn with_row_text(mut self, row: &str) -> Self {
        self.0.row = Some(RowText(row.into()));
        self
    }

    /// What caused it, for `std::error::Error::source`.
    pub(crate) fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    fn of(kind: Kind, what: String) -> Self {
        Self(Box::new(Inner {
            kind,
            what,
            call: None,
            environment: None,
            item: None,
            field: None,
            nearest: None,
            toward: "below",
            code: None,
            sub_code: None,
            fact: None,
            http_status: None,
            client_order_ids: Vec::new(),
            doubt: None,
            limit: None,
            row: None,
            is_binary: false,
            source: None,
        }))
    }
}
