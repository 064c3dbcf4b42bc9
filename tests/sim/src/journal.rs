//! The journal of requests that arrived, in order. Tests use it to verify that nothing was sent twice.

use std::collections::VecDeque;

/// How many requests are kept; the oldest are dropped first.
const CAPACITY: usize = 200_000;

/// A request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it arrived, in microseconds since the epoch by the simulator's own clock, without the offset.
    pub arrived_micros: i64,
    /// The HTTP method.
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// The call it matches, `chapter.endpoint`, or empty if it matches none.
    pub call: String,
    /// The body as sent.
    pub body: String,
    /// The signature it carried, if any.
    pub signature: Option<String>,
    /// Whether the exchange processed it. False if a fault prevented that.
    pub acted: bool,
    /// How many items the rate limits counted, such as the orders of a batch; 0 if the request was rejected earlier
    /// or by a rate limit.
    pub counted: usize,
    /// How many items succeeded, such as the orders of a batch.
    pub done: usize,
    /// The HTTP status of the reply; 0 if the connection was reset.
    pub status: u16,
    /// The result code of the reply, empty if there is none.
    pub code: String,
    /// The names of the faults that applied.
    pub faults: Vec<&'static str>,
}

impl Entry {
    /// Whether it carried a signature.
    pub fn is_signed(&self) -> bool {
        self.signature.is_some()
    }
}

/// All requests that arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal(VecDeque<Entry>);

impl Journal {
    pub(crate) fn write(&mut self, entry: Entry) {
        if self.0.len() == CAPACITY {
            self.0.pop_front();
        }
        self.0.push_back(entry);
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.0.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
