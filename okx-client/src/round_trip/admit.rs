//! What a request waits for right before it is sent: the limits, then the circuit breaker.

use super::Core;
use super::prepare::Prepared;
use crate::breaker::Passage;
use crate::client::SendOptions;
use crate::error::Error;
use crate::limiter::Permit;
use crate::retry::Tries;

const TOO_LATE: &str = "its deadline (`within`) passed before it could be sent";

impl Core {
    /// Waits until a request may be sent, but not longer than it has time.
    pub(super) async fn admit(
        &self,
        prepared: &Prepared<'_>,
        options: SendOptions,
        tries: &Tries,
    ) -> Result<(Permit, Passage<'_>), Error> {
        let admission = self.admitted(prepared, options, tries);
        let Some(expires) = prepared.expires else { return admission.await };
        tokio::select! {
            biased;
            () = self.parts.clock.sleep(self.time.until(expires)) => {
                Err(Error::unreachable(TOO_LATE))
            }
            admitted = admission => admitted,
        }
    }

    /// The circuit is asked last, so that no request is a trial request while it waits for a limit. A request that is held back gives its
    /// place in the limits to others.
    async fn admitted(
        &self,
        prepared: &Prepared<'_>,
        options: SendOptions,
        tries: &Tries,
    ) -> Result<(Permit, Passage<'_>), Error> {
        let policy = options.limit_policy.unwrap_or(self.parts.limit_policy);
        loop {
            let permit = self.parts.limits.admit(self.outgoing(prepared.call, prepared.items, policy)).await?;
            // Made before the circuit is asked, so that it notices every change after that.
            let changed = self.breaker.changed();
            let held_back = match self.breaker.pass(prepared.call, self.now()) {
                Ok(passage) if self.is_late(prepared) => {
                    permit.not_sent();
                    drop(passage);
                    return Err(Error::unreachable(TOO_LATE));
                }
                // The machine may have slept while it waited.
                Ok(passage) if self.waits_for_time(prepared) => {
                    permit.not_sent();
                    drop(passage);
                    self.know_time(prepared.timeout).await;
                    continue;
                }
                Ok(passage) => return Ok((permit, passage)),
                Err(held_back) => held_back,
            };
            permit.not_sent();
            let patience = tries.patience(self.now());
            if patience.is_zero() || held_back.pause.is_some_and(|pause| pause >= patience) {
                return Err(held_back.error);
            }
            tracing::debug!(call = prepared.call.name, pause = ?held_back.pause, "waiting for the circuit breaker");
            tokio::select! {
                biased;
                () = changed => {}
                () = self.parts.clock.sleep(held_back.pause.unwrap_or(patience)) => {}
            }
        }
    }

    /// Whether OKX's clock is to be measured before it is signed.
    fn waits_for_time(&self, prepared: &Prepared<'_>) -> bool {
        prepared.signer.is_some() && !prepared.call.reduces_risk && self.time.is_doubtful()
    }

    /// Whether OKX would drop it by now.
    fn is_late(&self, prepared: &Prepared<'_>) -> bool {
        prepared.expires.is_some_and(|expires| self.time.until(expires).is_zero())
    }
}
