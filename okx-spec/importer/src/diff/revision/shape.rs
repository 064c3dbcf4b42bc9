//! Objects and requests.

use std::collections::BTreeSet;

use okx_spec::model::{Field, Form, Home, Model, OutcomeFields, Presence, Shape, ShapeId};

use super::calls::rules;
use super::{About, Comparison, Pair, paired};
use crate::diff::written;
use crate::finding::{Aspect, Grade, Part, Revision, Subject};

impl Comparison<'_> {
    pub(super) fn shapes(&mut self) {
        let (old, new) = (self.old, self.new);
        // A new required field of what is sent breaks those who build it.
        let requests = new.endpoints.iter().map(|endpoint| endpoint.request);
        let arguments = new.channels.iter().map(|channel| channel.arguments);
        let additions = new.operations.iter().map(|operation| operation.adds);
        let sent = new.parts_of(requests.chain(arguments).chain(additions));
        let sent: BTreeSet<usize> = sent.into_iter().map(ShapeId::index).collect();
        let keyed = |model: &Model| -> Vec<_> {
            let shapes = model.shapes.iter().enumerate();
            shapes.map(|(place, shape)| (subject(model, shape).to_string(), place)).collect()
        };
        let (old_keys, new_keys) = (keyed(old), keyed(new));
        for pair in paired(&old_keys, &new_keys, |(key, _)| key) {
            match pair {
                // What is sent comes and goes with its call, its channel or its operation.
                Pair::Old((_, place)) if old.shapes[*place].is_object() => {
                    let shape = &old.shapes[*place];
                    self.removed(subject(old, shape), Part::Whole, &shape.at);
                }
                Pair::New((_, place)) if new.shapes[*place].is_object() => {
                    let shape = &new.shapes[*place];
                    self.added(subject(new, shape), Part::Whole, &shape.at, Grade::Additive);
                }
                Pair::Both((_, old_place), (_, new_place)) => {
                    let is_sent = sent.contains(new_place);
                    self.shape(&old.shapes[*old_place], &new.shapes[*new_place], is_sent);
                }
                _ => {}
            }
        }
    }

    fn shape(&mut self, old: &Shape, new: &Shape, is_sent: bool) {
        let Shape { name: _, does, aka: _, home: _, form, fields, outcome: _, rules: new_rules, at } = new;
        let about = About::both(subject(self.old, old), Part::Whole, &old.at, at);
        if old.is_object() {
            self.wording(&about, &[&old.does], &[does]);
        }
        self.aspect(&about, Aspect::Form, (&old.form, form), Grade::Breaking);
        self.aspect(&about, Aspect::OutcomeFields, (&outcome(old), &outcome(new)), Grade::Breaking);
        for pair in paired(&old.fields, fields, |one| &one.wire) {
            match pair {
                Pair::Old(one) => self.removed(about.subject.clone(), Part::Named(one.wire.clone()), &one.at),
                Pair::New(one) => {
                    let breaks = is_sent && is_required(one) || *form != Form::Object;
                    let grade = if breaks { Grade::Breaking } else { Grade::Additive };
                    self.added(about.subject.clone(), Part::Named(one.wire.clone()), &one.at, grade);
                }
                Pair::Both(old, new) => self.field(&about.subject, old, new),
            }
        }
        self.rules(&about, &rules(&old.rules, old), &rules(new_rules, new));
        self.order(&about, old, new, is_sent);
    }

    /// Compares the order of the arguments of `new`, and of the places of a row.
    fn order(&mut self, about: &About<'_>, old: &Shape, new: &Shape, is_sent: bool) {
        let counts = |field: &Field| new.form == Form::Row || (is_sent && is_required(field));
        // Fields that were added, removed or made optional are findings of their own, and must not hide that others were swapped.
        let counts_in = |shape: &Shape, wire: &str| shape.field(wire).is_some_and(counts);
        let order = |shape: &Shape| -> Vec<String> {
            let wires = shape.fields.iter().map(|field| &field.wire);
            wires.filter(|wire| counts_in(old, wire) && counts_in(new, wire)).cloned().collect()
        };
        let (before, after) = (order(old), order(new));
        if before != after {
            self.find(about, Grade::Breaking, Revision::Order { old: before, new: after });
        }
    }

    fn field(&mut self, subject: &Subject, old: &Field, new: &Field) {
        // Kind, list and presence are parts of the type as it is written.
        let Field { wire, name, kind: _, list: _, presence, means, aka: _, empty_clears, precision, at } = new;
        let about = About::both(subject.clone(), Part::Named(wire.clone()), &old.at, at);
        self.rust_name(&about, &old.name, name);
        let (before, after) = (written(self.old, old), written(self.new, new));
        if before.trim_end_matches('?') != after.trim_end_matches('?') {
            self.find(&about, Grade::Breaking, Revision::Type { old: before, new: after });
        } else if before != after {
            let difference = match presence {
                Presence::Required => Revision::IsRequired,
                Presence::Optional => Revision::IsOptional,
            };
            self.find(&about, Grade::Breaking, difference);
        }
        let clears = (&old.empty_clears, empty_clears);
        self.aspect(&about, Aspect::ClearedByEmptyText, clears, Grade::Breaking);
        let before = old.precision.map(|id| self.old[id].name.clone());
        let after = precision.map(|id| self.new[id].name.clone());
        let grade = if after.is_none() { Grade::Additive } else { Grade::Breaking };
        self.aspect(&about, Aspect::PrecisionRule, (&before, &after), grade);
        self.wording(&about, &[&old.means], &[means]);
    }
}

fn is_required(field: &Field) -> bool {
    field.presence == Presence::Required
}

fn outcome(shape: &Shape) -> Option<[Option<&str>; 3]> {
    let OutcomeFields { code, message, sub_code } = shape.outcome?;
    let wire = |place: usize| shape.fields.get(place).map(|field| field.wire.as_str());
    Some([wire(code), wire(message), sub_code.and_then(wire)])
}

fn subject(model: &Model, shape: &Shape) -> Subject {
    let name = &shape.name;
    match shape.home {
        Home::Shared => Subject::Object(name.clone()),
        Home::Chapter(chapter) => Subject::Object(format!("{}.{name}", model[chapter].name)),
        Home::Socket(socket) => Subject::Object(format!("ws/{socket}.{name}")),
        Home::Request(chapter) => Subject::Request(format!("{}.{name}", model[chapter].name)),
        Home::Sent(socket) => Subject::Sent(format!("ws/{socket}.{name}")),
    }
}
