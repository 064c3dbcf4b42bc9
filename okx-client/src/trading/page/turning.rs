//! Asking for one page after the other: compiled once, whatever the rows are, but for the thin shell around it.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::options::PageOptions;
use super::paging::Paging;
use super::place::Bookmark;
use super::source::Source;
use crate::api::Request;
use crate::client::Client;
use crate::engine::{Engine, SendOptions};
use crate::error::Error;
use crate::facts::{Operation, RestRoute, Route};

/// A list that is being read.
pub(crate) struct Turning<S>(State<S>);

enum State<S> {
    /// Nothing is under way.
    Idle(Box<Reading<S>>),
    /// A page is being asked for.
    Asking(Pin<Box<dyn Future<Output = Asked<S>> + Send>>),
    /// The list cannot be read as was wished.
    Refused(Error),
    /// There is nothing more.
    Over,
}

/// The reading, and what came of asking for a page.
type Asked<S> = (Box<Reading<S>>, Turned);

/// What came of asking for a page.
enum Turned {
    /// The source has a page to give, and this is the place behind it.
    Page(Bookmark),
    /// The page could not be had, and may be had when it is asked for again.
    Failed(Error),
    /// The list cannot be read further.
    Ended(Error),
    /// There is nothing more.
    Over,
}

/// All that a reading needs.
struct Reading<S> {
    client: Client,
    operation: &'static Operation,
    route: &'static RestRoute,
    send: SendOptions,
    paging: Paging,
    source: S,
}

impl<S: Source + 'static> Turning<S> {
    /// Begins to read; a mistake in the options is told when the first page is asked for.
    pub(crate) fn new(
        client: &Client,
        operation: &'static Operation,
        route: &'static RestRoute,
        paging: Result<Paging, Error>,
        options: &PageOptions,
        source: S,
    ) -> Self {
        Self(match paging {
            Ok(paging) => State::Idle(Box::new(Reading {
                client: client.clone(),
                operation,
                route,
                send: options.send,
                paging,
                source,
            })),
            Err(error) => State::Refused(error.in_call(operation.name)),
        })
    }

    /// Asks for the next page. What the source then gives, and the place behind it.
    ///
    /// A request that is under way stays so until it is polled again: nothing is lost when somebody else is waited for first.
    pub(crate) fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        take: impl FnOnce(&mut S) -> T,
    ) -> Poll<Option<Result<(T, Bookmark), Error>>> {
        let mut asking = match std::mem::replace(&mut self.0, State::Over) {
            State::Idle(reading) => Box::pin(ask(reading)) as Pin<Box<dyn Future<Output = Asked<S>> + Send>>,
            State::Asking(asking) => asking,
            State::Refused(error) => return Poll::Ready(Some(Err(error))),
            State::Over => return Poll::Ready(None),
        };
        let Poll::Ready((mut reading, asked)) = asking.as_mut().poll(context) else {
            self.0 = State::Asking(asking);
            return Poll::Pending;
        };
        let page = match asked {
            Turned::Page(bookmark) => Ok((take(&mut reading.source), bookmark)),
            Turned::Failed(error) => Err(error),
            Turned::Ended(error) => return Poll::Ready(Some(Err(error))),
            Turned::Over => return Poll::Ready(None),
        };
        self.0 = State::Idle(reading);
        Poll::Ready(Some(page))
    }
}

async fn ask<S: Source>(mut reading: Box<Reading<S>>) -> Asked<S> {
    let Reading { client, operation, route, send, paging, source } = &mut *reading;
    let asked = next_page(client.engine(), operation, route, *send, paging, source).await;
    (reading, asked)
}

/// Asks until the source has a page to give. A page that could not be had is asked for again the next time, because nothing was noted of
/// it, unless the error says that it would fail again.
async fn next_page(
    engine: &Engine,
    operation: &'static Operation,
    route: &'static RestRoute,
    send: SendOptions,
    paging: &mut Paging,
    source: &mut dyn Source,
) -> Turned {
    loop {
        if let Some(bookmark) = paging.give(source) {
            return Turned::Page(bookmark);
        }
        match paging.ask(source.begin()) {
            Some(Ok(())) => {}
            Some(Err(fault)) => return Turned::Ended(engine.located(operation, fault)),
            None => return Turned::Over,
        }
        let (items, rows) = source.wire();
        if let Err(error) = engine.send(Request { operation, route: Route::Rest(route), items }, send, rows).await {
            return if error.is_transient() { Turned::Failed(error) } else { Turned::Ended(error) };
        }
        source.arrived();
        paging.look(source);
    }
}
