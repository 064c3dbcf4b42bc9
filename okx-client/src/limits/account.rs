//! The account that OKX counts a request for.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::key_hasher::KeyHasher;

/// The account that OKX counts a request for; created once per client. Names are stored as hashes, so that keys are computed quickly, along
/// with labels that may be printed.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(super) user: u64,
    pub(super) master: u64,
    pub(super) host: u64,
    pub(super) labels: Arc<AccountLabels>,
}

/// The names as they may be printed: chosen names unchanged, and an API key as a few digits that distinguish it from others.
#[derive(Clone, Debug)]
pub(super) struct AccountLabels {
    pub(super) user: String,
    pub(super) master: String,
    pub(super) host: String,
}

impl Account {
    /// A user at a host, identified by its API key; the key is empty if requests are not signed.
    pub(crate) fn new(host: &str, key: &str) -> Self {
        let user = hash_name(key);
        let masked = if key.is_empty() { String::new() } else { format!("key #{:04x}", user & 0xffff) };
        let labels = AccountLabels { user: masked.clone(), master: masked, host: host.to_owned() };
        Self { user, master: user, host: hash_name(host), labels: Arc::new(labels) }
    }

    /// The account under a name that all its API keys share.
    pub(crate) fn named(self, name: &str) -> Self {
        let user = hash_name(name);
        let labels = AccountLabels { user: name.to_owned(), master: name.to_owned(), host: self.labels.host.clone() };
        Self { user, master: user, labels: Arc::new(labels), ..self }
    }

    /// Sets the master account that the user belongs to, if it is a sub-account.
    pub(crate) fn of_master(self, master: &str) -> Self {
        let labels = AccountLabels { master: master.to_owned(), ..(*self.labels).clone() };
        Self { master: hash_name(master), labels: Arc::new(labels), ..self }
    }
}

/// The hash of a name. Two names with the same hash would share their budgets, which is slower but never exceeds a limit.
pub(super) fn hash_name(text: &str) -> u64 {
    let mut hasher = KeyHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}
