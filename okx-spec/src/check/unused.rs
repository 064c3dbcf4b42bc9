//! The law that everything is used.

use super::{Checked, Reach};
use crate::diagnostic::Sink;
use crate::model::{Kind, Model};
use crate::resolve::Resolved;
use crate::{Law, Location};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { resolved, reach, .. } = checked;
    everything_is_used(resolved, reach, sink);
}

/// An unused entry is generated and documented, and nobody notices when it becomes wrong. A user's own file is not checked, because types
/// written by hand may use its entries.
fn everything_is_used(resolved: &Resolved, reach: &Reach, sink: &mut Sink) {
    // What could not be read or resolved may use anything.
    if resolved.own.is_some() || sink.has_lost_names() {
        return;
    }
    let model = &resolved.model;
    for (name, at) in unused_types(model, reach).into_iter().chain(unused_rules(model)) {
        // An entry whose name is taken cannot be used, which was already reported.
        if !sink.has_reported_at(at) {
            sink.report(at, Law::Unused, format_args!("`{name}` is not used; remove it"));
        }
    }
    for word in &resolved.idle_words {
        sink.report(&word.at, Law::Unused, format_args!("no field has the name `{}`; remove the entry", word.value));
    }
}

fn unused_types<'a>(model: &'a Model, reach: &Reach) -> Vec<(&'a str, &'a Location)> {
    let (mut ids, mut enums) = (vec![false; model.ids.len()], vec![false; model.enums.len()]);
    let mut shapes: Vec<bool> =
        reach.sent.iter().zip(&reach.received).map(|(sent, received)| *sent || *received).collect();
    for field in model.shapes.iter().flat_map(|shape| &shape.fields) {
        match field.kind {
            Kind::Id(id) => ids[id.index()] = true,
            Kind::Enum(id) => enums[id.index()] = true,
            // What only an unused object uses is reported once that object is removed.
            Kind::Shape(id) => shapes[id.index()] = true,
            Kind::Scalar(_) => {}
        }
    }
    let ids = model.ids.iter().zip(ids).map(|(id, used)| (used, id.name.as_str(), &id.at));
    let enums = model.enums.iter().zip(enums).map(|(entry, used)| (used, entry.name.as_str(), &entry.at));
    let shapes = model.shapes.iter().zip(shapes).map(|(shape, used)| (used, shape.name.as_str(), &shape.at));
    let all = ids.chain(enums).chain(shapes);
    all.filter(|(used, ..)| !used).map(|(_, name, at)| (name, at)).collect()
}

fn unused_rules(model: &Model) -> Vec<(&str, &Location)> {
    let (mut precision, mut budgets) = (vec![false; model.precision.len()], vec![false; model.budgets.len()]);
    for rule in model.shapes.iter().flat_map(|shape| &shape.fields).filter_map(|field| field.precision) {
        precision[rule.index()] = true;
    }
    let by_operations = model.operations.iter().flat_map(|operation| &operation.draws);
    for draw in model.endpoints.iter().flat_map(|endpoint| &endpoint.draws).chain(by_operations) {
        budgets[draw.index()] = true;
    }
    let precision = model.precision.iter().zip(precision).map(|(rule, used)| (used, rule.name.as_str(), &rule.at));
    let budgets = model.budgets.iter().zip(budgets).map(|(budget, used)| (used, budget.name.as_str(), &budget.at));
    precision.chain(budgets).filter(|(used, ..)| !used).map(|(_, name, at)| (name, at)).collect()
}
