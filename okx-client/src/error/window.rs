//! The time in which OKX may execute a request.

use std::time::Duration;

use crate::value::Timestamp;

/// How long a signature is valid. OKX refuses a request whose timestamp differs more from its clock, however long it was under way.
pub(crate) const SIGNATURE_LASTS: Duration = Duration::from_secs(30);

/// How long OKX may take to execute a request that arrived at the last moment, and to show the result. Different machines of OKX check the
/// timestamp, execute the request and answer queries. Usually `inTime` and `outTime` of an order are milliseconds apart, so this is a
/// thousand times as long.
pub(crate) const SETTLING: Duration = Duration::from_secs(5);

/// The time in which OKX may execute a request whose outcome is unknown, by OKX's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExecutionWindow {
    /// When it was sent; it cannot have been executed earlier.
    pub(crate) sent: Timestamp,
    /// From when on OKX refuses it, because its signature or its deadline has expired.
    pub(crate) expires: Timestamp,
}
