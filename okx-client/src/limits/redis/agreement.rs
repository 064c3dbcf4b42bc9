//! How a request that this process would admit comes to an agreement with all others.

use super::super::permit::Permit;
use super::super::queued::Queued;
use super::line::{Answer, Gone};
use super::{Redis, WhenGone};
use crate::error::Error;

impl Queued<'_> {
    /// A permit, when all processes together have room for the request. Otherwise it gives up what it took, and the budget that was short
    /// is closed for this process until it may have room: so whoever waits here longest asks first, and nobody asks in vain.
    pub(in super::super) async fn agreed(&mut self, mut permit: Permit) -> Result<Option<Permit>, Error> {
        let Some(redis) = self.limits.redis() else { return Ok(Some(permit)) };
        if permit.charges().iter().next().is_none() {
            return Ok(Some(permit));
        }
        let question = self.limits.ledger().question(permit.charges(), redis);
        permit.agree_on(question.clone());
        match redis.ask(&question).await {
            Ok(Answer { refused: None, .. }) => {
                self.limits.ledger().share_nothing();
                Ok(Some(permit))
            }
            Ok(Answer { refused: Some(short), .. }) => {
                self.limits.ledger().share_nothing();
                self.charges = permit.take_back(Some(short));
                Ok(None)
            }
            Err(gone) => self.alone(redis, permit, &gone),
        }
    }

    /// What becomes of a request when Redis cannot be asked.
    fn alone(&mut self, redis: &Redis, permit: Permit, Gone(why): &Gone) -> Result<Option<Permit>, Error> {
        match redis.when_gone() {
            WhenGone::Refuse => {
                permit.not_sent();
                Err(Error::unreachable(format!(
                    "the Redis that holds the shared limits cannot be asked, because {why}; nothing was sent"
                )))
            }
            WhenGone::LocalShare { processes } => {
                let now = self.limits.now();
                let since = self.limits.ledger().share_among(processes, now);
                if self.looked_since.replace(since) != Some(since) {
                    // It may have been admitted before the share was cut, like others that were being asked about, so it looks again.
                    self.charges = permit.take_back(None);
                    return Ok(None);
                }
                redis.went_alone();
                Ok(Some(permit.alone()))
            }
            WhenGone::Local => {
                redis.went_alone();
                Ok(Some(permit.alone()))
            }
        }
    }
}
