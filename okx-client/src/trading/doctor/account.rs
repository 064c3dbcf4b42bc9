//! Checks the configuration of the account.

use super::{Finding, Topic};
use crate::api::account::AccountConfig;
use crate::api::enums::{AcctLv, PosMode, RoleType};
use crate::api::ids::InstId;

/// The permissions of a key, as OKX lists them.
const TRADE: &str = "trade";
const WITHDRAW: &str = "withdraw";

/// Findings about the configuration of the account. `leads` returns whether the client is configured for lead trading with an instrument.
pub(super) fn findings(config: &AccountConfig, leads: impl Fn(&str) -> bool) -> [Finding; 5] {
    let granted = Permissions::of(config);
    [
        permissions(&granted),
        ip_binding(config, &granted),
        account_mode(config.acct_lv.as_ref()),
        position_mode(config.pos_mode.as_ref()),
        lead_trading(config, leads),
    ]
}

/// What a key may do in addition to reading.
struct Permissions {
    trade: bool,
    withdraw: bool,
}

impl Permissions {
    fn of(config: &AccountConfig) -> Self {
        let listed = config.perm.as_deref().unwrap_or_default();
        let has = |permission| listed.split(',').any(|listed| listed.trim() == permission);
        Self { trade: has(TRADE), withdraw: has(WITHDRAW) }
    }
}

fn permissions(granted: &Permissions) -> Finding {
    match granted {
        Permissions { withdraw: true, .. } => Finding::warning(
            Topic::Permissions,
            "The API key may withdraw funds.",
            "Trading does not require this permission, and anyone who obtains the key could withdraw your funds. Use a key without it.",
        ),
        Permissions { trade: true, .. } => {
            Finding::ok(Topic::Permissions, "The API key may read and trade, but not withdraw.")
        }
        Permissions { .. } => Finding::warning(
            Topic::Permissions,
            "The API key may only read, so orders will be rejected.",
            "If the program needs to trade, add the trade permission to the key on OKX's website.",
        ),
    }
}

fn ip_binding(config: &AccountConfig, granted: &Permissions) -> Finding {
    match config.ip.as_deref() {
        Some(addresses) if !addresses.is_empty() => {
            Finding::ok(Topic::IpBinding, format!("The API key is restricted to {addresses}."))
        }
        _ if granted.trade || granted.withdraw => Finding::warning(
            Topic::IpBinding,
            "The API key is not restricted to IP addresses, so anyone who obtains it can use it from anywhere.",
            "Restrict it to this machine's IP address on OKX's website. OKX also deletes unrestricted keys after 14 days without use.",
        ),
        _ => Finding::ok(Topic::IpBinding, "The API key is not restricted to IP addresses, but may only read."),
    }
}

fn account_mode(mode: Option<&AcctLv>) -> Finding {
    let (name, note) = match mode {
        Some(AcctLv::Spot) => ("spot mode", "; margin, futures, swaps and options cannot be traded"),
        Some(AcctLv::Futures) => ("futures mode", ""),
        Some(AcctLv::MultiCurrency) => ("multi-currency margin mode", ""),
        Some(AcctLv::Portfolio) => ("portfolio margin mode", ""),
        None => return Finding::ok(Topic::AccountMode, "OKX did not report the account mode."),
        Some(other) => {
            return Finding::ok(Topic::AccountMode, format!("The account is in an unknown mode: {other}."));
        }
    };
    Finding::ok(Topic::AccountMode, format!("The account is in {name}{note}."))
}

fn position_mode(mode: Option<&PosMode>) -> Finding {
    let found = match mode {
        Some(PosMode::NetMode) => {
"Futures and swaps have one position per instrument (net mode); orders do not need `posSide`.".to_owned()
        }
        Some(PosMode::LongShortMode) => {
            "Futures and swaps have a long and a short position per instrument (long/short mode); orders must set `posSide`."
                .to_owned()
        }
        None => "OKX did not report the position mode.".to_owned(),
        Some(other) => format!("The account has an unknown position mode: {other}."),
    };
    Finding::ok(Topic::PositionMode, found)
}

/// OKX accepts fewer orders for the instruments of a lead trader. The client applies these limits if it is configured with the instruments.
fn lead_trading(config: &AccountConfig, leads: impl Fn(&str) -> bool) -> Finding {
    let is_leader = |role: &Option<RoleType>| *role == Some(RoleType::LeadTrader);
    if !is_leader(&config.role_type) && !is_leader(&config.spot_role_type) {
        return Finding::ok(Topic::LeadTrading, "The account is not a lead trader.");
    }
    let instruments = config.trader_insts.iter().chain(&config.spot_trader_insts);
    let missing: Vec<_> = instruments.map(InstId::as_str).filter(|inst_id| !leads(inst_id)).collect();
    if missing.is_empty() {
        return Finding::ok(
            Topic::LeadTrading,
            "The account is a lead trader, and the client applies the limits for lead traders.",
        );
    }
    Finding::warning(
        Topic::LeadTrading,
        format!("The account is a lead trader, but the client is not configured for {}.", missing.join(", ")),
        "OKX accepts fewer orders for these instruments. Pass them to `lead_instruments` when building the client.",
    )
}

/// Compares the number of orders that OKX grants the account with the client's setting.
pub(super) fn order_budget(granted: Option<i64>, configured: u32) -> Finding {
    let Some(granted) = granted else {
        return Finding::warning(Topic::OrderBudget, "OKX did not report the order limit.", "Try again.");
    };
    let found = format!("OKX grants the account {granted} new and amended orders per two seconds");
    match i64::from(configured) {
        configured if configured == granted => {
            Finding::ok(Topic::OrderBudget, format!("{found}, and the client is configured for it."))
        }
        configured if configured < granted => {
            let mut finding =
                Finding::ok(Topic::OrderBudget, format!("{found}; the client is configured for {configured}."));
            finding.advice = Some(format!("To use the whole limit, call `set_order_limit({granted})`."));
            finding
        }
        configured => Finding::warning(
            Topic::OrderBudget,
            format!("{found}, but the client is configured for {configured}."),
            format!("Call `set_order_limit({granted})` after building the client."),
        ),
    }
}
