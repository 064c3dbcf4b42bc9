//! How far a request has come, for whoever gives it up before a reply came.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// How far a request has come, told by the transport that carries it. Clones are about the same request.
///
/// A request that is given up may have been done, unless it is certain that not a byte of it was sent. A transport that can tell says
/// [`waits_for_connection`](Self::waits_for_connection) first and asks [`may_begin`](Self::may_begin) right before the first byte; of one that
/// says nothing, every request may have been sent.
#[derive(Clone, Default)]
pub struct Progress(Arc<AtomicU8>);

const UNKNOWN: u8 = 0;
const WAITS: u8 = 1;
const BEGUN: u8 = 2;
const GIVEN_UP: u8 = 3;

impl Progress {
    /// Nothing of the request is sent before [`may_begin`](Self::may_begin) was asked.
    pub fn waits_for_connection(&self) {
        self.change(UNKNOWN, WAITS);
    }

    /// Whether the request may be sent. If not, it was given up, and counts as not sent: not a byte of it must follow.
    pub fn may_begin(&self) -> bool {
        self.change(WAITS, BEGUN) || self.0.load(Ordering::SeqCst) != GIVEN_UP
    }

    /// Gives the request up; whether it is certain that nothing was sent, nor will be.
    pub(crate) fn give_up(&self) -> bool {
        self.change(WAITS, GIVEN_UP)
    }

    /// One step, so that a request is never both given up and sent.
    fn change(&self, from: u8, to: u8) -> bool {
        self.0.compare_exchange(from, to, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.load(Ordering::SeqCst) {
            WAITS => "Progress(waits for a connection)",
            BEGUN => "Progress(is being sent)",
            GIVEN_UP => "Progress(given up)",
            _ => "Progress(unknown)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_can_be_given_up_and_is_then_not_sent() {
        let progress = Progress::default();
        progress.waits_for_connection();
        assert!(progress.give_up());
        assert!(!progress.may_begin());
    }

    #[test]
    fn what_has_begun_or_is_not_known_is_not_called_unsent() {
        let unknown = Progress::default();
        assert!(!unknown.give_up() && unknown.may_begin());
        let begun = Progress::default();
        begun.waits_for_connection();
        assert!(begun.may_begin() && !begun.give_up());
        begun.waits_for_connection();
        assert!(!begun.give_up(), "it does not wait again");
    }
}
