//! Result codes.

use std::collections::BTreeMap;

use okx_spec::model;
use okx_spec::todo;

use super::{About, Comparison, added, removed};
use crate::finding::{Change, Finding, Grade};
use crate::guide::ErrorCode;

impl Comparison<'_> {
    pub(super) fn codes(&mut self) {
        let mut described: BTreeMap<&str, &model::ErrorCode> =
            self.model.errors.iter().map(|code| (code.code.as_str(), code)).collect();
        for theirs in &self.guide.error_codes {
            match described.remove(theirs.key().as_str()) {
                Some(ours) => self.findings.extend(other_status(theirs, ours)),
                None => self.findings.push(added(subject(&theirs.key()), first_anchor(theirs), Grade::Additive)),
            }
        }
        // A code that the guide lists by its sub-codes only is still a code.
        described.retain(|code, ours| {
            !todo::is_todo(&ours.means) && !self.guide.error_codes.iter().any(|theirs| theirs.code == *code)
        });
        self.findings.extend(described.into_values().map(|ours| removed(subject(&ours.code), &ours.at)));
    }
}

fn subject(code: &str) -> String {
    format!("code {code}")
}

fn first_anchor(code: &ErrorCode) -> &str {
    code.anchors.first().map_or("", String::as_str)
}

/// A code may come with several statuses; ours is one of them, and need not be told where it is 200 or the guide gives none.
fn other_status(theirs: &ErrorCode, ours: &model::ErrorCode) -> Option<Finding> {
    let same = match ours.http {
        Some(status) => theirs.http.contains(&status),
        None => theirs.http.is_empty() || theirs.http.contains(&200),
    };
    let in_words = |status: Option<u16>| status.map_or("none".to_owned(), |status| status.to_string());
    let text = format!("the guide says {:?}, the description {}", theirs.http, in_words(ours.http));
    let about = About { subject: &subject(&ours.code), anchor: first_anchor(theirs), at: &ours.at };
    (!same).then(|| about.finding("http", Change::HttpStatus, Grade::Breaking, text))
}
