//! OKX's result codes.

pub use okx_facts::{ErrorClass, Verdict};

/// What is known about a result code.
#[derive(Debug)]
pub struct ErrorFact {
    /// The code, followed by `_` and the sub-code if it is about one.
    pub code: &'static str,
    /// Its name in this crate.
    pub name: &'static str,
    /// The class of the error.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What the code means.
    pub means: &'static str,
    /// What the user should do; empty if there is no advice.
    pub advice: &'static str,
}
