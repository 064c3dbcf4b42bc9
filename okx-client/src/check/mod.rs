//! Whether a request may go out at all: the rules of its call, and the steps and bounds of its instruments.

pub(crate) mod condition;
pub(crate) mod instruments;
pub(crate) mod precision;
pub(crate) mod rules;
