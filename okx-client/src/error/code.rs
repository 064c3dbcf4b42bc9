//! What is known of OKX's result codes.

pub use okx_facts::{ErrorClass, Verdict};

/// What OKX means by a result code.
#[derive(Debug)]
pub struct ErrorFact {
    /// The code, with `_` and the sub-code where it is about one.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is about.
    pub class: ErrorClass,
    /// What to do with the request.
    pub verdict: Verdict,
    /// What it means.
    pub means: &'static str,
    /// What the person should do; empty when nothing is known.
    pub advice: &'static str,
}
