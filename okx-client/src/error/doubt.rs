//! What has to be known of a sending so that its outcome can be cleared up.

use std::time::Duration;

use crate::value::Timestamp;

/// OKX refuses a request whose timestamp is this far from its clock, however long it was on its way.
pub(crate) const SIGNATURE_LASTS: Duration = Duration::from_secs(30);

/// How long OKX may take to act on a request that it took in at the last moment, and to show what came of it. The machines that check
/// the time of requests, make things of them and answer questions are not the same, and their clocks and queues differ; `inTime` and
/// `outTime` of orders are milliseconds apart as a rule, so this leaves a thousand times as much.
pub(crate) const SETTLING: Duration = Duration::from_secs(5);

/// When a request whose outcome is unknown can have been done; both times are by OKX's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// Not before this.
    pub(crate) sent: Timestamp,
    /// From here on OKX refuses the request, should it still be on its way: its signature or its deadline is over.
    pub(crate) void: Timestamp,
}
