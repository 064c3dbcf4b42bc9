//! What a result code of OKX means for the request.

use crate::fact::words;

words! {
    /// What to do with a request that OKX answered with a code.
    pub enum Verdict {
        /// Not done. It is safe to send it again at once.
        Retry = "retry",
        /// Not done. The same request can succeed after a pause of seconds or minutes, so it is sent again after one.
        Wait = "wait",
        /// Not done. Measure the difference between the clocks, sign the request again, and send it.
        ResyncClock = "resync_clock",
        /// Not done. The same request fails again until something else has changed, so it is not sent again.
        Never = "never",
        /// It may have been done.
        Unknown = "unknown",
    }

    /// What a code is about.
    #[non_exhaustive]
    pub enum ErrorClass {
        /// Keys, signatures, passphrases.
        Authentication = "authentication",
        /// The key or account may not do this.
        Permission = "permission",
        /// The request's timestamp.
        Clock = "clock",
        /// Too many requests.
        RateLimit = "rate_limit",
        /// A parameter is missing or wrong.
        Parameter = "parameter",
        /// A price or size that does not fit the instrument's steps or bounds.
        Precision = "precision",
        /// A price outside the allowed band.
        PriceLimit = "price_limit",
        /// Not enough funds.
        Balance = "balance",
        /// Positions and their mode.
        Position = "position",
        /// The state of an order.
        Order = "order",
        /// The account and its mode.
        Account = "account",
        /// The instrument cannot be traded in this way.
        Instrument = "instrument",
        /// Risk control.
        Risk = "risk",
        /// Moving funds.
        Transfer = "transfer",
        /// A failure at OKX.
        System = "system",
        /// OKX is closed for a while.
        Maintenance = "maintenance",
        /// Not offered in the user's region, or the key belongs to another region.
        Region = "region",
        /// Sockets only.
        Socket = "socket",
        /// Anything else.
        Other = "other",
    }
}
