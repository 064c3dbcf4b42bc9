//! What is constant about a paged list: facts of the description, in the form the paging reads them.

/// How a list is read page by page. Places are of the request's fields, or of an entry's.
#[derive(Debug)]
pub struct Pages {
    /// What leads from one page to the next.
    pub order: PageOrder,
    /// The parameter for the size of a page.
    pub size: Option<usize>,
    /// How many entries a page holds at most.
    pub up_to: usize,
    /// The field of an entry that tells it from all others, or from those of the same time. Without one, entries are
    /// told apart by all that they hold.
    pub id: Option<usize>,
}

/// What leads from one page to the next.
#[derive(Debug)]
pub enum PageOrder {
    /// A bound: the value of a field of the entries, the newest of which come first.
    Cursor(PageCursor),
    /// This parameter, the number of the page, from 1.
    Number(usize),
}

/// Pages by a bound.
#[derive(Debug)]
pub struct PageCursor {
    /// The field of an entry that is the bound.
    pub by: usize,
    /// Whether it is a time, which entries can share.
    pub time: bool,
    /// The parameter for entries older than a bound.
    pub older: usize,
    /// The parameter for entries newer than a bound.
    pub newer: Option<usize>,
    /// Whether an entry at the bound is given too.
    pub includes: bool,
    /// Parameters with the values that a bound needs beside it.
    pub with: &'static [(usize, &'static str)],
}
