//! Why a text could not be read, and where.

use std::fmt;

use crate::error::Error;

/// Why a text could not be read. Boxed, because most texts can.
#[derive(Debug)]
pub(crate) struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    /// The way to the value, from the inside out.
    steps: Vec<Step>,
    what: What,
    /// Whether the rest of the value was read, and stays.
    is_partial: bool,
}

#[derive(Debug)]
enum Step {
    Field(&'static str),
    Entry(usize),
}

#[derive(Debug)]
enum What {
    NotJson { expected: &'static str, at: usize },
    Unexpected { expected: &'static str, found: String },
    Missing,
    Twice,
    TooMany,
}

impl Fault {
    /// The text is not JSON at this byte.
    pub(crate) fn not_json(expected: &'static str, at: usize) -> Self {
        Self::of(What::NotJson { expected, at })
    }

    /// A value is not what its field holds. `found` is its JSON, of which only the beginning is shown.
    pub(crate) fn unexpected(expected: &'static str, found: &str) -> Self {
        Self::of(What::Unexpected { expected, found: shortened(found) })
    }

    /// A required field is not there.
    pub(crate) fn missing(wire: &'static str) -> Self {
        Self::of(What::Missing).in_field(wire)
    }

    /// A field is there a second time, so that it is anyone's guess which one holds.
    pub(crate) fn twice(wire: &'static str) -> Self {
        Self::of(What::Twice).in_field(wire)
    }

    /// An entry of a list takes more memory than is in proportion to the text.
    pub(crate) fn too_many() -> Self {
        Self::of(What::TooMany)
    }

    /// The same fault, where the rest of the value was read, and stays.
    pub(crate) fn partial(mut self) -> Self {
        self.0.is_partial = true;
        self
    }

    /// Whether the rest of the value was read, and stays.
    pub(crate) fn is_partial(&self) -> bool {
        self.0.is_partial
    }

    /// Whether a required field is not there, which is found out last: all that is there has been read.
    #[cfg(feature = "dynamic")]
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self.0.what, What::Missing)
    }

    /// The same fault, seen from the shape that has this field.
    pub(crate) fn in_field(mut self, wire: &'static str) -> Self {
        self.0.steps.push(Step::Field(wire));
        self
    }

    /// The same fault, seen from the list that has this entry.
    pub(crate) fn in_entry(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Entry(index));
        self
    }

    /// Whether it shows something of the value.
    pub(crate) fn shows_value(&self) -> bool {
        matches!(self.0.what, What::Unexpected { .. })
    }

    /// The same fault, for a value that must not be shown.
    pub(crate) fn without_value(mut self) -> Self {
        if let What::Unexpected { found, .. } = &mut self.0.what {
            "a secret".clone_into(found);
        }
        self
    }

    /// The way to the value, such as `details[0].eq`; empty for the whole text.
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

    fn of(what: What) -> Self {
        Self(Box::new(Inner { steps: Vec::new(), what, is_partial: false }))
    }
}

/// As much of a value as tells what it is.
fn shortened(json: &str) -> String {
    const MOST: usize = 60;

    match json.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json.to_owned(),
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let error = Self::unreadable(fault.0.what.to_string());
        let path = fault.path();
        if path.is_empty() { error } else { error.in_field(path) }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { expected, at } => write!(f, "this is not JSON: expected {expected} at byte {at}"),
            Self::Unexpected { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::Missing => f.write_str("it is missing"),
            Self::Twice => f.write_str("it is there twice"),
            Self::TooMany => f.write_str("its entries take far more memory than their text"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if path.is_empty() { self.0.what.fmt(f) } else { write!(f, "`{path}`: {}", self.0.what) }
    }
}
