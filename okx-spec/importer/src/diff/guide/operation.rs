//! Operations: there or not, where, with which parameters, within which limits.

use okx_spec::model::{self, DEADLINE};
use okx_spec::todo;

use super::field::Side;
use super::{About, Comparison, added, removed};
use crate::finding::Grade;
use crate::guide::{Field, Operation, under};

/// What every message and every answer has around the items that it is about.
const ENVELOPE: [&str; 8] = ["id", "op", "code", "msg", "args", "data", "inTime", "outTime"];

impl<'a> Comparison<'a> {
    pub(super) fn operations(&mut self) {
        let (guide, model) = (self.guide, self.model);
        for theirs in &guide.operations {
            let subject = format!("operation {}", theirs.op);
            match model.operations.iter().find(|ours| ours.op == theirs.op) {
                Some(ours) => self.operation(&subject, theirs, ours),
                None => self.findings.push(added(subject, &theirs.anchor, Grade::Additive)),
            }
        }
        let is_told = |ours: &model::Operation| guide.operations.iter().any(|theirs| theirs.op == ours.op);
        let gone = model.operations.iter().filter(|ours| !is_told(ours) && !todo::is_todo(&ours.does));
        self.findings.extend(gone.map(|ours| removed(format!("operation {}", ours.op), &ours.at)));
    }

    fn operation(&mut self, subject: &str, theirs: &'a Operation, ours: &'a model::Operation) {
        let model = self.model;
        let about = About { subject, anchor: &theirs.anchor, at: &ours.at };
        self.heading(&about, &ours.guide);
        self.socket(&about, &theirs.socket, ours.socket);
        self.limits(&about, &theirs.limits, &theirs.limit_rules, &ours.draws);
        let request = Side { about, name: "request", sent: true, query: false };
        let items: Vec<&Field> = under(&theirs.request, "args").collect();
        for gone in self.matched(&request, "args.", &items, ours.fields(model).collect()) {
            self.findings.push(request.gone("args.", gone));
        }
        let takes_deadline = model[ours.of].deadline;
        self.around(&request, &theirs.request, |name| name == DEADLINE && takes_deadline);
        let response = Side { name: "response", sent: false, ..request };
        let rows: Vec<&Field> = under(&theirs.reply, "data").collect();
        self.fields(&response, "data.", &rows, model[ours.of].response.row);
        self.around(&response, &theirs.reply, |_| false);
    }

    /// What stands around the items is the protocol's, and no part of any description.
    fn around(&mut self, side: &Side<'_>, theirs: &'a [Field], known: impl Fn(&str) -> bool) {
        let is_new = |field: &&Field| !ENVELOPE.contains(&field.name.as_str()) && !known(&field.name);
        let fresh: Vec<&Field> = theirs.iter().filter(is_new).collect();
        self.all_missing(side, "", &fresh);
    }
}
