//! Options for reading lists.

use super::bookmark::Bookmark;
use crate::engine::SendOptions;

/// Options for reading a list. The default is newest first, with the largest pages that OKX returns.
///
/// ```
/// use okx_client::PageOptions;
///
/// let all_of_march = PageOptions::default().forward();
/// let a_few = PageOptions::default().page_size(20).max_rows(50);
/// # let _ = (all_of_march, a_few);
/// ```
#[derive(Clone, Debug, Default)]
pub struct PageOptions {
    pub(super) forward: bool,
    pub(super) size: Option<usize>,
    pub(super) most: Option<usize>,
    pub(super) resume: Option<Bookmark>,
    pub(super) send: SendOptions,
}

impl PageOptions {
    /// Returns the oldest row first.
    ///
    /// OKX can only return rows that are older than a cursor, so rows are collected before the first is returned. If pages are ordered by
    /// time and the request has a start time, that happens in time windows of a few pages each, which takes little memory and about half as
    /// many requests again. Otherwise *all* rows of the request are collected in memory first. Rows that are created after reading began
    /// are not returned.
    ///
    /// Lists that are paged by number can only be read in one direction; this option is then an error.
    #[must_use]
    pub fn forward(self) -> Self {
        Self { forward: true, ..self }
    }

    /// The number of rows per page, instead of the request's own number or the most that OKX returns.
    #[must_use]
    pub fn page_size(self, rows: usize) -> Self {
        Self { size: Some(rows), ..self }
    }

    /// Ends the list after this many rows.
    #[must_use]
    pub fn max_rows(self, rows: usize) -> Self {
        Self { most: Some(rows), ..self }
    }

    /// Resumes after the page of this bookmark.
    #[must_use]
    pub fn resume(self, bookmark: Bookmark) -> Self {
        Self { resume: Some(bookmark), ..self }
    }

    /// How the request for each page is sent.
    #[must_use]
    pub fn send_options(self, send: SendOptions) -> Self {
        Self { send, ..self }
    }
}
