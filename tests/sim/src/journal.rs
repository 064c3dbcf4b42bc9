//! What arrived, in order, for tests that must know that nothing was sent twice.

use std::collections::VecDeque;

/// How many requests are remembered; the oldest are forgotten first.
const REMEMBERED: usize = 200_000;

/// One request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it arrived, in microseconds since the epoch by the simulator's own clock, without its offset.
    pub arrived_micros: i64,
    /// The HTTP method.
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// The call it stands for, `chapter.endpoint`; empty when there is none.
    pub call: String,
    /// The body as sent.
    pub body: String,
    /// The signature it carried.
    pub signature: Option<String>,
    /// Whether the exchange acted on it, or looked at it at all: not when a fault came first.
    pub acted: bool,
    /// How many items of it the rate limits counted, for a batch its orders; 0 when it was refused before or for a
    /// limit.
    pub counted: usize,
    /// How many items of it were done, for a batch its orders.
    pub done: usize,
    /// The HTTP status it was answered with; 0 when the connection was cut.
    pub status: u16,
    /// The result code it was answered with, empty when there was none.
    pub code: String,
    /// What it was answered with beyond the rules: the names of the faults.
    pub faults: Vec<&'static str>,
}

impl Entry {
    /// Whether it carried a signature.
    pub fn is_signed(&self) -> bool {
        self.signature.is_some()
    }
}

/// Every request that arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal(VecDeque<Entry>);

impl Journal {
    pub(crate) fn write(&mut self, entry: Entry) {
        if self.0.len() == REMEMBERED {
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
