//! The fixed settings of an account.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// The settings an account is opened with.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The label of the account.
    pub label: String,
    /// The user ID, if one was chosen; otherwise the exchange assigns one.
    pub user_id: Option<String>,
    /// The permissions of its key as OKX writes them, such as `read_only,trade`.
    pub permissions: String,
    /// The IP whitelist of its key as OKX writes it; empty if any address is allowed.
    pub addresses: String,
    /// The account mode.
    pub mode: AccountMode,
    /// The position mode.
    pub position_mode: PositionMode,
    /// The instruments for which it is a lead trader in copy trading.
    pub lead_instruments: Vec<String>,
    /// How many new and amended orders it may send in two seconds.
    pub order_rate: u32,
    /// Initial balances by currency.
    pub cash: BTreeMap<String, Decimal>,
}

impl Profile {
    /// Settings of an account in futures mode with net positions and without funds, whose key may read and trade.
    pub fn new(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            user_id: None,
            permissions: "read_only,trade".to_owned(),
            addresses: String::new(),
            mode: AccountMode::Futures,
            position_mode: PositionMode::Net,
            lead_instruments: Vec::new(),
            order_rate: 1_000,
            cash: BTreeMap::new(),
        }
    }
}

/// The account mode: what may be traded and what counts as margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountMode {
    /// Spot only; orders for contracts are rejected.
    Spot,
    /// Spot and contracts, each margined in its own currency.
    Futures,
    /// All currencies count as margin. The simulator calculates margin as in [`AccountMode::Futures`].
    MultiCurrency,
    /// Margin depends on the risk of the whole portfolio, and orders for options may use market maker protection. The
    /// simulator calculates margin as in [`AccountMode::Futures`].
    Portfolio,
}

impl AccountMode {
    /// The mode as OKX writes it.
    pub fn level(self) -> &'static str {
        match self {
            Self::Spot => "1",
            Self::Futures => "2",
            Self::MultiCurrency => "3",
            Self::Portfolio => "4",
        }
    }
}

/// The position mode of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositionMode {
    /// One position per instrument.
    Net,
    /// Separate long and short positions. The simulator does not support them and rejects orders for contracts.
    LongShort,
}

impl PositionMode {
    /// The mode as OKX writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Net => "net_mode",
            Self::LongShort => "long_short_mode",
        }
    }
}
