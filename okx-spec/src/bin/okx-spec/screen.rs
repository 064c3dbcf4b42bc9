//! Where the output goes.

use anstyle::{Effects, Style};

/// A terminal with colours, or anything else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    styled: bool,
}

impl Screen {
    pub(crate) fn new(styled: bool) -> Self {
        Self { styled }
    }

    /// Whether complaints are shown with their lines of source, and in colour.
    pub(crate) fn is_styled(self) -> bool {
        self.styled
    }

    /// A heading.
    pub(crate) fn bold(self, text: &str) -> String {
        self.with(Style::new().effects(Effects::BOLD), text)
    }

    /// What is of less interest.
    pub(crate) fn dim(self, text: &str) -> String {
        self.with(Style::new().effects(Effects::DIMMED), text)
    }

    fn with(self, style: Style, text: &str) -> String {
        if self.styled { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
