//! The right to send one request.

use std::fmt;

use super::charges::Charges;
use super::ledger::Fate;
use super::limits::Limits;
#[cfg(feature = "redis")]
use super::redis::{Question, Short};

/// The right to send one request. Say what became of it; a permit that is dropped stands for a request whose reply never came.
#[must_use = "a dropped permit counts as a request whose reply never came"]
pub(crate) struct Permit {
    limits: Limits,
    charges: Charges,
    fate_is_known: bool,
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
            #[cfg(feature = "redis")]
            question: None,
        }
    }

    /// The reply arrived, whatever it says.
    pub(crate) fn replied(mut self) {
        self.settle(Fate::Replied);
    }

    /// The reply arrived and says, with this code, that a limit was passed though we kept to it: another process shares the account.
    /// The budgets that are refused with this code are closed for a window.
    pub(crate) fn refused_for_rate(mut self, code: &str) {
        self.settle(Fate::Refused(code));
    }

    /// It is certain that not a byte of the request was sent.
    pub(crate) fn not_sent(mut self) {
        self.settle(Fate::Unsent);
    }

    fn settle(&mut self, fate: Fate<'_>) {
        if !std::mem::replace(&mut self.fate_is_known, true) {
            self.limits.settle(&self.charges, fate);
            #[cfg(feature = "redis")]
            if let (Some(question), Some(redis)) = (&self.question, self.limits.redis()) {
                redis.settle(question, &self.charges, fate);
            }
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
        self.settle(Fate::Lost);
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.charges.iter().map(|charge| (charge.budget.name, charge.units))).finish()
    }
}
