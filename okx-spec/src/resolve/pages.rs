//! How lists are paged.

use super::Resolver;
use super::field::field_place;
use crate::diagnostic::Sink;
use crate::model::{Field, Kind, PageCursor, PageOrder, Pages, Response, Scalar, ShapeId};
use crate::parse::{RawCursor, RawEndpoint, RawOrder, RawPages, RawTurned, Text};
use crate::{Law, nearest};

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
        Some(Pages { order: order?, size, up_to: raw.up_to?, id, rows: rows.flatten(), at: raw.at.clone() })
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

/// A placeholder for a reason where a mistake was reported, so that `pages:` is not reported as missing too.
fn reported() -> String {
    String::new()
}
