//! OKX's result codes.

/// What is known about a result code.
#[derive(Debug)]
pub struct ErrorFact {
    /// The code, followed by `_` and the sub-code if it is about one.
    pub code: &'static str,
    /// Its name in this crate.
    pub name: &'static str,
    /// The class of the error.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What the code means.
    pub means: &'static str,
    /// What the user should do; empty if there is no advice.
    pub advice: &'static str,
}

/// What to do with a request that OKX answered with an error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was not done. It can be sent again immediately.
    Retry,
    /// It was not done. The same request can succeed after seconds or minutes, so it is sent again after a pause.
    Wait,
    /// It was not done. Synchronize the clock, sign it again and send it again.
    ResyncClock,
    /// It was not done. The same request fails until something else changes, so it is not sent again.
    Never,
    /// It may have been done.
    Unknown,
}

/// The class of an error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The API key, its passphrase or the signature is wrong.
    Authentication,
    /// The API key or the account lacks a permission.
    Permission,
    /// The timestamp of the request is wrong.
    Clock,
    /// A rate limit is exceeded.
    RateLimit,
    /// A parameter is missing or wrong.
    Parameter,
    /// A price or size is not a multiple of its step or not within its bounds.
    Precision,
    /// A price is outside the price limits.
    PriceLimit,
    /// The balance is not sufficient.
    Balance,
    /// The position or the position mode does not allow the request.
    Position,
    /// The state of the order does not allow the request.
    Order,
    /// The account or the account mode does not allow the request.
    Account,
    /// The instrument does not allow the request.
    Instrument,
    /// Risk control does not allow the request.
    Risk,
    /// A transfer of funds failed.
    Transfer,
    /// OKX failed.
    System,
    /// OKX is under maintenance.
    Maintenance,
    /// The request is not available in the user's region, or the API key belongs to another region.
    Region,
    /// An error of socket connections.
    Socket,
    /// Anything else.
    Other,
}
