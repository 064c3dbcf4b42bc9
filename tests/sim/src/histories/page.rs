//! Selecting one page of a history as OKX does.

use okx_spec::model::{Endpoint, Field, Model, PageCursor, PageOrder, Pages};
use serde_json::{Value, json};

use super::rows::{Rows, SortKey, sort_field};
use crate::calls::Parameters;
use crate::refusal::{PARAMETER, Refusal};

/// The default page size, unless the maximum of the call is smaller.
const DEFAULT_SIZE: usize = 100;

/// A request for a page.
struct PageRequest<'a> {
    model: &'a Model,
    endpoint: &'a Endpoint,
    parameters: &'a Parameters,
}

/// The rows of the reply: the rows of the page, or one row that contains them.
pub(crate) fn page(
    model: &Model,
    endpoint: &Endpoint,
    rows: &Rows,
    parameters: &Parameters,
) -> Result<Vec<Value>, Refusal> {
    let request = PageRequest { model, endpoint, parameters };
    let Some(pages) = &endpoint.pages else { return Ok(request.wanted(rows, 0).collect()) };
    let size = request.size(pages)?;
    let found: Vec<Value> = match &pages.order {
        PageOrder::Cursor(cursor) => request.by_bounds(rows, cursor)?.take(size).collect(),
        PageOrder::Number(index) => {
            let skipped = (request.page_number(*index)? - 1).saturating_mul(size);
            request.wanted(rows, 0).skip(skipped).take(size).collect()
        }
    };
    Ok(match pages.rows.map(|index| &model[endpoint.response.row].fields[index].wire) {
        Some(list) => vec![json!({ list: found })],
        None => found,
    })
}

impl<'a> PageRequest<'a> {
    /// The rows between the bounds, newest first.
    fn by_bounds<'b>(
        &'b self,
        rows: &'b Rows,
        cursor: &PageCursor,
    ) -> Result<impl Iterator<Item = Value> + 'b, Refusal> {
        let older = self.bound(cursor, Some(cursor.older))?;
        let newer = self.bound(cursor, cursor.newer)?;
        let includes = cursor.includes;
        let by = sort_field(self.model, self.endpoint).unwrap_or_default();
        let too_new = |row: &Value| match (&older, SortKey::of(row, by)) {
            (Some(older), Some(key)) if includes => key > *older,
            (Some(older), Some(key)) => key >= *older,
            _ => false,
        };
        let first = rows.partition_point(too_new);
        let is_within = move |row: &Value| match (&newer, SortKey::of(row, by)) {
            (Some(newer), Some(key)) if includes => key >= *newer,
            (Some(newer), Some(key)) => key > *newer,
            _ => true,
        };
        Ok(self.wanted(rows, first).take_while(is_within))
    }

    /// Parses a bound. Rejects it if another parameter that it requires is missing.
    fn bound(&self, cursor: &PageCursor, index: Option<usize>) -> Result<Option<SortKey>, Refusal> {
        let Some(text) = index.and_then(|index| self.given(index)) else { return Ok(None) };
        for (beside, value) in &cursor.with {
            if self.given(*beside).as_deref() != Some(value) {
                let name = &self.field(*beside).wire;
                return Err(PARAMETER.about(name).because(format!("with a bound it must be {value}")));
            }
        }
        Ok(SortKey::read(&text))
    }

    /// The rows from this index on that match the filters.
    fn wanted<'b>(&'b self, rows: &'b Rows, first: usize) -> impl Iterator<Item = Value> + 'b {
        (first..rows.count()).map(|index| rows.row(index)).filter(|row| self.fits(row))
    }

    /// Whether a row matches the parameters: those with the same name as one of its members, and start and end times.
    fn fits(&self, row: &Value) -> bool {
        let fields = &self.model[self.endpoint.request].fields;
        let fits = |(index, field): (usize, &Field)| {
            let Some(wanted) = self.given(index).filter(|_| !self.turns_pages(index)) else { return true };
            let time = || self.time(row).zip(SortKey::read(&wanted));
            match field.wire.as_str() {
                _ if self.endpoint.pages.as_ref().is_some_and(|pages| pages.since == Some(index)) => {
                    time().is_none_or(|(time, since)| time >= since)
                }
                _ if self.endpoint.pages.as_ref().is_some_and(|pages| pages.until == Some(index)) => {
                    time().is_none_or(|(time, until)| time <= until)
                }
                "begin" => time_of(row).zip(SortKey::read(&wanted)).is_none_or(|(time, begin)| time >= begin),
                "end" => time_of(row).zip(SortKey::read(&wanted)).is_none_or(|(time, end)| time <= end),
                name => row.get(name).is_none_or(|value| wanted.split(',').any(|wanted| wanted == text(value))),
            }
        };
        fields.iter().enumerate().all(fits)
    }

    /// The time of a row, where the description names its field.
    fn time(&self, row: &Value) -> Option<SortKey> {
        let place = self.endpoint.pages.as_ref()?.time?;
        SortKey::of(row, &self.model[self.endpoint.page_row(self.model)].fields[place].wire)
    }

    fn turns_pages(&self, index: usize) -> bool {
        let Some(pages) = &self.endpoint.pages else { return false };
        pages.size == Some(index)
            || match &pages.order {
                PageOrder::Cursor(cursor) => {
                    cursor.older == index
                        || cursor.newer == Some(index)
                        || cursor.with.iter().any(|(beside, _)| *beside == index)
                }
                PageOrder::Number(number) => *number == index,
            }
    }

    fn size(&self, pages: &Pages) -> Result<usize, Refusal> {
        let Some(index) = pages.size else { return Ok(pages.up_to) };
        match self.whole(index)? {
            None => Ok(pages.up_to.min(DEFAULT_SIZE)),
            Some(size) if (1..=pages.up_to).contains(&size) => Ok(size),
            Some(_) => {
                Err(PARAMETER.about(&self.field(index).wire).because(format!("it must be 1 to {}", pages.up_to)))
            }
        }
    }

    fn page_number(&self, index: usize) -> Result<usize, Refusal> {
        match self.whole(index)? {
            Some(0) => Err(PARAMETER.about(&self.field(index).wire).because("page numbers start at 1")),
            number => Ok(number.unwrap_or(1)),
        }
    }

    fn whole(&self, index: usize) -> Result<Option<usize>, Refusal> {
        let read = |text: String| text.parse().map_err(|_| PARAMETER.about(&self.field(index).wire));
        self.given(index).map(read).transpose()
    }

    /// The value of a parameter as text.
    fn given(&self, index: usize) -> Option<String> {
        self.parameters.get(&self.field(index).wire).map(text)
    }

    fn field(&self, index: usize) -> &'a Field {
        &self.model[self.endpoint.request].fields[index]
    }
}

/// When a row was created, if it has a time.
fn time_of(row: &Value) -> Option<SortKey> {
    ["ts", "cTime"].into_iter().find_map(|name| SortKey::of(row, name))
}

/// The value as text without quotes.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
