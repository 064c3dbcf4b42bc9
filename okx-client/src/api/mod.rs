//! OKX's API as Rust types, generated from the description in okx-spec.
//!
//! The `new` function of a request takes its required parameters, in the order of OKX's guide. If two of them have the same type, there is
//! also a struct with the suffix `Required`, which names them so that they cannot be swapped:
//!
//! ```
//! use okx_client::dec;
//! use okx_client::enums::FundsAccount;
//! use okx_client::funding::{Transfer, TransferRequired};
//!
//! let transfer = Transfer::from(TransferRequired {
//!     ccy: "USDT".into(),
//!     amt: dec!(100),
//!     from: FundsAccount::Funding,
//!     to: FundsAccount::Trading,
//! });
//! assert_eq!(transfer, Transfer::new("USDT", dec!(100), FundsAccount::Funding, FundsAccount::Trading));
//! ```

mod candle;
mod endpoint;
mod environment;
mod error_codes;
mod rows;

pub(crate) use endpoint::Request;
pub use endpoint::{Channel, Endpoint, IntoChannel, IntoPaged, Nothing, Paged, Resolvable, SocketEndpoint};
#[cfg(feature = "dynamic")]
pub(crate) use endpoint::{new_fields, new_rows};
pub use environment::Environment;
pub(crate) use error_codes::refused;

pub(crate) use rows::reordered;
pub use rows::{FromRows, Rows};

/// Makes a module from a part of the description.
///
/// Pages with examples, limits and result codes are only for rustdoc. Every build would spend time on them; what editors show is short.
macro_rules! described {
    ($($(#[$about:meta])* pub mod $name:ident = [$($part:tt)*];)*) => {$(
        $(#[$about])*
        #[cfg_attr(doc, okx_macros::okx_api($($part)*))]
        #[cfg_attr(not(doc), okx_macros::okx_api($($part)*, brief))]
        pub mod $name {}
    )*};
}

described! {
    /// Ids of instruments, orders, currencies and others.
    pub mod ids = [ids];
    /// Enums. Each is open: a value that OKX adds later is kept as `Unknown`, with its text.
    ///
    /// An enum is made from text as well as by name, and is compared with text. A `match` needs a last arm for all other values. A later version may
    /// give an unknown value a name of its own, so compare with its text instead of matching on `Unknown("…")`.
    ///
    /// ```
    /// use okx_client::enums::OrdState;
    ///
    /// fn is_open(state: OrdState) -> bool {
    ///     match state {
    ///         OrdState::Live | OrdState::PartiallyFilled => true,
    ///         state if state == "pending_review" => true, // not known to this version
    ///         _ => false,
    ///     }
    /// }
    ///
    /// assert!(is_open("live".into()) && is_open("pending_review".into()) && !is_open(OrdState::Filled));
    /// assert_eq!(OrdState::from("pending_review"), OrdState::Unknown("pending_review"));
    /// ```
    pub mod enums = [enums];
    /// Objects that several operations share.
    pub mod objects = [objects];
    /// The steps and bounds that prices and sizes are checked against before they are sent.
    pub mod precision = [precision];
    /// Rate limits that several operations share.
    pub mod budgets = [budgets];
    /// OKX's result codes.
    pub mod errors = [errors];
    /// OKX's regions and their hosts.
    pub mod environments = [environments];
}

pub mod ws;

described! {
    pub mod trade = [chapter = "trade"];
    pub mod account = [chapter = "account"];
    pub mod market = [chapter = "market"];
    pub mod public = [chapter = "public"];
    pub mod algo = [chapter = "algo"];
    pub mod funding = [chapter = "funding"];
    pub mod sub_account = [chapter = "sub_account"];
    pub mod convert = [chapter = "convert"];
    pub mod grid = [chapter = "grid"];
    pub mod dca = [chapter = "dca"];
    pub mod recurring_buy = [chapter = "recurring_buy"];
    pub mod signal_bot = [chapter = "signal_bot"];
    pub mod copy_trading = [chapter = "copy_trading"];
    pub mod spread = [chapter = "spread"];
    pub mod block = [chapter = "block"];
    pub mod statistics = [chapter = "statistics"];
    pub mod earn = [chapter = "earn"];
    pub mod onchain_earn = [chapter = "onchain_earn"];
    pub mod eth_staking = [chapter = "eth_staking"];
    pub mod sol_staking = [chapter = "sol_staking"];
    pub mod stable_rewards = [chapter = "stable_rewards"];
    pub mod dual_investment = [chapter = "dual_investment"];
    pub mod flexible_loan = [chapter = "flexible_loan"];
    pub mod fiat = [chapter = "fiat"];
    pub mod affiliate = [chapter = "affiliate"];
    pub mod announcements = [chapter = "announcements"];
    pub mod status = [chapter = "status"];
    pub mod sbe = [chapter = "sbe"];
}
