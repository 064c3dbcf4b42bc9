//! How lists are paged.

/// How a list is read page by page. Fields are given by their places in the request or in an entry.
#[derive(Debug)]
pub struct Pages {
    /// What leads from one page to the next.
    pub order: PageOrder,
    /// The parameter for the page size.
    pub size: Option<usize>,
    /// The maximum page size.
    pub up_to: usize,
    /// The field of an entry that distinguishes it from all others, or from others with the same time. If there is none, entries are compared
    /// by all their fields.
    pub id: Option<usize>,
    /// The field of an entry that holds its time. If entries are ordered by an ID, times rise with the IDs.
    pub time: Option<usize>,
    /// The parameter that leaves out entries before a time, if there is one besides the cursor.
    pub since: Option<usize>,
    /// The same for entries after a time.
    pub until: Option<usize>,
    /// The field and its value that mark an entry that still changes, such as the candle of the current period.
    pub forming: Option<(usize, &'static str)>,
}

/// What leads from one page to the next.
#[derive(Debug)]
pub enum PageOrder {
    /// A cursor: the value of a field of the last entry. Newer entries come first.
    Cursor(PageCursor),
    /// The page number, counted from 1, in this parameter.
    Number(usize),
}

/// A cursor between pages.
#[derive(Debug)]
pub struct PageCursor {
    /// The field of an entry that holds the cursor.
    pub by: usize,
    /// Whether it is a time. Several entries can have the same time.
    pub time: bool,
    /// The parameter for entries older than the cursor.
    pub older: usize,
    /// The parameter for entries newer than the cursor.
    pub newer: Option<usize>,
    /// Whether entries equal to the cursor are included.
    pub includes: bool,
    /// Other parameters that must be set together with the cursor, and their values.
    pub with: &'static [(usize, &'static str)],
}
