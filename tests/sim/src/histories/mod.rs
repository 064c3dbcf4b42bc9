//! Histories: rows that a test gives a call, which are then served page by page as OKX serves them.

mod page;
mod rows;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use okx_spec::model::{Endpoint, Model};
use serde_json::Value;

pub(crate) use page::page;
use rows::Rows;

/// The rows that calls are given. Clones are handles to the same rows.
///
/// A call that was given rows answers from them and from nothing else, in pages where the description says that it is
/// paged: the newest rows first; with a bound only what is strictly older or newer than it, so that rows of the same
/// time are lost when a page ends between them; newer ones without the other bound as the newest, not the next. What a
/// row does not say is filled up from the description.
#[derive(Clone)]
pub struct Histories {
    model: Arc<Model>,
    rows: Arc<Mutex<BTreeMap<usize, Rows>>>,
}

/// Why a call was not given rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSeeded(String);

impl fmt::Display for NotSeeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotSeeded {}

impl Histories {
    pub(crate) fn new(model: Arc<Model>) -> Self {
        Self { model, rows: Arc::default() }
    }

    /// Gives a call its rows, in any order. A row is an object of what is known of it, by wire names; rows that are
    /// read by position are objects too. A call is named like `trade.get_fills` or like `GET /api/v5/trade/fills`.
    ///
    /// # Errors
    /// There is no such call, or a row has no value that its pages are turned by.
    pub fn seed(&self, call: &str, rows: Vec<Value>) -> Result<(), NotSeeded> {
        let (place, endpoint) = self.find(call)?;
        let rows = Rows::sorted(&self.model, endpoint, rows)
            .map_err(|row| NotSeeded(format!("{call} cannot be paged by {row}")))?;
        self.rows().insert(place, rows);
        Ok(())
    }

    /// Gives a call so many rows, each made when it is asked for: `row(0)` is the newest, and none is newer than the one
    /// before it. Otherwise as [`seed`](Self::seed).
    ///
    /// # Errors
    /// There is no such call.
    pub fn generate(
        &self,
        call: &str,
        count: usize,
        row: impl Fn(usize) -> Value + Send + Sync + 'static,
    ) -> Result<(), NotSeeded> {
        let (place, _) = self.find(call)?;
        self.rows().insert(place, Rows::generated(count, row));
        Ok(())
    }

    /// Takes all rows back: every call answers as it did before.
    pub fn clear(&self) {
        self.rows().clear();
    }

    /// The rows of a call that was given some.
    pub(crate) fn of(&self, endpoint: &Endpoint) -> Option<Rows> {
        let rows = self.rows();
        let place = rows.keys().find(|place| self.model.endpoints[**place].path == endpoint.path)?;
        rows.get(place).cloned()
    }

    fn find(&self, call: &str) -> Result<(usize, &Endpoint), NotSeeded> {
        let is_called = |endpoint: &Endpoint| {
            let name = format!("{}.{}", self.model[endpoint.chapter].name, endpoint.name);
            call == name || call == format!("{} {}", endpoint.method, endpoint.path)
        };
        let found = self.model.endpoints.iter().enumerate().find(|(_, endpoint)| is_called(endpoint));
        found.ok_or_else(|| NotSeeded(format!("no call is named {call}")))
    }

    fn rows(&self) -> MutexGuard<'_, BTreeMap<usize, Rows>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Histories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.rows().keys().map(|place| &self.model.endpoints[*place].path)).finish()
    }
}
