//! What can be a name on a page.

/// How many letters a name has at most. OKX's longest paths have some seventy; what is longer swallowed the text behind it, and could be no
/// key of a YAML file, which ends at 1,024 letters.
const LONGEST: usize = 120;

/// Whether a word is short enough for the name of a field, a channel, an operation, a value or a path.
pub(crate) fn can_be(word: &str) -> bool {
    word.chars().nth(LONGEST).is_none()
}
