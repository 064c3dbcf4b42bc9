//! Whose signature a request bears.

use super::Core;
use super::prepare::Prepared;
use crate::credentials::Held;
use crate::error::Error;

impl Core {
    /// Who signs now.
    pub(super) async fn signer(&self) -> Result<Held, Error> {
        let keys = self.parts.keys.as_ref().ok_or_else(|| {
            Error::setup(
                "this call must be signed, and the client has no credentials; say `.credentials(Credentials::from_env()?)` where it is built",
            )
        })?;
        keys.current(&*self.parts.clock, self.parts.request_timeout).await
    }

    /// Takes other credentials for a request that ended with this error, so that it can be sent once more; otherwise gives the error
    /// back. Only a request that was certainly not done, for its credentials, is signed by others.
    pub(super) async fn sign_otherwise(&self, prepared: &mut Prepared<'_>, error: Error) -> Result<(), Error> {
        let (Some(keys), Some(refused)) = (&self.parts.keys, &prepared.signer) else { return Err(error) };
        if prepared.signed_otherwise || !error.is_refused() || !error.is_authentication() {
            return Err(error);
        }
        match keys.others(refused, &*self.parts.clock, self.parts.request_timeout).await {
            Ok(Some(other)) => {
                tracing::info!(call = prepared.call.name, "OKX refused the credentials; others are taken");
                prepared.signer = Some(other);
                prepared.signed_otherwise = true;
                Ok(())
            }
            Ok(None) => Err(error),
            Err(failed) => Err(error.caused_by(failed)),
        }
    }
}
