//! What the account's own setup means for the client.

use super::{Finding, Topic};
use crate::api::account::AccountConfig;
use crate::api::enums::{AcctLv, PosMode, RoleType};
use crate::api::ids::InstId;

/// The rights a key can have, as OKX joins them in one text.
const TRADE: &str = "trade";
const WITHDRAW: &str = "withdraw";

/// What follows from the setup of the account. `leads` tells whether the client was told that the account leads with an instrument.
pub(super) fn findings(config: &AccountConfig, leads: impl Fn(&str) -> bool) -> [Finding; 5] {
    let rights = Rights::of(config);
    [
        permissions(&rights),
        ip_binding(config, &rights),
        account_mode(config.acct_lv.as_ref()),
        position_mode(config.pos_mode.as_ref()),
        lead_trading(config, leads),
    ]
}

/// What a key may do besides reading.
struct Rights {
    trade: bool,
    withdraw: bool,
}

impl Rights {
    fn of(config: &AccountConfig) -> Self {
        let listed = config.perm.as_deref().unwrap_or_default();
        let has = |right| listed.split(',').any(|listed| listed.trim() == right);
        Self { trade: has(TRADE), withdraw: has(WITHDRAW) }
    }
}

fn permissions(rights: &Rights) -> Finding {
    match rights {
        Rights { withdraw: true, .. } => Finding::warning(
            Topic::Permissions,
            "The key may withdraw funds.",
            "Trading needs no such right, and whoever gets hold of the key can take the funds away: make a key without it.",
        ),
        Rights { trade: true, .. } => Finding::ok(Topic::Permissions, "The key may read and trade, and not withdraw."),
        Rights { .. } => Finding::warning(
            Topic::Permissions,
            "The key may only read, so orders will be refused.",
            "If the program is to trade, give the key the right to trade on OKX's site.",
        ),
    }
}

fn ip_binding(config: &AccountConfig, rights: &Rights) -> Finding {
    match config.ip.as_deref() {
        Some(addresses) if !addresses.is_empty() => {
            Finding::ok(Topic::IpBinding, format!("The key is bound to {addresses}."))
        }
        _ if rights.trade || rights.withdraw => Finding::warning(
            Topic::IpBinding,
            "The key is bound to no address: whoever gets hold of it can use it from anywhere.",
            "Bind it to this machine's address on OKX's site. OKX also deletes such a key when it was not used for 14 days.",
        ),
        _ => Finding::ok(Topic::IpBinding, "The key is bound to no address, and may only read."),
    }
}

fn account_mode(mode: Option<&AcctLv>) -> Finding {
    let (name, note) = match mode {
        Some(AcctLv::Spot) => ("spot mode", ": margin, futures, swaps and options cannot be traded"),
        Some(AcctLv::Futures) => ("futures mode", ""),
        Some(AcctLv::MultiCurrency) => ("multi-currency margin mode", ""),
        Some(AcctLv::Portfolio) => ("portfolio margin mode", ""),
        None => return Finding::ok(Topic::AccountMode, "OKX does not tell the account's mode."),
        Some(other) => {
            return Finding::ok(
                Topic::AccountMode,
                format!("The account is in a mode that is not described: {other}."),
            );
        }
    };
    Finding::ok(Topic::AccountMode, format!("The account is in {name}{note}."))
}

fn position_mode(mode: Option<&PosMode>) -> Finding {
    let found = match mode {
        Some(PosMode::NetMode) => {
            "Futures and swaps have one position an instrument, and orders need no `posSide`.".to_owned()
        }
        Some(PosMode::LongShortMode) => {
            "Futures and swaps have a long and a short position an instrument, and orders must say which by `posSide`."
                .to_owned()
        }
        None => "OKX does not tell the account's position mode.".to_owned(),
        Some(other) => format!("The account has a position mode that is not described: {other}."),
    };
    Finding::ok(Topic::PositionMode, found)
}

/// For the instruments an account leads with, OKX takes fewer orders. The client keeps to that where it is told of them.
fn lead_trading(config: &AccountConfig, leads: impl Fn(&str) -> bool) -> Finding {
    let is_leader = |role: &Option<RoleType>| *role == Some(RoleType::LeadTrader);
    if !is_leader(&config.role_type) && !is_leader(&config.spot_role_type) {
        return Finding::ok(Topic::LeadTrading, "The account leads nobody in copy trading.");
    }
    let instruments = config.trader_insts.iter().chain(&config.spot_trader_insts);
    let untold: Vec<_> = instruments.map(InstId::as_str).filter(|inst_id| !leads(inst_id)).collect();
    if untold.is_empty() {
        return Finding::ok(
            Topic::LeadTrading,
            "The account leads in copy trading, and the client keeps to its limits.",
        );
    }
    Finding::warning(
        Topic::LeadTrading,
        format!(
            "The account leads in copy trading, and the client was not told that it does so with {}.",
            untold.join(", ")
        ),
        "OKX takes fewer orders for them: name them to `lead_instruments` where the client is built.",
    )
}

/// How many orders OKX grants the account, and how many the client keeps to.
pub(super) fn order_budget(granted: Option<i64>, kept: u32) -> Finding {
    let Some(granted) = granted else {
        return Finding::warning(Topic::OrderBudget, "OKX did not tell it.", "Try again.");
    };
    let found = format!("OKX grants the account {granted} new and amended orders in two seconds");
    match i64::from(kept) {
        kept if kept == granted => Finding::ok(Topic::OrderBudget, format!("{found}, and the client keeps to it.")),
        kept if kept < granted => {
            let mut finding = Finding::ok(Topic::OrderBudget, format!("{found}; the client keeps to {kept}."));
            finding.advice = Some(format!("To use all of it, call `set_order_limit({granted})`."));
            finding
        }
        kept => Finding::warning(
            Topic::OrderBudget,
            format!("{found}, fewer than the {kept} that the client keeps to."),
            format!("Call `set_order_limit({granted})` once the client is built."),
        ),
    }
}
