//! A request that is to go out.

use super::account::Account;
use super::charges::{self, Charge, Charges};
use super::policy::LimitPolicy;
use crate::endpoint::{Call, Items};
use crate::instruments::Instruments;

/// A request that is to go out: all that the limits look at.
#[derive(Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    pub(crate) call: &'static Call,
    pub(crate) items: Items<'a>,
    pub(crate) account: &'a Account,
    pub(crate) instruments: &'a Instruments,
    pub(crate) policy: LimitPolicy,
}

impl Outgoing<'_> {
    /// What it draws on.
    pub(super) fn charges(&self) -> Charges {
        Charges::of(self.call, &self.items, self.account, self.instruments)
    }

    /// What one of its draws is counted by, to be read by people.
    pub(super) fn keys(&self, charge: &Charge) -> Box<str> {
        charges::printed_keys(charge, &self.items, self.account, self.instruments)
    }
}
