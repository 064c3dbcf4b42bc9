//! The rows of one call, newest first, and their sort keys.

use std::fmt;
use std::sync::Arc;

use okx_spec::model::{Endpoint, Model, PageOrder};
use serde_json::Value;

/// Rows that are stored or created on demand.
#[derive(Clone)]
pub(crate) struct Rows {
    count: usize,
    row: Arc<dyn Fn(usize) -> Value + Send + Sync>,
}

/// The sort key of a row: a number, or text in lexicographic order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SortKey {
    /// A time, or a numeric ID.
    Number(u128),
    /// Any other ID.
    Text(String),
}

impl Rows {
    /// Sorts rows by the key of the call's pages; the sort is stable. Returns a row that lacks the key as the error.
    pub(super) fn sorted(model: &Model, endpoint: &Endpoint, mut rows: Vec<Value>) -> Result<Self, Value> {
        if let Some(by) = sort_field(model, endpoint) {
            if let Some(row) = rows.iter().find(|row| SortKey::of(row, by).is_none()) {
                return Err(row.clone());
            }
            rows.sort_by_key(|row| std::cmp::Reverse(SortKey::of(row, by)));
        }
        let count = rows.len();
        Ok(Self::generated(count, move |index| rows.get(index).cloned().unwrap_or_default()))
    }

    pub(super) fn generated(count: usize, row: impl Fn(usize) -> Value + Send + Sync + 'static) -> Self {
        Self { count, row: Arc::new(row) }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn row(&self, index: usize) -> Value {
        (self.row)(index)
    }

    /// The number of leading rows for which `is_before` is true. It must be false for all rows after the first false
    /// one.
    pub(super) fn partition_point(&self, is_before: impl Fn(&Value) -> bool) -> usize {
        let (mut least, mut most) = (0, self.count);
        while least < most {
            let middle = least.midpoint(most);
            if is_before(&self.row(middle)) { least = middle + 1 } else { most = middle }
        }
        least
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("count", &self.count).finish_non_exhaustive()
    }
}

impl SortKey {
    /// The sort key of a row in this field.
    pub(super) fn of(row: &Value, by: &str) -> Option<Self> {
        match row.get(by)? {
            Value::String(text) => Self::read(text),
            Value::Number(number) => number.as_u64().map(|number| Self::Number(number.into())),
            _ => None,
        }
    }

    /// Parses the sort key of a bound.
    pub(super) fn read(text: &str) -> Option<Self> {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            _ if text.is_empty() => None,
            Ok(number) if is_number => Some(Self::Number(number)),
            _ => Some(Self::Text(text.to_owned())),
        }
    }
}

/// The name of the field that the call's pages are ordered by, if there is one.
pub(super) fn sort_field<'a>(model: &'a Model, endpoint: &Endpoint) -> Option<&'a str> {
    match &endpoint.pages.as_ref()?.order {
        PageOrder::Cursor(cursor) => Some(&model[endpoint.page_row(model)].fields[cursor.by].wire),
        PageOrder::Number(_) => None,
    }
}
