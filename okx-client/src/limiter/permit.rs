//! The right to send one request.

use std::fmt;

use super::charges::Charges;
use super::ledger::Fate;
use super::limits::Limits;

/// The right to send one request. Say what became of it; a permit that is dropped stands for a request whose reply never came.
#[must_use = "a dropped permit counts as a request whose reply never came"]
pub(crate) struct Permit {
    limits: Limits,
    charges: Charges,
    fate_is_known: bool,
}

impl Permit {
    pub(super) fn new(limits: Limits, charges: Charges) -> Self {
        Self { limits, charges, fate_is_known: false }
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
        }
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
