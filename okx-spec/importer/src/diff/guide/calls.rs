//! REST calls and result codes.

use std::collections::{HashMap, HashSet};

use okx_spec::model::{self, Access, Method};
use okx_spec::todo;

use super::field::Table;
use super::{About, Comparison, added, anchor_of, removed};
use crate::finding::{CallName, Finding, Grade, GuideDifference, Part, Side, Subject};
use crate::guide::{Endpoint, ErrorCode};

impl<'a> Comparison<'a> {
    pub(super) fn calls(&mut self) {
        let (guide, model) = (self.guide, self.model);
        let known: HashSet<CallName> = guide.endpoints.iter().map(CallName::from).collect();
        let mut described: HashMap<CallName, &model::Endpoint> =
            model.endpoints.iter().map(|one| (CallName::from(one), one)).collect();
        for stated in &guide.endpoints {
            let name = CallName::from(stated);
            if let Some(call) = described.remove(&name) {
                self.call(name, stated, call);
                continue;
            }
            // The call under the same heading whose own path the guide no longer has. `min_by` makes the choice repeatable.
            let has_moved = |(old, call): &(&CallName, &&model::Endpoint)| {
                !known.contains(*old) && anchor_of(&call.guide) == stated.anchor
            };
            let old = described.iter().filter(has_moved).min_by_key(|(old, _)| old.to_string());
            match old.map(|(old, call)| (old.clone(), *call)) {
                Some((old, call)) => {
                    described.remove(&old);
                    self.moved_call(old, name, stated, call);
                }
                None => self.findings.push(added(Subject::Call(name), &stated.anchor)),
            }
        }
        let gone = described.into_iter().filter(|(_, call)| !todo::is_todo(&call.does));
        let mut gone: Vec<Finding> = gone.map(|(name, call)| removed(Subject::Call(name), &call.at)).collect();
        gone.sort_by_cached_key(|finding| finding.subject.to_string());
        self.findings.extend(gone);
    }

    fn moved_call(&mut self, old: CallName, new: CallName, stated: &'a Endpoint, call: &'a model::Endpoint) {
        let about = About { subject: &Subject::Call(old), anchor: &stated.anchor, at: &call.at };
        self.find(&about, Part::Whole, Grade::Breaking, GuideDifference::MovedCall { to: new });
        self.call_parts(&about, stated, call);
    }

    fn call(&mut self, name: CallName, stated: &'a Endpoint, call: &'a model::Endpoint) {
        let about = About { subject: &Subject::Call(name), anchor: &stated.anchor, at: &call.at };
        self.heading(&about, &call.guide);
        self.call_parts(&about, stated, call);
    }

    fn call_parts(&mut self, about: &About<'_>, stated: &'a Endpoint, call: &'a model::Endpoint) {
        let model::Endpoint {
            // They name the call and were compared by the caller.
            method,
            path: _,
            guide: _,
            at: _,
            access,
            draws,
            deadline,
            request,
            response,
            // The guide has no column for these.
            name: _,
            type_name: _,
            chapter: _,
            does: _,
            aka: _,
            demo: _,
            example: _,
            codes: _,
            reduces_risk: _,
            in_flight: _,
            repeat: _,
            asked_by: _,
            batch: _,
            rules: _,
            pages: _,
            unpaged: _,
        } = call;
        self.access(about, stated, *access);
        self.limits(about, &stated.limits, &stated.limit_rules, draws);
        self.deadline(about, stated, *deadline);
        let sent = Table { about: *about, side: Side::Request, is_sent: true, is_query: *method == Method::Get };
        self.fields(&sent, &[], &stated.parameters.iter().collect::<Vec<_>>(), *request);
        let received = Table { side: Side::Response, is_sent: false, is_query: false, ..sent };
        self.fields(&received, &[], &stated.fields.iter().collect::<Vec<_>>(), response.row);
    }

    fn deadline(&mut self, about: &About<'_>, stated: &Endpoint, described: bool) {
        let is_accepted = self.guide.deadlines.contains(&stated.anchor);
        if is_accepted != described {
            let grade = if is_accepted { Grade::Additive } else { Grade::Breaking };
            self.find(about, Part::Deadline, grade, GuideDifference::Deadline { is_accepted });
        }
    }

    fn access(&mut self, about: &About<'_>, stated: &Endpoint, described: Access) {
        let comparable = if described == Access::Either { Access::Public } else { described };
        if !stated.permissions.is_empty() && !stated.permissions.contains(&comparable) {
            let difference = GuideDifference::Access { described, stated: stated.permissions.clone() };
            self.find(about, Part::Access, Grade::Breaking, difference);
        }
    }

    pub(super) fn codes(&mut self) {
        let mut described: Vec<&model::ErrorCode> = self.model.errors.iter().collect();
        for stated in &self.guide.error_codes {
            let key = stated.key();
            match described.iter().position(|code| code.code == key) {
                Some(place) => self.findings.extend(other_status(stated, described.remove(place))),
                None => self.findings.push(added(Subject::Code(key), first_anchor(stated))),
            }
        }
        // A code of which the guide lists only the sub-codes is still a code.
        described.retain(|code| {
            !todo::is_todo(&code.means) && !self.guide.error_codes.iter().any(|stated| stated.code == code.code)
        });
        described.sort_by(|one, other| one.code.cmp(&other.code));
        self.findings.extend(described.into_iter().map(|code| removed(Subject::Code(code.code.clone()), &code.at)));
    }
}

fn first_anchor(code: &ErrorCode) -> &str {
    code.anchors.first().map_or("", String::as_str)
}

/// A code may come with several statuses. The description has one of them, or none where the guide gives 200 or none.
fn other_status(stated: &ErrorCode, described: &model::ErrorCode) -> Option<Finding> {
    // Everything else is our judgement and our wording.
    let model::ErrorCode { code, http, at, name: _, class: _, verdict: _, means: _, advice: _, closes: _ } = described;
    let is_same = match http {
        Some(status) => stated.http.contains(status),
        None => stated.http.is_empty() || stated.http.contains(&200),
    };
    let about = About { subject: &Subject::Code(code.clone()), anchor: first_anchor(stated), at };
    let difference = GuideDifference::HttpStatus { described: *http, stated: stated.http.clone() };
    (!is_same).then(|| about.finding(Part::HttpStatus, Grade::Breaking, difference))
}
