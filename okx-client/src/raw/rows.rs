//! The rows of a raw call.

use crate::envelope::{RowSink, Rows, judged};
use crate::error::Error;
use crate::fields::{FieldInfo, Fields, Form, OutcomeFields, Shape, Slot, Value, decode};
use crate::value::{Extra, Json, Text};

/// The rows of a raw call: kept as they came, and judged by what they say of themselves.
#[derive(Default)]
pub(super) struct RawRows(Vec<Result<RawRow, Error>>);

/// A row, and what it says of being done.
#[derive(Default)]
struct RawRow {
    kept: Kept,
    said: Said,
}

/// A row as it came.
#[derive(Default)]
struct Kept(Json);

/// What a row says of being done, where it says anything.
#[derive(Default)]
struct Said {
    code: Text,
    message: Text,
    sub_code: Text,
}

impl RawRows {
    pub(super) fn into_rows(self) -> Rows<Json> {
        self.0.into_iter().map(|row| row.map(|row| row.kept.0)).collect()
    }
}

impl RowSink for RawRows {
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>) {
        let mut row = RawRow::default();
        let read = read(&mut row.kept).and_then(|()| {
            // What is no object with these members says nothing of being done.
            if decode::decode(row.kept.0.get(), &mut row.said).is_err() {
                row.said = Said::default();
            }
            judged(&row.said)
        });
        self.0.push(read.map(|()| row));
    }

    fn amend(&mut self, change: &mut dyn FnMut(usize, Error) -> Error) {
        let changed = |(index, row): (usize, Result<RawRow, Error>)| row.map_err(|error| change(index, error));
        self.0 = std::mem::take(&mut self.0).into_iter().enumerate().map(changed).collect();
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

    fn tells_outcomes(&self) -> bool {
        false
    }

    fn row(&self, index: usize) -> Result<&dyn Fields, &Error> {
        self.0[index].as_ref().map(|row| if row.said.code.is_empty() { &row.kept as &dyn Fields } else { &row.said })
    }
}

const fn text(wire: &'static str) -> FieldInfo {
    FieldInfo { wire, required: false, bare: false, precision: None, text: None }
}

impl Fields for Kept {
    fn shape(&self) -> &'static Shape {
        &Shape { name: "RawRow", form: Form::Bare, fields: const { &[text("row")] }, outcome: None, rules: &[] }
    }

    fn slot(&mut self, _index: usize) -> Slot<'_> {
        Slot::Json(&mut self.0)
    }

    fn value(&self, _index: usize) -> Value<'_> {
        Value::Json(&self.0)
    }

    fn extra(&self) -> Option<&Extra> {
        None
    }

    fn extra_mut(&mut self) -> Option<&mut Extra> {
        None
    }
}

impl Fields for Said {
    fn shape(&self) -> &'static Shape {
        &Shape {
            name: "RawOutcome",
            form: Form::Object,
            fields: const { &[text("sCode"), text("sMsg"), text("subCode")] },
            outcome: Some(OutcomeFields { code: 0, message: 1, sub_code: Some(2) }),
            rules: &[],
        }
    }

    fn slot(&mut self, index: usize) -> Slot<'_> {
        Slot::Text(match index {
            0 => &mut self.code,
            1 => &mut self.message,
            _ => &mut self.sub_code,
        })
    }

    fn value(&self, index: usize) -> Value<'_> {
        Value::Text(match index {
            0 => &self.code,
            1 => &self.message,
            _ => &self.sub_code,
        })
    }

    fn extra(&self) -> Option<&Extra> {
        None
    }

    fn extra_mut(&mut self) -> Option<&mut Extra> {
        None
    }
}
