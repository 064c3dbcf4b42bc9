//! The value of all accounts, as OKX calculates it.

use okx_client::funding::GetAssetValuation;

use crate::connection::{Connection, runtime};
use crate::ending::{Ending, Failure};
use crate::output::Output;

/// Writes the value of everything in USDT.
pub(super) fn show(connection: &Connection, out: &mut Output) -> Result<Ending, Failure> {
    let value = runtime()?.block_on(connection.client.send(GetAssetValuation::new().ccy("USDT")))?;
    let total = value.total_bal.map_or("unknown".to_owned(), |total| total.to_string());
    let details = value.details.unwrap_or_default();
    let parts = [
        ("trading", details.trading),
        ("funding", details.funding),
        ("earn", details.earn),
        ("classic", details.classic),
    ];
    let parts = parts.into_iter().filter_map(|(name, part)| Some(format!("{name} {}", part?)));
    let parts: Vec<String> = parts.collect();
    out.line(&format!("all accounts: {total} USDT ({})", parts.join(", ")))?;
    Ok(Ending::Done)
}
