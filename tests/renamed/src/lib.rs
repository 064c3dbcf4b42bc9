//! A crate that depends on okx-client under the name `exchange` and re-exports it. Its requests and rows compile only if generated code
//! takes the path of okx-client from `crate = "…"`.

pub use exchange;

use exchange::ids::InstId;
use exchange::value::Extra;
use exchange::{Decimal, OkxRequest, OkxRow, okx_api};

/// Calls from a YAML file, which use shipped types, budgets and precision rules.
#[okx_api(path = "../ui/valid_custom_file/notes.yaml", crate = "exchange")]
pub mod notes {}

/// A request of its own for a described call.
#[derive(Clone, Debug, Default, OkxRequest)]
#[okx(crate = "exchange", get = "/api/v5/market/ticker", access = public, limit = "20/2s by ip", row = LastTrade)]
pub struct GetLastTrade {
    /// The instrument.
    pub inst_id: InstId,
}

/// A row of its own.
#[derive(Clone, Debug, Default, OkxRow)]
#[okx(crate = "exchange")]
pub struct LastTrade {
    /// The instrument.
    pub inst_id: InstId,
    /// The price of the last trade.
    pub last: Option<Decimal>,
    /// All other members.
    #[okx(extra)]
    pub rest: Extra,
}
