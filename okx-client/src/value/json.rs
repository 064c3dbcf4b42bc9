//! JSON kept as it came.

/// One JSON value kept as it came, for what nobody described.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Json(Box<str>);
