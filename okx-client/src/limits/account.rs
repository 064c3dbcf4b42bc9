//! Whom OKX counts a request against.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::mixer::Mixer;

/// Whom OKX counts a request against: made once by each client. Names are kept as numbers made from them, so that a key is computed
/// quickly, and beside them as they may be printed.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(super) user: u64,
    pub(super) master: u64,
    pub(super) host: u64,
    pub(super) printed: Arc<Printed>,
}

/// The names as they may be printed: those that were chosen to be names as they are, an API key as a few digits that tell it from others.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    pub(super) user: String,
    pub(super) master: String,
    pub(super) host: String,
}

impl Account {
    /// A user at a host, known by its API key; empty when requests are not signed.
    pub(crate) fn new(host: &str, key: &str) -> Self {
        let user = number(key);
        let masked = if key.is_empty() { String::new() } else { format!("key #{:04x}", user & 0xffff) };
        let printed = Printed { user: masked.clone(), master: masked, host: host.to_owned() };
        Self { user, master: user, host: number(host), printed: Arc::new(printed) }
    }

    /// The account under a name that all its keys share.
    pub(crate) fn named(self, name: &str) -> Self {
        let user = number(name);
        let printed = Printed { user: name.to_owned(), master: name.to_owned(), host: self.printed.host.clone() };
        Self { user, master: user, printed: Arc::new(printed), ..self }
    }

    /// The master account the user belongs to, when it is not itself.
    pub(crate) fn of_master(self, master: &str) -> Self {
        let printed = Printed { master: master.to_owned(), ..(*self.printed).clone() };
        Self { master: number(master), printed: Arc::new(printed), ..self }
    }
}

/// The number that stands for a text. Two texts of the same number would share their budgets, which is slower but never too fast.
pub(super) fn number(text: &str) -> u64 {
    let mut hasher = Mixer::default();
    text.hash(&mut hasher);
    hasher.finish()
}
