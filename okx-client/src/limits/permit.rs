//! The right to send one request.

use std::fmt;
use std::time::Duration;

use super::admission::Limits;
use super::charges::Charges;
use super::ledger::Fate;
#[cfg(feature = "redis")]
use super::redis::{Question, Short};

/// The right to send one request. Say when it [`leaves`](Self::leaves) and what became of it. A permit that is dropped before that stands
/// for a request that was not sent, and one that is dropped after it for a request whose reply never came.
#[must_use = "a dropped permit counts as a request that was not sent, or whose reply never came"]
pub(crate) struct Permit {
    limits: Limits,
    charges: Charges,
    fate_is_known: bool,
    /// Until when the request can arrive, once it is being sent.
    last_arrival: Option<Duration>,
    /// What others agreed to, where it is shared with them.
    #[cfg(feature = "redis")]
    question: Option<Question>,
}

impl Permit {
    pub(super) fn new(limits: Limits, charges: Charges) -> Self {
        Self {
            limits,
            charges,
            fate_is_known: false,
            last_arrival: None,
            #[cfg(feature = "redis")]
            question: None,
        }
    }

    /// The request is sent from now on, and can arrive until this moment by the clock of the limits.
    pub(crate) fn leaves(&mut self, last_arrival: Duration) {
        self.last_arrival = Some(last_arrival);
    }

    /// The reply arrived, whatever it says.
    pub(crate) fn replied(mut self) {
        self.settle(Fate::Replied);
    }

    /// The reply arrived and says, with this code, that a limit was passed though we kept to it: another process shares the account.
    /// Of the budgets that are refused with this code, the one with the shortest window is closed for a while; without a code, of all.
    pub(crate) fn refused_for_rate(mut self, code: &str) {
        self.settle(Fate::Refused(code));
    }

    /// It is certain that not a byte of the request was sent.
    pub(crate) fn not_sent(mut self) {
        self.settle(Fate::Unsent);
    }

    fn settle(&mut self, fate: Fate<'_>) {
        if !std::mem::replace(&mut self.fate_is_known, true) {
            let closures = self.limits.settle(&self.charges, fate);
            #[cfg(feature = "redis")]
            if let (Some(question), Some(redis)) = (&self.question, self.limits.redis()) {
                redis.settle(question, fate, closures, self.limits.now());
            }
            #[cfg(not(feature = "redis"))]
            drop(closures);
        }
    }
}

#[cfg(feature = "redis")]
impl Permit {
    pub(super) fn charges(&self) -> &Charges {
        &self.charges
    }

    /// Others are asked, so they are told what becomes of it.
    pub(super) fn agree_on(&mut self, question: Question) {
        self.question = Some(question);
    }

    /// Nobody else knows of it.
    pub(super) fn alone(mut self) -> Self {
        self.question = None;
        self
    }

    /// Gives up what was taken here, because nothing was taken elsewhere. One budget may have been
    /// short.
    pub(super) fn take_back(mut self, short: Option<Short>) -> Charges {
        self.fate_is_known = true;
        self.limits.take_back(&self.charges, short);
        std::mem::take(&mut self.charges)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.settle(self.last_arrival.map_or(Fate::Unsent, Fate::Lost));
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.charges.iter().map(|charge| (charge.budget.name, charge.units))).finish()
    }
}
