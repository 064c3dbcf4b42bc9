//! Texts of unknown enum values. They live as long as the program, so that enums are `Copy`.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// How many different texts of replies are kept. OKX adds a few values a year; only a server that is not OKX sends this many.
const MOST: usize = 4_096;

/// The longest text of a reply that is kept, in bytes.
const LONGEST: usize = 256;

static TEXTS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// How many different texts are kept in all. A program that converts more of them into enums passes on text of others.
const MOST_CHOSEN: usize = 65_536;

/// What replaces a text that cannot be kept: OKX refuses it, so that it is never mistaken for another value.
const NOT_KEPT: &str = "(too many different unknown values)";

/// Keeps a text that the program chose itself.
pub(crate) fn keep(text: &str) -> &'static str {
    keep_within(text, MOST_CHOSEN, LONGEST).unwrap_or(NOT_KEPT)
}

/// Keeps a text of a reply. `None` if it is too long, or too many others are kept, so that replies cannot fill the memory.
pub(crate) fn keep_bounded(text: &str) -> Option<&'static str> {
    keep_within(text, MOST, LONGEST)
}

fn keep_within(text: &str, most: usize, longest: usize) -> Option<&'static str> {
    if text.is_empty() {
        return Some("");
    }
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = texts.get(text) {
        return Some(kept);
    }
    if texts.len() >= most || text.len() > longest {
        return None;
    }
    let kept: &'static str = Box::leak(Box::from(text));
    texts.insert(kept);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_is_kept_once() {
        let [first, second] = [keep("kept once"), keep(&String::from("kept once"))];
        assert!(std::ptr::eq(first, second));
        assert_eq!(keep_bounded("kept once"), Some("kept once"));
    }

    #[test]
    fn what_replies_can_add_is_bounded() {
        assert_eq!(keep_bounded(&"a".repeat(LONGEST + 1)), None);
        assert_eq!(keep(&"a".repeat(LONGEST + 1)), NOT_KEPT);
        assert_eq!(keep_within("one too many", 0, LONGEST), None);
        assert_eq!(keep_bounded(""), Some(""));
    }
}
