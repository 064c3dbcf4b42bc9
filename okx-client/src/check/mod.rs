//! Checks that a request passes before it is sent: the rules of its call, and the steps and bounds of its prices and sizes.

pub(crate) mod condition;
pub(crate) mod instruments;
pub(crate) mod precision;
pub(crate) mod rules;
