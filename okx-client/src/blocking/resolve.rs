//! Resolves unknown outcomes.

use std::fmt;
use std::time::Duration;

use super::Client;
use crate::api::{Endpoint, Resolvable};
use crate::engine::unresolved::Unresolved;
use crate::error::Error;
use crate::facts::Fields;
use crate::trading::resolve;
use crate::trading::resolve::{Found, Resolved};
use crate::value::Json;

/// A request whose outcome is to be determined; returned by [`Client::resolve`].
#[must_use = "nothing is looked up before `within` is called"]
pub struct Resolve<R> {
    client: Client,
    asked: resolve::Resolve<R>,
}

impl Client {
    /// Assigns a generated name to a request; see [`Client::named`](crate::Client::named).
    #[must_use]
    pub fn named<E: Endpoint + Fields>(&self, request: E) -> E {
        self.inner().named(request)
    }

    /// Determines the outcome of a request; see [`Client::resolve`](crate::Client::resolve).
    pub fn resolve<R: Resolvable>(&self, request: R) -> Resolve<R> {
        Resolve { client: self.clone(), asked: self.inner().resolve(request) }
    }

    /// Requests that were sent and whose outcome is not certain; see [`Client::unresolved`](crate::Client::unresolved).
    pub fn unresolved(&self) -> Vec<Unresolved> {
        self.inner().unresolved()
    }

    /// Determines the outcome of an entry; see [`Client::resolve_unresolved`](crate::Client::resolve_unresolved).
    ///
    /// # Errors
    ///
    /// The call is made inside an async runtime.
    pub fn resolve_unresolved(&self, entry: &Unresolved, time: Duration) -> Result<Resolved<Json>, Error> {
        self.wait(self.inner().resolve_unresolved(entry, time))
    }

    /// Removes an entry; see [`Client::forget`](crate::Client::forget).
    pub fn forget(&self, entry: &Unresolved) -> bool {
        self.inner().forget(entry)
    }
}

impl<R: Resolvable> Resolve<R> {
    /// Sets the error that the request ended with; see [`Resolve::with_error`](crate::Resolve::with_error).
    pub fn with_error(self, error: &Error) -> Self {
        Self { asked: self.asked.with_error(error), ..self }
    }

    /// Repeats lookups until the outcome is certain, for at most this long; see [`Resolve::within`](crate::Resolve::within).
    ///
    /// # Errors
    ///
    /// The call is made inside an async runtime.
    pub fn within(self, time: Duration) -> Result<Resolved<Found<R>>, Error> {
        self.client.wait(self.asked.within(time))
    }

    /// Determines the outcome of each item of a batch; see [`Resolve::each_within`](crate::Resolve::each_within).
    ///
    /// # Errors
    ///
    /// The call is made inside an async runtime.
    pub fn each_within(self, time: Duration) -> Result<Vec<Resolved<Found<R>>>, Error> {
        self.client.wait(self.asked.each_within(time))
    }
}

impl<R> fmt::Debug for Resolve<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.asked.fmt(f)
    }
}
