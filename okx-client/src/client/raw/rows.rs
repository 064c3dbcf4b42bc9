//! The rows of a raw request.

use crate::api::{Rows, reordered};
use crate::error::Error;
use crate::facts::{Fields, Form, OutcomeFields, RowPlacement, RowSink, Shape, Slot, Table, Value};
use crate::fields::decode;
use crate::judge::envelope::row_outcome;
use crate::value::{Json, Text};

/// The rows of a raw request: kept as received, and judged by the outcome that they report.
#[derive(Default)]
pub(super) struct RawRows(Vec<Result<RawRow, Error>>);

/// A row, and the outcome that it reports.
#[derive(Default)]
struct RawRow {
    received: ReceivedRow,
    reported: Option<Box<ReportedOutcome>>,
}

/// A row as received.
#[derive(Default)]
struct ReceivedRow(Json);

/// The outcome that a row reports, if any.
#[derive(Default)]
struct ReportedOutcome {
    /// As received, because an empty code is not the same as none.
    written: Json,
    code: Option<Text>,
    message: Text,
    sub_code: Text,
}

impl RawRows {
    pub(super) fn into_rows(self) -> Rows<Json> {
        self.0.into_iter().map(|row| row.map(|row| row.received.0)).collect()
    }
}

impl RowSink for RawRows {
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>) {
        let mut row = RawRow::default();
        let read = read(&mut row.received).and_then(|()| {
            let mut reported = ReportedOutcome::default();
            // A row without these members reports no outcome.
            if decode::decode(row.received.0.get(), &mut reported).is_err() {
                return Ok(());
            }
            reported.code = match reported.written.get() {
                "null" => return Ok(()),
                code => Some(code.trim_matches('"').into()),
            };
            let judged = row_outcome(&reported);
            row.reported = Some(Box::new(reported));
            judged
        });
        self.0.push(read.map(|()| row));
    }

    fn attach_text(&mut self, row: &str) {
        if let Some(last) = self.0.pop() {
            self.0.push(last.map_err(|error| error.with_row_text(row)));
        }
    }

    fn pop(&mut self) {
        self.0.pop();
    }

    fn row_size(&self) -> usize {
        size_of::<Result<RawRow, Error>>()
    }

    fn map_errors(&mut self, change: &mut dyn FnMut(usize, Error) -> Error) {
        let changed = |(index, row): (usize, Result<RawRow, Error>)| row.map_err(|error| change(index, error));
        self.0 = std::mem::take(&mut self.0).into_iter().enumerate().map(changed).collect();
    }

    fn reorder(&mut self, places: Vec<RowPlacement>) {
        self.0 = reordered(std::mem::take(&mut self.0), places);
    }

    fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn form(&self) -> Form {
        Form::Bare
    }

    fn reports_outcomes(&self) -> bool {
        false
    }

    fn row(&self, index: usize) -> Result<&dyn Fields, &Error> {
        self.0[index]
            .as_ref()
            .map(|row| row.reported.as_deref().map_or(&row.received as &dyn Fields, |reported| reported))
    }
}

impl Table for ReceivedRow {
    const SHAPE: Shape = Shape { name: "RawRow", form: Form::Bare, wire: &["row"], ..Shape::PLAIN };

    fn field_mut(&mut self, _place: usize) -> Slot<'_> {
        Slot::Json(&mut self.0)
    }

    fn field(&self, _place: usize) -> Value<'_> {
        Value::Json(&self.0)
    }
}

impl Table for ReportedOutcome {
    const SHAPE: Shape = Shape {
        name: "RawOutcome",
        wire: &["sCode", "sMsg", "subCode"],
        outcome: Some(OutcomeFields { code: 0, message: 1, sub_code: Some(2) }),
        ..Shape::PLAIN
    };

    fn field_mut(&mut self, place: usize) -> Slot<'_> {
        match place {
            0 => Slot::Json(&mut self.written),
            1 => Slot::Text(&mut self.message),
            _ => Slot::Text(&mut self.sub_code),
        }
    }

    fn field(&self, place: usize) -> Value<'_> {
        match place {
            0 => self.code.as_ref().map_or(Value::Absent, |code| Value::Text(code)),
            1 => Value::Text(&self.message),
            _ => Value::Text(&self.sub_code),
        }
    }
}
