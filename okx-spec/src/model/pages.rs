//! How a list is paged.

use super::{Endpoint, Kind, Model, Scalar, ShapeId};
use crate::Location;

/// How the list that a call gives is read page by page. Places in `request` are of the endpoint's request, places of a
/// row are of [`Endpoint::page_row`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// What leads from one page to the next.
    pub order: PageOrder,
    /// The parameter for the size of a page, where there is one.
    pub size: Option<usize>,
    /// How many rows OKX puts on a page at most.
    pub up_to: usize,
    /// The field of a row that tells it from all others, or from those of the same time. It is the field that pages
    /// are turned by where that is an id. Without one, rows are told apart by all that they hold.
    pub id: Option<usize>,
    /// The list that holds the rows, a field of the reply's one row, where the reply's rows are not the list itself.
    pub rows: Option<usize>,
    /// Where it was written.
    pub at: Location,
}

/// What leads from one page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageOrder {
    /// A bound: the value of a field of the rows. The newest rows come first.
    Cursor(PageCursor),
    /// This parameter of the request, the number of the page, from 1.
    Number(usize),
}

/// Pages by a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCursor {
    /// The field of the row.
    pub by: usize,
    /// The parameter that takes the bound below which rows are given: those that are older.
    pub older: usize,
    /// The parameter that takes the bound above which rows are given, where there is one. Without the other bound the
    /// newest of them are given, not those next to it.
    pub newer: Option<usize>,
    /// Whether a row at the bound is given too.
    pub includes: bool,
    /// Parameters with the values that a bound needs beside it.
    pub with: Vec<(usize, String)>,
}

impl Endpoint {
    /// The shape of the rows that are paged through: the reply's own, or that of the list in it.
    pub fn page_row(&self, model: &Model) -> ShapeId {
        let list = self.pages.as_ref().and_then(|pages| model[self.response.row].fields.get(pages.rows?));
        match list.map(|list| list.kind) {
            Some(Kind::Shape(row)) => row,
            _ => self.response.row,
        }
    }

    /// Whether pages are turned by a time, which rows can share.
    pub fn pages_by_time(&self, model: &Model) -> bool {
        let Some(PageOrder::Cursor(cursor)) = self.pages.as_ref().map(|pages| &pages.order) else { return false };
        model[self.page_row(model)].fields.get(cursor.by).is_some_and(|by| by.kind == Kind::Scalar(Scalar::Timestamp))
    }
}
