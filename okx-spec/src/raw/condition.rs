//! Conditions as written.

use super::Text;

/// One entry of a `when:`, `only:` or `exempt:`.
#[derive(Clone, Debug)]
pub(crate) struct RawCondition {
    pub(crate) field: Text,
    pub(crate) test: RawTest,
}

/// What must be true of the field.
#[derive(Clone, Debug)]
pub(crate) enum RawTest {
    OneOf(Vec<Text>),
    NoneOf(Vec<Text>),
    Present,
    Absent,
}
