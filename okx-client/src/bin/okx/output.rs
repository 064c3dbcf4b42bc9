//! Where answers go, and where messages go.

use std::fmt;
use std::io::{self, IsTerminal, Write};

use okx_client::{Printable, is_printable};

use crate::ending::Failure;
use crate::screen::Screen;

/// Standard output: answers only; whatever else there is to say goes to standard error.
pub(crate) struct Output {
    writer: Box<dyn Write>,
    is_terminal: bool,
}

impl Output {
    pub(crate) fn stdout() -> Self {
        let stdout = io::stdout();
        Self { is_terminal: stdout.is_terminal(), writer: Box::new(stdout) }
    }

    /// Whether a person reads it as it comes.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// How it may be coloured.
    pub(crate) fn screen(&self) -> Screen {
        Screen::new(self.is_terminal && std::env::var_os("NO_COLOR").is_none())
    }

    /// Writes a text and a line end, and hands it over at once, so that a program at the other end of a pipe gets each answer when it is
    /// there.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.writer.write_all(text.trim_end().as_bytes())?;
        self.writer.write_all(b"\n")?;
        Ok(self.writer.flush()?)
    }

    /// The same with JSON: to a terminal, what OKX wrote is escaped where it would act on the terminal; elsewhere it goes out as it is.
    pub(crate) fn json(&mut self, json: &str) -> Result<(), Failure> {
        if self.is_terminal { self.line(&for_terminals(json)) } else { self.line(json) }
    }

    /// A line where there is something to write.
    pub(crate) fn line_if_any(&mut self, text: Option<&str>) -> Result<(), Failure> {
        text.map_or(Ok(()), |text| self.line(text))
    }
}

/// Writes a message for people to standard error. Where nobody can be told, the exit code still tells.
pub(crate) fn message(text: impl fmt::Display) {
    let text = text.to_string();
    // Line ends are ours: texts of others were escaped when they became part of a message.
    let lines: Vec<String> = text.lines().map(|line| Printable(line).to_string()).collect();
    let _ = writeln!(io::stderr(), "okx: {}", lines.join("\n"));
}

/// JSON that says the same without a character that acts on a terminal. Such characters are only in strings, where they have escapes;
/// what stands between the strings may be line ends, of which a carriage return would let one line hide another.
fn for_terminals(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '\r' | '\t' => shown.push(' '),
            _ if letter == '\n' || is_printable(letter) => shown.push(letter),
            _ => {
                let mut units = [0; 2];
                shown.extend(letter.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_the_same_json_with_escapes() {
        let json = "{\"msg\": \"a\u{7f}\u{9b}31m\u{202e}\u{e0041}é\\u001b\",\r\n\t\"code\":\"0\"}";
        let shown = for_terminals(json);
        assert!(shown.chars().all(|letter| letter == '\n' || is_printable(letter)), "{shown:?}");
        let read = |json: &str| serde_json::from_str::<serde_json::Value>(json).expect("it is JSON");
        assert_eq!(read(&shown), read(json));
    }

    #[test]
    fn only_terminals_are_protected() {
        for (is_terminal, expected) in [(true, "\"\\u009b\"\n"), (false, "\"\u{9b}\"\n")] {
            let path = std::env::temp_dir().join(format!("okx-output-{}-{is_terminal}", std::process::id()));
            let file = std::fs::File::create(&path).expect("a file can be made");
            let mut output = Output { writer: Box::new(file), is_terminal };
            output.json("\"\u{9b}\"").expect("it can be written");
            assert_eq!(std::fs::read_to_string(&path).expect("it can be read"), expected);
            std::fs::remove_file(path).expect("it can be removed");
        }
    }
}
