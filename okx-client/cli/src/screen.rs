//! Colours, on a terminal only.

use anstyle::{AnsiColor, Effects, Style};

/// Whether styles can be used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    styled: bool,
}

impl Screen {
    pub(crate) fn new(styled: bool) -> Self {
        Self { styled }
    }

    /// Text that leads to an address when it is clicked.
    pub(crate) fn link(self, text: &str, url: &str) -> String {
        if self.styled { format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\") } else { text.to_owned() }
    }

    /// A heading.
    pub(crate) fn bold(self, text: &str) -> String {
        self.with(Style::new().effects(Effects::BOLD), text)
    }

    /// Less important text.
    pub(crate) fn dim(self, text: &str) -> String {
        self.with(Style::new().effects(Effects::DIMMED), text)
    }

    /// Text that needs attention.
    pub(crate) fn strong(self, text: &str) -> String {
        self.with(AnsiColor::Yellow.on_default(), text)
    }

    /// Good results.
    pub(crate) fn good(self, text: &str) -> String {
        self.with(AnsiColor::Green.on_default(), text)
    }

    /// Bad results.
    pub(crate) fn bad(self, text: &str) -> String {
        self.with(AnsiColor::Red.on_default().effects(Effects::BOLD), text)
    }

    fn with(self, style: Style, text: &str) -> String {
        if self.styled && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
