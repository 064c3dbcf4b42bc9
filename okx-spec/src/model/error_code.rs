//! Result codes.

use super::{ErrorClass, Verdict};
use crate::Location;

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
    /// Where it was written.
    pub at: Location,
}
