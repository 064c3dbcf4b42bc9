//! Makes text from OKX safe to print: nothing in it controls the terminal or starts a new line.

use std::fmt::{self, Write};

/// Prints text from another party, such as a message of OKX, safely in a line of output or in a log.
///
/// Control characters, line breaks, invisible characters, and characters that change the text direction are printed as escapes. Everything
/// else is printed unchanged. [`Error`](crate::Error) and all other printable types of this crate do this already. Fields of replies hold
/// the text as OKX wrote it.
///
/// ```
/// use okx_client::Printable;
///
/// assert_eq!(Printable("done\n\u{1b}[2Jno").to_string(), r"done\n\u{1b}[2Jno");
/// assert_eq!(Printable("Zürich 東京").to_string(), "Zürich 東京");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Printable<T>(pub T);

impl<T: fmt::Display> fmt::Display for Printable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}

/// Whether a character is safe to print. Other characters may move the cursor, change colours, clear the screen, or make a text look like
/// another one.
pub fn is_printable(letter: char) -> bool {
    let is_unsafe = matches!(
        letter,
        // Text direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Line and paragraph separators.
        | '\u{2028}' | '\u{2029}'
        // Invisible characters.
        | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}'
    );
    !letter.is_control() && !is_unsafe
}

/// A writer that escapes characters that are not safe to print.
pub(crate) struct Escaping<'a, 'f>(pub(crate) &'a mut fmt::Formatter<'f>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((place, letter)) = rest.char_indices().find(|(_, letter)| !is_printable(*letter)) {
            self.0.write_str(&rest[..place])?;
            write!(self.0, "{}", letter.escape_default())?;
            rest = &rest[place + letter.len_utf8()..];
        }
        self.0.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::{Printable, is_printable};

    #[track_caller]
    fn shows(text: &str, expected: &str) {
        assert_eq!(Printable(text).to_string(), expected);
    }

    #[test]
    fn unsafe_characters_are_escaped_and_the_rest_is_unchanged() {
        shows("", "");
        shows("Order failed: 100 % µ東京👍 'x' \"y\" \\", "Order failed: 100 % µ東京👍 'x' \"y\" \\");
        shows("\u{1b}]0;title\u{7}", r"\u{1b}]0;title\u{7}");
        shows("a\r\nb\tc\0", r"a\r\nb\tc\u{0}");
        shows("\u{7f}\u{9b}31m", r"\u{7f}\u{9b}31m");
        shows("\u{202e}evil\u{2066}\u{2028}\u{feff}", r"\u{202e}evil\u{2066}\u{2028}\u{feff}");
    }

    #[test]
    fn no_unsafe_character_remains() {
        for letter in '\0'..=char::MAX {
            let shown = Printable(letter).to_string();
            assert!(shown.chars().all(is_printable), "{letter:?}");
            assert!(!letter.is_alphanumeric() || shown == letter.to_string(), "{letter:?}");
        }
    }
}
