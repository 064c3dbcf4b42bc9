//! How lists are paged.

use super::Resolver;
use super::field::field_place;
use crate::diagnostic::Sink;
use crate::model::{Field, Kind, PageCursor, PageOrder, Pages, Response, Scalar, ShapeId};
use crate::parse::{RawCursor, RawEndpoint, RawOrder, RawPages, RawTurned, Text};
use crate::{Law, nearest};

/// What `time:` says where no time of a row orders the list.
const NO_TIME: &str = "none";

/// The usual name of the parameter for the size of a page.
const SIZE: &str = "limit";

impl Resolver<'_> {
    /// How the list of a call is paged, or the reason why it cannot be.
    pub(super) fn pages(
        &self,
        raw: &RawEndpoint,
        request: ShapeId,
        response: &Response,
        sink: &mut Sink,
    ) -> (Option<Pages>, Option<String>) {
        match &raw.pages {
            Some(RawPages::Turned(turned)) => match self.turned(turned, request, response, sink) {
                Some(pages) => (Some(pages), None),
                None => (None, Some(reported())),
            },
            Some(RawPages::Cannot(reason)) => (None, Some(reason.clone())),
            Some(RawPages::Broken) => (None, Some(reported())),
            None => (None, None),
        }
    }

    /// All names are looked up before the first failure ends the function, so that all mistakes are reported.
    fn turned(&self, raw: &RawTurned, request: ShapeId, response: &Response, sink: &mut Sink) -> Option<Pages> {
        let fields = &self.model[request].fields;
        let reply = &self.model[response.row].fields;
        let size = match &raw.size {
            Some(name) => field_place(name, fields, sink),
            None => fields.iter().position(|field| field.wire == SIZE),
        };
        let rows = raw.rows.as_ref().map(|name| field_place(name, reply, sink));
        let row = match rows {
            Some(list) => self.row_in(&reply[list?], raw, sink)?,
            None => reply,
        };
        let id = raw.id.as_ref().map(|name| field_place(name, row, sink));
        let order = match &raw.order {
            RawOrder::Cursor(cursor) => self.cursor(cursor, fields, row, sink).map(PageOrder::Cursor),
            RawOrder::Number(name) => field_place(name, fields, sink).map(PageOrder::Number),
        };
        let by = match &order {
            Some(PageOrder::Cursor(cursor)) if row[cursor.by].kind != Kind::Scalar(Scalar::Timestamp) => {
                Some(cursor.by)
            }
            _ => None,
        };
        let id = id.flatten().or(by);
        let time = time(raw, order.as_ref(), row, sink);
        let [since, until] =
            [&raw.since, &raw.until].map(|name| name.as_ref().and_then(|name| field_place(name, fields, sink)));
        let forming = raw.forming.first().and_then(|pair| self.value(pair, row, sink));
        if let Some((more, _)) = raw.forming.get(1) {
            sink.report(&more.at, Law::PagesForm, "`forming:` has one field with its value");
        }
        Some(Pages {
            order: order?,
            size,
            up_to: raw.up_to?,
            id,
            rows: rows.flatten(),
            time,
            since,
            until,
            forming,
            at: raw.at.clone(),
        })
    }

    fn row_in(&self, list: &Field, raw: &RawTurned, sink: &mut Sink) -> Option<&[Field]> {
        match list.kind {
            Kind::Shape(row) if list.list => Some(&self.model[row].fields),
            _ => {
                let text = format_args!("`{}` is not a list of objects; name the field that has the rows", list.wire);
                sink.report(raw.rows.as_ref().map_or(&raw.at, |name| &name.at), Law::PagesForm, text);
                None
            }
        }
    }

    fn cursor(&self, raw: &RawCursor, fields: &[Field], row: &[Field], sink: &mut Sink) -> Option<PageCursor> {
        let by = field_place(&raw.by, row, sink);
        let older = raw.older.as_ref().and_then(|name| field_place(name, fields, sink));
        let newer = raw.newer.as_ref().and_then(|name| field_place(name, fields, sink));
        let with: Vec<_> = raw.with.iter().filter_map(|pair| self.value(pair, fields, sink)).collect();
        Some(PageCursor { by: by?, older: older?, newer, includes: raw.includes, with })
    }

    /// A value that is sent with a bound must be one that the parameter can have.
    fn value(&self, (name, value): &(Text, Text), fields: &[Field], sink: &mut Sink) -> Option<(usize, String)> {
        let place = field_place(name, fields, sink)?;
        if let Kind::Enum(id) = fields[place].kind {
            let values = || self.model[id].values.iter().map(|one| one.wire.as_str());
            if !values().any(|one| one == value.value) {
                let right = nearest::suggestion(&value.value, values(), "use one that exists");
                let text = format_args!("`{}` has no value `{}`; {right}", self.model[id].name, value.value);
                sink.report(&value.at, Law::UnknownValue, text);
            }
        } else {
            self.is_possible(value, fields[place].kind, sink);
        }
        Some((place, value.value.clone()))
    }
}

/// The field that has the time of a row. A list that is paged by a time has it already; in any other list it is named, because the client
/// cannot know which of several times orders the rows.
fn time(raw: &RawTurned, order: Option<&PageOrder>, row: &[Field], sink: &mut Sink) -> Option<usize> {
    // If the order has a mistake, that was reported, and the time may depend on it.
    if let PageOrder::Cursor(cursor) = order?
        && is_time(&row[cursor.by])
    {
        if let Some(name) = [&raw.time, &raw.since, &raw.until].into_iter().flatten().next() {
            let text = "the list is paged by a time already; remove `time:`, `since:` and `until:`";
            sink.report(&name.at, Law::PagesForm, text);
        }
        return Some(cursor.by);
    }
    if let Some(name) = raw.time.as_ref().filter(|name| name.value != NO_TIME) {
        let place = field_place(name, row, sink)?;
        if !is_time(&row[place]) {
            let text = format_args!("`{}` is not a `Timestamp`; `time:` names the time of a row", row[place].wire);
            sink.report(&name.at, Law::PagesForm, text);
        }
        return Some(place);
    }
    let unnamed = row.iter().find(|field| raw.time.is_none() && is_time(field));
    if let Some(field) = unnamed {
        let right = "name the one at which a row came into being with `time:`, or write `time: none`";
        sink.report(&raw.at, Law::PagesForm, format_args!("the rows have times such as `{}`; {right}", field.wire));
    } else if let Some(name) = [&raw.since, &raw.until].into_iter().flatten().next() {
        let text = "without a time of the rows nothing is bounded; remove `since:` and `until:`";
        sink.report(&name.at, Law::PagesForm, text);
    }
    None
}

fn is_time(field: &Field) -> bool {
    field.kind == Kind::Scalar(Scalar::Timestamp) && !field.list
}

/// A placeholder for a reason where a mistake was reported, so that `pages:` is not reported as missing too.
fn reported() -> String {
    String::new()
}
