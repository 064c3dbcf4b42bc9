//! Members nobody described.

use super::{Json, Text};

/// Members of an object that the description does not know, in the order they came, so that what OKX adds is never lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra(Option<Box<Vec<(Text, Json)>>>);
