//! Diagnostics: what is wrong with a description, and where.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use crate::{Law, Printable};

/// A place in a file. Lines and columns are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The name under which the file was read.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters from 1.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One mistake: where it is, which law it breaks, and how to correct it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where the mistake is.
    pub at: Location,
    /// The law it breaks.
    pub law: Law,
    /// What is wrong and how to correct it, without the place and the name of the law.
    pub text: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", Printable(&self.at), self.text, self.law)
    }
}

/// All mistakes in a description, sorted by file, line and column. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// The mistakes, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Their number, at least one.
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(only: Diagnostic) -> Self {
        Self(vec![only])
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, diagnostic) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

/// Collects diagnostics, so that one run reports all mistakes.
///
/// A file, a section or a name that cannot be read leaves a gap: what it describes is missing everywhere else. Diagnostics about something
/// missing would then be wrong. So after a gap, a sink keeps only the diagnostics that are true whatever the gap holds.
#[must_use = "call `finish`: a sink that is dropped without it panics"]
#[derive(Debug)]
pub struct Sink {
    open: Option<Vec<Diagnostic>>,
    /// Files that could not be read completely.
    gaps: HashSet<Arc<str>>,
    /// Whether a file has a key that the format does not know.
    unknown_keys: bool,
    /// Whether the files are still being read. Mistakes found while reading are always reported.
    reading: bool,
}

impl Default for Sink {
    fn default() -> Self {
        Self { open: Some(Vec::new()), gaps: HashSet::new(), unknown_keys: false, reading: true }
    }
}

impl Sink {
    /// A sink without diagnostics.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that all files were read. From now on, a diagnostic may be the consequence of a gap.
    pub fn end_reading(&mut self) {
        self.reading = false;
    }

    /// Reports a mistake, unless it may be the consequence of another one.
    pub fn report(&mut self, at: &Location, law: Law, text: impl fmt::Display) {
        if self.reading && law.leaves_a_gap() {
            self.gaps.insert(Arc::clone(&at.file));
        }
        let follows_from_a_gap = !self.gaps.is_empty() && (!law.stands_alone() || self.gaps.contains(&at.file));
        let may_be_unknown_key = self.unknown_keys && law.is_about_absence();
        if self.reading || !(follows_from_a_gap || may_be_unknown_key) {
            let diagnostic = Diagnostic { at: at.clone(), law, text: Printable(text).to_string() };
            self.open.get_or_insert_default().push(diagnostic);
        }
    }

    /// Reports a mistake that leaves a gap, whatever its law.
    pub fn report_gap(&mut self, at: &Location, law: Law, text: impl fmt::Display) {
        self.report(at, law, text);
        self.gaps.insert(Arc::clone(&at.file));
    }

    /// Notes an unknown key. What seems to be missing may be written under it.
    pub fn note_unknown_key(&mut self) {
        self.unknown_keys = true;
    }

    /// Whether a name could not be resolved. What it was meant to refer to may look unused.
    pub fn has_lost_names(&self) -> bool {
        self.unknown_keys
            || !self.gaps.is_empty()
            || self.open.iter().flatten().any(|diagnostic| diagnostic.law.loses_a_name())
    }

    /// Whether a mistake was already reported at this place.
    pub fn has_reported_at(&self, at: &Location) -> bool {
        self.open.iter().flatten().any(|diagnostic| diagnostic.at == *at)
    }

    /// Returns the value if nothing was reported, and all diagnostics in order otherwise.
    ///
    /// # Errors
    /// The diagnostics, if there are any.
    pub fn finish<T>(mut self, value: T) -> Result<T, Diagnostics> {
        let mut found = self.open.take().unwrap_or_default();
        if found.is_empty() {
            return Ok(value);
        }
        found.sort_by(|one, other| one.at.cmp(&other.at));
        found.dedup();
        Err(Diagnostics(found))
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // A second panic during unwinding would abort the process and hide the first one.
        assert!(self.open.is_none() || std::thread::panicking(), "a sink was dropped without a call of `finish`");
    }
}

#[cfg(test)]
mod tests {
    use super::{Law, Location, Sink};

    fn at(file: &str, line: usize, column: usize) -> Location {
        Location { file: file.into(), line, column }
    }

    #[test]
    fn complaints_are_sorted_by_place_and_told_once() {
        let mut sink = Sink::new();
        for place in [at("b", 1, 1), at("a", 10, 1), at("a", 9, 7), at("a", 9, 30), at("a", 9, 7)] {
            sink.report(&place, Law::Syntax, "wrong");
        }
        let diagnostics = sink.finish(()).unwrap_err();
        let expected = ["a:9:7", "a:9:30", "a:10:1", "b:1:1"].map(|place| format!("{place}: wrong [syntax]"));
        assert_eq!(diagnostics.to_string(), expected.join("\n"));
    }

    #[test]
    fn without_a_complaint_there_is_a_value() {
        assert_eq!(Sink::new().finish(7), Ok(7));
    }

    #[test]
    #[should_panic(expected = "a sink was dropped without a call of `finish`")]
    fn a_sink_that_is_not_finished_panics() {
        drop(Sink::new());
    }
}
