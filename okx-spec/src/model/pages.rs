//! How a list is paged.

use super::{Endpoint, Kind, Model, Scalar, ShapeId};
use crate::Location;

/// How the list of a call is paged. Parameters are places in the endpoint's request, and fields of rows are places in [`Endpoint::page_row`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// How the next page is requested.
    pub order: PageOrder,
    /// The parameter for the size of a page, where there is one.
    pub size: Option<usize>,
    /// The maximum number of rows on a page.
    pub up_to: usize,
    /// The field that identifies a row, at least among those with the same time. Where the list is paged by an id, it is that field. Without
    /// one, rows are compared as a whole.
    pub id: Option<usize>,
    /// The field of the reply's only row that has the list, where the reply's rows are not the list itself.
    pub rows: Option<usize>,
    /// The field that has the time of a row, where the rows have one. Where the list is paged by an id, times rise with the ids. Where it is
    /// paged by a time, it is that field.
    pub time: Option<usize>,
    /// The parameter for rows from a time on, where a list that is not paged by a time has one. It may or may not include rows at that time.
    pub since: Option<usize>,
    /// The same for rows up to a time.
    pub until: Option<usize>,
    /// The field and its value by which a row is known that still changes, such as the candle of the current period.
    pub forming: Option<(usize, String)>,
    /// Where it was written.
    pub at: Location,
}

/// How the next page is requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageOrder {
    /// By a bound: the value of a field of the rows. The newest rows come first.
    Cursor(PageCursor),
    /// By this parameter: the number of the page, from 1.
    Number(usize),
}

/// Pages by a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCursor {
    /// The field of the row.
    pub by: usize,
    /// The parameter for rows older than a bound.
    pub older: usize,
    /// The parameter for rows newer than a bound, where there is one. Without the other bound, OKX returns the newest rows and not those next to
    /// the bound.
    pub newer: Option<usize>,
    /// Whether a row at the bound is returned too.
    pub includes: bool,
    /// Parameters that must be sent with a bound, with their values.
    pub with: Vec<(usize, String)>,
}

impl Endpoint {
    /// The shape of the rows of the list: the reply's rows, or those of a list in its only row.
    pub fn page_row(&self, model: &Model) -> ShapeId {
        let list = self.pages.as_ref().and_then(|pages| model[self.response.row].fields.get(pages.rows?));
        match list.map(|list| list.kind) {
            Some(Kind::Shape(row)) => row,
            _ => self.response.row,
        }
    }

    /// Whether the list is paged by a time, which several rows may share.
    pub fn pages_by_time(&self, model: &Model) -> bool {
        let Some(PageOrder::Cursor(cursor)) = self.pages.as_ref().map(|pages| &pages.order) else { return false };
        model[self.page_row(model)].fields.get(cursor.by).is_some_and(|by| by.kind == Kind::Scalar(Scalar::Timestamp))
    }
}
