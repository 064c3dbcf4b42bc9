//! What stays the same however often a request is sent: its signer, its deadline, and the client order IDs made for it.

use std::time::Duration;

use super::{Engine, SendOptions};
use crate::api::Request;
use crate::auth::credentials::Held;
use crate::error::Error;
use crate::facts::{Access, Operation};
use crate::judge::client_order_ids::ClientOrderIds;
use crate::value::Timestamp;

/// A request that can be sent. It is encoded anew for each sending: one sending is the rule, and then nothing is copied.
pub(crate) struct Prepared<'a> {
    pub(super) request: Request<'a>,
    /// The client order IDs made for its items; `None` where it takes none.
    pub(super) ids: Option<&'a ClientOrderIds>,
    /// The credentials that sign it; `None` where it is sent unsigned.
    pub(super) signer: Option<Held>,
    /// Whether the credentials were changed since, because OKX refused the first.
    pub(super) signed_otherwise: bool,
    /// When OKX is to discard it.
    pub(super) expires: Option<Timestamp>,
    /// How long a reply may take.
    pub(super) timeout: Duration,
}

impl<'a> Prepared<'a> {
    /// A request that is sent without a signature.
    pub(super) fn unsigned(request: Request<'a>, timeout: Duration) -> Self {
        Self { request, ids: None, signer: None, signed_otherwise: false, expires: None, timeout }
    }

    /// Whether OKX's clock has to be known well before it is sent. What reduces risk waits for no measurement: it is signed with what is
    /// known, and OKX says so if that is not good enough.
    pub(super) fn needs_clock(&self) -> bool {
        self.signer.is_some() && !self.request.operation.reduces_risk
    }
}

impl Engine {
    /// Prepares a request whose life began at this moment.
    pub(super) async fn prepare<'a>(
        &self,
        request: Request<'a>,
        options: SendOptions,
        ids: &'a ClientOrderIds,
        begun: Duration,
    ) -> Result<Prepared<'a>, Error> {
        if options.within.is_some() && !request.operation.deadline {
            return Err(Error::invalid("this call takes no deadline; send it without `within`"));
        }
        let timeout = options.timeout.unwrap_or(self.request_timeout);
        let mut prepared = Prepared { ids: Some(ids), ..Prepared::unsigned(request, timeout) };
        if is_signed(request.operation, options) {
            prepared.signer = Some(self.signer().await?);
            if prepared.needs_clock() {
                self.know_time(timeout).await;
            }
        }
        // Loading instruments and measuring the clock took from the time that the request has.
        let spent = self.now().saturating_sub(begun);
        prepared.expires = options.within.map(|time| self.time().after(time.saturating_sub(spent)));
        Ok(prepared)
    }

    /// The credentials that sign now.
    async fn signer(&self) -> Result<Held, Error> {
        let keys = self.keys.as_ref().ok_or_else(|| {
            Error::setup(
                "this call must be signed, and the client has no credentials; add `.credentials(Credentials::from_env()?)` to its builder",
            )
        })?;
        keys.current(&*self.clock, self.request_timeout).await
    }

    /// Takes other credentials for a request that ended with this error, so that it can be sent once more; otherwise returns the error.
    /// Only a request that was certainly not done, because OKX refused its credentials, is signed again with others.
    pub(super) async fn sign_otherwise(&self, prepared: &mut Prepared<'_>, error: Error) -> Result<(), Error> {
        let (Some(keys), Some(refused)) = (&self.keys, &prepared.signer) else { return Err(error) };
        if prepared.signed_otherwise || !error.is_refused() || !error.is_authentication() {
            return Err(error);
        }
        match keys.others(refused, &*self.clock, self.request_timeout).await {
            Ok(Some(other)) => {
                let call = prepared.request.operation.name;
                tracing::info!(call, "OKX refused the credentials; the request is signed with others");
                prepared.signer = Some(other);
                prepared.signed_otherwise = true;
                Ok(())
            }
            Ok(None) => Err(error),
            Err(failed) => Err(error.caused_by(failed)),
        }
    }
}

/// Whether a call is signed. Public calls are not unless asked to be, because OKX limits and answers signed requests differently.
fn is_signed(operation: &Operation, options: SendOptions) -> bool {
    match operation.access {
        Access::Public => false,
        Access::Either => options.signed,
        Access::Read | Access::Trade | Access::Withdraw => true,
    }
}
