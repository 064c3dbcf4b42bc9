//! What stays the same across all attempts of a request: its signer, its deadline, and the client order IDs generated for it.

use std::time::Duration;

use super::routing::RoutedRequest;
use super::{Engine, SendOptions};
use crate::api::Request;
use crate::auth::credentials::SharedCredentials;
use crate::error::Error;
use crate::facts::{Access, Operation};
use crate::judge::client_order_ids::ClientOrderIds;
use crate::value::Timestamp;

/// How long a request waits for a connection to a socket if it can be sent over the REST API instead: long enough for a login.
const FALL_BACK_AFTER: Duration = Duration::from_secs(1);

/// A request that is ready to be sent. Each attempt encodes it again: most requests need only one, and then nothing is copied.
pub(crate) struct Prepared<'a> {
    pub(super) routed: RoutedRequest<'a>,
    /// The client order IDs generated for its items; `None` if the operation takes none.
    pub(super) ids: Option<&'a ClientOrderIds>,
    /// The credentials that sign it; `None` if it is sent unsigned.
    pub(super) signer: Option<SharedCredentials>,
    /// Whether the credentials were replaced because OKX rejected the first ones.
    pub(super) credentials_replaced: bool,
    /// When OKX must discard it.
    pub(super) expires: Option<Timestamp>,
    /// The longest time to wait for a reply.
    pub(super) timeout: Duration,
}

impl<'a> Prepared<'a> {
    /// A request that is sent without a signature.
    pub(super) fn unsigned(request: Request<'a>, timeout: Duration) -> Self {
        Self {
            routed: RoutedRequest::unchanged(request),
            ids: None,
            signer: None,
            credentials_replaced: false,
            expires: None,
            timeout,
        }
    }

    /// The request with its current route.
    pub(super) fn request(&self) -> Request<'a> {
        self.routed.request
    }

    /// The longest time to wait for a connection: short if the request can be sent over the REST API instead.
    pub(super) fn send_within(&self) -> Duration {
        if self.routed.fallback.is_some() { self.timeout.min(FALL_BACK_AFTER) } else { self.timeout }
    }

    /// Whether OKX's clock must be known before the request is sent: to sign it, for its deadline, and to recognize later what it created. A
    /// request that reduces risk does not wait for a measurement: it is signed with the best known time, and OKX rejects it if that is too far
    /// off.
    pub(super) fn needs_clock(&self) -> bool {
        self.signer.is_some() && !self.request().operation.reduces_risk
    }
}

impl Engine {
    /// Prepares a request whose lifecycle began at `begun`.
    pub(super) async fn prepare<'a>(
        &self,
        routed: RoutedRequest<'a>,
        options: SendOptions,
        ids: &'a ClientOrderIds,
        begun: Duration,
    ) -> Result<Prepared<'a>, Error> {
        let request = routed.request;
        if options.within.is_some() && !request.operation.deadline {
            return Err(Error::invalid("this operation does not support a deadline; send it without `within`"));
        }
        let timeout = options.timeout.unwrap_or(self.request_timeout);
        let mut prepared = Prepared { ids: Some(ids), routed, ..Prepared::unsigned(request, timeout) };
        if is_signed(request.operation, options) {
            prepared.signer = Some(self.signer().await?);
            if prepared.needs_clock() || options.within.is_some() && !request.operation.reduces_risk {
                self.ensure_clock_synced(timeout).await;
            }
        }
        // Loading instruments and measuring the clock count against the deadline.
        let spent = self.now().saturating_sub(begun);
        prepared.expires = options.within.map(|time| self.time().after(time.saturating_sub(spent)));
        Ok(prepared)
    }

    /// The credentials that sign now.
    async fn signer(&self) -> Result<SharedCredentials, Error> {
        let keys = self.keys.as_ref().ok_or_else(|| {
            Error::setup(
                "this operation must be signed, but the client has no credentials; add `.credentials(Credentials::from_env()?)` to its builder",
            )
        })?;
        keys.current(&*self.clock, self.request_timeout).await
    }

    /// Replaces the credentials of a request that ended with this error, so that it can be sent once more; otherwise returns the error.
    /// Applies only if OKX rejected the credentials, which means that the request was certainly not executed.
    pub(super) async fn replace_credentials(&self, prepared: &mut Prepared<'_>, error: Error) -> Result<(), Error> {
        let (Some(keys), Some(refused)) = (&self.keys, &prepared.signer) else { return Err(error) };
        if prepared.credentials_replaced || !error.is_refused() || !error.is_authentication() {
            return Err(error);
        }
        match keys.replacement(refused, &*self.clock, self.request_timeout).await {
            Ok(Some(replacement)) => {
                let call = prepared.request().operation.name;
                tracing::info!(call, "OKX rejected the credentials; signing the request with new ones");
                prepared.signer = Some(replacement);
                prepared.credentials_replaced = true;
                Ok(())
            }
            Ok(None) => Err(error),
            Err(failed) => Err(error.caused_by(failed)),
        }
    }
}

/// Whether a request is signed. Public operations are signed only on request, because OKX limits and answers signed requests differently.
fn is_signed(operation: &Operation, options: SendOptions) -> bool {
    match operation.access {
        Access::Public => false,
        Access::Either => options.signed,
        Access::Read | Access::Trade | Access::Withdraw => true,
    }
}
