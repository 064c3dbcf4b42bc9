//! The type that a field of the guide gets.

use std::collections::BTreeMap;

use okx_spec::model::Kind;
use okx_spec::names;

use super::aim::Travel;
use super::entry::{quoted, todo, type_text, word};
use super::layout::{Entry, Piece};
use super::{File, Importer};
use crate::diff::fits;
use crate::guide::{BaseType, Field, Requirement};

/// The file of the dictionary.
pub(super) const DICTIONARY: &str = "fields.yaml";

/// The names of the dictionary's types, by the fields that they are for.
pub(super) fn dictionary(files: &BTreeMap<String, File>) -> BTreeMap<String, String> {
    let words = files.get(DICTIONARY).and_then(|file| file.layout.get("fields"));
    let named = |word: &Entry| {
        let written = word.value.get("type")?.text()?;
        let name = written.split(['(', '[', '?']).next()?;
        Some((word.key.text()?.to_owned(), name.to_owned()))
    };
    words.into_iter().flat_map(Piece::entries).filter_map(named).collect()
}

/// Where a field is to stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'h> {
    /// The file that new objects go to.
    pub(super) file: &'h str,
    /// The type it is a field of; new objects are named after it.
    pub(super) owner: &'h str,
    pub(super) travel: Travel,
}

/// A field as it will be written.
#[derive(Clone, Debug)]
pub(super) struct NewField {
    pub(super) wire: String,
    pub(super) type_name: String,
    pub(super) required: bool,
    /// What it means, where the dictionary does not say.
    means: Option<String>,
}

impl NewField {
    /// `px: Decimal?`, or the long form.
    pub(super) fn text(&self) -> String {
        let rust_name = names::snake(&self.wire);
        let needs_name = !names::is_snake(&rust_name) || !names::is_free_field(&rust_name);
        let name = if needs_name { format!(", as: the_{rust_name}") } else { String::new() };
        let field_type = type_text(&self.type_name);
        let wire = word(&self.wire);
        match &self.means {
            None if name.is_empty() => format!("{wire}: {field_type}"),
            None => format!("{wire}: {{type: {field_type}{name}}}"),
            Some(means) => format!("{wire}: {{type: {field_type}, means: {}{name}}}", quoted(means)),
        }
    }
}

impl Importer<'_> {
    /// A field of the guide as it will be written; objects that it needs are written along.
    pub(super) fn new_field(&mut self, field: &Field, home: Home<'_>) -> NewField {
        let (name, list, means) = self.choose(field, home);
        let required =
            home.travel.sent && !list && field.required == Some(Requirement::Required) && field.variant.is_none();
        let suffix = match (list, required) {
            (true, _) => "[]",
            (false, true) => "",
            (false, false) => "?",
        };
        NewField { wire: field.name.clone(), type_name: format!("{name}{suffix}"), required, means }
    }

    /// The type's name, whether it is a list of it, and what is to be said about it.
    fn choose(&mut self, field: &Field, home: Home<'_>) -> (String, bool, Option<String>) {
        let list = field.data_type.lists == 1;
        if let Some(word) = self.word(field, list, home.travel.query) {
            return (word, list, None);
        }
        let base = match field.data_type.base {
            BaseType::Unknown if home.travel.plain => BaseType::Text,
            base => base,
        };
        let (name, what) = match base {
            BaseType::Object | BaseType::Unknown if !field.fields.is_empty() && !home.travel.plain => {
                (self.new_object(&field.name, &field.fields, home), "say what it means")
            }
            BaseType::Boolean => ("Bool".to_owned(), "say what it means"),
            BaseType::Integer => ("Number".to_owned(), "say what it means"),
            BaseType::Text => {
                ("Text".to_owned(), "say what it means, and whether it is a Decimal, a Timestamp, an id or an enum")
            }
            BaseType::Object | BaseType::Number | BaseType::Unknown => {
                ("Json".to_owned(), "say what it means, and what is in it")
            }
        };
        (name, list, Some(todo(what)))
    }

    /// The type of a plain reply field that can be a bound of pages.
    pub(super) fn plain_type(&self, field: &Field) -> Option<String> {
        if field.data_type.lists > 0 || field.data_type.base != BaseType::Text {
            return None;
        }
        let name = self.word(field, false, false).unwrap_or_else(|| "Text".to_owned());
        let kind = Kind::named(&name, self.model)?;
        kind.is_bound().then_some(name)
    }

    /// The type that the dictionary gives, if the field can be of it.
    fn word(&self, field: &Field, list: bool, query: bool) -> Option<String> {
        let name = self.dictionary.get(&field.name)?;
        let kind = Kind::named(name, self.model)?;
        fits(field.data_type, self.model, (kind, list), query).then(|| name.clone())
    }
}
