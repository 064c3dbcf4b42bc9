//! Why a text could not be read, and where.

use std::fmt;

use crate::error::Error;

/// Why a text could not be read. Boxed to keep results small, because most texts can be read.
#[derive(Debug)]
pub(crate) struct DecodeError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    /// The path to the value, from the inside out.
    steps: Vec<Step>,
    reason: Reason,
    /// Whether the value was read in part, and that part is kept.
    is_partial: bool,
}

#[derive(Debug)]
enum Step {
    Field(&'static str),
    Entry(usize),
}

#[derive(Debug)]
enum Reason {
    NotJson { expected: &'static str, at: usize },
    Unexpected { expected: &'static str, found: String },
    Missing,
    Duplicate,
    TooManyEntries,
}

impl DecodeError {
    /// The text is not JSON at this byte.
    pub(crate) fn not_json(expected: &'static str, at: usize) -> Self {
        Self::new(Reason::NotJson { expected, at })
    }

    /// A value does not fit its field. `found` is its JSON text, of which only the beginning is shown.
    pub(crate) fn unexpected(expected: &'static str, found: &str) -> Self {
        Self::new(Reason::Unexpected { expected, found: shortened(found) })
    }

    /// A required field is missing.
    pub(crate) fn missing(wire: &'static str) -> Self {
        Self::new(Reason::Missing).in_field(wire)
    }

    /// A field appears twice, so its value is ambiguous.
    pub(crate) fn duplicate(wire: &'static str) -> Self {
        Self::new(Reason::Duplicate).in_field(wire)
    }

    /// The entries of a list need too much memory in proportion to the length of the text.
    pub(crate) fn too_many_entries() -> Self {
        Self::new(Reason::TooManyEntries)
    }

    /// Marks that the value was read in part, and that part is kept.
    pub(crate) fn partial(mut self) -> Self {
        self.0.is_partial = true;
        self
    }

    /// Whether the value was read in part, and that part is kept.
    pub(crate) fn is_partial(&self) -> bool {
        self.0.is_partial
    }

    /// Whether a required field is missing. This is found last, after all present fields have been read.
    #[cfg(feature = "dynamic")]
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self.0.reason, Reason::Missing)
    }

    /// Adds the field that holds the value to the path.
    pub(crate) fn in_field(mut self, wire: &'static str) -> Self {
        self.0.steps.push(Step::Field(wire));
        self
    }

    /// Adds the position of the value in a list to the path.
    pub(crate) fn in_entry(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Entry(index));
        self
    }

    /// Whether the message shows a part of the value.
    pub(crate) fn shows_value(&self) -> bool {
        matches!(self.0.reason, Reason::Unexpected { .. })
    }

    /// Removes the value from the message.
    pub(crate) fn without_value(mut self) -> Self {
        if let Reason::Unexpected { found, .. } = &mut self.0.reason {
            "a secret".clone_into(found);
        }
        self
    }

    /// The path to the value, such as `details[0].eq`; empty for the whole text.
    fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.steps.iter().rev() {
            path = match step {
                Step::Field(wire) if path.is_empty() => (*wire).to_owned(),
                Step::Field(wire) => format!("{path}.{wire}"),
                Step::Entry(index) => format!("{path}[{index}]"),
            };
        }
        path
    }

    fn new(reason: Reason) -> Self {
        Self(Box::new(Inner { steps: Vec::new(), reason, is_partial: false }))
    }
}

/// The beginning of a JSON text, long enough to recognize the value.
fn shortened(json: &str) -> String {
    const MAX_CHARACTERS: usize = 60;

    match json.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json.to_owned(),
    }
}

impl From<DecodeError> for Error {
    fn from(decode_error: DecodeError) -> Self {
        let error = Self::unreadable(decode_error.0.reason.to_string());
        let path = decode_error.path();
        if path.is_empty() { error } else { error.in_field(path) }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { expected, at } => write!(f, "invalid JSON at byte {at}: expected {expected}"),
            Self::Unexpected { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::Missing => f.write_str("is missing"),
            Self::Duplicate => f.write_str("appears twice"),
            Self::TooManyEntries => f.write_str("the list has too many entries for the length of its text"),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if path.is_empty() { self.0.reason.fmt(f) } else { write!(f, "`{path}`: {}", self.0.reason) }
    }
}
