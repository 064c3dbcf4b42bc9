//! A reply together with everything that came along with it.

use std::time::Duration;

use crate::error::Error;
use crate::judge::record::Record;
use crate::value::Timestamp;

/// What came of a request: what [`send`](crate::Client::send) gives, and beside it what is known of the way there. It is there whether
/// the request was done or not, because a refusal has a text as well.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange<T> {
    /// What `send` would have given.
    pub reply: Result<T, Error>,
    record: Record,
}

impl<T> Exchange<T> {
    pub(crate) fn new(reply: Result<T, Error>, record: Record) -> Self {
        Self { reply, record }
    }

    /// The same with another reply.
    pub(crate) fn and_then<U>(self, change: impl FnOnce(T) -> Result<U, Error>) -> Exchange<U> {
        Exchange { reply: self.reply.and_then(change), record: self.record }
    }

    /// The text of the last reply as it came, whoever sent it; `None` when none came, or one that is no text.
    pub fn text(&self) -> Option<&str> {
        self.body().and_then(|body| str::from_utf8(body).ok())
    }

    /// The bytes of the last reply as they came; `None` when none came.
    pub fn body(&self) -> Option<&[u8]> {
        self.record.body.as_deref()
    }

    /// The HTTP status of the last reply; `None` when none came.
    pub fn http_status(&self) -> Option<u16> {
        self.record.http_status
    }

    /// When OKX took the request in, in microseconds since the epoch by its clock, where the reply says so: the `inTime` of orders.
    pub fn in_time(&self) -> Option<i64> {
        self.record.in_time
    }

    /// When OKX sent the reply out, in microseconds since the epoch by its clock, where the reply says so: the `outTime` of orders.
    pub fn out_time(&self) -> Option<i64> {
        self.record.out_time
    }

    /// How often the request was sent; 0 when it was refused before.
    pub fn attempts(&self) -> u32 {
        self.record.attempts
    }

    /// How long the last sending took, from its first byte to the last of its reply or to giving up; without the waiting for limits.
    pub fn took(&self) -> Option<Duration> {
        self.record.took
    }

    /// The time of the last signature, by OKX's clock as far as it is known; `None` when the request was not signed.
    pub fn signed(&self) -> Option<Timestamp> {
        self.record.signed
    }
}
