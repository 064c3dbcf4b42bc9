//! Where a client has its credentials from.

use std::sync::Arc;
use std::time::Duration;

use super::{Credentials, CredentialsSource};
use crate::error::Error;
use crate::system::clock::Clock;

/// Where a client has its credentials from.
#[derive(Debug)]
pub(crate) enum Keys {
    /// They stay the same.
    Fixed(Held),
    /// They are asked for.
    Asked(CredentialsSource),
}

/// Credentials as one request holds them while it is signed and sent.
#[derive(Clone, Debug)]
pub(crate) struct Held(Arc<Credentials>);

impl Keys {
    /// Credentials that stay the same.
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self::Fixed(Held::new(credentials))
    }

    /// What the account is known by while nobody names it: a key that stays the same.
    pub(crate) fn user(&self) -> &str {
        match self {
            Self::Fixed(held) => held.credentials().key(),
            Self::Asked(_) => "",
        }
    }

    /// The name of the account, where it came with the keys.
    pub(crate) fn account(&self) -> Option<&str> {
        match self {
            Self::Fixed(_) => None,
            Self::Asked(source) => Some(source.account()),
        }
    }

    /// The credentials to sign with now. A source may take this long to give them.
    pub(crate) async fn current(&self, clock: &dyn Clock, patience: Duration) -> Result<Held, Error> {
        match self {
            Self::Fixed(held) => Ok(held.clone()),
            Self::Asked(source) => source.current(clock, patience).await,
        }
    }

    /// Other credentials than these, which OKX refused, if there are any.
    pub(crate) async fn others(
        &self,
        refused: &Held,
        clock: &dyn Clock,
        patience: Duration,
    ) -> Result<Option<Held>, Error> {
        match self {
            Self::Fixed(_) => Ok(None),
            Self::Asked(source) => source.others(refused, clock, patience).await,
        }
    }
}

impl Held {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self(Arc::new(credentials))
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.0
    }

    pub(super) fn same_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.same_as(&other.0)
    }
}
