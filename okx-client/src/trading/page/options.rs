//! How a list is read.

use super::place::Bookmark;
use crate::engine::SendOptions;

/// How a list is read, where it is not as usual: back in time from the newest row, in pages as large as OKX gives them.
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
    /// Gives the oldest row first.
    ///
    /// OKX can only be asked for what is older than something, so rows have to be gathered before the first is given. Where pages are
    /// turned by a time and the request says from when on, that is one stretch of time after the other, with a few pages of
    /// rows in each: little memory, and about half as many requests more than the other way. Anywhere else it is *all* rows that the request asks for, which
    /// are held in memory until they are given. Rows that are made after the reading began are not given.
    ///
    /// Lists that are paged by number have only one direction, and refuse it.
    #[must_use]
    pub fn forward(self) -> Self {
        Self { forward: true, ..self }
    }

    /// How many rows OKX is asked for at a time, instead of the request's own number or the most that OKX gives.
    #[must_use]
    pub fn page_size(self, rows: usize) -> Self {
        Self { size: Some(rows), ..self }
    }

    /// Ends the list after this many rows.
    #[must_use]
    pub fn max_rows(self, rows: usize) -> Self {
        Self { most: Some(rows), ..self }
    }

    /// Reads on behind the page that this bookmark is of.
    #[must_use]
    pub fn resume(self, bookmark: Bookmark) -> Self {
        Self { resume: Some(bookmark), ..self }
    }

    /// How each page is asked for.
    #[must_use]
    pub fn sending(self, send: SendOptions) -> Self {
        Self { send, ..self }
    }
}
