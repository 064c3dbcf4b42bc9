//! Selects the rows of a list by their time, whatever its pages are ordered by.

use super::cursor_value::{self, CursorValue};
use super::options::PageOptions;
use crate::error::Error;
use crate::facts::{Fields, PageOrder, Pages, Value};

/// Which rows are returned. Times are in milliseconds since the epoch.
#[derive(Clone, Debug)]
pub(super) struct RowFilter {
    pages: &'static Pages,
    /// The first time that is wanted, and the first one after it that is not.
    pub(super) since: Option<i64>,
    pub(super) until: Option<i64>,
    closed_only: bool,
}

/// What a filter says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Selection {
    /// It is returned.
    Wanted,
    /// It is older than all wanted rows.
    TooOld,
    /// It is left out for another reason, and older rows may be wanted.
    Unwanted,
}

impl RowFilter {
    /// The filter of these options.
    ///
    /// # Errors
    ///
    /// The list does not have what the options select by.
    pub(super) fn of(pages: &'static Pages, options: &PageOptions) -> Result<Self, Error> {
        let [since, until] = [options.since, options.until].map(|time| time.map(crate::value::Timestamp::as_millis));
        if pages.time.is_none() && (since.is_some() || until.is_some()) {
            return Err(Error::invalid(
                "the rows of this list have no time, so they cannot be selected by it; remove `since` and `until`",
            ));
        }
        if let (Some(since), Some(until)) = (options.since, options.until)
            && since > until
        {
            return Err(Error::invalid(format!(
                "`since` {since} is later than `until` {until}; `since` is the earlier bound"
            )));
        }
        if pages.forming.is_none() && options.closed_only {
            return Err(Error::invalid(
                "this list has no rows that still change, such as candles; remove `closed_only`",
            ));
        }
        Ok(Self { pages, since, until, closed_only: options.closed_only })
    }

    /// Whether no row can be selected.
    pub(super) fn selects_nothing(&self) -> bool {
        self.since.is_some() && self.since == self.until
    }

    /// What the filter says of an entry.
    pub(super) fn select(&self, entry: &dyn Fields) -> Selection {
        let time = self.pages.time.and_then(|place| cursor_value::time(entry.value(place)));
        match time {
            Some(time) if self.until.is_some_and(|until| time >= until) => Selection::Unwanted,
            Some(time) if self.since.is_some_and(|since| time < since) => Selection::TooOld,
            _ if self.closed_only && self.is_forming(entry) => Selection::Unwanted,
            _ => Selection::Wanted,
        }
    }

    fn is_forming(&self, entry: &dyn Fields) -> bool {
        self.pages.forming.is_some_and(|(place, value)| entry.value(place) == Value::Text(value))
    }

    /// Writes the bounds into the parameters that OKX has for them besides the cursor, unless the request has a narrower bound. The guide
    /// does not always say whether a bound is inclusive, so one more millisecond is requested and filtered out.
    pub(super) fn write(&self, request: &mut dyn Fields) {
        let bounds = [
            (self.pages.since, self.since.map(|since| since.saturating_sub(1).max(0)), i64::max as fn(i64, i64) -> i64),
            (self.pages.until, self.until.map(|until| until.max(0)), i64::min),
        ];
        for (place, bound, narrower) in bounds {
            let (Some(place), Some(bound)) = (place, bound) else { continue };
            let own = cursor_value::time(request.value(place));
            CursorValue::Time(own.map_or(bound, |own| narrower(own, bound))).write(request, place);
        }
    }

    /// The first time that a list ordered by time is not to return, from its request and from this filter.
    pub(super) fn upper_bound(&self, request: &dyn Fields) -> Option<i64> {
        let until = self.until?;
        let PageOrder::Cursor(cursor) = &self.pages.order else { return None };
        let own =
            cursor_value::time(request.value(cursor.older)).map(|own| own.saturating_add(i64::from(cursor.includes)));
        cursor.time.then(|| own.map_or(until, |own| own.min(until)))
    }
}
