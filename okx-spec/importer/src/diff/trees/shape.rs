//! Objects and requests.

use std::collections::BTreeSet;

use okx_spec::model::{Field, Form, Home, Model, Presence, Shape, ShapeId};

use super::rule::rules;
use super::{About, Comparison, Pair, paired};
use crate::diff::written;
use crate::finding::{Change, Grade};

impl Comparison<'_> {
    pub(super) fn shapes(&mut self) {
        let (old, new) = (self.old, self.new);
        let key_of = |model: &Model, shape: &Shape| (home(model, shape.home), shape.name.clone());
        // There a new field that is required breaks those who build it.
        let requests = new.endpoints.iter().map(|endpoint| endpoint.request);
        let arguments = new.channels.iter().map(|channel| channel.arguments);
        let added = new.operations.iter().map(|operation| operation.adds);
        let sent = new.parts_of(requests.chain(arguments).chain(added));
        let sent: BTreeSet<usize> = sent.into_iter().map(ShapeId::index).collect();
        let keyed = |model: &Model| -> Vec<_> {
            model.shapes.iter().enumerate().map(|(place, shape)| (key_of(model, shape), place)).collect()
        };
        let (old_keys, new_keys) = (keyed(old), keyed(new));
        for pair in paired(&old_keys, &new_keys, |(key, _)| key) {
            match pair {
                // What is sent goes and comes with its call, its channel or its operation.
                Pair::Old((_, place)) if old.shapes[*place].is_object() => {
                    let shape = &old.shapes[*place];
                    self.gone(&subject(old, shape), "", &shape.at);
                }
                Pair::New((_, place)) if new.shapes[*place].is_object() => {
                    let shape = &new.shapes[*place];
                    self.fresh(&subject(new, shape), "", &shape.at, Grade::Additive);
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
        let subject = subject(self.old, old);
        let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
        if old.is_object() {
            self.sentence(&about, &old.does, &new.does);
        }
        self.same(&about, &old.form, &new.form, Grade::Breaking, "how it looks in JSON");
        self.same(&about, &outcome(old), &outcome(new), Grade::Breaking, "how it tells its outcome");
        for pair in paired(&old.fields, &new.fields, |one| &one.wire) {
            match pair {
                Pair::Old(one) => self.gone(&subject, &one.wire, &one.at),
                Pair::New(one) => {
                    let breaks = is_sent && is_required(one) || new.form != Form::Object;
                    let grade = if breaks { Grade::Breaking } else { Grade::Additive };
                    self.fresh(&subject, &one.wire, &one.at, grade);
                }
                Pair::Both(old, new) => self.field(&subject, old, new),
            }
        }
        self.demands(&about, &rules(&old.rules, old), &rules(&new.rules, new));
        self.order(&about, old, new, is_sent);
    }

    /// The order of arguments of `new`, and of the places of a row.
    fn order(&mut self, about: &About<'_>, old: &Shape, new: &Shape, is_sent: bool) {
        let counts = |field: &Field| new.form == Form::Row || (is_sent && is_required(field));
        // Fields that came, went or need not be given any longer are findings of their own, and must not hide that others were swapped.
        let counts_in = |shape: &Shape, wire: &str| shape.field(wire).is_some_and(counts);
        let order = |shape: &Shape| -> Vec<String> {
            let wires = shape.fields.iter().map(|field| &field.wire);
            wires.filter(|wire| counts_in(old, wire) && counts_in(new, wire)).cloned().collect()
        };
        let (before, after) = (order(old), order(new));
        if before != after {
            let (before, after) = (before.join(", "), after.join(", "));
            let text = format!("the order of its fields changed: `{before}` is `{after}` now");
            self.find(about, Change::Behaviour, Grade::Breaking, text);
        }
    }

    fn field(&mut self, subject: &str, old: &Field, new: &Field) {
        let about = About { subject, part: &old.wire, old: Some(&old.at), new: Some(&new.at) };
        self.renamed(&about, &old.name, &new.name);
        let (before, after) = (written(self.old, old), written(self.new, new));
        if before.trim_end_matches('?') != after.trim_end_matches('?') {
            self.find(&about, Change::Type, Grade::Breaking, format!("`{before}` is `{after}` now"));
        } else if before != after {
            let (change, text) = match new.presence {
                Presence::Required => (Change::Required, "it must be there now"),
                Presence::Optional => (Change::Optional, "it need not be there any longer"),
            };
            self.find(&about, change, Grade::Breaking, text);
        }
        let clears = "whether an empty text clears it";
        self.same(&about, &old.empty_clears, &new.empty_clears, Grade::Breaking, clears);
        let rule = |model: &Model, field: &Field| field.precision.map(|id| model[id].name.clone());
        let (before, after) = (rule(self.old, old), rule(self.new, new));
        let grade = if after.is_none() { Grade::Additive } else { Grade::Breaking };
        self.same(&about, &before, &after, grade, "its precision rule");
        self.sentence(&about, &old.means, &new.means);
    }
}

fn is_required(field: &Field) -> bool {
    field.presence == Presence::Required
}

fn outcome(shape: &Shape) -> Option<[Option<&str>; 3]> {
    let outcome = shape.outcome?;
    let wire = |place: usize| shape.fields.get(place).map(|field| field.wire.as_str());
    Some([wire(outcome.code), wire(outcome.message), outcome.sub_code.and_then(wire)])
}

fn home(model: &Model, home: Home) -> String {
    match home {
        Home::Shared => String::new(),
        Home::Chapter(chapter) => format!("{}.", model[chapter].name),
        Home::Request(chapter) => format!("request {}.", model[chapter].name),
        Home::Socket(socket) => format!("ws/{socket}."),
        Home::Sent(socket) => format!("sent ws/{socket}."),
    }
}

fn subject(model: &Model, shape: &Shape) -> String {
    let home = home(model, shape.home);
    if shape.is_object() { format!("object {home}{}", shape.name) } else { format!("{home}{}", shape.name) }
}
