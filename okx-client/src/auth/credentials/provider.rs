//! Where a client gets its credentials from.

use std::sync::Arc;
use std::time::Duration;

use super::{Credentials, CredentialsSource};
use crate::error::Error;
use crate::system::clock::Clock;

/// Where a client gets its credentials from.
#[derive(Debug)]
pub(crate) enum CredentialsProvider {
    /// Credentials that never change.
    Fixed(SharedCredentials),
    /// Credentials requested from a source.
    Source(CredentialsSource),
}

/// Credentials that a request keeps while it is signed and sent.
#[derive(Clone, Debug)]
pub(crate) struct SharedCredentials(Arc<Credentials>);

impl CredentialsProvider {
    /// Credentials that never change.
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self::Fixed(SharedCredentials::new(credentials))
    }

    /// Identifies the account unless it is named: the API key, if it never changes.
    pub(crate) fn key(&self) -> &str {
        match self {
            Self::Fixed(credentials) => credentials.get().key(),
            Self::Source(_) => "",
        }
    }

    /// The name of the account, if the source provides one.
    pub(crate) fn account(&self) -> Option<&str> {
        match self {
            Self::Fixed(_) => None,
            Self::Source(source) => Some(source.account()),
        }
    }

    /// The credentials to sign with now. Takes at most `timeout`.
    pub(crate) async fn current(&self, clock: &dyn Clock, timeout: Duration) -> Result<SharedCredentials, Error> {
        match self {
            Self::Fixed(credentials) => Ok(credentials.clone()),
            Self::Source(source) => source.current(clock, timeout).await,
        }
    }

    /// Replaces credentials that OKX rejected; `None` if there are no others.
    pub(crate) async fn replacement(
        &self,
        refused: &SharedCredentials,
        clock: &dyn Clock,
        timeout: Duration,
    ) -> Result<Option<SharedCredentials>, Error> {
        match self {
            Self::Fixed(_) => Ok(None),
            Self::Source(source) => source.replacement(refused, clock, timeout).await,
        }
    }
}

impl SharedCredentials {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self(Arc::new(credentials))
    }

    pub(crate) fn get(&self) -> &Credentials {
        &self.0
    }

    pub(super) fn equals(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.equals(&other.0)
    }
}
