//! What is known of OKX's result codes.

/// What OKX means by a result code.
#[derive(Debug)]
pub struct ErrorFact {
    /// The code, with `_` and the sub-code where it is about one.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What it means.
    pub means: &'static str,
    /// What the person should do; empty when nothing is known.
    pub advice: &'static str,
}

/// What to do with a request that was answered with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not done; safe to send again at once.
    Retry,
    /// Not done; the same request can succeed after a pause of seconds or minutes, so it is sent again after one.
    Wait,
    /// Not done; measure the clock, sign again, send again.
    ResyncClock,
    /// Not done; the same request fails again until something else has changed, so it is not sent again.
    Never,
    /// It may have been done.
    Unknown,
}

/// What a code is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// Keys, signatures, passphrases.
    Authentication,
    /// The key or account may not do this.
    Permission,
    /// The request's time.
    Clock,
    /// Too many requests.
    RateLimit,
    /// A parameter is missing or wrong.
    Parameter,
    /// A price or size off its grid or out of its bounds.
    Precision,
    /// A price outside the allowed band.
    PriceLimit,
    /// Not enough funds.
    Balance,
    /// Positions and their mode.
    Position,
    /// The state of an order.
    Order,
    /// The account and its mode.
    Account,
    /// The instrument cannot be traded so.
    Instrument,
    /// Risk control.
    Risk,
    /// Moving funds.
    Transfer,
    /// A failure at OKX.
    System,
    /// OKX is closed for a while.
    Maintenance,
    /// Not offered where the user is, or another region's key.
    Region,
    /// Sockets only.
    Socket,
    /// Anything else.
    Other,
}
