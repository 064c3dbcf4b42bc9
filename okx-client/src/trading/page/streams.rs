//! Streams of pages and rows.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::bookmark::Bookmark;
use super::buffer::TypedBuffer;
use super::fetcher::PageFetcher;
use super::options::PageOptions;
use super::pagination::Pagination;
use super::{Page, Paged};
use crate::api::Rows;
use crate::client::Client;
use crate::error::Error;

/// The pages of a list. Dropping the stream stops reading.
///
/// An error is a page that could not be loaded. If it may be temporary, such as a lost connection, a failure at OKX or a rate limit, the
/// stream continues: the next poll requests the page again. After a permanent error, such as a rejected key or parameter, options that the
/// operation does not support, or a list that cannot be read further, the stream ends: the next poll returns `None`.
pub struct PageStream<R: Paged> {
    fetcher: PageFetcher<TypedBuffer<R>>,
}

impl<R: Paged> PageStream<R> {
    pub(super) fn new(client: &Client, request: R, options: &PageOptions) -> Self {
        let pagination = Pagination::new(R::OPERATION, R::PAGES, &request, options);
        Self {
            fetcher: PageFetcher::new(client, R::OPERATION, R::ROUTE, pagination, options, TypedBuffer::new(request)),
        }
    }

    /// The next page; `None` after the last one. This is cancel safe: dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<Page<R::Entry>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Like [`next`](Self::next), with the error on the outside, for `while let Some(page) = stream.try_next().await?`.
    ///
    /// # Errors
    ///
    /// The next page could not be loaded.
    pub async fn try_next(&mut self) -> Result<Option<Page<R::Entry>>, Error> {
        self.next().await.transpose()
    }
}

impl<R: Paged> Stream for PageStream<R> {
    type Item = Result<Page<R::Entry>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.fetcher.poll(context, TypedBuffer::take_page));
        Poll::Ready(page.map(|page| page.map(|(rows, bookmark)| Page { rows, bookmark })))
    }
}

impl<R: Paged> Unpin for PageStream<R> {}

impl<R: Paged> fmt::Debug for PageStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageStream({})", R::OPERATION.name)
    }
}

/// The rows of a list. Pages are requested as the rows are needed. Dropping the stream stops reading.
///
/// An error is either a row that could not be read, after which the stream continues, or a page that could not be loaded. After a page
/// error the stream continues or ends as described for [`PageStream`].
pub struct RowStream<R: Paged> {
    pages: PageStream<R>,
    rows: VecDeque<Result<R::Entry, Error>>,
}

impl<R: Paged> RowStream<R> {
    pub(super) fn new(pages: PageStream<R>) -> Self {
        Self { pages, rows: VecDeque::new() }
    }

    /// The next row; `None` after the last one. This is cancel safe: dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<R::Entry, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Like [`next`](Self::next), with the error on the outside, for `while let Some(row) = stream.try_next().await?`.
    ///
    /// # Errors
    ///
    /// The next row could not be read, or its page could not be loaded.
    pub async fn try_next(&mut self) -> Result<Option<R::Entry>, Error> {
        self.next().await.transpose()
    }

    /// Collects all remaining rows.
    ///
    /// # Errors
    ///
    /// The first error among them.
    pub async fn all(mut self) -> Result<Vec<R::Entry>, Error> {
        let mut rows = Vec::new();
        while let Some(row) = self.try_next().await? {
            rows.push(row);
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
    /// The rows, in the order in which the list is read. Each may be an error if it could not be read.
    pub fn rows(&self) -> &Rows<T> {
        &self.rows
    }

    /// The rows, without copying them.
    pub fn into_rows(self) -> Rows<T> {
        self.rows
    }

    /// The position after this page, from which reading can be resumed later.
    pub fn bookmark(&self) -> &Bookmark {
        &self.bookmark
    }
}
