//! A reply together with the details of the exchange.

use std::time::Duration;

use crate::error::Error;
use crate::judge::record::ExchangeRecord;
use crate::value::Timestamp;

/// The result of a request with the details of its exchange: what [`send`](crate::Client::send) returns, plus the reply's body, its HTTP
/// status, the number of attempts and timings. The details are available whether or not the request succeeded, because a rejection has a
/// reply too.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange<T> {
    /// What `send` would have returned.
    pub reply: Result<T, Error>,
    record: ExchangeRecord,
}

impl<T> Exchange<T> {
    pub(crate) fn new(reply: Result<T, Error>, record: ExchangeRecord) -> Self {
        Self { reply, record }
    }

    /// Transforms the reply and keeps the details.
    pub(crate) fn and_then<U>(self, change: impl FnOnce(T) -> Result<U, Error>) -> Exchange<U> {
        Exchange { reply: self.reply.and_then(change), record: self.record }
    }

    /// The last reply's body as text, whoever sent it. `None` if no reply arrived or it is not UTF-8.
    pub fn text(&self) -> Option<&str> {
        self.body().and_then(|body| str::from_utf8(body).ok())
    }

    /// The last reply's body. `None` if no reply arrived.
    pub fn body(&self) -> Option<&[u8]> {
        self.record.body.as_deref()
    }

    /// The HTTP status of the last reply. `None` if no reply arrived, or if it arrived over a socket.
    pub fn http_status(&self) -> Option<u16> {
        self.record.http_status
    }

    /// When OKX's gateway received the request, in microseconds since the Unix epoch on OKX's clock: the `inTime` of order operations.
    /// `None` if the reply does not include it.
    pub fn in_time(&self) -> Option<i64> {
        self.record.in_time
    }

    /// When OKX's gateway sent the reply, in microseconds since the Unix epoch on OKX's clock: the `outTime` of order operations. `None` if
    /// the reply does not include it.
    pub fn out_time(&self) -> Option<i64> {
        self.record.out_time
    }

    /// The number of attempts; 0 if the request was rejected before it was sent.
    pub fn attempts(&self) -> u32 {
        self.record.attempts
    }

    /// The duration of the last attempt, from sending its first byte to receiving the whole reply or giving up. Time spent waiting for rate
    /// limits is not included.
    pub fn took(&self) -> Option<Duration> {
        self.record.took
    }

    /// The timestamp of the last signature, in OKX's time as far as it is known. `None` if the request was not signed.
    pub fn signed(&self) -> Option<Timestamp> {
        self.record.signed
    }
}
