//! Why a call of the macro cannot be expanded.

use okx_spec::Declared;
use proc_macro2::Span;

/// What is wrong, and what the description declares nevertheless.
pub(crate) struct Refusal {
    /// Where in the user's code it is shown.
    pub(crate) span: Span,
    /// One text for each mistake; none when another module tells them.
    pub(crate) complaints: Vec<String>,
    /// All that the description would have given a Rust name to.
    pub(crate) declared: Vec<Declared>,
}

impl Refusal {
    /// A mistake in the call itself.
    pub(crate) fn because(span: Span, complaint: String) -> Self {
        Self { span, complaints: vec![complaint], declared: Vec::new() }
    }
}
