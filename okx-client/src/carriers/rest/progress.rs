//! How far a request got when the client gave up on it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// How far a request got, as reported by the transport that sends it. Clones refer to the same request.
///
/// A request that the client gives up on may have been executed, unless it is certain that not a byte of it was sent. A transport that can
/// tell calls [`waits_for_connection`](Self::waits_for_connection) first, and [`may_begin`](Self::may_begin) right before the first byte.
/// If a transport does neither, every request is assumed to have been sent.
#[derive(Clone, Default)]
pub struct Progress(Arc<AtomicU8>);

const UNKNOWN: u8 = 0;
const WAITING: u8 = 1;
const BEGUN: u8 = 2;
const ABANDONED: u8 = 3;

impl Progress {
    /// Declares that nothing of the request is sent before [`may_begin`](Self::may_begin) is called.
    pub fn waits_for_connection(&self) {
        self.change(UNKNOWN, WAITING);
    }

    /// Whether the request may be sent. If not, it was abandoned and counts as not sent, so not a byte of it may follow.
    pub fn may_begin(&self) -> bool {
        self.change(WAITING, BEGUN) || self.0.load(Ordering::SeqCst) != ABANDONED
    }

    /// Abandons the request. Returns whether it is certain that nothing was sent or will be.
    pub(crate) fn give_up(&self) -> bool {
        self.change(WAITING, ABANDONED)
    }

    /// Atomic, so that a request is never both abandoned and sent.
    fn change(&self, from: u8, to: u8) -> bool {
        self.0.compare_exchange(from, to, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.load(Ordering::SeqCst) {
            WAITING => "Progress(waiting for a connection)",
            BEGUN => "Progress(sending)",
            ABANDONED => "Progress(abandoned)",
            _ => "Progress(unknown)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiting_request_can_be_abandoned_and_is_then_not_sent() {
        let progress = Progress::default();
        progress.waits_for_connection();
        assert!(progress.give_up());
        assert!(!progress.may_begin());
    }

    #[test]
    fn a_request_that_has_begun_or_reports_nothing_does_not_count_as_unsent() {
        let unknown = Progress::default();
        assert!(!unknown.give_up() && unknown.may_begin());
        let begun = Progress::default();
        begun.waits_for_connection();
        assert!(begun.may_begin() && !begun.give_up());
        begun.waits_for_connection();
        assert!(!begun.give_up(), "it does not wait again");
    }
}
