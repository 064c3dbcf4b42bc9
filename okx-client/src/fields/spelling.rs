//! How an id may be spelt.

use std::fmt;

/// What OKX takes as an id that the client chooses. Held to before a request is sent, never in a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// How many characters it may have.
    pub max_length: Option<usize>,
    /// Which characters it may have; `None` means any.
    pub letters: Option<Letters>,
}

/// Which characters an id may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// `A-Z`, `a-z`, `0-9`.
    Alphanumeric,
    /// The same, `-` and `_`.
    AlphanumericAndDashes,
}

/// Why a text is not an id OKX would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misspelling {
    /// It has `length` characters, where `max_length` is the most.
    TooLong {
        /// How many it has.
        length: usize,
        /// How many it may have.
        max_length: usize,
    },
    /// It has a character that may not be in it.
    Letter {
        /// The character.
        letter: char,
        /// Its place, in characters from zero.
        at: usize,
        /// What is allowed.
        allowed: Letters,
    },
}

impl Spelling {
    /// The first thing that is wrong with a text.
    pub fn check(&self, text: &str) -> Option<Misspelling> {
        self.length(text).or_else(|| self.foreign_letter(text))
    }

    fn length(&self, text: &str) -> Option<Misspelling> {
        let length = text.chars().count();
        let max_length = self.max_length.filter(|most| length > *most)?;
        Some(Misspelling::TooLong { length, max_length })
    }

    fn foreign_letter(&self, text: &str) -> Option<Misspelling> {
        let allowed = self.letters?;
        let (at, letter) = text.chars().enumerate().find(|(_, letter)| !allowed.allow(*letter))?;
        Some(Misspelling::Letter { letter, at, allowed })
    }
}

impl Letters {
    fn allow(self, letter: char) -> bool {
        letter.is_ascii_alphanumeric() || self == Self::AlphanumericAndDashes && matches!(letter, '-' | '_')
    }
}

impl fmt::Display for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Alphanumeric => "A-Z, a-z and 0-9",
            Self::AlphanumericAndDashes => "A-Z, a-z, 0-9, - and _",
        })
    }
}

impl fmt::Display for Misspelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length, max_length } => {
                write!(f, "it has {length} characters, at most {max_length} are allowed")
            }
            Self::Letter { letter, at, allowed } => {
                write!(f, "character {at} of it is {letter:?}, only {allowed} are allowed")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(max_length: Option<usize>, letters: Option<Letters>, text: &str, expected: Option<&str>) {
        let found = Spelling { max_length, letters }.check(text);
        assert_eq!(found.map(|misspelling| misspelling.to_string()).as_deref(), expected);
    }

    #[test]
    fn length_is_counted_in_characters() {
        says(Some(3), None, "abc", None);
        says(Some(3), None, "äöü", None);
        says(Some(3), None, "abcd", Some("it has 4 characters, at most 3 are allowed"));
    }

    #[test]
    fn letters_outside_the_set_are_named_with_their_place() {
        use Letters::{Alphanumeric, AlphanumericAndDashes};

        says(None, None, "anything at all", None);
        says(None, Some(Alphanumeric), "aZ09", None);
        says(None, Some(Alphanumeric), "a-b", Some("character 1 of it is '-', only A-Z, a-z and 0-9 are allowed"));
        says(None, Some(AlphanumericAndDashes), "a-b_c", None);
        says(
            None,
            Some(AlphanumericAndDashes),
            "ab c",
            Some("character 2 of it is ' ', only A-Z, a-z, 0-9, - and _ are allowed"),
        );
    }
}
