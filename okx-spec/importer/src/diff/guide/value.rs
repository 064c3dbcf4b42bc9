//! Values of enums. The guide has no column for them: they are in the description, in code style, among other things in code style.

use std::collections::{BTreeSet, HashMap};

use okx_spec::model::{self, Enum, EnumId};
use okx_spec::todo;

use super::field::Table;
use super::{About, Comparison, tables};
use crate::finding::{FieldPath, Finding, Grade, GuideDifference, Part, Place, Subject};
use crate::guide::{Field, GuideModel, can_be_name, walk};

/// The names of the fields for which the description has an enum.
pub(super) type Holders<'a> = HashMap<EnumId, BTreeSet<&'a str>>;

/// Something in code style in a description.
#[derive(Debug, PartialEq, Eq)]
struct Ticked<'t> {
    text: &'t str,
    /// It is where the guide explains a value: at the start of a line, alone or before a colon.
    explained: bool,
    /// It is called an example.
    example: bool,
}

impl<'a> Comparison<'a> {
    /// Finds values that only the guide has.
    pub(super) fn values(
        &mut self,
        table: &Table<'_>,
        path: &[&str],
        stated: &[&'a Field],
        described: &'a model::Field,
        id: EnumId,
    ) {
        let mut new: Vec<&str> = Vec::new();
        for field in stated {
            self.holders.entry(id).or_default().insert(&field.name);
            for ticked in ticked(&field.description.text) {
                let is_new = self.is_new_value(&ticked, id) && !new.contains(&ticked.text);
                new.extend(is_new.then_some(ticked.text));
            }
        }
        for value in new {
            let part = Part::Value(FieldPath::new(table.side, path.iter().copied()), value.to_owned());
            let set = self.model[id].name.clone();
            let difference = GuideDifference::NewValue { value: value.to_owned(), set };
            let about = About { at: &described.at, ..table.about };
            self.findings.push(about.finding(part, Grade::Additive, difference));
        }
    }

    /// Where the guide only mentions something, it may be another field, a value of another enum, or a name for people.
    fn is_new_value(&self, ticked: &Ticked<'_>, id: EnumId) -> bool {
        let is_value_of = |set: &Enum| set.values.iter().any(|value| value.wire == ticked.text);
        if is_value_of(&self.model[id]) || ticked.example {
            return false;
        }
        let has_other_meaning = matches!(ticked.text, "true" | "false")
            || self.field_names.contains(ticked.text)
            || self.model.enums.iter().any(is_value_of);
        ticked.explained || !has_other_meaning
    }

    /// Finds values that the guide no longer lists for any field of these names. Where it lists no value at all, it describes the set
    /// elsewhere.
    pub(super) fn values_gone(&mut self) {
        let texts = texts_by_name(self.guide);
        let model = self.model;
        for id in EnumId::all(model) {
            let set = &model[id];
            let holders = self.holders.get(&id);
            let texts: Vec<&str> =
                holders.into_iter().flatten().filter_map(|name| texts.get(name)).flatten().copied().collect();
            let is_listed = |value: &&model::EnumValue| texts.iter().any(|text| mentions(text, &value.wire));
            let (listed, gone): (Vec<_>, Vec<_>) = set.values.iter().partition(is_listed);
            if !listed.is_empty() {
                let gone = gone.into_iter().filter(|value| !todo::is_todo(&value.means));
                self.findings.extend(gone.map(|value| value_gone(set, value)));
            }
        }
    }
}

/// The descriptions of all fields in the guide, by their names.
fn texts_by_name(guide: &GuideModel) -> HashMap<&str, Vec<&str>> {
    let mut texts: HashMap<&str, Vec<&str>> = HashMap::new();
    for fields in tables(guide) {
        walk(fields, &mut |_, field| texts.entry(&field.name).or_default().push(&field.description.text));
    }
    texts
}

fn value_gone(set: &Enum, value: &model::EnumValue) -> Finding {
    Finding {
        grade: Grade::Breaking,
        subject: Subject::Enum(set.name.clone()),
        part: Part::Named(value.wire.clone()),
        difference: GuideDifference::ValueNotListed { value: value.wire.clone() }.into(),
        old: Some(Place::File(value.at.clone())),
        new: None,
    }
}

/// Whether a text has this value as a word of its own.
fn mentions(text: &str, value: &str) -> bool {
    let belongs = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut rest = text;
    while let Some(start) = rest.find(value) {
        let (before, from) = rest.split_at(start);
        let after = &from[value.len()..];
        if !before.ends_with(belongs) && !after.starts_with(belongs) {
            return true;
        }
        rest = after;
    }
    value.is_empty()
}

/// A value is a word; names for people have spaces, formulas have other signs.
fn is_word(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    !text.is_empty() && text.chars().all(fits) && can_be_name(text)
}

/// Everything in code style in a description, but for letters of values that it explains.
fn ticked(text: &str) -> Vec<Ticked<'_>> {
    let mut found: Vec<Ticked<'_>> = text.lines().flat_map(ticked_in_line).collect();
    let all: Vec<&str> = found.iter().map(|ticked| ticked.text).collect();
    found.retain(|ticked| !is_unit(ticked.text, &all));
    found
}

/// Whether this is the unit of other values: in `3m`, `5m` (`m`: minutes) the `m` alone is not a value.
fn is_unit(text: &str, values: &[&str]) -> bool {
    let is_letter = text.len() == 1 && text.bytes().all(|letter| letter.is_ascii_alphabetic());
    let counts = |value: &&str| value.strip_suffix(text).is_some_and(is_number);
    is_letter && values.iter().any(counts)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

fn ticked_in_line(line: &str) -> Vec<Ticked<'_>> {
    let pieces: Vec<&str> = line.split('`').collect();
    let mut found = Vec::new();
    let (mut at_start, mut example) = (true, false);
    for place in (1..pieces.len()).step_by(2) {
        let before = pieces[place - 1];
        let after = pieces.get(place + 1).copied().unwrap_or_default();
        at_start &= is_separator(before);
        example = is_in_example(before, example);
        let explained = at_start && (is_separator(after) || after.trim_start().starts_with([':', '：', '(', '-', '=']));
        found.extend(values(pieces[place]).map(|text| Ticked { text, explained, example }));
    }
    found
}

/// `SPOT/MARGIN` is two values, `TP/SL order` is not a value.
fn values(text: &str) -> impl Iterator<Item = &str> {
    let is_list = text.split('/').all(|part| is_word(part.trim()));
    text.split('/').map(str::trim).filter(move |_| is_list)
}

/// Whether an example continues after this text: it ends with its sentence.
fn is_in_example(text: &str, before: bool) -> bool {
    let text = text.to_lowercase();
    let begins = text.rfind("e.g").max(text.rfind("for example"));
    let ends = text.rfind(". ").filter(|end| begins.is_none_or(|begin| *end > begin + "e.g".len()));
    (before || begins.is_some()) && ends.is_none()
}

/// Whether a text only separates the values of a list.
fn is_separator(text: &str) -> bool {
    let is_sign = |letter: char| {
        letter.is_whitespace() || matches!(letter, ',' | '/' | ';' | '.' | '，' | '、' | '•' | '-' | '*')
    };
    text.split(is_sign).all(|word| matches!(word, "" | "or" | "and"))
}
