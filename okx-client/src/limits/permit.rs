//! Permission to send one request.

use std::fmt;
use std::time::Duration;

use super::admission::Limits;
use super::costs::RequestCosts;
use super::ledger::SendOutcome;
#[cfg(feature = "redis")]
use super::redis::{SharedRequest, Shortage};

/// Permission to send one request. Call [`sent`](Self::sent) right before sending it, and report its outcome with one of the other methods.
/// A permit that is dropped before `sent` counts as not sent, and one that is dropped after it as sent without a reply.
#[must_use = "a dropped permit counts as a request that was not sent, or whose reply was lost"]
pub(crate) struct Permit {
    limits: Limits,
    costs: RequestCosts,
    is_settled: bool,
    /// Until when the request can arrive, once it was sent.
    last_arrival: Option<Duration>,
    /// The request made to Redis, if the limits are shared.
    #[cfg(feature = "redis")]
    shared: Option<SharedRequest>,
}

impl Permit {
    pub(super) fn new(limits: Limits, costs: RequestCosts) -> Self {
        Self {
            limits,
            costs,
            is_settled: false,
            last_arrival: None,
            #[cfg(feature = "redis")]
            shared: None,
        }
    }

    /// The request is being sent now, and can arrive until this time on the limits' clock.
    pub(crate) fn sent(&mut self, last_arrival: Duration) {
        self.last_arrival = Some(last_arrival);
    }

    /// A reply arrived, whatever its contents.
    pub(crate) fn replied(mut self) {
        self.settle(SendOutcome::Replied);
    }

    /// A reply arrived and reported, with this code, that a limit was exceeded although the client stayed within it: another program uses
    /// the same account or address. Closes the budget with the shortest window among those that are rejected with this code, or among all
    /// if the code is empty.
    pub(crate) fn refused_for_rate(mut self, code: &str) {
        self.settle(SendOutcome::RateLimited(code));
    }

    /// The request was certainly not sent.
    pub(crate) fn not_sent(mut self) {
        self.settle(SendOutcome::NotSent);
    }

    fn settle(&mut self, outcome: SendOutcome<'_>) {
        if !std::mem::replace(&mut self.is_settled, true) {
            let closures = self.limits.settle(&self.costs, outcome);
            #[cfg(feature = "redis")]
            if let (Some(request), Some(redis)) = (&self.shared, self.limits.redis()) {
                redis.settle(request, outcome, closures, self.limits.now());
            }
            #[cfg(not(feature = "redis"))]
            drop(closures);
        }
    }
}

#[cfg(feature = "redis")]
impl Permit {
    pub(super) fn costs(&self) -> &RequestCosts {
        &self.costs
    }

    /// Redis is asked to admit the request, so its outcome is reported there.
    pub(super) fn share(&mut self, request: SharedRequest) {
        self.shared = Some(request);
    }

    /// The request is sent without Redis.
    pub(super) fn local(mut self) -> Self {
        self.shared = None;
        self
    }

    /// Releases what was reserved in this process, because Redis did not admit the request. `shortage` names the budget that was short, if
    /// any.
    pub(super) fn take_back(mut self, shortage: Option<Shortage>) -> RequestCosts {
        self.is_settled = true;
        self.limits.take_back(&self.costs, shortage);
        std::mem::take(&mut self.costs)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.settle(self.last_arrival.map_or(SendOutcome::NotSent, SendOutcome::Lost));
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.costs.iter().map(|cost| (cost.budget.name, cost.units))).finish()
    }
}
