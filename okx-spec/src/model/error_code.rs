//! What OKX answers, and what to make of it.

use super::words::word;
use crate::Location;

/// One result code.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// The code, with `_` and the sub-code where it is about one: `50011`, `51000_1`.
    pub code: String,
    /// Its name in `PascalCase`, ours.
    pub name: String,
    /// The HTTP status it comes with, where the guide tells.
    pub http: Option<u16>,
    /// What it is about.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What it means.
    pub means: String,
    /// What the person should do.
    pub advice: Option<String>,
    /// Where it was written.
    pub at: Location,
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

impl Verdict {
    /// Every verdict with the word that stands for it in YAML.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("retry", Self::Retry),
        ("wait", Self::Wait),
        ("resync_clock", Self::ResyncClock),
        ("never", Self::Never),
        ("unknown", Self::Unknown),
    ];

    /// The word that stands for it in YAML.
    pub fn word(self) -> &'static str {
        word(Self::ALL, self)
    }
}

macro_rules! error_classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a code is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ErrorClass { $($(#[$doc])* $name,)* }

        impl ErrorClass {
            /// Every class with the word that stands for it in YAML.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($text, Self::$name),)*];

            /// The word that stands for it in YAML.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The Rust name of the class.
            pub fn type_name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }
        }
    };
}

error_classes! {
    /// Keys, signatures, passphrases.
    Authentication = "authentication",
    /// The key or account may not do this.
    Permission = "permission",
    /// The request's time.
    Clock = "clock",
    /// Too many requests.
    RateLimit = "rate_limit",
    /// A parameter is missing or wrong.
    Parameter = "parameter",
    /// A price or size off its grid or out of its bounds.
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
    /// The instrument cannot be traded so.
    Instrument = "instrument",
    /// Risk control.
    Risk = "risk",
    /// Moving funds.
    Transfer = "transfer",
    /// A failure at OKX.
    System = "system",
    /// OKX is closed for a while.
    Maintenance = "maintenance",
    /// Not offered where the user is, or another region's key.
    Region = "region",
    /// Sockets only.
    Socket = "socket",
    /// Anything else.
    Other = "other",
}
