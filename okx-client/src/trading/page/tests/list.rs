//! A list in memory, in place of OKX.

use std::cmp::Reverse;

use crate::api::Paged;
use crate::error::Error;
use crate::facts::{Fields, PageOrder, Pages, Slot, Value};
use crate::fields;
use crate::fields::Items;
use crate::trading::page::buffer::{PageBuffer, TypedBuffer};
use crate::trading::page::cursor_value::{self, text};
use crate::trading::page::pagination::Pagination;
use crate::trading::page::{Bookmark, PageOptions};

/// A row: the value that pages are ordered by, and a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) by: i64,
    pub(super) name: String,
}

/// The list, and a record of its use.
#[derive(Debug, Default)]
pub(super) struct List {
    /// Newest first.
    pub(super) rows: Vec<Row>,
    /// Rows that are created, one after each request.
    pub(super) arrivals: Vec<i64>,
    /// Which requests fail, in order.
    pub(super) fails: Vec<bool>,
    /// The name of a row that cannot be read.
    pub(super) unreadable: Option<String>,
    /// The name of a row without the value that pages are ordered by.
    pub(super) without_cursor: Option<String>,
    /// Whether the first page is returned for every request.
    pub(super) ignores_bounds: bool,
    pub(super) asked: Vec<String>,
    /// The number of rows that were returned.
    pub(super) sent: usize,
    pub(super) returned: Vec<Row>,
    pub(super) errors: usize,
    pub(super) most_buffered: usize,
    pub(super) bookmarks: Vec<Bookmark>,
}

impl List {
    pub(super) fn new(mut rows: Vec<Row>) -> Self {
        rows.sort_by_key(|row| Reverse(row.by));
        Self { rows, ..Self::default() }
    }

    /// Reads the list; the returned rows are in `given`.
    pub(super) fn read<R: Paged>(&mut self, request: &R, options: &PageOptions) -> Result<Vec<Row>, String> {
        (self.asked, self.returned, self.bookmarks, self.sent) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let pagination = Pagination::new(R::OPERATION, R::PAGES, request, options);
        let mut pagination = pagination.map_err(|error| error.to_string())?;
        let mut buffer = TypedBuffer::new(request.clone());
        while self.turn(&mut pagination, &mut buffer).map_err(|error| error.to_string())? {
            assert!(self.asked.len() < 2_000, "endless: {:?}", self.asked.last());
        }
        Ok(self.returned.clone())
    }

    /// Emits or requests one page; `false` at the end.
    pub(super) fn turn<R: Paged>(
        &mut self,
        pagination: &mut Pagination,
        buffer: &mut TypedBuffer<R>,
    ) -> Result<bool, Error> {
        if let Some(bookmark) = pagination.emit(buffer) {
            self.take::<R>(buffer);
            self.bookmarks.push(bookmark);
            return Ok(true);
        }
        let Some(asked) = pagination.write_request(buffer.new_request()) else { return Ok(false) };
        asked?;
        self.answer::<R>(buffer);
        if !self.fails.pop().unwrap_or(false) {
            buffer.receive();
            pagination.process(buffer);
            self.most_buffered = self.most_buffered.max(buffer.buffered());
        }
        Ok(true)
    }

    fn take<R: Paged>(&mut self, buffer: &mut TypedBuffer<R>) {
        for row in buffer.take_page() {
            match row {
                Ok(row) => {
                    let (by, name) = places(R::PAGES, &row);
                    let by = text(row.value(by)).map_or(0, |text| text.parse().unwrap_or_default());
                    let name = text(row.value(name)).unwrap().to_string();
                    self.returned.push(Row { by, name });
                }
                Err(_) => self.errors += 1,
            }
        }
    }

    /// Puts the requested page into the buffer, and creates a row.
    fn answer<R: Paged>(&mut self, buffer: &mut TypedBuffer<R>) {
        let (items, sink) = buffer.request_and_sink();
        let Items::One(request) = items else { panic!("a GET is one item") };
        self.asked.push(fields::query(request));
        let page = self.page(R::PAGES, request);
        self.sent += page.len();
        match R::entry_list() {
            Some(list) => sink.add(&mut |reply| {
                let Slot::List(list) = reply.slot(list) else { panic!("it is a list") };
                for row in &page {
                    let Slot::Object(entry) = list.push() else { panic!("it is one of objects") };
                    fill(R::PAGES, entry, row);
                }
                Ok(())
            }),
            None => {
                for row in &page {
                    let is_unreadable = self.unreadable.as_ref() == Some(&row.name);
                    let is_without_cursor = self.without_cursor.as_ref() == Some(&row.name);
                    sink.add(&mut |entry| {
                        fill(R::PAGES, entry, row);
                        if is_without_cursor {
                            clear(R::PAGES, entry);
                        }
                        if is_unreadable { Err(Error::unreadable("incomplete")) } else { Ok(()) }
                    });
                }
            }
        }
        if !self.arrivals.is_empty() {
            let by = self.arrivals.remove(0);
            self.rows.insert(0, Row { by, name: format!("new {by}") });
        }
    }

    fn page(&self, pages: &Pages, request: &dyn Fields) -> Vec<Row> {
        let whole = |place: usize| match request.value(place) {
            Value::Integer(number) => usize::try_from(number).ok(),
            _ => None,
        };
        let size = pages.size.and_then(whole).unwrap_or(pages.up_to);
        assert!(size <= pages.up_to, "a page of {size} rows is too large");
        let at = |place: usize| text(request.value(place)).map(|text| text.parse::<i64>().unwrap());
        let rows = self.rows.iter().cloned();
        match &pages.order {
            _ if self.ignores_bounds => rows.take(size).collect(),
            PageOrder::Number(place) => rows.skip((whole(*place).unwrap_or(1) - 1) * size).take(size).collect(),
            PageOrder::Cursor(cursor) => {
                let (older, newer) = (at(cursor.older), cursor.newer.and_then(at));
                let reach = i64::from(cursor.includes);
                let wanted = |row: &Row| {
                    older.is_none_or(|bound| row.by < bound + reach) && newer.is_none_or(|bound| row.by > bound - reach)
                };
                rows.filter(wanted).take(size).collect()
            }
        }
    }
}

/// The fields of an entry that hold the value that pages are ordered by, and the row's name.
fn places(pages: &Pages, entry: &dyn Fields) -> (usize, usize) {
    let named = |wire: &str| entry.shape().place(wire);
    let name = pages.id.or_else(|| named("ccy")).or_else(|| named("instId")).expect("it has a name");
    match &pages.order {
        PageOrder::Cursor(cursor) => (cursor.by, name),
        PageOrder::Number(_) => (name, name),
    }
}

fn fill(pages: &Pages, entry: &mut dyn Fields, row: &Row) {
    let (by, name) = places(pages, entry);
    cursor_value::write(entry.slot(name), &row.name);
    if by != name || matches!(pages.order, PageOrder::Cursor(_)) {
        cursor_value::write(entry.slot(by), &row.by.to_string());
    }
}

/// Removes the value that pages are ordered by.
fn clear(pages: &Pages, entry: &mut dyn Fields) {
    let (by, _) = places(pages, entry);
    match entry.slot(by) {
        Slot::OptionalTimestamp(time) => *time = None,
        _ => panic!("it is an optional time"),
    }
}

/// The field of the list in a reply's row, if the entries are not the rows themselves.
trait EntryList {
    fn entry_list() -> Option<usize>;
}

impl<R: Paged> EntryList for R {
    fn entry_list() -> Option<usize> {
        let row = R::Row::default();
        let is_list = |place: &usize| matches!(row.value(*place), Value::List(_));
        let same = std::any::TypeId::of::<R::Row>() == std::any::TypeId::of::<R::Entry>();
        if same { None } else { (0..row.shape().wire.len()).find(is_list) }
    }
}
