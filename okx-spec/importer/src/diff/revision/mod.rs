//! One description against another, as those see it who build on it. Breaking is what may keep a program from compiling or have a request
//! refused that was accepted before; additive is everything else that is new or behaves differently.
//!
//! What is compared is taken apart without `..`, so that a key added to the model does not compile until this folder says what to do with it.

mod calls;
mod shape;
mod sockets;
mod tables;

use std::collections::BTreeMap;

use okx_spec::Location;
use okx_spec::model::{self, Condition, Model, Test};

use crate::finding::{Aspect, Finding, Grade, Part, Place, Revision, Subject};

/// Everything that differs between an older and a newer description.
pub fn between(old: &Model, new: &Model) -> Vec<Finding> {
    let Model {
        // The date and the address of the page are not part of the API, and chapters are compared with their calls.
        guide: _,
        chapters: _,
        environments,
        connection,
        ids,
        enums,
        shapes: _,
        precision,
        budgets,
        errors,
        endpoints: _,
        channels,
        operations,
    } = new;
    let mut comparison = Comparison { old, new, findings: Vec::new() };
    comparison.table(&old.environments, environments, Comparison::environment);
    comparison.connection(&old.connection, connection);
    comparison.table(&old.ids, ids, Comparison::id);
    comparison.table(&old.enums, enums, Comparison::set);
    comparison.shapes();
    comparison.table(&old.precision, precision, Comparison::precision);
    comparison.budgets(&old.budgets, budgets);
    comparison.table(&old.errors, errors, Comparison::error);
    comparison.calls();
    comparison.table(&old.channels, channels, Comparison::channel);
    comparison.table(&old.operations, operations, Comparison::operation);
    comparison.findings
}

/// Both sides, and what was found so far.
struct Comparison<'a> {
    old: &'a Model,
    new: &'a Model,
    findings: Vec<Finding>,
}

/// What a finding is about, with its place on both sides.
#[derive(Clone)]
struct About<'s> {
    subject: Subject,
    part: Part,
    old: Option<&'s Location>,
    new: Option<&'s Location>,
}

impl<'s> About<'s> {
    /// A part that both descriptions have.
    fn both(subject: Subject, part: Part, old: &'s Location, new: &'s Location) -> Self {
        Self { subject, part, old: Some(old), new: Some(new) }
    }

    /// Another part of the same subject.
    fn part(&self, part: Part) -> Self {
        Self { part, ..self.clone() }
    }

    /// The part of this name.
    fn named(&self, name: &str) -> Self {
        self.part(Part::Named(name.to_owned()))
    }
}

impl Comparison<'_> {
    fn find(&mut self, about: &About<'_>, grade: Grade, difference: Revision) {
        let place = |at: Option<&Location>| at.map(|at| Place::File(at.clone()));
        self.findings.push(Finding {
            grade,
            subject: about.subject.clone(),
            part: about.part.clone(),
            difference: difference.into(),
            old: place(about.old),
            new: place(about.new),
        });
    }

    /// Compares the texts of the descriptions about something.
    fn wording(&mut self, about: &About<'_>, old: &[&str], new: &[&str]) {
        if old != new {
            self.find(about, Grade::Wording, Revision::Reworded);
        }
    }

    /// Compares something that is the same or is not.
    fn aspect<T: PartialEq>(&mut self, about: &About<'_>, aspect: Aspect, (old, new): (&T, &T), grade: Grade) {
        if old != new {
            self.find(about, grade, Revision::Changed(aspect));
        }
    }

    /// Compares the Rust names of something, which programs use.
    fn rust_name(&mut self, about: &About<'_>, old: &str, new: &str) {
        if old != new {
            let difference = Revision::Renamed { old: old.to_owned(), new: new.to_owned() };
            self.find(about, Grade::Breaking, difference);
        }
    }

    fn removed(&mut self, subject: Subject, part: Part, at: &Location) {
        let about = About { subject, part, old: Some(at), new: None };
        self.find(&about, Grade::Breaking, Revision::Removed);
    }

    fn added(&mut self, subject: Subject, part: Part, at: &Location, grade: Grade) {
        let about = About { subject, part, old: None, new: Some(at) };
        self.find(&about, grade, Revision::New);
    }

    /// Compares two tables: what was removed, what is new, and part by part what both have.
    fn table<T: Entry>(&mut self, old: &[T], new: &[T], compare: impl Fn(&mut Self, &About<'_>, &T, &T)) {
        for pair in paired(old, new, Entry::name) {
            match pair {
                Pair::Old(one) => self.removed(one.subject(), Part::Whole, one.at()),
                Pair::New(one) => self.added(one.subject(), Part::Whole, one.at(), Grade::Additive),
                Pair::Both(old, new) => {
                    let about = About::both(old.subject(), Part::Whole, old.at(), new.at());
                    compare(self, &about, old, new);
                }
            }
        }
    }
}

/// An entry of a table of a description.
trait Entry {
    /// What findings call it.
    fn subject(&self) -> Subject;

    /// Where it was written.
    fn at(&self) -> &Location;

    /// What has this name in both descriptions is one thing.
    fn name(&self) -> String {
        self.subject().to_string()
    }
}

macro_rules! entries {
    ($($kind:ident: $subject:expr;)*) => {$(
        impl Entry for model::$kind {
            fn subject(&self) -> Subject {
                let name: fn(&Self) -> Subject = $subject;
                name(self)
            }

            fn at(&self) -> &Location {
                &self.at
            }
        }
    )*};
}

entries! {
    Environment: |one| Subject::Environment(one.name.clone());
    IdType: |one| Subject::Id(one.name.clone());
    Enum: |one| Subject::Enum(one.name.clone());
    Precision: |one| Subject::Precision(one.name.clone());
    Budget: |one| Subject::Budget(one.name.clone());
    ErrorCode: |one| Subject::Code(one.code.clone());
    Operation: |one| Subject::Operation(one.op.clone());
    // Each socket has channels of its own, in a module of its own.
    Channel: |one| Subject::Channel(format!("{}.{}", one.socket, one.name));
}

/// An entry of either table, or of both.
enum Pair<'a, T> {
    Old(&'a T),
    New(&'a T),
    Both(&'a T, &'a T),
}

/// The entries of two tables by what names them: first the older table in its order, then what only the newer one has.
fn paired<'a, T, K: Ord>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<Pair<'a, T>> {
    let mut only_new: BTreeMap<K, &T> = new.iter().map(|entry| (key(entry), entry)).collect();
    let mut pairs: Vec<Pair<'a, T>> = Vec::new();
    for entry in old {
        pairs.push(match only_new.remove(&key(entry)) {
            Some(other) => Pair::Both(entry, other),
            None => Pair::Old(entry),
        });
    }
    pairs.extend(new.iter().filter(|entry| only_new.contains_key(&key(entry))).map(Pair::New));
    pairs
}

/// Conditions without their places.
type Conditions = Vec<(model::Subject, Test)>;

fn conditions(conditions: &[Condition]) -> Conditions {
    let without_place = |Condition { subject, test, at: _ }: &Condition| (subject.clone(), test.clone());
    conditions.iter().map(without_place).collect()
}
