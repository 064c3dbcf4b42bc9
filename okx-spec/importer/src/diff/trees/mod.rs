//! One description against another, as those see it who build upon them. Breaking is what may keep a program from compiling or have a
//! request refused that was sent before; additive is everything else that is more or behaves otherwise.

mod call;
mod channel;
mod error_code;
mod limit;
mod operation;
mod precision;
mod rule;
mod shape;
mod vocabulary;

use std::collections::BTreeMap;

use crate::finding::{Change, Finding, Grade, Place};
use okx_spec::Location;
use okx_spec::model::{Budget, Condition, Enum, Environment, IdType, Model, Precision, Subject, Test};

/// Everything that differs between an older and a newer description.
pub fn between(old: &Model, new: &Model) -> Vec<Finding> {
    let mut comparison = Comparison { old, new, findings: Vec::new() };
    comparison.environments();
    comparison.ids();
    comparison.enums();
    comparison.shapes();
    comparison.precision();
    comparison.budgets();
    comparison.errors();
    comparison.calls();
    comparison.channels();
    comparison.operations();
    comparison.findings
}

/// Both sides, and what was found so far.
struct Comparison<'a> {
    old: &'a Model,
    new: &'a Model,
    findings: Vec<Finding>,
}

/// What a finding is about, with its place on both sides.
struct About<'s> {
    subject: &'s str,
    part: &'s str,
    old: Option<&'s Location>,
    new: Option<&'s Location>,
}

impl Comparison<'_> {
    fn find(&mut self, about: &About<'_>, change: Change, grade: Grade, text: impl Into<String>) {
        let place = |at: Option<&Location>| at.map(|at| Place::File(at.clone()));
        self.findings.push(Finding {
            grade,
            subject: about.subject.to_owned(),
            part: about.part.to_owned(),
            change,
            text: text.into(),
            old: place(about.old),
            new: place(about.new),
        });
    }

    /// A sentence of ours.
    fn sentence(&mut self, about: &About<'_>, old: &str, new: &str) {
        if old != new {
            self.find(about, Change::Wording, Grade::Wording, "it is told in other words");
        }
    }

    /// Something that is the same or is not, and how much it matters if not.
    fn same<T: PartialEq>(&mut self, about: &About<'_>, old: &T, new: &T, grade: Grade, what: &str) {
        if old != new {
            self.find(about, Change::Behaviour, grade, format!("{what} changed"));
        }
    }

    fn gone(&mut self, subject: &str, part: &str, at: &Location) {
        let about = About { subject, part, old: Some(at), new: None };
        self.find(&about, Change::Removed, Grade::Breaking, "it is gone");
    }

    /// Two tables: what is gone, what is new, and of what both have the name, the parts and the words.
    fn tables<T: Entry>(&mut self, old: &[T], new: &[T], parts: impl Fn(&mut Self, &About<'_>, &T, &T)) {
        for pair in paired(old, new, Entry::subject) {
            match pair {
                Pair::Old(one) => self.gone(&one.subject(), "", one.at()),
                Pair::New(one) => self.fresh(&one.subject(), "", one.at(), Grade::Additive),
                Pair::Both(old, new) => {
                    let about = About { subject: &old.subject(), part: "", old: Some(old.at()), new: Some(new.at()) };
                    parts(self, &about, old, new);
                    self.sentence(&about, &old.words(), &new.words());
                }
            }
        }
    }

    fn fresh(&mut self, subject: &str, part: &str, at: &Location, grade: Grade) {
        let about = About { subject, part, old: None, new: Some(at) };
        self.find(&about, Change::Added, grade, "it is new");
    }
}

/// Entries of a table that are compared part by part where both descriptions have them.
trait Entry {
    /// What findings call it; what has this name in both descriptions is one thing.
    fn subject(&self) -> String;

    /// Where it was written.
    fn at(&self) -> &Location;

    /// What it is told by in words of ours.
    fn words(&self) -> String;
}

macro_rules! entries {
    ($($kind:ident = $what:literal,)*) => {$(
        impl Entry for $kind {
            fn subject(&self) -> String {
                format!(concat!($what, " {}"), self.name)
            }

            fn at(&self) -> &Location {
                &self.at
            }

            fn words(&self) -> String {
                self.does.clone()
            }
        }
    )*};
}

entries! {
    Environment = "environment",
    IdType = "id",
    Enum = "enum",
    Precision = "precision",
    Budget = "budget",
}

/// An entry of either table, or of both.
enum Pair<'a, T> {
    Old(&'a T),
    New(&'a T),
    Both(&'a T, &'a T),
}

/// The entries of two tables by what names them: first the older table in its order, then what only the newer one has.
fn paired<'a, T, K: Ord>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<Pair<'a, T>> {
    let mut fresh: BTreeMap<K, &T> = new.iter().map(|entry| (key(entry), entry)).collect();
    let mut pairs: Vec<Pair<'a, T>> = Vec::new();
    for entry in old {
        pairs.push(match fresh.remove(&key(entry)) {
            Some(other) => Pair::Both(entry, other),
            None => Pair::Old(entry),
        });
    }
    pairs.extend(new.iter().filter(|entry| fresh.contains_key(&key(entry))).map(Pair::New));
    pairs
}

/// Conditions without their places.
type Conditions = Vec<(Subject, Test)>;

fn conditions(conditions: &[Condition]) -> Conditions {
    conditions.iter().map(|one| (one.subject.clone(), one.test.clone())).collect()
}
