//! Where answers go.

use std::io::{self, IsTerminal, Write};

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

    /// The same where there is something to write.
    pub(crate) fn line_if_any(&mut self, text: Option<&str>) -> Result<(), Failure> {
        text.map_or(Ok(()), |text| self.line(text))
    }
}
