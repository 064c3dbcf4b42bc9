//! A request with all that stays the same however often it is sent.

use std::time::Duration;

use super::Core;
use super::client_order_ids::ClientOrderIds;
use crate::client::SendOptions;
use crate::credentials::Held;
use crate::endpoint::{Access, Call, Items};
use crate::error::Error;
use crate::value::Timestamp;

/// A request that can be sent. It is written for each sending, because one is the rule, and then nothing is copied.
pub(super) struct Prepared<'a> {
    pub(super) call: &'static Call,
    pub(super) items: Items<'a>,
    /// The names made for its items, where some were.
    pub(super) ids: Option<&'a ClientOrderIds>,
    /// Who signs it, if anyone.
    pub(super) signer: Option<Held>,
    /// Whether the signer was changed since, because OKX refused the first.
    pub(super) signed_otherwise: bool,
    /// When OKX is to drop it.
    pub(super) expires: Option<Timestamp>,
    /// How long a reply may take.
    pub(super) timeout: Duration,
}

impl<'a> Prepared<'a> {
    /// A request that anyone may send.
    pub(super) fn unsigned(call: &'static Call, items: Items<'a>, timeout: Duration) -> Self {
        Self { call, items, ids: None, signer: None, signed_otherwise: false, expires: None, timeout }
    }
}

impl Core {
    /// Prepares a request, whose life began at this moment.
    pub(super) async fn prepare<'a>(
        &self,
        call: &'static Call,
        items: Items<'a>,
        options: SendOptions,
        ids: &'a ClientOrderIds,
        begun: Duration,
    ) -> Result<Prepared<'a>, Error> {
        if options.within.is_some() && !call.deadline {
            return Err(Error::invalid("this call takes no deadline; send it without `within`"));
        }
        let mut signer = None;
        let timeout = options.timeout.unwrap_or(self.parts.request_timeout);
        if signs(call, options) {
            signer = Some(self.signer().await?);
            // What reduces risk waits for no measurement: it is signed with what is known. OKX says so if that is not good enough.
            if !call.reduces_risk {
                self.know_time(timeout).await;
            }
        }
        // Loading instruments and measuring the clock took from the time the request has.
        let spent = self.now().saturating_sub(begun);
        let expires = options.within.map(|time| self.time.after(time.saturating_sub(spent)));
        Ok(Prepared { call, items, ids: Some(ids), signer, signed_otherwise: false, expires, timeout })
    }
}

/// Whether a call is signed: not where anyone may make it, because OKX limits and answers signed requests differently.
fn signs(call: &Call, options: SendOptions) -> bool {
    match call.access {
        Access::Public => false,
        Access::Either => options.signed,
        Access::Read | Access::Trade | Access::Withdraw => true,
    }
}
