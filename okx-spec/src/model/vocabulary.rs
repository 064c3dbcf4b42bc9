//! Ids and enums.

use super::{ChapterId, Letters};
use crate::Location;

/// A type for the names of one sort of thing.
#[derive(Clone, Debug)]
pub struct IdType {
    /// Its Rust name.
    pub name: String,
    /// What it names.
    pub does: String,
    /// The chapter whose module it lives in; `None` when it is shared. Only a user's own file has ones of its own.
    pub chapter: Option<ChapterId>,
    /// A bare JSON number instead of text.
    pub number: bool,
    /// How many characters it may have.
    pub max_length: Option<usize>,
    /// Which characters it may have; `None` means any.
    pub letters: Option<Letters>,
    /// Whether what it holds must never be shown: not in `Debug`, errors or logs. Only of text.
    pub secret: bool,
    /// Whether it tells one order, transfer or the like from all others, so that a reply to a request that has it is about the same thing
    /// only if it has the same.
    pub identity: bool,
    /// Where it was written.
    pub at: Location,
}

impl IdType {
    /// Whether a text can be one of these names.
    pub fn takes(&self, text: &str) -> bool {
        let fits = |letter: char| match self.letters {
            None => true,
            Some(Letters::Alphanumeric) => letter.is_ascii_alphanumeric(),
            Some(Letters::AlphanumericAndDashes) => letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'),
        };
        let is_number = !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit());
        let is_short = self.max_length.is_none_or(|most| text.chars().count() <= most);
        (!self.number || is_number) && is_short && text.chars().all(fits)
    }
}

/// An open set of values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its Rust name.
    pub name: String,
    /// What it tells.
    pub does: String,
    /// The chapter whose module it lives in; `None` when it is shared. Only a user's own file has ones of its own.
    pub chapter: Option<ChapterId>,
    /// The values known today.
    pub values: Vec<EnumValue>,
    /// Where it was written.
    pub at: Location,
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// Its text on the wire.
    pub wire: String,
    /// Its Rust name.
    pub name: String,
    /// What it means.
    pub means: String,
    /// Where it was written.
    pub at: Location,
}
