//! What a page did not say in so many words.

/// One place where the reader had to guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The section it is about.
    pub anchor: String,
    /// What was there and what was made of it.
    pub what: String,
    /// Whether nothing is lost by it: what was read is compared like anything else, or it is only an example.
    pub is_harmless: bool,
}

/// A guess repeats what was there, which may be a cell as long as a page; in letters.
const LONGEST: usize = 300;

/// Collects the guesses made while one section is read.
#[derive(Debug)]
pub(super) struct Guesses {
    anchor: String,
    found: Vec<Guess>,
}

impl Guesses {
    pub(super) fn about(anchor: &str) -> Self {
        Self { anchor: anchor.to_owned(), found: Vec::new() }
    }

    /// Notes a guess. The same one several times in a row, as for every line of an example, is noted once.
    pub(super) fn say(&mut self, what: impl Into<String>) {
        self.note(what.into(), false);
    }

    /// The same for what loses nothing.
    pub(super) fn mention(&mut self, what: impl Into<String>) {
        self.note(what.into(), true);
    }

    fn note(&mut self, mut what: String, is_harmless: bool) {
        if let Some((end, _)) = what.char_indices().nth(LONGEST) {
            what.truncate(end);
            what.push('…');
        }
        let guess = Guess { anchor: self.anchor.clone(), what, is_harmless };
        if self.found.last() != Some(&guess) {
            self.found.push(guess);
        }
    }

    pub(super) fn finish(self) -> Vec<Guess> {
        self.found
    }
}
