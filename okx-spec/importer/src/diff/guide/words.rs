//! Texts: what is told in other words than when the description was last checked.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use crate::finding::{Change, Finding, Grade, Place};
use crate::guide::GuideModel;
use crate::wording::{Fingerprint, fingerprints};

impl Comparison<'_> {
    /// Where something else was found already, other words are no news.
    pub(super) fn words(&mut self) {
        let found: BTreeSet<(String, String)> = self.findings.iter().filter_map(place_of).collect();
        let subjects = subjects(self.guide);
        for fingerprint in fingerprints(self.guide) {
            if self.wording.holds(&fingerprint) || !self.wording.knows(&fingerprint.anchor) {
                continue;
            }
            let place = (fingerprint.anchor.clone(), fingerprint.part.clone());
            let whole = (fingerprint.anchor.clone(), String::new());
            if !found.contains(&place) && !found.contains(&whole) {
                self.findings.push(other_words(&fingerprint, &subjects));
            }
        }
    }
}

/// What each section is about, by its anchor.
pub(super) fn subjects(guide: &GuideModel) -> BTreeMap<&str, String> {
    let endpoints = guide.endpoints.iter().map(|one| (one.anchor.as_str(), format!("{} {}", one.method, one.path)));
    let channels = guide
        .channels
        .iter()
        .map(|one| (one.anchor.as_str(), format!("channel {}", one.names.first().map_or("", String::as_str))));
    let operations = guide.operations.iter().map(|one| (one.anchor.as_str(), format!("operation {}", one.op)));
    endpoints.chain(channels).chain(operations).collect()
}

/// The section and the part that a finding is about; a value is a matter of its field.
fn place_of(finding: &Finding) -> Option<(String, String)> {
    let Some(Place::Guide(anchor)) = &finding.new else { return None };
    // What moved is told in the same words elsewhere.
    if finding.change == Change::Moved {
        return None;
    }
    let part = finding.part.split('=').next().unwrap_or_default();
    // A code has no section of its own; the finding is about the code.
    let part = finding.subject.strip_prefix("code ").unwrap_or(part);
    Some((anchor.clone(), part.to_owned()))
}

fn other_words(fingerprint: &Fingerprint, subjects: &BTreeMap<&str, String>) -> Finding {
    let is_code = fingerprint.part.starts_with(|letter: char| letter.is_ascii_digit());
    let subject = match subjects.get(fingerprint.anchor.as_str()) {
        Some(subject) if !is_code => subject.clone(),
        _ => format!("code {}", fingerprint.part),
    };
    Finding {
        grade: Grade::Wording,
        subject,
        part: if is_code { String::new() } else { fingerprint.part.clone() },
        change: Change::Wording,
        text: "the guide tells it in other words than when this was checked last".to_owned(),
        old: None,
        new: Some(Place::Guide(fingerprint.anchor.clone())),
    }
}
