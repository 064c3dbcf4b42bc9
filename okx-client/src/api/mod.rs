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

use okx_macros::okx_api;

pub(crate) use endpoint::Request;
pub use endpoint::{Channel, Endpoint, IntoChannel, IntoPaged, Nothing, Paged, Resolvable, SocketEndpoint};
#[cfg(feature = "dynamic")]
pub(crate) use endpoint::{new_fields, new_rows};
pub use environment::Environment;
pub(crate) use error_codes::refused;

pub(crate) use rows::reordered;
pub use rows::{FromRows, Rows};

/// Ids of instruments, orders, currencies and others.
#[okx_api(ids)]
pub mod ids {}

/// Enums. Each is open: a value that OKX adds later is kept as `Unknown`.
#[okx_api(enums)]
pub mod enums {}

/// Objects that several operations share.
#[okx_api(objects)]
pub mod objects {}

/// The steps and bounds that prices and sizes are checked against before they are sent.
#[okx_api(precision)]
pub mod precision {}

/// Rate limits that several operations share.
#[okx_api(budgets)]
pub mod budgets {}

/// OKX's result codes.
#[okx_api(errors)]
pub mod errors {}

/// OKX's regions and their hosts.
#[okx_api(environments)]
pub mod environments {}

pub mod ws;

#[okx_api(chapter = "public")]
pub mod public {}

#[okx_api(chapter = "market")]
pub mod market {}

#[okx_api(chapter = "sbe")]
pub mod sbe {}

#[okx_api(chapter = "account")]
pub mod account {}

#[okx_api(chapter = "trade")]
pub mod trade {}

#[okx_api(chapter = "algo")]
pub mod algo {}

#[okx_api(chapter = "funding")]
pub mod funding {}

#[okx_api(chapter = "grid")]
pub mod grid {}

#[okx_api(chapter = "signal_bot")]
pub mod signal_bot {}

#[okx_api(chapter = "recurring_buy")]
pub mod recurring_buy {}

#[okx_api(chapter = "dca")]
pub mod dca {}

#[okx_api(chapter = "copy_trading")]
pub mod copy_trading {}

#[okx_api(chapter = "spread")]
pub mod spread {}

#[okx_api(chapter = "block")]
pub mod block {}

#[okx_api(chapter = "statistics")]
pub mod statistics {}

#[okx_api(chapter = "convert")]
pub mod convert {}

#[okx_api(chapter = "fiat")]
pub mod fiat {}

#[okx_api(chapter = "sub_account")]
pub mod sub_account {}

#[okx_api(chapter = "earn")]
pub mod earn {}

#[okx_api(chapter = "onchain_earn")]
pub mod onchain_earn {}

#[okx_api(chapter = "eth_staking")]
pub mod eth_staking {}

#[okx_api(chapter = "sol_staking")]
pub mod sol_staking {}

#[okx_api(chapter = "stable_rewards")]
pub mod stable_rewards {}

#[okx_api(chapter = "dual_investment")]
pub mod dual_investment {}

#[okx_api(chapter = "flexible_loan")]
pub mod flexible_loan {}

#[okx_api(chapter = "affiliate")]
pub mod affiliate {}

#[okx_api(chapter = "announcements")]
pub mod announcements {}

#[okx_api(chapter = "status")]
pub mod status {}
