//! Finding out what became of a request, and waiting for it.

use std::fmt;
use std::time::Duration;

use super::Client;
use crate::api::{Endpoint, Resolvable};
use crate::engine::unresolved::Unresolved;
use crate::error::Error;
use crate::trading::resolve;
use crate::trading::resolve::{Found, Resolved};
use crate::value::Json;

/// A request that is to be asked for; made by [`Client::resolve`].
#[must_use = "nothing is asked before `within` is called"]
pub struct Resolve<'a, R> {
    client: &'a Client,
    asked: resolve::Resolve<'a, R>,
}

impl Client {
    /// The request with a name for what it makes; see [`Client::named`](crate::Client::named).
    #[must_use]
    pub fn named<E: Endpoint>(&self, request: E) -> E {
        self.inner().named(request)
    }

    /// Finds out what became of a request; see [`Client::resolve`](crate::Client::resolve).
    pub fn resolve<'a, R: Resolvable>(&'a self, request: &'a R) -> Resolve<'a, R> {
        Resolve { client: self, asked: self.inner().resolve(request) }
    }

    /// What was sent and has no certain outcome yet; see [`Client::unresolved`](crate::Client::unresolved).
    pub fn unresolved(&self) -> Vec<Unresolved> {
        self.inner().unresolved()
    }

    /// Finds out what became of an entry; see [`Client::resolve_unresolved`](crate::Client::resolve_unresolved).
    ///
    /// # Errors
    ///
    /// Only inside an async runtime.
    pub fn resolve_unresolved(&self, entry: &Unresolved, time: Duration) -> Result<Resolved<Json>, Error> {
        self.wait(self.inner().resolve_unresolved(entry, time))
    }

    /// Strikes an entry out; see [`Client::forget`](crate::Client::forget).
    pub fn forget(&self, entry: &Unresolved) -> bool {
        self.inner().forget(entry)
    }
}

impl<'a, R: Resolvable> Resolve<'a, R> {
    /// The error that sending it ended with; see [`Resolve::with_error`](crate::Resolve::with_error).
    pub fn with_error(self, error: &'a Error) -> Self {
        Self { asked: self.asked.with_error(error), ..self }
    }

    /// Asks until it is known, but not longer than this; see [`Resolve::within`](crate::Resolve::within).
    ///
    /// # Errors
    ///
    /// Only inside an async runtime.
    pub fn within(self, time: Duration) -> Result<Resolved<Found<R>>, Error> {
        self.client.wait(self.asked.within(time))
    }

    /// Asks for each item of a batch; see [`Resolve::each_within`](crate::Resolve::each_within).
    ///
    /// # Errors
    ///
    /// Only inside an async runtime.
    pub fn each_within(self, time: Duration) -> Result<Vec<Resolved<Found<R>>>, Error> {
        self.client.wait(self.asked.each_within(time))
    }
}

impl<R> fmt::Debug for Resolve<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.asked.fmt(f)
    }
}
