//! Histories: rows that a test seeds a call with, to be served page by page as OKX does.

mod page;
mod rows;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use okx_spec::model::{Endpoint, Model};
use serde_json::Value;

pub(crate) use page::page;
use rows::Rows;

/// The rows that calls are seeded with. Clones share the same rows.
///
/// A call with seeded rows is answered from them only, in pages if the description says that it is paged. The newest
/// rows come first. A bound selects only rows that are strictly older or newer, so rows of equal time are lost if a
/// page ends between them. With only a lower bound, a page has the newest rows rather than the ones next to the
/// bound. Fields missing from a row are completed from the description.
#[derive(Clone)]
pub struct Histories {
    model: Arc<Model>,
    rows: Arc<Mutex<BTreeMap<usize, Rows>>>,
}

/// Why a call could not be seeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError(String);

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SeedError {}

impl Histories {
    pub(crate) fn new(model: Arc<Model>) -> Self {
        Self { model, rows: Arc::default() }
    }

    /// Seeds a call with rows, in any order. A row is an object of known fields by their names in replies, even if
    /// the call's rows are arrays in replies. A call is given as `trade.get_fills` or as `GET /api/v5/trade/fills`.
    ///
    /// # Errors
    /// If there is no such call, or a row lacks the field that the pages are ordered by.
    pub fn seed(&self, call: &str, rows: Vec<Value>) -> Result<(), SeedError> {
        let (index, endpoint) = self.find(call)?;
        let rows = Rows::sorted(&self.model, endpoint, rows)
            .map_err(|row| SeedError(format!("{call}: the row {row} lacks the field that its pages are ordered by")))?;
        self.rows().insert(index, rows);
        Ok(())
    }

    /// Seeds a call with `count` rows that are created on demand. `row(0)` must be the newest, and no row may be
    /// newer than the one before it. Otherwise like [`seed`](Self::seed).
    ///
    /// # Errors
    /// If there is no such call.
    pub fn generate(
        &self,
        call: &str,
        count: usize,
        row: impl Fn(usize) -> Value + Send + Sync + 'static,
    ) -> Result<(), SeedError> {
        let (index, _) = self.find(call)?;
        self.rows().insert(index, Rows::generated(count, row));
        Ok(())
    }

    /// Removes all seeded rows.
    pub fn clear(&self) {
        self.rows().clear();
    }

    /// The rows that a call is seeded with, if any.
    pub(crate) fn of(&self, endpoint: &Endpoint) -> Option<Rows> {
        let rows = self.rows();
        let index = rows.keys().find(|index| self.model.endpoints[**index].path == endpoint.path)?;
        rows.get(index).cloned()
    }

    fn find(&self, call: &str) -> Result<(usize, &Endpoint), SeedError> {
        let is_called = |endpoint: &Endpoint| {
            let name = format!("{}.{}", self.model[endpoint.chapter].name, endpoint.name);
            call == name || call == format!("{} {}", endpoint.method, endpoint.path)
        };
        let found = self.model.endpoints.iter().enumerate().find(|(_, endpoint)| is_called(endpoint));
        found.ok_or_else(|| SeedError(format!("there is no call {call}")))
    }

    fn rows(&self) -> MutexGuard<'_, BTreeMap<usize, Rows>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Histories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.rows().keys().map(|index| &self.model.endpoints[*index].path)).finish()
    }
}
