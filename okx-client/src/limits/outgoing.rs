//! A request that is to go out.

use super::account::Account;
use super::charges::{self, Charge, Charges};
use super::policy::LimitPolicy;
use crate::api::Request;
use crate::check::instruments::Instruments;

/// A request that is to go out: all that the limits look at.
#[derive(Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    pub(crate) request: Request<'a>,
    /// The number of the socket connection it travels on; `None` where it travels over HTTP.
    pub(crate) connection: Option<u64>,
    pub(crate) account: &'a Account,
    pub(crate) instruments: &'a Instruments,
    pub(crate) policy: LimitPolicy,
}

impl Outgoing<'_> {
    /// What it draws on.
    pub(super) fn charges(&self) -> Charges {
        Charges::of(self)
    }

    /// What one of its draws is counted by, to be read by people.
    pub(super) fn keys(&self, charge: &Charge) -> Box<str> {
        charges::printed_keys(charge, self)
    }
}
