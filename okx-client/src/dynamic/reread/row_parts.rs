//! Rows of any type, with everything that is known of them.

use super::{DATA, RereadPart};
use crate::error::Error;
use crate::facts::{Fields, Form, RowSink};
use crate::fields::undescribed;
use crate::fields::{KeptText, kept_texts_at};
use crate::value::Json;

/// The rows of a message.
pub(super) struct RowParts {
    /// Creates an empty row.
    row: fn() -> Box<dyn Fields>,
    parts: Vec<RowPart>,
}

struct RowPart {
    fields: Box<dyn Fields>,
    /// Its text, if it could not be read.
    original: Option<Json>,
    error: Option<Error>,
}

/// The rows of a message, serialized again.
pub(super) struct SerializedRows {
    pub(super) rows: Vec<RereadPart>,
    /// All of them together, in the structure that they were received in.
    pub(super) data: Json,
}

impl RowParts {
    /// An empty list of rows of this type.
    pub(super) fn of(row: fn() -> Box<dyn Fields>) -> Self {
        Self { row, parts: Vec::new() }
    }

    /// Serializes the rows of `data`. Undescribed members are added to `extras`, except in rows that could not be read: there, a missing
    /// member and a new one may be the same under another name.
    pub(super) fn finish(self, data: &str, extras: &mut Extras, complete: impl Fn(Error) -> Error) -> SerializedRows {
        let alone = self.stands_alone(data);
        for (place, part) in self.parts.iter().enumerate() {
            let path = if alone { DATA.to_owned() } else { format!("{DATA}[{place}]") };
            extras.undescribed.extend(undescribed(&*part.fields, &path));
            if part.original.is_none() {
                extras.kept.extend(kept_texts_at(&*part.fields, &path));
            }
        }
        let is_whole = self.is_whole(data);
        let rows: Vec<_> = self.parts.into_iter().map(|part| part.written(&complete)).collect();
        let data = match rows.as_slice() {
            [only] if alone => only.value.clone(),
            _ if !is_whole => Json::from_valid(data),
            all => {
                let all: Vec<&str> = all.iter().map(|row| row.value.get()).collect();
                Json::from_valid(&format!("[{}]", all.join(",")))
            }
        };
        SerializedRows { rows, data }
    }

    /// Whether every row of `data` is included. That is not so if the code of the reply made the rows meaningless, or if rows were only
    /// counted.
    fn is_whole(&self, data: &str) -> bool {
        let is_sum = |part: &RowPart| part.original.is_none() && part.error.as_ref().is_some_and(Error::is_unreadable);
        match self.parts.last() {
            Some(last) => !is_sum(last),
            None => data.trim_matches(['[', ']', ' ']).is_empty() && data.starts_with('['),
        }
    }

    /// Whether the only row is not in an array.
    fn stands_alone(&self, data: &str) -> bool {
        let is_list = |text: &str| text.trim_start().starts_with('[');
        match self.parts.as_slice() {
            [only] if is_list(data) => only.fields.shape().form == Form::Row && !is_list(&data[1..]),
            [_] => true,
            _ => false,
        }
    }
}

/// What a message contains beyond its description.
#[derive(Default)]
pub(super) struct Extras {
    /// The paths of undescribed members.
    pub(super) undescribed: Vec<String>,
    /// The text of fields that could not be represented exactly.
    pub(super) kept: Vec<KeptText>,
}

impl RowPart {
    fn written(self, complete: impl Fn(Error) -> Error) -> RereadPart {
        let Self { fields, original, error } = self;
        RereadPart { value: original.unwrap_or_else(|| Json::of(&*fields)), error: error.map(complete) }
    }
}

impl RowSink for RowParts {
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>) {
        let mut fields = (self.row)();
        let error = read(&mut *fields).err();
        self.parts.push(RowPart { fields, original: None, error });
    }

    fn attach_text(&mut self, row: &str) {
        if let Some(last) = self.parts.last_mut() {
            last.original = Some(Json::from_valid(row));
        }
    }

    fn pop(&mut self) {
        self.parts.pop();
    }

    fn row_size(&self) -> usize {
        size_of::<RowPart>() + size_of_val(&*(self.row)())
    }

    fn map_errors(&mut self, change: &mut dyn FnMut(usize, Error) -> Error) {
        for (place, part) in self.parts.iter_mut().enumerate() {
            part.error = part.error.take().map(|error| change(place, error));
        }
    }

    fn reserve(&mut self, more: usize) {
        self.parts.reserve(more);
    }

    fn clear(&mut self) {
        self.parts.clear();
    }

    fn len(&self) -> usize {
        self.parts.len()
    }

    fn form(&self) -> Form {
        (self.row)().shape().form
    }

    fn reports_outcomes(&self) -> bool {
        (self.row)().shape().outcome.is_some()
    }

    fn row(&self, index: usize) -> Result<&dyn Fields, &Error> {
        let part = &self.parts[index];
        part.error.as_ref().map_or(Ok(&*part.fields), Err)
    }
}
