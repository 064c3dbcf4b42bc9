//! Reads the rows of a table.

use okx_client::value::Json;
use okx_client::{Client, Error, PageOptions, SendOptions, Timestamp};
use serde_json::{Map, Value};

use super::record::Record;
use super::view::View;

/// What a table shows, and how its rows are requested.
#[derive(Debug)]
pub(super) struct TableRequest {
    pub(super) view: &'static View,
    pub(super) call: &'static str,
    /// The parameters of the requests. The rows of several requests are shown in one table.
    pub(super) requests: Vec<Map<String, Value>>,
    /// How the pages of a list are read; `None` for one reply.
    pub(super) pages: Option<Range>,
    /// Said if there are no rows.
    pub(super) nothing: String,
    /// Only rows with this text in their ID, in upper case.
    pub(super) search: Option<String>,
    /// The channels that push the same rows, with their arguments.
    pub(super) channels: Vec<(&'static str, Vec<(String, String)>)>,
}

/// Which rows of a list are read, the newest first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Range {
    pub(super) from: Option<Timestamp>,
    pub(super) to: Option<Timestamp>,
    /// The most rows.
    pub(super) limit: Option<usize>,
}

/// The rows of a reply, and what could not be read or was refused.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    pub(super) rows: Vec<Json>,
    pub(super) errors: Vec<Error>,
    /// Whether there are more rows than wanted.
    pub(super) has_more: bool,
}

impl TableRequest {
    /// Makes the requests. An error of one of them does not affect the others.
    pub(super) async fn fetch(&self, client: &Client) -> Fetched {
        let mut fetched = Fetched::default();
        for request in &self.requests {
            // A map of texts is an object.
            let parameters = Json::parse(&Value::Object(request.clone()).to_string()).unwrap_or_default();
            match &self.pages {
                Some(range) => self.read_pages(client, &parameters, *range, &mut fetched).await,
                None => match client.call(self.call, &parameters, SendOptions::default()).await {
                    Ok(rows) => rows.into_iter().for_each(|row| fetched.add(row)),
                    Err(error) => fetched.errors.push(error),
                },
            }
        }
        fetched.rows.retain(|row| self.is_wanted(row));
        self.sort_and_cut(&mut fetched);
        fetched
    }

    async fn read_pages(&self, client: &Client, parameters: &Json, range: Range, fetched: &mut Fetched) {
        let mut options = PageOptions::default();
        if let Some(from) = range.from {
            options = options.since(from);
        }
        if let Some(to) = range.to {
            options = options.until(to);
        }
        if let Some(limit) = range.limit {
            // One more row shows whether there are more.
            options = options.max_rows(limit.saturating_add(1));
        }
        let mut pages = match client.call_pages(self.call, parameters, options) {
            Ok(pages) => pages,
            Err(error) => return fetched.errors.push(error),
        };
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => page.into_rows().into_iter().for_each(|row| fetched.add(row)),
                Err(error) => return fetched.errors.push(error),
            }
        }
    }

    fn is_wanted(&self, row: &Json) -> bool {
        let Some(search) = &self.search else { return true };
        let record = Record::read(row.get()).unwrap_or_default();
        self.view.key.iter().any(|wire| record.text(wire).to_uppercase().contains(search))
    }

    /// Merges the lists of several requests, the newest row first.
    fn sort_and_cut(&self, fetched: &mut Fetched) {
        if self.pages.is_some() && self.requests.len() > 1 {
            let time = |row: &Json| {
                let record = Record::read(row.get()).unwrap_or_default();
                ["cTime", "ts"].iter().find_map(|wire| record.text(wire).parse::<i64>().ok())
            };
            fetched.rows.sort_by_cached_key(|row| std::cmp::Reverse(time(row)));
        }
        if let Some(limit) = self.pages.and_then(|range| range.limit) {
            fetched.has_more = fetched.rows.len() > limit;
            fetched.rows.truncate(limit);
        }
    }
}

impl Fetched {
    fn add(&mut self, row: Result<Json, Error>) {
        match row {
            Ok(row) => self.rows.push(row),
            Err(error) => self.errors.push(error),
        }
    }
}
