//! Admits a request for all processes together.

use super::super::permit::Permit;
use super::super::waiting::WaitingRequest;
use super::connection::{AdmitReply, Unavailable};
use super::{Redis, WhenUnavailable};
use crate::error::Error;

impl WaitingRequest<'_> {
    /// A permit, if all processes together have room for the request. Otherwise its reservations are released, and this process closes the
    /// budget that was short until it may have room. So the request that has waited longest here asks first, and no request asks in vain.
    pub(in super::super) async fn admit_shared(&mut self, mut permit: Permit) -> Result<Option<Permit>, Error> {
        let Some(redis) = self.limits.redis() else { return Ok(Some(permit)) };
        if permit.costs().iter().next().is_none() {
            return Ok(Some(permit));
        }
        let request = self.limits.ledger().shared_request(permit.costs(), redis);
        permit.share(request.clone());
        match redis.admit(&request).await {
            Ok(AdmitReply { shortage: None, .. }) => {
                self.limits.ledger().use_whole_budgets();
                Ok(Some(permit))
            }
            Ok(AdmitReply { shortage: Some(shortage), .. }) => {
                self.limits.ledger().use_whole_budgets();
                self.costs = permit.take_back(Some(shortage));
                Ok(None)
            }
            Err(unavailable) => self.admit_without_redis(redis, permit, &unavailable),
        }
    }

    /// Handles a request while Redis is unavailable.
    fn admit_without_redis(
        &mut self,
        redis: &Redis,
        permit: Permit,
        Unavailable(why): &Unavailable,
    ) -> Result<Option<Permit>, Error> {
        match redis.when_unavailable() {
            WhenUnavailable::Refuse => {
                permit.not_sent();
                Err(Error::unreachable(format!("shared rate limits: Redis is unavailable: {why}; nothing was sent")))
            }
            WhenUnavailable::LocalShare { processes } => {
                let now = self.limits.now();
                let since = self.limits.ledger().restrict_to_share(processes, now);
                if self.checked_share.replace(since) != Some(since) {
                    // It may have been admitted before the restriction began, so it is checked again.
                    self.costs = permit.take_back(None);
                    return Ok(None);
                }
                redis.sent_without_redis();
                Ok(Some(permit.local()))
            }
            WhenUnavailable::Local => {
                redis.sent_without_redis();
                Ok(Some(permit.local()))
            }
        }
    }
}
