//! Ids, enums and result codes.

use super::{AfterClose, ChapterId, ErrorClass, Letters, Verdict};
use crate::Location;

/// An id type.
#[derive(Clone, Debug)]
pub struct IdType {
    /// Its Rust name.
    pub name: String,
    /// What it identifies.
    pub does: String,
    /// Other words that people search for it by.
    pub aka: Vec<String>,
    /// The chapter whose module has it. `None` when it is shared. Only a user's own file has entries of its own.
    pub chapter: Option<ChapterId>,
    /// Whether it is a JSON number instead of text.
    pub number: bool,
    /// The maximum number of characters.
    pub max_length: Option<usize>,
    /// Which characters it may have. `None` means any.
    pub letters: Option<Letters>,
    /// Whether its value is secret and must never appear in `Debug`, errors or logs. Only for text.
    pub secret: bool,
    /// Whether it identifies one order, transfer or the like. A reply to a request with such an id belongs to it only if it has the same id.
    pub identity: bool,
    /// Where it was written.
    pub at: Location,
}

impl IdType {
    /// Whether a text is a valid id of this type.
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

/// An enum to which OKX may add values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its Rust name.
    pub name: String,
    /// What it means.
    pub does: String,
    /// Other words that people search for it by.
    pub aka: Vec<String>,
    /// The chapter whose module has it. `None` when it is shared. Only a user's own file has entries of its own.
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
    /// Other words that people search for it by.
    pub aka: Vec<String>,
    /// Where it was written.
    pub at: Location,
}

/// One result code.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// The code, followed by `_` and the sub-code if there is one: `50011`, `51000_1`.
    pub code: String,
    /// Its name in `PascalCase`, which is not OKX's.
    pub name: String,
    /// The HTTP status that it comes with, where the guide says so.
    pub http: Option<u16>,
    /// What it is about.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What it means.
    pub means: String,
    /// What the user should do.
    pub advice: Option<String>,
    /// What a client must do when OKX closes a connection with this code. `None` for codes of replies.
    pub closes: Option<AfterClose>,
    /// Where it was written.
    pub at: Location,
}
