//! Finding out what became of a request, and waiting for it.

use std::fmt;
use std::time::Duration;

use super::Client;
use crate::endpoint::Resolvable;
use crate::error::Error;
use crate::resolve::{Found, Resolved};

/// A request that is to be asked for; made by [`Client::resolve`].
#[must_use = "nothing is asked before `within` is called"]
pub struct Resolve<'a, R> {
    client: &'a Client,
    asked: crate::Resolve<'a, R>,
}

impl Client {
    /// Finds out what became of a request that ended with an error; see [`Client::resolve`](crate::Client::resolve).
    pub fn resolve<'a, R: Resolvable>(&'a self, request: &'a R, error: &'a Error) -> Resolve<'a, R> {
        Resolve { client: self, asked: self.inner().resolve(request, error) }
    }
}

impl<R: Resolvable> Resolve<'_, R> {
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
