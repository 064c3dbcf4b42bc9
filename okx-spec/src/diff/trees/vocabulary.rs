//! Environments, ids, enums.

use super::{About, Comparison, Pair, paired};
use crate::finding::{Change, Grade};
use crate::model::{Enum, Environment, IdType};

impl Comparison<'_> {
    pub(super) fn environments(&mut self) {
        for pair in paired(&self.old.environments, &self.new.environments, |one| &one.name) {
            match pair {
                Pair::Old(one) => self.gone(&environment(one), "", &one.at),
                Pair::New(one) => self.fresh(&environment(one), "", &one.at, Grade::Additive),
                Pair::Both(old, new) => {
                    let subject = environment(old);
                    let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
                    let hosts = |one: &Environment| [one.rest.clone(), one.socket.clone(), one.demo_socket.clone()];
                    self.same(&about, &hosts(old), &hosts(new), Grade::Additive, "its hosts");
                    self.sentence(&about, &old.does, &new.does);
                }
            }
        }
    }

    pub(super) fn ids(&mut self) {
        for pair in paired(&self.old.ids, &self.new.ids, |one| &one.name) {
            match pair {
                Pair::Old(one) => self.gone(&id(one), "", &one.at),
                Pair::New(one) => self.fresh(&id(one), "", &one.at, Grade::Additive),
                Pair::Both(old, new) => self.id(old, new),
            }
        }
    }

    fn id(&mut self, old: &IdType, new: &IdType) {
        let subject = id(old);
        let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
        self.same(&about, &old.number, &new.number, Grade::Breaking, "whether it is a number");
        let is_looser = new.max_length.is_none_or(|new| old.max_length.is_some_and(|old| new > old));
        let grade = if is_looser { Grade::Additive } else { Grade::Breaking };
        self.same(&about, &old.max_length, &new.max_length, grade, "its greatest length");
        let grade = if new.letters.is_none() { Grade::Additive } else { Grade::Breaking };
        self.same(&about, &old.letters, &new.letters, grade, "its letters");
        self.sentence(&about, &old.does, &new.does);
    }

    pub(super) fn enums(&mut self) {
        for pair in paired(&self.old.enums, &self.new.enums, |one| &one.name) {
            match pair {
                Pair::Old(one) => self.gone(&set(one), "", &one.at),
                Pair::New(one) => self.fresh(&set(one), "", &one.at, Grade::Additive),
                Pair::Both(old, new) => {
                    let subject = set(old);
                    let about = About { subject: &subject, part: "", old: Some(&old.at), new: Some(&new.at) };
                    self.sentence(&about, &old.does, &new.does);
                    self.values(&subject, old, new);
                }
            }
        }
    }

    fn values(&mut self, subject: &str, old: &Enum, new: &Enum) {
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

fn environment(environment: &Environment) -> String {
    format!("environment {}", environment.name)
}

fn id(id: &IdType) -> String {
    format!("id {}", id.name)
}

fn set(set: &Enum) -> String {
    format!("enum {}", set.name)
}
