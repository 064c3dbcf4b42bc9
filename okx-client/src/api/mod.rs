//! What OKX's API is, as Rust: everything in here is made from okx-spec's description.
//!
//! `new` takes what a request must be given, in the order of OKX's guide. Where two of its arguments have the same type, a struct beside the
//! request takes them by name, so that they cannot be swapped:
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

mod channel;
mod endpoint;
mod environment;
mod error_codes;
mod paged;
mod request;
mod rows;

use okx_macros::okx_api;

pub use channel::{Channel, Nothing, SocketEndpoint};
pub use endpoint::{Endpoint, Resolvable};
#[cfg(feature = "dynamic")]
pub(crate) use endpoint::{new_fields, new_rows};
pub use environment::Environment;
pub(crate) use error_codes::refused;
pub use paged::Paged;
pub(crate) use request::Request;
pub(crate) use rows::arranged;
pub use rows::{FromRows, Rows};

/// Names of instruments, orders, currencies and other things.
#[okx_api(ids)]
pub mod ids {}

/// Sets of values. Each is open: a value that OKX adds later is kept as `Unknown`.
#[okx_api(enums)]
pub mod enums {}

/// Shapes that several calls share.
#[okx_api(objects)]
pub mod objects {}

/// The grids that prices and sizes are held to before they are sent.
#[okx_api(precision)]
pub mod precision {}

/// Rate limits that several calls share.
#[okx_api(budgets)]
pub mod budgets {}

/// The codes OKX answers with.
#[okx_api(errors)]
pub mod errors {}

/// OKX's sites and their hosts.
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
