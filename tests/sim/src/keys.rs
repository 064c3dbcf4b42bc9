//! API keys of the simulated exchange. They are made up, but `Debug` hides them all the same.

use std::fmt;
use std::net::IpAddr;

use rust_decimal::Decimal;

use crate::core::{AccountId, AccountMode, PositionMode, Profile};

/// The credentials that a client signs with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The API key.
    pub key: String,
    /// The secret key that signatures are made with.
    pub secret: String,
    /// The passphrase of the key.
    pub passphrase: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Credentials {
    /// Returns the credentials with this number; the same number gives the same credentials.
    pub(crate) fn numbered(number: usize) -> Self {
        Self {
            key: format!("0051d0fa-0000-4000-8000-{number:012}"),
            secret: format!("SIMULATED{number:023}"),
            passphrase: format!("simulated-{number}"),
        }
    }

    /// Well-formed credentials that no simulated exchange knows, like those of an account in another region.
    pub(crate) fn of_another_region() -> Self {
        Self { key: "0ea00ea0-0000-4000-8000-000000000000".into(), ..Self::numbered(999_999) }
    }
}

/// The settings of an account to be opened, and the permissions of its API key.
#[derive(Clone, Debug)]
pub struct AccountOptions {
    pub(crate) demo: bool,
    pub(crate) rights: Rights,
    pub(crate) addresses: Vec<IpAddr>,
    profile: Profile,
}

/// The permissions of a key besides reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rights {
    pub(crate) trade: bool,
    pub(crate) withdraw: bool,
}

impl AccountOptions {
    /// Settings of a demo account in futures mode with net positions, whose key may read and trade from any address.
    /// It has 1,000,000 USDT, 10 BTC and 100 ETH each in its trading and its funding account.
    pub fn new(label: &str) -> Self {
        let cash = [("USDT", 1_000_000), ("BTC", 10), ("ETH", 100)];
        let mut profile = Profile::new(label);
        profile.cash =
            cash.into_iter().map(|(currency, amount)| (currency.to_owned(), Decimal::from(amount))).collect();
        Self { demo: true, rights: Rights { trade: true, withdraw: false }, addresses: Vec::new(), profile }
    }

    /// Makes it a live trading account: requests must not carry the demo header.
    #[must_use]
    pub fn live(self) -> Self {
        Self { demo: false, ..self }
    }

    /// Restricts its key to reading.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self { rights: Rights { trade: false, withdraw: false }, ..self }
    }

    /// Allows its key to withdraw.
    #[must_use]
    pub fn with_withdrawals(self) -> Self {
        Self { rights: Rights { withdraw: true, ..self.rights }, ..self }
    }

    /// Restricts its key to this address. May be called several times to allow several addresses.
    #[must_use]
    pub fn restricted_to(mut self, address: impl Into<IpAddr>) -> Self {
        self.addresses.push(address.into());
        self
    }

    /// Sets the account mode that `account/config` reports.
    #[must_use]
    pub fn mode(mut self, mode: AccountMode) -> Self {
        self.profile.mode = mode;
        self
    }

    /// Sets the position mode that `account/config` reports.
    #[must_use]
    pub fn position_mode(mut self, mode: PositionMode) -> Self {
        self.profile.position_mode = mode;
        self
    }

    /// Sets the user ID that `account/config` reports. By default the exchange assigns one.
    #[must_use]
    pub fn user_id(mut self, number: &str) -> Self {
        self.profile.user_id = Some(number.to_owned());
        self
    }

    /// Makes it a lead trader for this instrument in copy trading, where rate limits are lower.
    #[must_use]
    pub fn lead_trader(mut self, instrument: &str) -> Self {
        self.profile.lead_instruments.push(instrument.to_owned());
        self
    }

    /// Sets how many new and amended orders it may send in two seconds.
    #[must_use]
    pub fn order_rate(mut self, order_rate: u32) -> Self {
        self.profile.order_rate = order_rate;
        self
    }

    /// Sets the initial balance of a currency, in the trading and in the funding account.
    #[must_use]
    pub fn cash(mut self, currency: &str, amount: Decimal) -> Self {
        self.profile.cash.insert(currency.to_owned(), amount);
        self
    }

    pub(crate) fn profile(self) -> Profile {
        let addresses: Vec<String> = self.addresses.iter().map(ToString::to_string).collect();
        Profile { permissions: self.rights.name(), addresses: addresses.join(","), ..self.profile }
    }
}

impl Rights {
    /// The permissions as OKX writes them.
    fn name(self) -> String {
        let further = [(self.withdraw, ",withdraw"), (self.trade, ",trade")];
        further.into_iter().filter(|(given, _)| *given).fold("read_only".to_owned(), |names, (_, name)| names + name)
    }
}

/// A key that the exchange knows.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) credentials: Credentials,
    pub(crate) account: AccountId,
    pub(crate) rights: Rights,
    pub(crate) demo: bool,
    /// The addresses it may be used from; any address if empty.
    pub(crate) addresses: Vec<IpAddr>,
}

/// All keys that the exchange knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyRing(Vec<Key>);

impl KeyRing {
    pub(crate) fn add(&mut self, key: Key) {
        self.0.push(key);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.credentials.key == name)
    }
}
