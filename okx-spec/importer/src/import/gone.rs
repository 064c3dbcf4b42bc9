//! Marks on what the guide no longer has, for a person to remove. A mark keeps the text that it replaces, so that the text can be restored,
//! byte for byte, when the guide has the entry again.

use okx_spec::model::Model;
use okx_spec::yaml::{Entry, Node, Value};

use super::File;
use super::entry::{quoted, todo, type_text};

/// What every mark begins with, after the word for a text that a person must replace.
const GONE: &str = "the guide no longer ";

/// What precedes, in a mark, the text that the mark replaces.
const BEFORE: &str = ". Before: ";

/// What a mark has instead of a text where there was none.
const NOTHING: &str = "nothing";

/// Which text of an entry becomes the mark.
pub(super) enum Marked {
    /// What a call, a channel or an operation does.
    Does,
    /// What a field means. Its short form is its type.
    MeansOfField,
    /// What a value or a code means. The short form of a value is its meaning.
    Means,
}

impl File {
    /// Marks an entry that the guide no longer has, unless it is marked already.
    pub(super) fn mark_gone(&mut self, entry: &Entry, what: &str, marked: &Marked) -> bool {
        let key = if matches!(marked, Marked::Does) { "does" } else { "means" };
        let text = |before: &str| quoted(&format!("{}{BEFORE}{before}", todo(&format!("{GONE}{what}"))));
        let is_whole = matches!(entry.node.value, Value::Scalar(_));
        let place = if is_whole { Some(&entry.node) } else { entry.node.get(key) };
        if let Some(mark) = place.filter(|place| before(place).is_some()) {
            self.kept.insert(mark.span.start);
            return true;
        }
        let Some(place) = place else {
            // The entry is a map with a type alone.
            return self.set(&entry.node, key, &text(NOTHING), "type");
        };
        let raw = self.edited.old.get(place.span.clone()).unwrap_or_default();
        let mark = match (marked, &entry.node.value) {
            (Marked::MeansOfField, Value::Scalar(type_name)) => {
                format!("{{type: {}, means: {}}}", type_text(type_name), text(raw))
            }
            _ => text(raw),
        };
        self.edited.replace(place.span.clone(), mark)
    }

    /// Removes the marks on what the guide has again.
    pub(super) fn remove_marks(&mut self) {
        let mut found = Vec::new();
        marks(&self.tree, &mut found);
        for (place, before) in found {
            if !self.kept.contains(&place.mark.span.start) {
                let with = if before == NOTHING { "" } else { before.as_str() };
                self.edited.replace(place.whole, with);
            }
        }
    }
}

/// A mark, and the bytes that it replaced a text in.
struct Place<'p> {
    mark: &'p Node,
    whole: std::ops::Range<usize>,
}

/// Every mark in a tree, with the text that it replaced.
fn marks<'p>(root: &'p Node, found: &mut Vec<(Place<'p>, String)>) {
    // A list of its own instead of recursion, so that no depth can exhaust the stack.
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        open.extend(node.items());
        for (index, entry) in node.entries().iter().enumerate() {
            open.push(&entry.node);
            if let Some(before) = before(&entry.node) {
                let whole = range_of(node, index, &before);
                found.push((Place { mark: &entry.node, whole }, before));
            }
        }
        for entry in node.entries() {
            if let Some((mark, before)) = short_form(&entry.node) {
                found.retain(|(place, _)| place.mark.span != mark.span);
                found.push((Place { mark, whole: entry.node.span.clone() }, before));
            }
        }
    }
    found.dedup_by_key(|(place, _)| place.mark.span.start);
}

/// The bytes of a mark under a key: with the key, where there was no text before.
fn range_of(map: &Node, index: usize, before: &str) -> std::ops::Range<usize> {
    let entry = &map.entries()[index];
    match index.checked_sub(1).map(|index| &map.entries()[index]) {
        Some(previous) if before == NOTHING => previous.span().end..entry.span().end,
        _ => entry.node.span.clone(),
    }
}

/// The mark of a field that was written in its short form: its type alone.
fn short_form(value: &Node) -> Option<(&Node, String)> {
    let mark = value.get("means")?;
    let before = before(mark)?;
    let names_type = value.get("type").and_then(Node::text) == Some(before.trim_matches('"'));
    (names_type && value.entries().len() == 2).then_some((mark, before))
}

/// The text that a mark replaced; `None` for any other text.
fn before(node: &Node) -> Option<String> {
    let text = node.text().filter(|text| is_mark(text))?;
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
