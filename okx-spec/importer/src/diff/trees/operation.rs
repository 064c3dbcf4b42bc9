//! Operations: what they are of, and what they leave out of it. What they add is a shape and compared as such.

use okx_spec::Location;
use okx_spec::model::{Model, Operation};

use super::{About, Comparison, Entry};
use crate::finding::{Change, Grade};

impl Comparison<'_> {
    pub(super) fn operations(&mut self) {
        self.tables(&self.old.operations, &self.new.operations, Self::operation);
    }

    fn operation(&mut self, about: &About<'_>, old: &Operation, new: &Operation) {
        self.renamed(about, &old.name, &new.name);
        self.same(about, &old.socket, &new.socket, Grade::Additive, "the socket that takes it");
        let of =
            |model: &Model, one: &Operation| (model[model[one.of].chapter].name.clone(), model[one.of].name.clone());
        self.same(about, &of(self.old, old), &of(self.new, new), Grade::Breaking, "the call that it is of");
        let (before, after) = (left_out(self.old, old), left_out(self.new, new));
        for wire in after.iter().filter(|wire| !before.contains(wire)) {
            self.find(
                &About { part: wire, ..*about },
                Change::Removed,
                Grade::Breaking,
                "it does not take this any longer",
            );
        }
        for wire in before.iter().filter(|wire| !after.contains(wire)) {
            self.find(&About { part: wire, ..*about }, Change::Added, Grade::Additive, "it takes this now");
        }
        self.draws(about, &old.draws, &new.draws);
    }
}

/// The parameters of the call that an operation does not take.
fn left_out<'m>(model: &'m Model, operation: &Operation) -> Vec<&'m str> {
    let fields = &model[model[operation.of].request].fields;
    operation.without.iter().filter_map(|place| fields.get(*place)).map(|field| field.wire.as_str()).collect()
}

impl Entry for Operation {
    fn subject(&self) -> String {
        format!("operation {}", self.op)
    }

    fn at(&self) -> &Location {
        &self.at
    }

    fn words(&self) -> String {
        format!("{}\n{}", self.does, self.guide)
    }
}
