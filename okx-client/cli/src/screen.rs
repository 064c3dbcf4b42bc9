//! Colours and hyperlinks, on a terminal only unless they are asked for.

use std::ffi::OsString;
use std::io::{IsTerminal as _, stdout};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Effects, Style};
use clap::{Args, ValueEnum};

/// When to use colours.
#[derive(Debug, Args)]
pub(crate) struct ColorArguments {
    /// Use colours always, never, or on terminals unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", value_enum, ignore_case = true, default_value = "auto", global = true)]
    // After the command's own flags.
    #[arg(hide_default_value = true, display_order = 900)]
    color: Colors,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colors {
    Auto,
    Always,
    Never,
}

/// Applies `--color` to everything that is printed, also to the messages about wrong arguments. So it is looked for before the arguments are
/// parsed.
pub(crate) fn choose_colors(words: impl IntoIterator<Item = OsString>) {
    let mut words = words.into_iter().map_while(|word| (word != "--").then(|| word.into_string().unwrap_or_default()));
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--color") {
            Some("") => words.next(),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        match value.and_then(|value| Colors::from_str(&value, true).ok()) {
            Some(Colors::Auto) => ColorChoice::Auto.write_global(),
            Some(Colors::Always) => ColorChoice::Always.write_global(),
            Some(Colors::Never) => ColorChoice::Never.write_global(),
            // Wrong values are refused when the arguments are parsed.
            None => {}
        }
    }
}

/// Whether styles can be used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    styled: bool,
    linked: bool,
}

impl Screen {
    pub(crate) fn new(styled: bool) -> Self {
        Self { styled, linked: false }
    }

    /// The styles of standard output.
    pub(crate) fn of_stdout() -> Self {
        let plain = Self::new(AutoStream::choice(&stdout()) != ColorChoice::Never);
        // Unlike colours, links are of no use in a file or in another program.
        Self { linked: plain.styled && stdout().is_terminal(), ..plain }
    }

    pub(crate) fn is_styled(self) -> bool {
        self.styled
    }

    /// Text that leads to an address when it is clicked.
    pub(crate) fn link(self, text: &str, url: &str) -> String {
        if self.linked { format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\") } else { text.to_owned() }
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
