//! A field by its name on the wire: what it means, and where it is.

use std::collections::BTreeMap;

use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Field, Kind, Shape};
use serde_json::{Value, json};

use super::others::values;
use crate::page::Page;

/// What a field means in some places.
struct Meaning<'m> {
    field: &'m Field,
    uses: Uses,
}

/// Where a field or a type is used.
#[derive(Default)]
pub(super) struct Uses {
    /// The calls and channels that it is a parameter of.
    sent: Vec<String>,
    /// The objects that have it.
    objects: Vec<String>,
}

impl Uses {
    fn add(&mut self, model: &Model, shape: &Shape) {
        let calls = model.endpoints.iter().filter(|endpoint| model[endpoint.request].at == shape.at);
        let calls = calls.filter(|endpoint| endpoint.single().is_none()).map(|endpoint| full_name(model, endpoint));
        let channels = model.channels.iter().filter(|channel| model[channel.arguments].at == shape.at);
        let channels = channels.map(|channel| format!("{} (channel)", channel.channels[0]));
        let sent: Vec<String> = calls.chain(channels).collect();
        if sent.is_empty() && shape.is_object() {
            self.objects.push(shape.name.clone());
        }
        self.sent.extend(sent);
    }

    fn len(&self) -> usize {
        self.sent.len() + self.objects.len()
    }

    /// Two sections: of what it is a parameter, and in which objects it is.
    pub(super) fn write(&self, page: &mut Page) {
        for (heading, names) in [("Parameter of", &self.sent), ("In the objects", &self.objects)] {
            page.section(heading, "", &if names.is_empty() { Vec::new() } else { vec![[shortened(names)]] });
        }
    }
}

/// The first names, and how many more there are.
fn shortened(names: &[String]) -> String {
    const SHOWN: usize = 30;

    let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{shown} and {} more", names.len() - SHOWN) } else { shown }
}

/// Where fields of a kind are used.
pub(super) fn uses(model: &Model, is: impl Fn(&Field) -> bool) -> Uses {
    let mut uses = Uses::default();
    for shape in model.shapes.iter().filter(|shape| shape.fields.iter().any(&is)) {
        uses.add(model, shape);
    }
    uses
}

/// The meanings of the name, the most frequent first.
fn meanings<'m>(model: &'m Model, wire: &str) -> Vec<Meaning<'m>> {
    let mut found: BTreeMap<(&str, &str), Meaning<'m>> = BTreeMap::new();
    for shape in &model.shapes {
        if let Some(field) = shape.field(wire) {
            let entry = found.entry((field.kind.word(model), &field.means));
            entry.or_insert_with(|| Meaning { field, uses: Uses::default() }).uses.add(model, shape);
        }
    }
    let mut meanings: Vec<Meaning<'m>> = found.into_values().filter(|meaning| meaning.uses.len() > 0).collect();
    meanings.sort_by_key(|meaning| std::cmp::Reverse(meaning.uses.len()));
    meanings
}

pub(super) fn text(model: &Model, wire: &str, page: &mut Page) {
    const SHOWN: usize = 8;

    let all = meanings(model, wire);
    let name = page.screen.bold(wire);
    let rust = all.first().map(|meaning| meaning.field.name.clone()).unwrap_or_default();
    page.text(&format!("{name}  a field, in Rust {rust}"));
    for Meaning { field, uses } in all.iter().take(SHOWN) {
        page.line("");
        page.text(&format!("{}  {}", page.screen.bold(&type_word(model, field)), field.means));
        if let Kind::Enum(id) = field.kind {
            let values: Vec<_> =
                model[id].values.iter().map(|value| [value.wire.clone(), value.means.clone()]).collect();
            page.columns(2, &values);
        }
        let mut rows = Vec::new();
        for (name, names) in [("parameter of", &uses.sent), ("in", &uses.objects)] {
            if !names.is_empty() {
                rows.push([page.screen.dim(name), shortened(names)]);
            }
        }
        page.columns(2, &rows);
    }
    if all.len() > SHOWN {
        page.line("");
        page.text(&format!("{} more meanings in single objects.", all.len() - SHOWN));
    }
}

/// Its type without whether it is required, which differs from place to place.
fn type_word(model: &Model, field: &Field) -> String {
    format!("{}{}", field.kind.word(model), if field.list { "[]" } else { "" })
}

pub(super) fn value(model: &Model, wire: &str) -> Value {
    let meaning = |meaning: Meaning<'_>| {
        let Meaning { field, uses } = meaning;
        let values = if let Kind::Enum(id) = field.kind { values(&model[id]) } else { Value::Null };
        json!({
            "type": type_word(model, field), "means": field.means, "values": values,
            "parameter_of": uses.sent, "in": uses.objects,
        })
    };
    json!({ "wire": wire, "meanings": meanings(model, wire).into_iter().map(meaning).collect::<Value>() })
}
