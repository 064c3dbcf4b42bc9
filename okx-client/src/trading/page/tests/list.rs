//! A list in memory, which stands in for OKX.

use std::cmp::Reverse;

use crate::api::Paged;
use crate::error::Error;
use crate::facts::{Fields, PageOrder, Pages, Slot, Value};
use crate::fields;
use crate::fields::Items;
use crate::trading::page::bound::{self, text};
use crate::trading::page::paging::Paging;
use crate::trading::page::source::{Source, Typed};
use crate::trading::page::{Bookmark, PageOptions};

/// A row: what pages are turned by, and what tells it from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) by: i64,
    pub(super) name: String,
}

/// The list, and what was asked of it.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The newest first.
    pub(super) rows: Vec<Row>,
    /// What arrives, one row after each request.
    pub(super) arrivals: Vec<i64>,
    /// Which requests fail, in turn.
    pub(super) fails: Vec<bool>,
    /// The name of a row that cannot be read.
    pub(super) unreadable: Option<String>,
    /// The name of a row that lacks what pages are turned by.
    pub(super) boundless: Option<String>,
    /// OKX gives the first page whatever is asked for.
    pub(super) ignores_bounds: bool,
    pub(super) asked: Vec<String>,
    /// How many rows were sent.
    pub(super) sent: usize,
    pub(super) given: Vec<Row>,
    pub(super) errors: usize,
    pub(super) most_held: usize,
    pub(super) bookmarks: Vec<Bookmark>,
}

impl List {
    pub(super) fn new(mut rows: Vec<Row>) -> Self {
        rows.sort_by_key(|row| Reverse(row.by));
        Self { rows, ..Self::default() }
    }

    /// Reads the list; what was given stays in `given`.
    pub(super) fn read<R: Paged>(&mut self, request: &R, options: &PageOptions) -> Result<Vec<Row>, String> {
        (self.asked, self.given, self.bookmarks, self.sent) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let paging = Paging::new(R::OPERATION, R::PAGES, request, options);
        let mut paging = paging.map_err(|error| error.to_string())?;
        let mut source = Typed::new(request.clone());
        while self.turn(&mut paging, &mut source).map_err(|error| error.to_string())? {
            assert!(self.asked.len() < 2_000, "it never ends: {:?}", self.asked.last());
        }
        Ok(self.given.clone())
    }

    /// Gives or asks once; `false` at the end.
    pub(super) fn turn<R: Paged>(&mut self, paging: &mut Paging, source: &mut Typed<R>) -> Result<bool, Error> {
        if let Some(bookmark) = paging.give(source) {
            self.take::<R>(source);
            self.bookmarks.push(bookmark);
            return Ok(true);
        }
        let Some(asked) = paging.ask(source.begin()) else { return Ok(false) };
        asked?;
        self.answer::<R>(source);
        if !self.fails.pop().unwrap_or(false) {
            source.arrived();
            paging.look(source);
            self.most_held = self.most_held.max(source.held());
        }
        Ok(true)
    }

    fn take<R: Paged>(&mut self, source: &mut Typed<R>) {
        for row in source.take_page() {
            match row {
                Ok(row) => {
                    let (by, name) = places(R::PAGES, &row);
                    let by = text(row.value(by)).map_or(0, |text| text.parse().unwrap_or_default());
                    let name = text(row.value(name)).unwrap().to_string();
                    self.given.push(Row { by, name });
                }
                Err(_) => self.errors += 1,
            }
        }
    }

    /// Puts the page that was asked for into the source, and lets a row arrive.
    fn answer<R: Paged>(&mut self, source: &mut Typed<R>) {
        let (items, sink) = source.wire();
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
                    let is_boundless = self.boundless.as_ref() == Some(&row.name);
                    sink.add(&mut |entry| {
                        fill(R::PAGES, entry, row);
                        if is_boundless {
                            clear(R::PAGES, entry);
                        }
                        if is_unreadable { Err(Error::unreadable("it is torn")) } else { Ok(()) }
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
        assert!(size <= pages.up_to, "OKX gives no {size} rows");
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

/// Which field of an entry pages are turned by, and which holds the row's name.
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
    bound::write(entry.slot(name), &row.name);
    if by != name || matches!(pages.order, PageOrder::Cursor(_)) {
        bound::write(entry.slot(by), &row.by.to_string());
    }
}

/// Takes away what pages are turned by.
fn clear(pages: &Pages, entry: &mut dyn Fields) {
    let (by, _) = places(pages, entry);
    match entry.slot(by) {
        Slot::OptionalTimestamp(time) => *time = None,
        _ => panic!("it is an optional time"),
    }
}

/// The place of the list in a reply's row, where the rows do not stand alone.
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
