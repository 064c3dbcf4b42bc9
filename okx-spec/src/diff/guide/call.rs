//! Calls: there or not, moved, open to others.

use std::collections::{BTreeMap, BTreeSet};

use super::field::Side;
use super::{Comparison, added};
use crate::diff::call_name;
use crate::finding::{Change, Finding, Grade, Place};
use crate::guide::{Endpoint, Field};
use crate::model::{self, Access, Method};
use crate::todo;

/// The anchor in a full address of the guide.
fn anchor_of(endpoint: &model::Endpoint) -> &str {
    endpoint.guide.split_once('#').map_or("", |(_, anchor)| anchor)
}

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
                described.iter().find(|(old, ours)| !known.contains(*old) && anchor_of(ours) == endpoint.anchor);
            match moved.map(|(old, _)| old.clone()).and_then(|old| described.remove_entry(&old)) {
                Some((old, ours)) => self.moved_call(&old, &name, endpoint, ours),
                None => self.findings.push(added(name, &endpoint.anchor, Grade::Additive)),
            }
        }
        for (name, ours) in described.into_iter().filter(|(_, ours)| !todo::is_todo(&ours.does)) {
            self.findings.push(Finding {
                grade: Grade::Breaking,
                subject: name,
                part: String::new(),
                change: Change::Removed,
                text: "the description has it, the guide does not".to_owned(),
                old: Some(Place::File(ours.at.clone())),
                new: None,
            });
        }
    }

    fn moved_call(&mut self, old: &str, new: &str, theirs: &'a Endpoint, ours: &'a model::Endpoint) {
        let text = format!("it is now {new}");
        self.about_call(old, "", Change::Moved, Grade::Breaking, text, theirs, ours);
        self.call_parts(old, theirs, ours);
    }

    fn call(&mut self, name: &str, theirs: &'a Endpoint, ours: &'a model::Endpoint) {
        if anchor_of(ours) != theirs.anchor {
            let text = format!("it stands under #{} in the guide, not under #{}", theirs.anchor, anchor_of(ours));
            self.about_call(name, "", Change::Moved, Grade::Wording, text, theirs, ours);
        }
        self.call_parts(name, theirs, ours);
    }

    fn call_parts(&mut self, name: &str, theirs: &'a Endpoint, ours: &'a model::Endpoint) {
        self.access(name, theirs, ours);
        self.limits(name, theirs, ours);
        let query = ours.method == Method::Get;
        let request = Side { subject: name, anchor: &theirs.anchor, name: "request", at: &ours.at, query };
        self.fields(&request, "", &references(&theirs.parameters), ours.request);
        let response = Side { name: "response", query: false, ..request };
        self.fields(&response, "", &references(&theirs.fields), ours.response.row);
    }

    fn access(&mut self, name: &str, theirs: &'a Endpoint, ours: &'a model::Endpoint) {
        let described = if ours.access == Access::Either { Access::Public } else { ours.access };
        if theirs.permissions.is_empty() || theirs.permissions.contains(&described) {
            return;
        }
        let words: Vec<&str> = theirs.permissions.iter().map(|access| access.word()).collect();
        let text = format!("the guide says {}, the description {}", words.join(" or "), ours.access.word());
        self.about_call(name, "access", Change::Access, Grade::Breaking, text, theirs, ours);
    }

    /// A finding about a call that both sides have.
    #[expect(clippy::too_many_arguments, reason = "one for each part of a finding and one for each side")]
    pub(super) fn about_call(
        &mut self,
        name: &str,
        part: &str,
        change: Change,
        grade: Grade,
        text: String,
        theirs: &Endpoint,
        ours: &model::Endpoint,
    ) {
        self.findings.push(Finding {
            grade,
            subject: name.to_owned(),
            part: part.to_owned(),
            change,
            text,
            old: Some(Place::File(ours.at.clone())),
            new: Some(Place::Guide(theirs.anchor.clone())),
        });
    }
}

fn references(fields: &[Field]) -> Vec<&Field> {
    fields.iter().collect()
}
