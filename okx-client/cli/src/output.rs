//! Standard output for answers, and standard error for messages.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use console::Term;
use okx_client::{Printable, is_printable};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use crate::ending::Failure;
use crate::errors::in_flags;
use crate::screen::Screen;
use crate::signals::Signals;

/// Standard output, which has answers only. Messages go to standard error.
#[derive(Clone)]
pub(crate) struct Output {
    writer: Arc<Mutex<dyn Write + Send>>,
    is_terminal: bool,
}

impl Output {
    pub(crate) fn stdout() -> Self {
        let stdout = io::stdout();
        Self { is_terminal: stdout.is_terminal(), writer: Arc::new(Mutex::new(stdout)) }
    }

    /// Whether it is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The width of the terminal, if it is one and knows its width. `COLUMNS` sets another width.
    pub(crate) fn width(&self) -> Option<usize> {
        let of_terminal = || {
            let (_, width) = self.is_terminal.then(|| Term::stdout().size_checked())??;
            (width > 0).then_some(width.into())
        };
        columns_variable().or_else(of_terminal)
    }

    /// The width for text: that of the terminal, at most 100 columns, and 80 elsewhere.
    pub(crate) fn columns(&self) -> usize {
        self.width().unwrap_or(DEFAULT_WIDTH).min(LONGEST_LINE)
    }

    /// The number of lines of the terminal, if it is one and knows it.
    pub(crate) fn height(&self) -> Option<usize> {
        let (height, _) = self.is_terminal.then(|| Term::stdout().size_checked())??;
        (height > 0).then_some(height.into())
    }

    /// The styles that can be used.
    #[expect(clippy::unused_self, reason = "they are the styles of this output")]
    pub(crate) fn screen(&self) -> Screen {
        Screen::of_stdout()
    }

    /// Writes a text and a line end and flushes, so that a program at the other end of a pipe gets each answer immediately.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Failure> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.write_all(text.trim_end().as_bytes())?;
        writer.write_all(b"\n")?;
        Ok(writer.flush()?)
    }

    /// Writes JSON. On a terminal, control characters are escaped; elsewhere the text is unchanged.
    pub(crate) fn json(&mut self, json: &str) -> Result<(), Failure> {
        if self.is_terminal { self.line(&for_terminals(json)) } else { self.line(json) }
    }

    /// Writes JSON, unless a second signal arrives while the reader does not read.
    pub(crate) async fn json_unless_stopped(&self, json: String, signals: &mut Signals) -> Result<(), Failure> {
        let mut out = self.clone();
        let mut writing = tokio::task::spawn_blocking(move || out.json(&json));
        loop {
            tokio::select! {
                biased;
                // The task does not panic and is never cancelled.
                written = &mut writing => return written.unwrap_or(Ok(())),
                signal = signals.next() => {
                    if signals.count() > 1 {
                        return Err(Failure::Stopped(signal));
                    }
                }
            }
        }
    }

    /// Writes text or JSON, unless a signal arrives or the reader is gone while the reader does not read.
    pub(crate) async fn text_until_stopped(
        &self,
        text: String,
        is_json: bool,
        signals: &mut Signals,
    ) -> Result<(), Failure> {
        let mut out = self.clone();
        let write = move || if is_json { out.json(&text) } else { out.line(&text) };
        let mut writing = tokio::task::spawn_blocking(write);
        tokio::select! {
            biased;
            // The task does not panic and is never cancelled.
            written = &mut writing => written.unwrap_or(Ok(())),
            why = signals.stop() => Err(Failure::Stopped(why)),
        }
    }

    /// Writes a line, if there is one.
    pub(crate) fn line_if_any(&mut self, text: Option<&str>) -> Result<(), Failure> {
        text.map_or(Ok(()), |text| self.line(text))
    }
}

/// Writes a message to standard error. If that fails, the exit code still reports the result.
pub(crate) fn message(text: impl fmt::Display) {
    let text = text.to_string();
    // Line ends are from this program: external text was escaped before it became part of a message.
    let lines: Vec<String> = text.lines().map(|line| Printable(line).to_string()).collect();
    let text = format!("okx: {}", in_flags(&lines.join("\n")));
    let text = match terminal_of_messages() {
        Some(width) => wrapped(&text, width, MESSAGE_INDENT),
        None => text,
    };
    let _ = writeln!(io::stderr(), "{text}");
}

/// Writes a text about wrong arguments, which may be styled, to standard error.
pub(crate) fn problem(text: &str) {
    let text = match terminal_of_messages() {
        Some(width) => text.lines().map(|line| refilled(line, width)).collect::<Vec<_>>().join("\n"),
        None => text.trim_end().to_owned(),
    };
    let _ = writeln!(io::stderr(), "{text}");
}

/// The text in lines that end at this width and begin after `indent` columns, except the first one, which something stands before.
pub(crate) fn hanging(text: &str, width: Option<usize>, indent: usize) -> String {
    const LEAST: usize = 20;

    let Some(width) = width else { return text.to_owned() };
    let text = textwrap::fill(text, options(width.saturating_sub(indent).max(LEAST)));
    text.replace('\n', &format!("\n{:indent$}", ""))
}

/// A line in lines of this width with its own indentation.
fn refilled(line: &str, width: usize) -> String {
    let (indent, text) = line.split_at(line.len() - line.trim_start().len());
    textwrap::fill(text, options(width).initial_indent(indent).subsequent_indent(indent))
}

/// Whole words, which are never split.
fn options<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

/// The text in lines of at most this width, with whole words. Lines that begin with white space stay as they are, and the lines after the
/// first one of a paragraph are indented.
pub(crate) fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let indent = " ".repeat(indent);
    let options = options(width).subsequent_indent(&indent);
    let line = |line: &str| if line.starts_with(' ') { line.to_owned() } else { textwrap::fill(line, &options) };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The width where none is known.
const DEFAULT_WIDTH: usize = 80;

/// The longest line of text. Longer ones are hard to read, however wide the terminal is.
const LONGEST_LINE: usize = 100;

/// The indentation of the further lines of a message, below its `okx: `.
const MESSAGE_INDENT: usize = 5;

/// The width of the terminal that shows messages, if it is one.
fn terminal_of_messages() -> Option<usize> {
    let (_, width) = io::stderr().is_terminal().then(|| Term::stderr().size_checked())??;
    columns_variable().or((width > 0).then_some(width.into()))
}

/// The width that the environment asks for. Very small ones would give a word to each line.
fn columns_variable() -> Option<usize> {
    const LEAST: usize = 20;

    std::env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns >= LEAST)
}

/// The same JSON without control characters. In strings they are escaped. Between strings a carriage return becomes a
/// space, because it would let one line hide another.
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
            let mut output = Output { writer: Arc::new(Mutex::new(file)), is_terminal };
            output.json("\"\u{9b}\"").expect("it can be written");
            assert_eq!(std::fs::read_to_string(&path).expect("it can be read"), expected);
            std::fs::remove_file(path).expect("it can be removed");
        }
    }
}
