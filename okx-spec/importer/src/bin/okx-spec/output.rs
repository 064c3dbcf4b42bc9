//! Standard output and standard error.

use std::fmt;
use std::io::{self, IsTerminal, Write};

use okx_spec::{Printable, is_printable};

/// Prints an answer.
pub(crate) fn answer(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    // The last lines of a patch may be blank except for their signs.
    let text = text.trim_end_matches('\n');
    if stdout.is_terminal() {
        writeln!(stdout, "{}", for_terminals(text))?;
    } else {
        writeln!(stdout, "{text}")?;
    }
    stdout.flush()
}

/// Prints a message to standard error. If that fails, the exit code still shows the result.
pub(crate) fn message(text: impl fmt::Display) {
    let lines: Vec<String> = text.to_string().lines().map(|line| Printable(line).to_string()).collect();
    let _ = writeln!(io::stderr(), "okx-spec: {}", lines.join("\n"));
}

/// The same text without control sequences except our own colours: it may quote pages of the guide and files of others. A control character
/// is written as a JSON escape such as `\u009b`, so that JSON stays valid.
fn for_terminals(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = colour(rest).unwrap_or(letter.len_utf8());
        let (part, behind) = rest.split_at(length);
        if length > letter.len_utf8() || matches!(letter, '\n' | '\t') || is_printable(letter) {
            shown.push_str(part);
        } else {
            let mut units = [0; 2];
            shown.extend(letter.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
        rest = behind;
    }
    shown
}

/// The length of the sequence that sets colours, if the text begins with one.
fn colour(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let end = numbers.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
    numbers[end..].starts_with('m').then_some(text.len() - numbers.len() + end + 1)
}

#[cfg(test)]
mod tests {
    use super::for_terminals;

    #[test]
    fn only_colours_reach_a_terminal() {
        assert_eq!(for_terminals("\u{1b}[1mbold\u{1b}[0m\n\té"), "\u{1b}[1mbold\u{1b}[0m\n\té");
        assert_eq!(for_terminals("\u{1b}[2J\u{1b}]0;x\u{7}\u{1b}"), r"\u001b[2J\u001b]0;x\u0007\u001b");
        assert_eq!(for_terminals("\"\u{9b}\u{202e}\u{e0041}\""), r#""\u009b\u202e\udb40\udc41""#);
    }
}
