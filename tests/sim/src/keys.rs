//! API keys of the simulated exchange: made up, worth nothing, and still never shown by accident.

use std::fmt;
use std::net::IpAddr;

use rust_decimal::Decimal;

use crate::core::{AccountId, AccountMode, PositionMode, Profile};

/// What a client signs with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The key's name.
    pub key: String,
    /// What the signature is made with.
    pub secret: String,
    /// What the key was protected with.
    pub passphrase: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Credentials {
    /// The credentials of this number: the same number, the same credentials.
    pub(crate) fn numbered(number: usize) -> Self {
        Self {
            key: format!("0051d0fa-0000-4000-8000-{number:012}"),
            secret: format!("SIMULATED{number:023}"),
            passphrase: format!("simulated-{number}"),
        }
    }

    /// Well-formed credentials that no simulated exchange knows: what a key of another region looks like to it.
    pub(crate) fn of_another_region() -> Self {
        Self { key: "0ea00ea0-0000-4000-8000-000000000000".into(), ..Self::numbered(999_999) }
    }
}

/// What an account to be opened is like, and what its key may do.
#[derive(Clone, Debug)]
pub struct AccountOptions {
    pub(crate) demo: bool,
    pub(crate) rights: Rights,
    pub(crate) addresses: Vec<IpAddr>,
    profile: Profile,
}

/// What a key may do besides reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rights {
    pub(crate) trade: bool,
    pub(crate) withdraw: bool,
}

impl AccountOptions {
    /// A demo account whose key may read and trade from anywhere, in futures mode with net positions, with 1,000,000
    /// USDT, 10 BTC and 100 ETH in each pocket.
    pub fn new(label: &str) -> Self {
        let cash = [("USDT", 1_000_000), ("BTC", 10), ("ETH", 100)];
        let mut profile = Profile::new(label);
        profile.cash =
            cash.into_iter().map(|(currency, amount)| (currency.to_owned(), Decimal::from(amount))).collect();
        Self { demo: true, rights: Rights { trade: true, withdraw: false }, addresses: Vec::new(), profile }
    }

    /// An account of live trading: requests must not carry the demo header.
    #[must_use]
    pub fn live(self) -> Self {
        Self { demo: false, ..self }
    }

    /// Its key may read only.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self { rights: Rights { trade: false, withdraw: false }, ..self }
    }

    /// Its key may withdraw as well.
    #[must_use]
    pub fn withdrawing(self) -> Self {
        Self { rights: Rights { withdraw: true, ..self.rights }, ..self }
    }

    /// Its key may be used from this address; from no other but those that are named likewise.
    #[must_use]
    pub fn bound_to(mut self, address: impl Into<IpAddr>) -> Self {
        self.addresses.push(address.into());
        self
    }

    /// What it may trade, as `account/config` tells it.
    #[must_use]
    pub fn mode(mut self, mode: AccountMode) -> Self {
        self.profile.mode = mode;
        self
    }

    /// How its positions are kept, as `account/config` tells it.
    #[must_use]
    pub fn position_mode(mut self, mode: PositionMode) -> Self {
        self.profile.position_mode = mode;
        self
    }

    /// Its number, as `account/config` tells it; one of the exchange's making when nothing is said.
    #[must_use]
    pub fn user_number(mut self, number: &str) -> Self {
        self.profile.user_number = Some(number.to_owned());
        self
    }

    /// It leads this instrument in copy trading, where limits are lower.
    #[must_use]
    pub fn leading(mut self, instrument: &str) -> Self {
        self.profile.lead_instruments.push(instrument.to_owned());
        self
    }

    /// How many new and amended orders it may send in two seconds.
    #[must_use]
    pub fn order_rate(mut self, order_rate: u32) -> Self {
        self.profile.order_rate = order_rate;
        self
    }

    /// How much of a currency it has at the start, in each pocket.
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
    /// The rights as OKX writes them.
    fn name(self) -> String {
        let further = [(self.withdraw, ",withdraw"), (self.trade, ",trade")];
        further.into_iter().filter(|(given, _)| *given).fold("read_only".to_owned(), |names, (_, name)| names + name)
    }
}

/// One key the exchange knows.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) credentials: Credentials,
    pub(crate) account: AccountId,
    pub(crate) rights: Rights,
    pub(crate) demo: bool,
    /// Where it may be used from; anywhere when there is none.
    pub(crate) addresses: Vec<IpAddr>,
}

/// Every key the exchange knows.
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
