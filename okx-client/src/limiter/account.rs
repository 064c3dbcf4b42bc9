//! Whom OKX counts a request against.

use std::hash::{Hash, Hasher};

use super::mixer::Mixer;

/// Whom OKX counts a request against: made once by each client. Names are kept as numbers made from them, so that a key is computed
/// quickly and no name of an account is ever printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    pub(super) user: u64,
    pub(super) master: u64,
    pub(super) host: u64,
}

impl Account {
    /// A user at a host. `user` is any text that is the same for all clients of that user, such as its API key; empty when requests
    /// are not signed.
    pub(crate) fn new(host: &str, user: &str) -> Self {
        let user = number(user);
        Self { user, master: user, host: number(host) }
    }

    /// The master account the user belongs to, when it is not itself.
    pub(crate) fn of_master(self, master: &str) -> Self {
        Self { master: number(master), ..self }
    }
}

/// The number that stands for a text. Two texts of the same number would share their budgets, which is slower but never too fast.
pub(super) fn number(text: &str) -> u64 {
    let mut hasher = Mixer::default();
    text.hash(&mut hasher);
    hasher.finish()
}
