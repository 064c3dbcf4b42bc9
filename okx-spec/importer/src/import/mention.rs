//! Everything in a description that names a field: a field that gets another name is renamed there too.

use okx_spec::model::{Home, ShapeId};

use super::Importer;
use super::entry::{quoted, word};
use super::layout::{Entry, Piece};
use super::limit::limit_value;

/// A text that may name a field, and its file.
type Mention = (String, Piece);

impl Importer<'_> {
    /// Renames a field of a shape wherever something names it: in rules, outcomes, pages, limits, grids, questions and operations.
    pub(super) fn rename_mentions(&mut self, shape: ShapeId, old: &str, new: &str) {
        let mut mentions = self.of_object(shape);
        mentions.extend(self.of_requests(shape));
        mentions.extend(self.of_rows(shape));
        // Budgets and precision rules serve many requests. Where another one has a field of the old name, they keep it.
        let is_shared =
            self.model.shapes.iter().flat_map(|one| &one.fields).filter(|field| field.wire == old).count() > 1;
        if !is_shared {
            mentions.extend(self.of_shared_rules());
        }
        for (file, mention) in mentions {
            let Some(file) = self.files.get_mut(&file) else { continue };
            if let Some(with) = renamed(&mention, file.edited.old.get(mention.span.clone()), old, new) {
                file.edited.replace(mention.span, with);
            }
        }
    }

    /// What an object says of its own fields.
    fn of_object(&self, shape: ShapeId) -> Vec<Mention> {
        let entry = self.entry_of_shape(shape).filter(|_| self.model[shape].is_object());
        entry.map_or_else(Vec::new, |(file, entry, _)| {
            let outcome = entry.value.get("outcome").into_iter().flat_map(Piece::entries).map(|one| &one.value);
            in_file(&file, outcome.chain(of_rules(&entry.value)))
        })
    }

    /// What calls, their batches and their operations say of the fields of a request.
    fn of_requests(&self, shape: ShapeId) -> Vec<Mention> {
        let model = self.model;
        let calls = model.endpoints.iter().filter(|one| one.request == shape).filter_map(|one| self.entry_of_call(one));
        let calls = calls.flat_map(|(file, entry)| {
            let pages = ["older", "newer", "number", "size"].map(|key| ("pages", key));
            let named = pages.into_iter().chain([("asked_by", "name"), ("asked_by", "with")]);
            let named = named.filter_map(|(map, key)| entry.value.get(map)?.get(key)).flat_map(scalars);
            let beside = entry.value.get("pages").and_then(|pages| pages.get("with"));
            let beside = beside.into_iter().flat_map(Piece::entries).map(|one| &one.key);
            let own = ["repeat", "limit"].into_iter().filter_map(|key| entry.value.get(key));
            in_file(&file, own.chain(named).chain(beside).chain(of_rules(&entry.value)))
        });
        let operations = model.operations.iter().filter(|one| model[one.of].request == shape || one.adds == shape);
        let operations = operations.filter_map(|one| self.entry_of_operation(one)).flat_map(|(file, entry)| {
            in_file(&file, ["without", "limit"].into_iter().filter_map(|key| entry.value.get(key)).flat_map(scalars))
        });
        calls.chain(operations).collect()
    }

    /// What calls say of the fields of rows that they give, or that another call gives, and what grids say of them.
    fn of_rows(&self, shape: ShapeId) -> Vec<Mention> {
        let model = self.model;
        let mut found = Vec::new();
        for call in &model.endpoints {
            let Some((file, entry)) = self.entry_of_call(call) else { continue };
            let mut add = |map: &str, keys: &[&str]| {
                let map = entry.value.get(map);
                found.extend(in_file(&file, keys.iter().filter_map(|key| map?.get(key))));
            };
            if call.page_row(model) == shape {
                add("pages", &["by", "id"]);
            }
            if call.response.row == shape {
                add("pages", &["rows"]);
            }
            if call.asked_by.as_ref().is_some_and(|asked_by| model[asked_by.call].response.row == shape) {
                add("asked_by", &["made"]);
            }
        }
        let is_instrument = model[shape].home == Home::Shared && model[shape].name == "Instrument";
        for rule in &model.precision {
            let is_of_shape = rule.listed_by.map_or(is_instrument, |call| model[call].response.row == shape);
            if let Some((file, entry)) = self.entry_of_rule(&rule.name, &rule.at.file).filter(|_| is_of_shape) {
                let cases = entry.value.get("cases").into_iter().flat_map(Piece::items);
                let figures = cases.flat_map(|case| ["step", "min", "max"].into_iter().filter_map(|key| case.get(key)));
                found.extend(in_file(&file, figures));
            }
        }
        found
    }

    fn entry_of_rule(&self, name: &str, file: &str) -> Option<(String, Entry)> {
        let entry = self.files.get(file)?.layout.get("precision")?.entry(name)?.clone();
        Some((file.to_owned(), entry))
    }

    /// What budgets and precision rules say of the fields of the requests that they serve.
    fn of_shared_rules(&self) -> Vec<Mention> {
        let mut found = Vec::new();
        for (name, file) in &self.files {
            let rules = file.layout.get("precision").into_iter().flat_map(Piece::entries);
            let cases = rules.clone().filter_map(|rule| rule.value.get("cases")).flat_map(Piece::items);
            found.extend(in_file(name, rules.filter_map(|rule| rule.value.get("instrument"))));
            found.extend(in_file(name, cases.flat_map(|case| keys_of(case, "when"))));
            for budget in file.layout.get("budgets").into_iter().flat_map(Piece::entries) {
                let conditions = ["only", "exempt"].into_iter().flat_map(|key| keys_of(&budget.value, key));
                found.extend(in_file(name, budget.value.get("limit").into_iter().chain(conditions)));
            }
        }
        found
    }
}

/// The text that takes the place of a mention; `None` when it names something else.
fn renamed(mention: &Piece, raw: Option<&str>, old: &str, new: &str) -> Option<String> {
    let text = mention.text()?;
    if text == old {
        return Some(word(new));
    }
    if text.strip_prefix("by ") == Some(old) {
        return Some(word(&format!("by {new}")));
    }
    let (figures, keys) = text.split_once(" by ")?;
    if !keys.split(", ").any(|key| key == old) {
        return None;
    }
    let keys: Vec<&str> = keys.split(", ").map(|key| if key == old { new } else { key }).collect();
    let limit = format!("{figures} by {}", keys.join(", "));
    // Between braces a comma needs the quotes that are there.
    Some(if raw.is_some_and(|raw| raw.starts_with(['"', '\''])) { quoted(&limit) } else { limit_value(&limit) })
}

fn in_file<'p>(file: &str, pieces: impl Iterator<Item = &'p Piece>) -> Vec<Mention> {
    pieces.map(|piece| (file.to_owned(), piece.clone())).collect()
}

fn scalars(piece: &Piece) -> Vec<&Piece> {
    let mut found = Vec::new();
    piece.scalars(&mut found);
    found
}

fn keys_of<'p>(map: &'p Piece, key: &str) -> impl Iterator<Item = &'p Piece> + use<'p> {
    map.get(key).into_iter().flat_map(Piece::entries).map(|condition| &condition.key)
}

/// A condition names a field by its key, a demand by a scalar.
fn of_rules(entry: &Piece) -> Vec<&Piece> {
    let mut found = Vec::new();
    for part in entry.get("rules").into_iter().flat_map(Piece::items).flat_map(Piece::entries) {
        match part.key.text() {
            Some("when") => found.extend(part.value.entries().iter().map(|condition| &condition.key)),
            Some("ours" | "reason") => {}
            _ => part.value.scalars(&mut found),
        }
    }
    found
}
