//! How output looks: colours, JSON, progress.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Effects, Style};
use clap::ValueEnum;
use okx_importer::finding::Grade;

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// Whether output has colours, and its format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    styled: bool,
    format: Format,
}

impl Screen {
    pub(crate) fn new(styled: bool, format: Format) -> Self {
        Self { styled, format }
    }

    /// For people, without colours.
    pub(crate) fn plain() -> Self {
        Self::new(false, Format::Table)
    }

    /// Whether output is JSON.
    pub(crate) fn is_for_machines(self) -> bool {
        self.format == Format::Json
    }

    /// Whether mistakes are shown in colour and with their lines of source.
    pub(crate) fn is_styled(self) -> bool {
        self.styled
    }

    /// A heading.
    pub(crate) fn bold(self, text: &str) -> String {
        self.with(Style::new().effects(Effects::BOLD), text)
    }

    /// Something less important.
    pub(crate) fn dim(self, text: &str) -> String {
        self.with(Style::new().effects(Effects::DIMMED), text)
    }

    /// A grade: breaking is prominent, wording is dimmed.
    pub(crate) fn grade(self, grade: Grade, text: &str) -> String {
        let style = match grade {
            Grade::Breaking => AnsiColor::Red.on_default().effects(Effects::BOLD),
            Grade::Additive => AnsiColor::Green.on_default(),
            Grade::Wording => Style::new().effects(Effects::DIMMED),
        };
        self.with(style, text)
    }

    fn with(self, style: Style, text: &str) -> String {
        if self.styled { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// A line that shows progress, only on a terminal, and removed afterwards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Progress {
    shown: bool,
}

impl Progress {
    pub(crate) fn on_terminal() -> Self {
        Self { shown: io::stderr().is_terminal() }
    }

    pub(crate) fn step(self, text: &str) {
        self.write(&format!("\r\u{1b}[K{text} …"));
    }

    pub(crate) fn done(self) {
        self.write("\r\u{1b}[K");
    }

    /// A failure to write is ignored.
    fn write(self, text: &str) {
        if self.shown {
            let mut stderr = io::stderr().lock();
            let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
        }
    }
}
