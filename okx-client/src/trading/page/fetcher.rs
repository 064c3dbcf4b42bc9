//! Requests one page after the other. Compiled once for all types of rows, except for a thin generic layer.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::bookmark::Bookmark;
use super::buffer::PageBuffer;
use super::options::PageOptions;
use super::pagination::Pagination;
use crate::api::Request;
use crate::client::Client;
use crate::engine::{Engine, SendOptions};
use crate::error::Error;
use crate::facts::{Operation, RestRoute, Route};

/// Fetches the pages of a list.
pub(crate) struct PageFetcher<S>(FetcherState<S>);

enum FetcherState<S> {
    /// No request is in flight.
    Idle(Box<ListReader<S>>),
    /// A page is being requested.
    Fetching(Pin<Box<dyn Future<Output = Fetched<S>> + Send>>),
    /// The list cannot be read with these options.
    Invalid(Error),
    /// The end was reached.
    Done,
}

/// The reader, and the result of fetching a page.
type Fetched<S> = (Box<ListReader<S>>, FetchResult);

/// The result of fetching a page.
enum FetchResult {
    /// The buffer has a page, and this is the bookmark after it.
    Page(Bookmark),
    /// The page could not be loaded, and may be requested again.
    Failed(Error),
    /// The list cannot be read further.
    Ended(Error),
    /// The end was reached.
    Done,
}

/// Everything needed to read a list.
struct ListReader<S> {
    client: Client,
    operation: &'static Operation,
    route: &'static RestRoute,
    send: SendOptions,
    pagination: Pagination,
    buffer: S,
}

impl<S: PageBuffer + 'static> PageFetcher<S> {
    /// Starts reading. Invalid options are reported by the first poll.
    pub(crate) fn new(
        client: &Client,
        operation: &'static Operation,
        route: &'static RestRoute,
        pagination: Result<Pagination, Error>,
        options: &PageOptions,
        buffer: S,
    ) -> Self {
        Self(match pagination {
            Ok(pagination) => FetcherState::Idle(Box::new(ListReader {
                client: client.clone(),
                operation,
                route,
                send: options.send,
                pagination,
                buffer,
            })),
            Err(error) => FetcherState::Invalid(error.in_call(operation.name)),
        })
    }

    /// Fetches the next page. Returns what `take` takes from the buffer, and the bookmark after it.
    ///
    /// A request in flight continues when it is polled again, so nothing is lost if the caller waits for something else in between.
    pub(crate) fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        take: impl FnOnce(&mut S) -> T,
    ) -> Poll<Option<Result<(T, Bookmark), Error>>> {
        let mut fetching = match std::mem::replace(&mut self.0, FetcherState::Done) {
            FetcherState::Idle(reader) => Box::pin(fetch(reader)) as Pin<Box<dyn Future<Output = Fetched<S>> + Send>>,
            FetcherState::Fetching(fetching) => fetching,
            FetcherState::Invalid(error) => return Poll::Ready(Some(Err(error))),
            FetcherState::Done => return Poll::Ready(None),
        };
        let Poll::Ready((mut reader, asked)) = fetching.as_mut().poll(context) else {
            self.0 = FetcherState::Fetching(fetching);
            return Poll::Pending;
        };
        let page = match asked {
            FetchResult::Page(bookmark) => Ok((take(&mut reader.buffer), bookmark)),
            FetchResult::Failed(error) => Err(error),
            FetchResult::Ended(error) => return Poll::Ready(Some(Err(error))),
            FetchResult::Done => return Poll::Ready(None),
        };
        self.0 = FetcherState::Idle(reader);
        Poll::Ready(Some(page))
    }
}

async fn fetch<S: PageBuffer>(mut reader: Box<ListReader<S>>) -> Fetched<S> {
    let ListReader { client, operation, route, send, pagination, buffer } = &mut *reader;
    let asked = next_page(client.engine(), operation, route, *send, pagination, buffer).await;
    (reader, asked)
}

/// Requests pages until the buffer has one to return. A page that could not be loaded is requested again by the next call, because the
/// state only changes when a page was received. If the error would occur again, the list ends instead.
async fn next_page(
    engine: &Engine,
    operation: &'static Operation,
    route: &'static RestRoute,
    send: SendOptions,
    pagination: &mut Pagination,
    buffer: &mut dyn PageBuffer,
) -> FetchResult {
    loop {
        if let Some(bookmark) = pagination.emit(buffer) {
            return FetchResult::Page(bookmark);
        }
        match pagination.write_request(buffer.new_request()) {
            Some(Ok(())) => {}
            Some(Err(error)) => return FetchResult::Ended(engine.add_context(operation, error)),
            None => return FetchResult::Done,
        }
        let (items, rows) = buffer.request_and_sink();
        if let Err(error) = engine.send(Request { operation, route: Route::Rest(route), items }, send, rows).await {
            return if error.is_temporary() { FetchResult::Failed(error) } else { FetchResult::Ended(error) };
        }
        buffer.receive();
        pagination.process(buffer);
    }
}
