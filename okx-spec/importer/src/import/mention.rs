//! Everything in a description that names a field. When a field gets another name, these places follow.

use std::ops::Range;

use okx_spec::model::{Home, Kind, ShapeId};
use okx_spec::yaml::{Entry, Node};

use super::Importer;
use super::entry::{quoted, word};
use super::limit::limit_value;

/// A text that may name a field, and its place.
struct Mention {
    file: String,
    span: Range<usize>,
    text: String,
}

impl Importer<'_> {
    /// Renames a field of a shape wherever something names it: in rules, outcomes, pages, limits, precision rules, `asked_by`, channels and
    /// operations.
    /// `None` when one of these places cannot be edited.
    pub(super) fn rename_mentions(&mut self, shape: ShapeId, old: &str, new: &str) -> Option<()> {
        let mut mentions = self.in_object(shape);
        mentions.extend(self.in_examples(shape));
        mentions.extend(self.in_requests(shape));
        mentions.extend(self.in_rows(shape));
        mentions.extend(self.in_channels(shape));
        // Budgets and precision rules serve many requests. Where another request has a field of the old name, they keep it.
        let is_shared =
            self.model.shapes.iter().flat_map(|one| &one.fields).filter(|field| field.wire == old).count() > 1;
        if !is_shared {
            mentions.extend(self.in_shared_rules());
        }
        for Mention { file, span, text } in mentions {
            let file = self.files.get_mut(&file)?;
            if let Some(with) = renamed(&text, file.edited.old.get(span.clone()), old, new) {
                file.edited.replace(span, with).then_some(())?;
            }
        }
        Some(())
    }

    /// What an object says about its own fields.
    fn in_object(&self, shape: ShapeId) -> Vec<Mention> {
        let entry = self.entry_of_shape(shape).filter(|_| self.model[shape].is_object());
        entry.map_or_else(Vec::new, |(file, entry, _)| {
            let outcome = entry.node.get("outcome").into_iter().flat_map(Node::entries).map(|one| &one.node);
            let mut found = values(&file, outcome);
            found.extend(in_rules(&file, &entry.node));
            found
        })
    }

    /// What calls, their batches and their operations say about the fields of a request.
    fn in_requests(&self, shape: ShapeId) -> Vec<Mention> {
        let model = self.model;
        let calls = model.endpoints.iter().filter(|one| one.request == shape).filter_map(|one| self.entry_of_call(one));
        let calls = calls.flat_map(|(file, entry)| {
            let pages = ["older", "newer", "number", "size", "since", "until"].map(|key| ("pages", key));
            let named = pages.into_iter().chain([("asked_by", "name"), ("asked_by", "with")]);
            let named = named.filter_map(|(map, key)| entry.node.get(map)?.get(key)).flat_map(Node::scalars);
            let own = ["repeat", "limit"].into_iter().filter_map(|key| entry.node.get(key));
            let mut found = values(&file, own.chain(named));
            found.extend(entry.node.get("pages").into_iter().flat_map(|pages| keys(&file, pages, "with")));
            found.extend(in_rules(&file, &entry.node));
            found
        });
        let operations = model.operations.iter().filter(|one| model[one.of].request == shape || one.adds == shape);
        let operations = operations.filter_map(|one| self.entry_of_operation(one)).flat_map(|(file, entry)| {
            let named = ["without", "limit"].into_iter().filter_map(|key| entry.node.get(key));
            values(&file, named.flat_map(Node::scalars))
        });
        calls.chain(operations).collect()
    }

    /// The fields of a shape in the examples of requests and subscriptions, at any depth.
    fn in_examples(&self, shape: ShapeId) -> Vec<Mention> {
        let calls = self.model.endpoints.iter().filter_map(|one| Some((one.request, self.entry_of_call(one)?)));
        let channels = self.model.channels.iter().filter_map(|one| Some((one.arguments, self.entry_of_channel(one)?)));
        let mut found = Vec::new();
        for (of, (file, entry)) in calls.chain(channels) {
            if let Some(example) = entry.node.get("example") {
                self.in_example(&file, example, of, shape, &mut found);
            }
        }
        found
    }

    fn in_example(&self, file: &str, example: &Node, of: ShapeId, shape: ShapeId, found: &mut Vec<Mention>) {
        for entry in example.entries() {
            if of == shape {
                let (file, text) = (file.to_owned(), entry.key.value.clone());
                found.push(Mention { file, span: entry.key_span.clone(), text });
            }
            let field = self.model[of].fields.iter().find(|field| field.wire == entry.key.value);
            if let Some(Kind::Shape(inner)) = field.map(|field| field.kind) {
                for object in std::iter::once(&entry.node).chain(entry.node.items()) {
                    self.in_example(file, object, inner, shape, found);
                }
            }
        }
    }

    /// What calls say about the fields of rows that they or another call give, and what precision rules say about them.
    fn in_rows(&self, shape: ShapeId) -> Vec<Mention> {
        let model = self.model;
        let mut found = Vec::new();
        for call in &model.endpoints {
            let Some((file, entry)) = self.entry_of_call(call) else { continue };
            let mut add = |map: &str, keys: &[&str]| {
                let map = entry.node.get(map);
                found.extend(values(&file, keys.iter().filter_map(|key| map?.get(key))));
            };
            if call.page_row(model) == shape {
                add("pages", &["by", "id", "time"]);
            }
            if call.response.row == shape {
                add("pages", &["rows"]);
            }
            if call.asked_by.as_ref().is_some_and(|asked_by| model[asked_by.call].response.row == shape) {
                add("asked_by", &["made"]);
            }
            if call.page_row(model) == shape {
                found.extend(entry.node.get("pages").into_iter().flat_map(|pages| keys(&file, pages, "forming")));
            }
        }
        let is_instrument = model[shape].home == Home::Shared && model[shape].name == "InstrumentDetails";
        for rule in &model.precision {
            let is_of_shape = rule.listed_by.map_or(is_instrument, |call| model[call].response.row == shape);
            if let Some((file, entry)) = self.entry_of_rule(&rule.name, &rule.at.file).filter(|_| is_of_shape) {
                let cases = entry.node.get("cases").into_iter().flat_map(Node::items);
                let figures = cases.flat_map(|case| ["step", "min", "max"].into_iter().filter_map(|key| case.get(key)));
                found.extend(values(&file, figures));
            }
        }
        found
    }

    /// What channels say about their rows, their arguments, their other members, and the parameters of the calls that fill their gaps.
    fn in_channels(&self, shape: ShapeId) -> Vec<Mention> {
        let mut found = Vec::new();
        for channel in &self.model.channels {
            let Some((file, entry)) = self.entry_of_channel(channel) else { continue };
            let at = |map: &str, key: &str| entry.node.get(map).and_then(|map| map.get(key));
            let calls = || at("filled_by", "calls").into_iter().flat_map(Node::items);
            let mut add = |nodes: Vec<Option<&Node>>| {
                found.extend(values(&file, nodes.into_iter().flatten().flat_map(Node::scalars)));
            };
            if channel.push.row == shape {
                add(vec![
                    at("once", "sequence"),
                    at("once", "previous"),
                    at("filled_by", "id"),
                    at("filled_by", "time"),
                ]);
                for key in entry.node.get("once").into_iter().flat_map(Node::items) {
                    add(vec![key.get("by")]);
                }
            }
            if channel.beside == Some(shape) {
                add(vec![at("snapshot", "page"), at("snapshot", "last")]);
            }
            if channel.arguments == shape {
                add(vec![at("silence", "unless")]);
                add(calls().map(|call| call.get("takes")).collect());
            }
            if channel.push.row == shape {
                let row_keys = entry.node.get("once").into_iter().flat_map(Node::items);
                found.extend(row_keys.flat_map(|key| keys(&file, key, "when")));
            }
            let of_request = channel.filled_by.iter().flat_map(|fill| &fill.calls).zip(calls());
            for (_, call) in
                of_request.filter(|(call, _)| self.model[self.model[call.call].request].at == self.model[shape].at)
            {
                found.extend(["bar", "each"].into_iter().flat_map(|key| keys(&file, call, key)));
                found.extend(values(&file, call.get("takes").into_iter().flat_map(Node::scalars)));
            }
        }
        found
    }

    fn entry_of_rule(&self, name: &str, file: &str) -> Option<(String, Entry)> {
        let entry = self.files.get(file)?.tree.get("precision")?.entry(name)?.clone();
        Some((file.to_owned(), entry))
    }

    /// What budgets and precision rules say about the fields of the requests that they serve.
    fn in_shared_rules(&self) -> Vec<Mention> {
        let mut found = Vec::new();
        for (name, file) in &self.files {
            let rules = || file.tree.get("precision").into_iter().flat_map(Node::entries);
            found.extend(values(name, rules().filter_map(|rule| rule.node.get("instrument"))));
            let cases = rules().filter_map(|rule| rule.node.get("cases")).flat_map(Node::items);
            found.extend(cases.flat_map(|case| keys(name, case, "when")));
            for budget in file.tree.get("budgets").into_iter().flat_map(Node::entries) {
                found.extend(values(name, budget.node.get("limit").into_iter()));
                found.extend(["only", "exempt"].into_iter().flat_map(|key| keys(name, &budget.node, key)));
            }
        }
        found
    }
}

/// The text that replaces a mention; `None` when it names something else.
fn renamed(text: &str, written: Option<&str>, old: &str, new: &str) -> Option<String> {
    if text == old {
        return Some(word(new));
    }
    if text.strip_prefix("by ") == Some(old) {
        return Some(word(&format!("by {new}")));
    }
    let (rate, keys) = text.split_once(" by ")?;
    if !keys.split(", ").any(|key| key == old) {
        return None;
    }
    let keys: Vec<&str> = keys.split(", ").map(|key| if key == old { new } else { key }).collect();
    let limit = format!("{rate} by {}", keys.join(", "));
    // Within braces a comma needs the quotes that are there.
    Some(if written.is_some_and(|text| text.starts_with(['"', '\''])) { quoted(&limit) } else { limit_value(&limit) })
}

/// Scalars as mentions.
fn values<'n>(file: &str, nodes: impl Iterator<Item = &'n Node>) -> Vec<Mention> {
    let mention =
        |node: &Node| Some(Mention { file: file.to_owned(), span: node.span.clone(), text: node.text()?.to_owned() });
    nodes.filter_map(mention).collect()
}

/// The keys of the map under a key, as mentions.
fn keys(file: &str, map: &Node, key: &str) -> Vec<Mention> {
    let mention =
        |entry: &Entry| Mention { file: file.to_owned(), span: entry.key_span.clone(), text: entry.key.value.clone() };
    map.get(key).into_iter().flat_map(Node::entries).map(mention).collect()
}

/// What the rules of an entry mention: a condition names a field by its key, a demand by a scalar.
fn in_rules(file: &str, entry: &Node) -> Vec<Mention> {
    let mut found = Vec::new();
    for rule in entry.get("rules").into_iter().flat_map(Node::items) {
        found.extend(keys(file, rule, "when"));
        let demands =
            rule.entries().iter().filter(|part| !matches!(part.key.value.as_str(), "when" | "ours" | "reason"));
        found.extend(values(file, demands.flat_map(|part| part.node.scalars())));
    }
    found
}
