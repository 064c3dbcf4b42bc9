//! What generated requests for lists implement.

use super::{Endpoint, Rows};
use crate::facts::{Fields, Pages};

/// A request for a list that is read page by page: generated from the description.
pub trait Paged: Endpoint + Clone + 'static {
    /// One row of the list: a row of the reply, or what a list in it holds.
    type Entry: Fields + Default + 'static;

    /// How it is paged.
    const PAGES: &'static Pages;

    /// The rows of the list, out of the rows of a reply.
    fn entries(rows: Rows<Self::Row>) -> Rows<Self::Entry>;
}
