//! Compares what this program believes with what the simulated exchange knows.

use std::collections::BTreeSet;

use okx_client::Decimal;
use okx_sim::Sim;
use okx_sim::core::Side;

use crate::ledger::Ledger;
use crate::quoter::{BASE, MAX_POSITION};
use crate::{AnyError, say};

/// The codes with which OKX refuses what exceeds a rate limit.
const RATE_LIMIT_CODES: [&str; 3] = ["50011", "50061", "60014"];

/// Checks that no order is open, none was doubled, the position is right and within its limit, and no rate limit was exceeded.
pub(crate) fn check(sim: &Sim, ledger: &Ledger) -> Result<(), AnyError> {
    let refusals = rate_limit_refusals(sim);
    say("rate limits", format!("{refusals} refusals"));
    let owner = sim.account_of(&sim.credentials().key).ok_or("the account is gone")?;
    let core = sim.core();
    let orders: Vec<_> = core.orders().filter(|order| order.owner == owner).collect();
    let names: BTreeSet<&str> = orders.iter().map(|order| order.client_id.as_str()).collect();
    let position: Decimal = orders
        .iter()
        .map(|order| {
            let fee = if order.fee_currency == BASE { order.fee } else { Decimal::ZERO };
            // The exchange counts a fee that was paid as positive.
            if order.side == Side::Buy { order.filled - fee } else { -order.filled }
        })
        .sum();
    let open = core.live_orders(owner).count();
    let checks = [
        (refusals == 0, format!("{refusals} requests exceeded a rate limit")),
        (open == 0, format!("{open} orders were left open")),
        (names.len() == orders.len(), format!("{} orders share a name", orders.len() - names.len())),
        (orders.len() == ledger.orders(), format!("the exchange has {} orders, not {}", orders.len(), ledger.orders())),
        (ledger.counts.placed > 0, "no order was placed".to_owned()),
        (position == ledger.position(), format!("the position is {position}, not {}", ledger.position())),
        (ledger.largest_position <= MAX_POSITION, format!("the position reached {}", ledger.largest_position)),
    ];
    let broken: Vec<String> = checks.into_iter().filter(|(holds, _)| !holds).map(|(_, what)| what).collect();
    if broken.is_empty() { Ok(()) } else { Err(broken.join("; ").into()) }
}

fn rate_limit_refusals(sim: &Sim) -> usize {
    let is_refusal = |text: &str| RATE_LIMIT_CODES.iter().any(|code| text.contains(&format!("\"{code}\"")));
    let over_rest = sim.journal().iter().filter(|entry| RATE_LIMIT_CODES.contains(&entry.code.as_str())).count();
    let over_sockets = sim.socket_journal().iter().filter(|entry| is_refusal(entry.event.text())).count();
    over_rest + over_sockets
}
