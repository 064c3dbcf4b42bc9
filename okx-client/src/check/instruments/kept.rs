//! What is kept of things that OKX lists.

use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::sync::Arc;

use super::source::InstrumentSource;
use super::unread::Unread;
use crate::error::Error;
use crate::value::Text;

/// Everything of a group, by name.
pub(super) type ByName<T> = HashMap<Text, Arc<T>>;

/// What a list of a group held.
#[derive(Debug)]
pub(super) struct Fetched<T> {
    pub(super) all: ByName<T>,
    pub(super) unread: Unread,
}

impl<T> Default for Fetched<T> {
    fn default() -> Self {
        Self { all: ByName::default(), unread: Unread::default() }
    }
}

/// What is kept of one thing that OKX lists.
pub(super) trait Kept: Debug + Send + Sync + Sized + 'static {
    /// What is listed together, and how it is called where there is one: `SPOT instrument`.
    type Group: Clone + Eq + Hash + Debug + Display + Send + Sync;

    /// Asks for all of a group.
    fn fetch(
        group: &Self::Group,
        source: &dyn InstrumentSource,
    ) -> impl Future<Output = Result<Fetched<Self>, Error>> + Send;

    /// Whether it has a grid: before something is listed OKX may name it without one.
    fn has_grid(&self) -> bool;
}
