//! Texts of the guide that changed since the last check, and what the reader does not understand and would otherwise count as unchanged.

use std::collections::{BTreeMap, HashSet};

use super::Comparison;
use crate::finding::{Finding, Grade, GuideDifference, Part, Place, Subject};
use crate::guide::{Guess, GuideModel};
use crate::wording::{Fingerprint, TextOf, Wording, fingerprints};

impl Comparison<'_> {
    /// Finds changed texts. Where something else was found already, a changed text is not news.
    pub(super) fn reworded(&mut self) {
        let found: HashSet<(String, TextOf)> = self.findings.iter().filter_map(text_of).collect();
        let subjects = subjects(self.guide);
        for fingerprint in fingerprints(self.guide) {
            if self.wording.holds(&fingerprint) || !self.wording.knows(&fingerprint.anchor) {
                continue;
            }
            let place = (fingerprint.anchor.clone(), fingerprint.of.clone());
            let section = (fingerprint.anchor.clone(), TextOf::Section);
            if !found.contains(&place) && !found.contains(&section) {
                self.findings.push(reworded(&fingerprint, &subjects));
            }
        }
    }

    /// Finds what the reader does not understand. Guesses that were made at the last check are known; those about a new section belong to it.
    pub(super) fn unread(&mut self) {
        let subjects = subjects(self.guide);
        for guess in self.guide.guesses.iter().filter(|guess| !guess.is_harmless()) {
            let is_new_section = subjects.contains_key(guess.anchor.as_str()) && !self.wording.knows(&guess.anchor);
            if !is_new_section && !self.wording.has_guess(guess) {
                self.findings.push(unread(guess, &subjects));
            }
        }
        self.fewer_texts(&subjects);
    }

    /// Finds sections with fewer texts than at the last check. A field that is gone is a finding only if no other section has it, for several
    /// calls may share an object.
    fn fewer_texts(&mut self, subjects: &BTreeMap<&str, Subject>) {
        let is_gone = |finding: &&Finding| {
            use crate::finding::Change::{Removed, Renamed, Unread};
            matches!(finding.change(), Removed | Renamed | Unread)
        };
        let known: HashSet<Subject> =
            self.findings.iter().filter(is_gone).map(|finding| finding.subject.clone()).collect();
        let now = Wording::of(self.guide);
        for (anchor, subject) in subjects.iter().filter(|(_, subject)| !known.contains(subject)) {
            let missing = now.lost(self.wording, anchor);
            if missing > 0 {
                let difference = GuideDifference::FewerTexts { missing };
                self.findings.push(about_section(anchor, subject.clone(), Grade::Wording, difference));
            }
        }
    }
}

/// What each section is about, by its anchor.
fn subjects(guide: &GuideModel) -> BTreeMap<&str, Subject> {
    let endpoints = guide.endpoints.iter().map(|one| (one.anchor.as_str(), Subject::Call(one.into())));
    let channels = guide
        .channels
        .iter()
        .map(|one| (one.anchor.as_str(), Subject::Channel(one.names.first().cloned().unwrap_or_default())));
    let operations = guide.operations.iter().map(|one| (one.anchor.as_str(), Subject::Operation(one.op.clone())));
    endpoints.chain(channels).chain(operations).collect()
}

/// The text that a finding is about, by its section; a value belongs to its field.
fn text_of(finding: &Finding) -> Option<(String, TextOf)> {
    let Some(Place::Guide(anchor)) = &finding.new else { return None };
    // What moved has the same texts elsewhere.
    if finding.change() == crate::finding::Change::Moved {
        return None;
    }
    let of = match (&finding.subject, &finding.part) {
        // A code has no section of its own.
        (Subject::Code(code), _) => TextOf::Code(code.clone()),
        (_, Part::Whole) => TextOf::Section,
        (_, part) => TextOf::Field(part.field()?.clone()),
    };
    Some((anchor.clone(), of))
}

fn reworded(fingerprint: &Fingerprint, subjects: &BTreeMap<&str, Subject>) -> Finding {
    let Fingerprint { anchor, of, digest: _ } = fingerprint;
    let section = || subjects.get(anchor.as_str()).cloned().unwrap_or_else(|| Subject::Section(anchor.clone()));
    let (subject, part) = match of {
        TextOf::Code(code) => (Subject::Code(code.clone()), Part::Whole),
        TextOf::Section => (section(), Part::Whole),
        TextOf::Field(path) => (section(), Part::Field(path.clone())),
    };
    let finding = about_section(anchor, subject, Grade::Wording, GuideDifference::Reworded);
    Finding { part, ..finding }
}

fn unread(guess: &Guess, subjects: &BTreeMap<&str, Subject>) -> Finding {
    let section = || Subject::Section(guess.anchor.clone());
    let subject = subjects.get(guess.anchor.as_str()).cloned().unwrap_or_else(section);
    about_section(&guess.anchor, subject, Grade::Breaking, GuideDifference::Unread(guess.clone()))
}

fn about_section(anchor: &str, subject: Subject, grade: Grade, difference: GuideDifference) -> Finding {
    let new = Some(Place::Guide(anchor.to_owned()));
    Finding { grade, subject, part: Part::Whole, difference: difference.into(), old: None, new }
}
