//! Where cached entries come from.

use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::pin::Pin;
use std::sync::Arc;

use super::unreadable_rows::UnreadableRows;
use crate::api::{Endpoint, Request, Rows};
use crate::error::Error;
use crate::facts::RowSink;
use crate::value::{Text, Timestamp};

/// A request that is under way.
pub(crate) type Fetching<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Where instruments and other products are loaded from: the client, or a test.
pub(crate) trait InstrumentSource: Send + Sync + 'static {
    /// The time at OKX. Announced changes take effect by it.
    fn now(&self) -> Timestamp;

    /// Sends a request and puts the rows of the reply into `rows`.
    fn fetch<'a>(&'a self, request: Request<'a>, rows: &'a mut dyn RowSink) -> Fetching<'a>;
}

/// What the cache keeps of one row of a list.
pub(in super::super) trait CacheEntry: Debug + Send + Sync + Sized + 'static {
    /// Names a group of entries that one request lists. It prints as one of them is called, such as `SPOT instrument`.
    type Group: Clone + Eq + Hash + Debug + Display + Send + Sync;

    /// Requests all entries of a group.
    fn fetch(
        group: &Self::Group,
        source: &dyn InstrumentSource,
    ) -> impl Future<Output = Result<GroupRows<Self>, Error>> + Send;

    /// Whether it has a step. OKX may list a product without one before it can be traded.
    fn has_step(&self) -> bool;
}

/// The rows of a group, as they were loaded.
#[derive(Debug)]
pub(in super::super) struct GroupRows<T> {
    pub(in super::super) by_name: HashMap<Text, Arc<T>>,
    pub(in super::super) unreadable: UnreadableRows,
}

impl<T> Default for GroupRows<T> {
    fn default() -> Self {
        Self { by_name: HashMap::default(), unreadable: UnreadableRows::default() }
    }
}

/// Sends a request and returns all rows of the reply.
pub(in super::super) async fn fetch<E: Endpoint>(
    source: &dyn InstrumentSource,
    request: &E,
) -> Result<Rows<E::Row>, Error> {
    let mut rows = Rows::default();
    source.fetch(Request::rest(request), &mut rows).await?;
    Ok(rows)
}
