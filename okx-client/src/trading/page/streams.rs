//! Streams of pages and of rows.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::options::PageOptions;
use super::paging::Paging;
use super::place::Bookmark;
use super::source::Typed;
use super::turning::Turning;
use super::{Page, Paged};
use crate::api::Rows;
use crate::client::Client;
use crate::error::Error;

/// The pages of a list, one after the other. Dropping it stops the reading.
///
/// An error is one page that could not be had. Where it may pass, such as a lost connection, a failure at OKX or a limit, the stream goes on:
/// the next poll asks for that page again. After an error that will not pass by itself, such as a refused key or parameter, options that
/// the call does not take, or a list that cannot be read further, the stream ends: the next poll gives `None`.
pub struct PageStream<R: Paged> {
    turning: Turning<Typed<R>>,
}

impl<R: Paged> PageStream<R> {
    pub(super) fn new(client: &Client, request: &R, options: &PageOptions) -> Self {
        let paging = Paging::new(R::OPERATION, R::PAGES, request, options);
        Self { turning: Turning::new(client, R::OPERATION, R::ROUTE, paging, options, Typed::new(request.clone())) }
    }

    /// The next page; `None` behind the last one. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Page<R::Entry>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<R: Paged> Stream for PageStream<R> {
    type Item = Result<Page<R::Entry>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.turning.poll(context, Typed::take_page));
        Poll::Ready(page.map(|page| page.map(|(rows, bookmark)| Page { rows, bookmark })))
    }
}

impl<R: Paged> Unpin for PageStream<R> {}

impl<R: Paged> fmt::Debug for PageStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageStream({})", R::OPERATION.name)
    }
}

/// The rows of a list, one after the other, asked for page by page as they are needed. Dropping it stops the reading.
///
/// An error is one row that could not be read, after which the stream goes on, or one page that could not be had. Where that may pass, the
/// next poll asks for the page again; after an error that will not pass by itself the stream ends, as [`PageStream`] does.
pub struct RowStream<R: Paged> {
    pages: PageStream<R>,
    rows: VecDeque<Result<R::Entry, Error>>,
}

impl<R: Paged> RowStream<R> {
    pub(super) fn new(pages: PageStream<R>) -> Self {
        Self { pages, rows: VecDeque::new() }
    }

    /// The next row; `None` behind the last one. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<R::Entry, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All rows that are left, in memory.
    ///
    /// # Errors
    /// The first error among them.
    pub async fn all(mut self) -> Result<Vec<R::Entry>, Error> {
        let mut rows = Vec::new();
        while let Some(row) = self.next().await {
            rows.push(row?);
        }
        Ok(rows)
    }
}

impl<R: Paged> Stream for RowStream<R> {
    type Item = Result<R::Entry, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.rows.pop_front() {
                return Poll::Ready(Some(row));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.rows = page.into_rows().into_iter().collect(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R: Paged> Unpin for RowStream<R> {}

impl<R: Paged> fmt::Debug for RowStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowStream({})", R::OPERATION.name)
    }
}

impl<T> Page<T> {
    /// The rows, in the order in which the list is read; each could be read or could not.
    pub fn rows(&self) -> &Rows<T> {
        &self.rows
    }

    /// The same, for keeping.
    pub fn into_rows(self) -> Rows<T> {
        self.rows
    }

    /// The place behind this page, from which the list can be read on after a break.
    pub fn bookmark(&self) -> &Bookmark {
        &self.bookmark
    }
}
