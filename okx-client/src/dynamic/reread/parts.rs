//! Rows that are kept with what is known of them, whatever their type.

use super::{DATA, RereadPart};
use crate::error::Error;
use crate::facts::{Fields, Form, RowSink};
use crate::fields::undescribed;
use crate::fields::{KeptText, kept_texts_at};
use crate::value::Json;

/// The rows of a message.
pub(super) struct Parts {
    /// Room for one more.
    row: fn() -> Box<dyn Fields>,
    parts: Vec<Part>,
}

struct Part {
    fields: Box<dyn Fields>,
    /// Its text, where it could not be read.
    as_it_came: Option<Json>,
    error: Option<Error>,
}

/// The rows of a message, written again.
pub(super) struct NumberText {
    pub(super) rows: Vec<RereadPart>,
    /// All of them together, in the form they came in.
    pub(super) data: Json,
}

impl Parts {
    /// No rows yet of this type.
    pub(super) fn of(row: fn() -> Box<dyn Fields>) -> Self {
        Self { row, parts: Vec::new() }
    }

    /// The rows of `data` written again; what they have that nobody described is added to `beyond`, as far as they could be read: a member
    /// that is missing and one that is new may be the same under another name.
    pub(super) fn finish(self, data: &str, beyond: &mut Beyond, complete: impl Fn(Error) -> Error) -> NumberText {
        let alone = self.stands_alone(data);
        for (place, part) in self.parts.iter().enumerate() {
            let path = if alone { DATA.to_owned() } else { format!("{DATA}[{place}]") };
            beyond.undescribed.extend(undescribed(&*part.fields, &path));
            if part.as_it_came.is_none() {
                beyond.kept.extend(kept_texts_at(&*part.fields, &path));
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
        NumberText { rows, data }
    }

    /// Whether each row of `data` is among them: not where the code of the reply said all there is to say, nor where rows were only counted.
    fn is_whole(&self, data: &str) -> bool {
        let is_sum = |part: &Part| part.as_it_came.is_none() && part.error.as_ref().is_some_and(Error::is_unreadable);
        match self.parts.last() {
            Some(last) => !is_sum(last),
            None => data.trim_matches(['[', ']', ' ']).is_empty() && data.starts_with('['),
        }
    }

    /// Whether the only row has no list around it.
    fn stands_alone(&self, data: &str) -> bool {
        let is_list = |text: &str| text.trim_start().starts_with('[');
        match self.parts.as_slice() {
            [only] if is_list(data) => only.fields.shape().form == Form::Row && !is_list(&data[1..]),
            [_] => true,
            _ => false,
        }
    }
}

/// What a message holds beyond what its description says.
#[derive(Default)]
pub(super) struct Beyond {
    /// The paths of members that nobody described.
    pub(super) undescribed: Vec<String>,
    /// The texts of fields that could not be read exactly.
    pub(super) kept: Vec<KeptText>,
}

impl Part {
    fn written(self, complete: impl Fn(Error) -> Error) -> RereadPart {
        let Self { fields, as_it_came, error } = self;
        RereadPart { value: as_it_came.unwrap_or_else(|| Json::of(&*fields)), error: error.map(complete) }
    }
}

impl RowSink for Parts {
    fn add(&mut self, read: &mut dyn FnMut(&mut dyn Fields) -> Result<(), Error>) {
        let mut fields = (self.row)();
        let error = read(&mut *fields).err();
        self.parts.push(Part { fields, as_it_came: None, error });
    }

    fn attach_text(&mut self, row: &str) {
        if let Some(last) = self.parts.last_mut() {
            last.as_it_came = Some(Json::from_valid(row));
        }
    }

    fn pop(&mut self) {
        self.parts.pop();
    }

    fn row_size(&self) -> usize {
        size_of::<Part>() + size_of_val(&*(self.row)())
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
