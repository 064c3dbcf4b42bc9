//! What is fixed about an account when it is opened.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

/// What an account is like from the day it is opened.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub label: String,
    /// Its number where one was chosen; else the exchange makes one.
    pub user_number: Option<String>,
    /// The rights of its key as the exchange writes them, such as `read_only,trade`.
    pub permissions: String,
    /// The addresses its key may be used from, as the exchange writes them; empty when from anywhere.
    pub addresses: String,
    /// What it may trade.
    pub mode: AccountMode,
    /// How its positions are kept.
    pub position_mode: PositionMode,
    /// Instruments it leads in copy trading.
    pub lead_instruments: Vec<String>,
    /// How many new and amended orders it may send in two seconds.
    pub order_rate: u32,
    /// Cash at the start, by currency.
    pub cash: BTreeMap<String, Decimal>,
}

impl Profile {
    /// An account in futures mode with net positions and no cash, whose key may read and trade.
    pub fn new(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            user_number: None,
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

/// What an account may trade, and what counts as margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountMode {
    /// Spot only: orders of contracts are refused.
    Spot,
    /// Spot and contracts, each margined in its own currency.
    Futures,
    /// Every currency is margin. The simulator margins as in [`AccountMode::Futures`].
    MultiCurrency,
    /// The risk of the whole is margined, and orders of options may be under market maker protection. The simulator
    /// margins as in [`AccountMode::Futures`].
    Portfolio,
}

impl AccountMode {
    /// The mode on the wire.
    pub(crate) fn level(self) -> &'static str {
        match self {
            Self::Spot => "1",
            Self::Futures => "2",
            Self::MultiCurrency => "3",
            Self::Portfolio => "4",
        }
    }
}

/// How an account's positions of contracts are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositionMode {
    /// One position an instrument.
    Net,
    /// A long and a short one. The simulator keeps no such positions: orders of contracts are refused.
    LongShort,
}

impl PositionMode {
    /// The mode on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Net => "net_mode",
            Self::LongShort => "long_short_mode",
        }
    }
}
