//! What OKX answers, and what to make of it.

use super::{ErrorClass, Verdict};
use crate::Location;

/// One result code.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// The code, with `_` and the sub-code where it is about one: `50011`, `51000_1`.
    pub code: String,
    /// Its name in `PascalCase`, ours.
    pub name: String,
    /// The HTTP status it comes with, where the guide tells.
    pub http: Option<u16>,
    /// What it is about.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What it means.
    pub means: String,
    /// What the person should do.
    pub advice: Option<String>,
    /// Where it was written.
    pub at: Location,
}
