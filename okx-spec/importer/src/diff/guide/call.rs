//! Calls: there or not, moved, open to others.

use std::collections::{BTreeMap, BTreeSet};

use okx_spec::model::{self, Access, Method};
use okx_spec::todo;

use super::field::{Side, references};
use super::{About, Comparison, added, anchor_of, removed};
use crate::diff::call_name;
use crate::finding::{Change, Grade};
use crate::guide::Endpoint;

impl<'a> Comparison<'a> {
    pub(super) fn calls(&mut self) {
        let (guide, model) = (self.guide, self.model);
        let mut described: BTreeMap<String, &model::Endpoint> =
            model.endpoints.iter().map(|one| (call_name(one.method, &one.path), one)).collect();
        let known: BTreeSet<String> = guide.endpoints.iter().map(|one| call_name(one.method, &one.path)).collect();
        for endpoint in &guide.endpoints {
            let name = call_name(endpoint.method, &endpoint.path);
            if let Some(ours) = described.remove(&name) {
                self.call(&name, endpoint, ours);
                continue;
            }
            let moved =
                described.iter().find(|(old, ours)| !known.contains(*old) && anchor_of(&ours.guide) == endpoint.anchor);
            match moved.map(|(old, _)| old.clone()).and_then(|old| described.remove_entry(&old)) {
                Some((old, ours)) => self.moved_call(&old, &name, endpoint, ours),
                None => self.findings.push(added(name, &endpoint.anchor, Grade::Additive)),
            }
        }
        for (name, ours) in described.into_iter().filter(|(_, ours)| !todo::is_todo(&ours.does)) {
            self.findings.push(removed(name, &ours.at));
        }
    }

    fn moved_call(&mut self, old: &str, new: &str, theirs: &'a Endpoint, ours: &'a model::Endpoint) {
        let about = About { subject: old, anchor: &theirs.anchor, at: &ours.at };
        self.findings.push(about.finding("", Change::Moved, Grade::Breaking, format!("it is now {new}")));
        self.call_parts(&about, theirs, ours);
    }

    fn call(&mut self, name: &str, theirs: &'a Endpoint, ours: &'a model::Endpoint) {
        let about = About { subject: name, anchor: &theirs.anchor, at: &ours.at };
        self.heading(&about, &ours.guide);
        self.call_parts(&about, theirs, ours);
    }

    fn call_parts(&mut self, about: &About<'_>, theirs: &'a Endpoint, ours: &'a model::Endpoint) {
        self.access(about, theirs, ours);
        self.limits(about, &theirs.limits, &theirs.limit_rules, &ours.draws);
        self.deadline(about, theirs, ours);
        let query = ours.method == Method::Get;
        let request = Side { about: *about, name: "request", sent: true, query };
        self.fields(&request, "", &references(&theirs.parameters), ours.request);
        let response = Side { name: "response", sent: false, query: false, ..request };
        self.fields(&response, "", &references(&theirs.fields), ours.response.row);
    }

    fn deadline(&mut self, about: &About<'_>, theirs: &Endpoint, ours: &model::Endpoint) {
        let (grade, text) = match (self.guide.deadlines.contains(&theirs.anchor), ours.deadline) {
            (true, false) => (Grade::Additive, "it takes a deadline, the description says that it takes none"),
            (false, true) => {
                (Grade::Breaking, "the guide does not list it among what takes a deadline, the description does")
            }
            _ => return,
        };
        self.findings.push(about.finding("deadline", Change::Behaviour, grade, text.to_owned()));
    }

    fn access(&mut self, about: &About<'_>, theirs: &Endpoint, ours: &model::Endpoint) {
        let described = if ours.access == Access::Either { Access::Public } else { ours.access };
        if theirs.permissions.is_empty() || theirs.permissions.contains(&described) {
            return;
        }
        let words: Vec<&str> = theirs.permissions.iter().map(|access| access.as_str()).collect();
        let text = format!("the guide says {}, the description {}", words.join(" or "), ours.access.as_str());
        self.findings.push(about.finding("access", Change::Access, Grade::Breaking, text));
    }
}
