//! What the guide tells in a way that could not be read, and what it does not tell any longer though another call's section does: both would
//! otherwise look as if nothing differed.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparison;
use super::words::subjects;
use crate::finding::{Change, Finding, Grade, Place};
use crate::guide::Guess;
use crate::wording::Wording;

impl Comparison<'_> {
    /// Guesses that were made when the description was last checked are known; those about a new section go with it.
    pub(super) fn unread(&mut self) {
        let subjects = subjects(self.guide);
        for guess in self.guide.guesses.iter().filter(|guess| !guess.is_harmless) {
            let is_new_section = subjects.contains_key(guess.anchor.as_str()) && !self.wording.knows(&guess.anchor);
            if !is_new_section && !self.wording.has_guess(guess) {
                self.findings.push(unread(guess, &subjects));
            }
        }
        self.fewer_words(&subjects);
    }

    /// Sections that tell fewer things than before. What is gone is found where no other section tells about it; what calls share an object
    /// for, another may still tell.
    fn fewer_words(&mut self, subjects: &BTreeMap<&str, String>) {
        let gone = |finding: &&Finding| matches!(finding.change, Change::Removed | Change::Renamed | Change::Unread);
        let told: BTreeSet<&str> = self.findings.iter().filter(gone).map(|finding| finding.subject.as_str()).collect();
        let now = Wording::of(self.guide);
        let fewer =
            subjects.iter().filter(|(_, subject)| !told.contains(subject.as_str())).filter_map(|(anchor, subject)| {
                let lost = now.lost(self.wording, anchor);
                (lost > 0).then(|| {
                    let text = format!("the guide tells {lost} things fewer than when this was checked last");
                    about_section(anchor, subject.clone(), Grade::Wording, Change::Wording, text)
                })
            });
        let fewer: Vec<Finding> = fewer.collect();
        self.findings.extend(fewer);
    }
}

fn unread(guess: &Guess, subjects: &BTreeMap<&str, String>) -> Finding {
    let subject = subjects.get(guess.anchor.as_str()).cloned().unwrap_or_else(|| format!("section {}", guess.anchor));
    about_section(&guess.anchor, subject, Grade::Breaking, Change::Unread, guess.what.clone())
}

fn about_section(anchor: &str, subject: String, grade: Grade, change: Change, text: String) -> Finding {
    let new = Some(Place::Guide(anchor.to_owned()));
    Finding { grade, subject, part: String::new(), change, text, old: None, new }
}
