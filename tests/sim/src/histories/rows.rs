//! The rows of one call, the newest first, and what they are ordered by.

use std::fmt;
use std::sync::Arc;

use okx_spec::model::{Endpoint, Model, PageOrder};
use serde_json::Value;

/// Rows that are made when they are asked for, or are there.
#[derive(Clone)]
pub(crate) struct Rows {
    count: usize,
    row: Arc<dyn Fn(usize) -> Value + Send + Sync>,
}

/// What a row is older or newer by: a number, or text in the order of its characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Age {
    /// A time, or an id of digits.
    Number(u128),
    /// Any other id.
    Text(String),
}

impl Rows {
    /// Rows in the order that the call's pages have; those of the same age stay as they are. Fails with a row that
    /// lacks what they are ordered by.
    pub(super) fn sorted(model: &Model, endpoint: &Endpoint, mut rows: Vec<Value>) -> Result<Self, Value> {
        if let Some(by) = age_field(model, endpoint) {
            if let Some(row) = rows.iter().find(|row| Age::of(row, by).is_none()) {
                return Err(row.clone());
            }
            rows.sort_by_key(|row| std::cmp::Reverse(Age::of(row, by)));
        }
        let count = rows.len();
        Ok(Self::generated(count, move |place| rows.get(place).cloned().unwrap_or_default()))
    }

    pub(super) fn generated(count: usize, row: impl Fn(usize) -> Value + Send + Sync + 'static) -> Self {
        Self { count, row: Arc::new(row) }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn row(&self, place: usize) -> Value {
        (self.row)(place)
    }

    /// How many of the first rows `is_before` holds for; it holds for no row behind one that it does not hold for.
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

impl Age {
    /// The age of a row by this field.
    pub(super) fn of(row: &Value, by: &str) -> Option<Self> {
        match row.get(by)? {
            Value::String(text) => Self::read(text),
            Value::Number(number) => number.as_u64().map(|number| Self::Number(number.into())),
            _ => None,
        }
    }

    /// The age that a bound tells.
    pub(super) fn read(text: &str) -> Option<Self> {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            _ if text.is_empty() => None,
            Ok(number) if is_number => Some(Self::Number(number)),
            _ => Some(Self::Text(text.to_owned())),
        }
    }
}

/// The wire name of the field that the call's pages are turned by, where it is a field.
pub(super) fn age_field<'a>(model: &'a Model, endpoint: &Endpoint) -> Option<&'a str> {
    match &endpoint.pages.as_ref()?.order {
        PageOrder::Cursor(cursor) => Some(&model[endpoint.page_row(model)].fields[cursor.by].wire),
        PageOrder::Number(_) => None,
    }
}
