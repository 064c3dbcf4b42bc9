//! Environments, ids, enums.

use okx_spec::model::{Enum, Environment, IdType};

use super::{About, Comparison, Pair, paired};
use crate::finding::{Change, Grade};

impl Comparison<'_> {
    pub(super) fn environments(&mut self) {
        self.tables(&self.old.environments, &self.new.environments, |comparison, about, old, new| {
            let hosts = |one: &Environment| [one.rest.clone(), one.socket.clone(), one.demo_socket.clone()];
            comparison.same(about, &hosts(old), &hosts(new), Grade::Additive, "its hosts");
        });
    }

    pub(super) fn ids(&mut self) {
        self.tables(&self.old.ids, &self.new.ids, Self::id);
    }

    fn id(&mut self, about: &About<'_>, old: &IdType, new: &IdType) {
        self.same(about, &old.number, &new.number, Grade::Breaking, "whether it is a number");
        // What is secret cannot be shown any longer.
        let grade = if new.secret { Grade::Breaking } else { Grade::Additive };
        self.same(about, &old.secret, &new.secret, grade, "whether it is secret");
        self.same(about, &old.identity, &new.identity, Grade::Additive, "whether it is an identity");
        let is_looser = new.max_length.is_none_or(|new| old.max_length.is_some_and(|old| new > old));
        let grade = if is_looser { Grade::Additive } else { Grade::Breaking };
        self.same(about, &old.max_length, &new.max_length, grade, "its greatest length");
        let grade = if new.letters.is_none() { Grade::Additive } else { Grade::Breaking };
        self.same(about, &old.letters, &new.letters, grade, "its letters");
    }

    pub(super) fn enums(&mut self) {
        self.tables(&self.old.enums, &self.new.enums, Self::values);
    }

    fn values(&mut self, about: &About<'_>, old: &Enum, new: &Enum) {
        let subject = about.subject;
        for pair in paired(&old.values, &new.values, |one| &one.wire) {
            match pair {
                Pair::Old(one) => {
                    let about = About { subject, part: &one.wire, old: Some(&one.at), new: None };
                    self.find(&about, Change::ValueRemoved, Grade::Breaking, "the value is gone");
                }
                Pair::New(one) => {
                    let about = About { subject, part: &one.wire, old: None, new: Some(&one.at) };
                    self.find(&about, Change::ValueAdded, Grade::Additive, "the value is new");
                }
                Pair::Both(old, new) => {
                    let about = About { subject, part: &old.wire, old: Some(&old.at), new: Some(&new.at) };
                    self.renamed(&about, &old.name, &new.name);
                    self.sentence(&about, &old.means, &new.means);
                }
            }
        }
    }

    /// The name that programs use.
    pub(super) fn renamed(&mut self, about: &About<'_>, old: &str, new: &str) {
        if old != new {
            self.find(about, Change::Renamed, Grade::Breaking, format!("`{old}` is called `{new}` now"));
        }
    }
}
