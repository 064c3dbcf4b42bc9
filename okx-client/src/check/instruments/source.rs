//! Where instruments and what else has a grid come from.

use std::pin::Pin;

use crate::api::{Endpoint, Request, Rows};
use crate::error::Error;
use crate::facts::RowSink;
use crate::value::Timestamp;

/// A question that is on its way.
pub(crate) type Asking<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Where instruments and what else has a grid come from: the client, or a test.
pub(crate) trait InstrumentSource: Send + Sync + 'static {
    /// The time at OKX, by which announced changes take effect.
    fn now(&self) -> Timestamp;

    /// Asks, and puts the answer into `rows`.
    fn ask<'a>(&'a self, request: Request<'a>, rows: &'a mut dyn RowSink) -> Asking<'a>;
}

/// All rows that answer a request.
pub(super) async fn list<E: Endpoint>(source: &dyn InstrumentSource, request: &E) -> Result<Rows<E::Row>, Error> {
    let mut rows = Rows::default();
    source.ask(Request::rest(request), &mut rows).await?;
    Ok(rows)
}
