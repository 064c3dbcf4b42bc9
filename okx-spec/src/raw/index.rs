//! index.yaml as written.

use super::Text;

/// The guide that a description was checked against.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawGuide {
    pub(crate) date: String,
    pub(crate) url: String,
}

/// The hosts of one region.
#[derive(Clone, Debug)]
pub(crate) struct RawEnvironment {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) rest: String,
    pub(crate) socket: String,
    pub(crate) demo_socket: String,
}
