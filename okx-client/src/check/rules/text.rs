//! What the text of an id must look like. A secret is told of and not shown, not even one character of it.

use crate::error::Error;
use crate::facts::{Letters, TextRule};

/// Holds a text that is not empty to the rule for its field.
pub(super) fn check(rule: Option<&TextRule>, text: &str) -> Result<(), Error> {
    let Some(&TextRule { max_length, letters, secret, .. }) = rule else { return Ok(()) };
    let length = text.chars().count();
    if let Some(max_length) = max_length.filter(|max_length| length > *max_length) {
        let text = if secret { "a secret".to_owned() } else { format!("{text:?}") };
        let what = format!("{text} has {length} characters, and OKX takes {max_length}; choose a shorter one");
        return Err(Error::invalid(what));
    }
    match letters.and_then(|letters| text.chars().find(|letter| !is_among(*letter, letters)).zip(Some(letters))) {
        Some((_, letters)) if secret => Err(Error::invalid(format!(
            "a secret has a character beyond those that OKX takes, {} only",
            described(letters)
        ))),
        Some((letter, letters)) => Err(Error::invalid(format!(
            "{text:?} has the character {letter:?}, and OKX takes {} only",
            described(letters)
        ))),
        None => Ok(()),
    }
}

fn is_among(letter: char, letters: Letters) -> bool {
    let is_dash = matches!(letter, '-' | '_');
    letter.is_ascii_alphanumeric() || (is_dash && letters == Letters::AlphanumericAndDashes)
}

fn described(letters: Letters) -> &'static str {
    match letters {
        Letters::Alphanumeric => "A-Z, a-z and 0-9",
        Letters::AlphanumericAndDashes => "A-Z, a-z, 0-9, - and _",
    }
}
