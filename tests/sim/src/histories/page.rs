//! One page of a history, cut as OKX cuts it.

use okx_spec::model::{Endpoint, Field, Model, PageCursor, PageOrder, Pages};
use serde_json::{Value, json};

use super::rows::{Age, Rows, age_field};
use crate::core::Parameters;
use crate::refusal::{PARAMETER, Refusal};

/// How many rows a page has when nothing is said, unless the call gives fewer at most.
const USUAL: usize = 100;

/// A page that was asked for.
struct Asked<'a> {
    model: &'a Model,
    endpoint: &'a Endpoint,
    parameters: &'a Parameters,
}

/// The rows of the reply: those of the page, or one that holds them.
pub(crate) fn page(
    model: &Model,
    endpoint: &Endpoint,
    rows: &Rows,
    parameters: &Parameters,
) -> Result<Vec<Value>, Refusal> {
    let asked = Asked { model, endpoint, parameters };
    let Some(pages) = &endpoint.pages else { return Ok(asked.wanted(rows, 0).collect()) };
    let size = asked.size(pages)?;
    let found: Vec<Value> = match &pages.order {
        PageOrder::Cursor(cursor) => asked.by_bounds(rows, cursor)?.take(size).collect(),
        PageOrder::Number(place) => {
            let skipped = (asked.page_number(*place)? - 1).saturating_mul(size);
            asked.wanted(rows, 0).skip(skipped).take(size).collect()
        }
    };
    Ok(match pages.rows.map(|place| &model[endpoint.response.row].fields[place].wire) {
        Some(list) => vec![json!({ list: found })],
        None => found,
    })
}

impl<'a> Asked<'a> {
    /// The rows between the bounds, the newest first.
    fn by_bounds<'b>(
        &'b self,
        rows: &'b Rows,
        cursor: &PageCursor,
    ) -> Result<impl Iterator<Item = Value> + 'b, Refusal> {
        let older = self.bound(cursor, Some(cursor.older))?;
        let newer = self.bound(cursor, cursor.newer)?;
        let includes = cursor.includes;
        let by = age_field(self.model, self.endpoint).unwrap_or_default();
        let too_new = |row: &Value| match (&older, Age::of(row, by)) {
            (Some(older), Some(age)) if includes => age > *older,
            (Some(older), Some(age)) => age >= *older,
            _ => false,
        };
        let first = rows.partition_point(too_new);
        let is_within = move |row: &Value| match (&newer, Age::of(row, by)) {
            (Some(newer), Some(age)) if includes => age >= *newer,
            (Some(newer), Some(age)) => age > *newer,
            _ => true,
        };
        Ok(self.wanted(rows, first).take_while(is_within))
    }

    /// The bound that a parameter tells; refused without what it needs beside it.
    fn bound(&self, cursor: &PageCursor, place: Option<usize>) -> Result<Option<Age>, Refusal> {
        let Some(text) = place.and_then(|place| self.given(place)) else { return Ok(None) };
        for (beside, value) in &cursor.with {
            if self.given(*beside).as_deref() != Some(value) {
                let name = &self.field(*beside).wire;
                return Err(PARAMETER.about(name).because(format!("beside a bound it must be {value}")));
            }
        }
        Ok(Age::read(&text))
    }

    /// The rows from this place on that the filters want.
    fn wanted<'b>(&'b self, rows: &'b Rows, first: usize) -> impl Iterator<Item = Value> + 'b {
        (first..rows.count()).map(|place| rows.row(place)).filter(|row| self.fits(row))
    }

    /// Whether a row is as the parameters want it: those that are named like one of its members, and a time to begin
    /// and to end with.
    fn fits(&self, row: &Value) -> bool {
        let fields = &self.model[self.endpoint.request].fields;
        let fits = |(place, field): (usize, &Field)| {
            let Some(wanted) = self.given(place).filter(|_| !self.turns_pages(place)) else { return true };
            match field.wire.as_str() {
                "begin" => time_of(row).zip(Age::read(&wanted)).is_none_or(|(time, begin)| time >= begin),
                "end" => time_of(row).zip(Age::read(&wanted)).is_none_or(|(time, end)| time <= end),
                name => row.get(name).is_none_or(|value| wanted.split(',').any(|wanted| wanted == text(value))),
            }
        };
        fields.iter().enumerate().all(fits)
    }

    fn turns_pages(&self, place: usize) -> bool {
        let Some(pages) = &self.endpoint.pages else { return false };
        pages.size == Some(place)
            || match &pages.order {
                PageOrder::Cursor(cursor) => {
                    cursor.older == place
                        || cursor.newer == Some(place)
                        || cursor.with.iter().any(|(beside, _)| *beside == place)
                }
                PageOrder::Number(number) => *number == place,
            }
    }

    fn size(&self, pages: &Pages) -> Result<usize, Refusal> {
        let Some(place) = pages.size else { return Ok(pages.up_to) };
        match self.whole(place)? {
            None => Ok(pages.up_to.min(USUAL)),
            Some(size) if (1..=pages.up_to).contains(&size) => Ok(size),
            Some(_) => Err(PARAMETER.about(&self.field(place).wire).because(format!("it is 1 to {}", pages.up_to))),
        }
    }

    fn page_number(&self, place: usize) -> Result<usize, Refusal> {
        match self.whole(place)? {
            Some(0) => Err(PARAMETER.about(&self.field(place).wire).because("pages are counted from 1")),
            number => Ok(number.unwrap_or(1)),
        }
    }

    fn whole(&self, place: usize) -> Result<Option<usize>, Refusal> {
        let read = |text: String| text.parse().map_err(|_| PARAMETER.about(&self.field(place).wire));
        self.given(place).map(read).transpose()
    }

    /// What a parameter says, as text.
    fn given(&self, place: usize) -> Option<String> {
        self.parameters.get(&self.field(place).wire).map(text)
    }

    fn field(&self, place: usize) -> &'a Field {
        &self.model[self.endpoint.request].fields[place]
    }
}

/// When a row was made, as far as it says so.
fn time_of(row: &Value) -> Option<Age> {
    ["ts", "cTime"].into_iter().find_map(|name| Age::of(row, name))
}

/// What a value says, without quotes.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
