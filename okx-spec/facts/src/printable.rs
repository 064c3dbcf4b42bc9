//! Text from elsewhere in messages: all of it is shown, and nothing in it can control a terminal or begin a new line.

use std::fmt::{self, Write};

/// Shows text from elsewhere, such as a message of OKX or the text of a guide page, in one line for people or in a log.
///
/// Control characters, line breaks, characters that change the direction of writing, and invisible characters are written as escapes.
/// Everything else stays as it is. The errors and diagnostics of okx-client and okx-spec are printed this way already.
///
/// ```
/// use okx_facts::Printable;
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

/// Whether a character is only displayed. Other characters can move the cursor, change colours, clear the screen, or make one text look
/// like another.
pub fn is_printable(letter: char) -> bool {
    let is_control = matches!(
        letter,
        // Direction of writing.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Line and paragraph separators.
        | '\u{2028}' | '\u{2029}'
        // Invisible characters.
        | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}'
    );
    !letter.is_control() && !is_control
}

/// A writer that passes text to a formatter and escapes what is not printable.
#[expect(missing_debug_implementations, reason = "a formatter has no `Debug`")]
pub struct Escaping<'a, 'f>(pub &'a mut fmt::Formatter<'f>);

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
    fn control_characters_are_escaped_and_the_rest_stays() {
        shows("", "");
        shows("Order failed: 100 % µ東京👍 'x' \"y\" \\", "Order failed: 100 % µ東京👍 'x' \"y\" \\");
        shows("\u{1b}]0;title\u{7}", r"\u{1b}]0;title\u{7}");
        shows("a\r\nb\tc\0", r"a\r\nb\tc\u{0}");
        shows("\u{7f}\u{9b}31m", r"\u{7f}\u{9b}31m");
        shows("\u{202e}evil\u{2066}\u{2028}\u{feff}", r"\u{202e}evil\u{2066}\u{2028}\u{feff}");
    }

    #[test]
    fn every_character_becomes_printable() {
        for letter in '\0'..=char::MAX {
            let shown = Printable(letter).to_string();
            assert!(shown.chars().all(is_printable), "{letter:?}");
            assert!(!letter.is_alphanumeric() || shown == letter.to_string(), "{letter:?}");
        }
    }
}
