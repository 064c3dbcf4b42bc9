//! What the guide no longer has: marked for a person to remove, in such a way that the mark can be taken back byte for byte when the guide
//! has it again.

use okx_spec::model::Model;

use super::File;
use super::entry::{quoted, todo, type_text};
use super::layout::{Entry, Piece, Value};

/// What every mark begins with, behind the word for a text that a person must replace.
const GONE: &str = "the guide no longer ";

/// What stands in a mark before the text that it took the place of, which ends the mark.
const BEFORE: &str = ". Before: ";

/// What the mark says where nothing was there before.
const NOTHING: &str = "nothing";

/// Which text of an entry is marked.
pub(super) enum Marked {
    /// What a call, a channel or an operation does.
    Does,
    /// What a field means. Its short form is its type.
    MeansOfField,
    /// What a value or a code means. The short form of a value is its meaning.
    Means,
}

impl File {
    /// Marks an entry as gone, unless it is marked already.
    pub(super) fn mark_gone(&mut self, entry: &Entry, what: &str, marked: &Marked) -> bool {
        let key = if matches!(marked, Marked::Does) { "does" } else { "means" };
        let text = |before: &str| quoted(&format!("{}{BEFORE}{before}", todo(&format!("{GONE}{what}"))));
        let is_whole = matches!(entry.value.value, Value::Scalar(_));
        let place = if is_whole { Some(&entry.value) } else { entry.value.get(key) };
        if let Some(mark) = place.filter(|place| before(place).is_some()) {
            self.kept.insert(mark.span.start);
            return true;
        }
        let Some(place) = place else {
            // What stands there is a map with a type alone.
            return self.set(&entry.value, key, &text(NOTHING), "type");
        };
        let raw = self.edited.old.get(place.span.clone()).unwrap_or_default();
        let mark = match (marked, &entry.value.value) {
            (Marked::MeansOfField, Value::Scalar(type_name)) => {
                format!("{{type: {}, means: {}}}", type_text(type_name), text(raw))
            }
            _ => text(raw),
        };
        self.edited.replace(place.span.clone(), mark)
    }

    /// Takes back every mark of what the guide has again.
    pub(super) fn take_back_marks(&mut self) {
        let mut found = Vec::new();
        marks(&self.layout, &mut found);
        for (place, before) in found {
            if !self.kept.contains(&place.mark.span.start) {
                let with = if before == NOTHING { "" } else { before.as_str() };
                self.edited.replace(place.whole, with);
            }
        }
    }
}

/// A mark, and the stretch that it took the place of.
struct Place<'p> {
    mark: &'p Piece,
    whole: std::ops::Range<usize>,
}

/// Every mark in a piece, with the text before it.
fn marks<'p>(piece: &'p Piece, found: &mut Vec<(Place<'p>, String)>) {
    // A list of its own instead of recursion, so that no depth can exhaust the stack.
    let mut open = vec![piece];
    while let Some(piece) = open.pop() {
        open.extend(piece.items());
        for (index, entry) in piece.entries().iter().enumerate() {
            open.push(&entry.value);
            if let Some(before) = before(&entry.value) {
                let whole = stretch(piece, index, &before);
                found.push((Place { mark: &entry.value, whole }, before));
            }
        }
        for entry in piece.entries() {
            if let Some((mark, before)) = short_form(&entry.value) {
                found.retain(|(place, _)| place.mark.span != mark.span);
                found.push((Place { mark, whole: entry.value.span.clone() }, before));
            }
        }
    }
    found.dedup_by_key(|(place, _)| place.mark.span.start);
}

/// The stretch of a mark that stands under a key: with the key where there was nothing.
fn stretch(map: &Piece, index: usize, before: &str) -> std::ops::Range<usize> {
    let entry = &map.entries()[index];
    match index.checked_sub(1).map(|index| &map.entries()[index]) {
        Some(previous) if before == NOTHING => previous.span().end..entry.span().end,
        _ => entry.value.span.clone(),
    }
}

/// The mark of a field that stood in its short form: its type alone.
fn short_form(value: &Piece) -> Option<(&Piece, String)> {
    let mark = value.get("means")?;
    let before = before(mark)?;
    let names_type = value.get("type").and_then(Piece::text) == Some(before.trim_matches('"'));
    (names_type && value.entries().len() == 2).then_some((mark, before))
}

/// What stood in the place of a mark; `None` for any other text.
fn before(piece: &Piece) -> Option<String> {
    let text = piece.text().filter(|text| is_mark(text))?;
    text.split_once(BEFORE).map(|(_, before)| before.to_owned())
}

fn is_mark(text: &str) -> bool {
    text.starts_with(&todo(GONE)) && text.contains(BEFORE)
}

/// The same model without marks; `None` when it has none.
pub(super) fn without_marks(model: &Model) -> Option<Model> {
    let mut model = model.clone();
    let shapes = model.shapes.iter_mut().flat_map(|shape| shape.fields.iter_mut().map(|field| &mut field.means));
    let values = model.enums.iter_mut().flat_map(|set| set.values.iter_mut().map(|value| &mut value.means));
    let calls = model.endpoints.iter_mut().map(|one| &mut one.does);
    let channels = model.channels.iter_mut().map(|one| &mut one.does);
    let operations = model.operations.iter_mut().map(|one| &mut one.does);
    let errors = model.errors.iter_mut().map(|one| &mut one.means);
    let texts = shapes.chain(values).chain(calls).chain(channels).chain(operations).chain(errors);
    let marks = texts.filter(|text| is_mark(text)).map(std::mem::take).count();
    (marks > 0).then_some(model)
}
