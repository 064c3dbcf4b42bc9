//! What one run downloads.

use okx_client::value::Timestamp;
use serde_json::{Map, Value};

use super::list::List;

/// What is downloaded.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) list: &'static List,
    /// The parameters of the requests, without bounds. The rows of several requests are merged.
    pub(super) requests: Vec<Map<String, Value>>,
    /// The instrument, or what else the rows are of.
    pub(super) title: String,
    pub(super) from: Timestamp,
    /// The present if it is `None`.
    pub(super) to: Option<Timestamp>,
    /// The time between two rows in milliseconds, if it is always the same.
    pub(super) step: Option<i64>,
}

/// Parameters of a request. Those without a value are left out.
pub(crate) fn parameters(given: &[(&str, Option<&str>)]) -> Map<String, Value> {
    let given = given.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
    given.map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
}

#[cfg(test)]
impl Job {
    pub(super) fn for_tests(list: &'static List) -> Self {
        let from = Timestamp::from_millis(0);
        Self { list, requests: Vec::new(), title: String::new(), from, to: None, step: None }
    }
}
