//! The changes of an order as a stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::sync::watch;

use super::OrderHandle;
use super::tracker::Known;
use crate::error::Error;
use crate::trading::order_status::OrderStatus;

/// The status of an order each time it changes, beginning with the current one. Statuses that follow each other faster than they are read are
/// skipped, but the last one never is. The stream ends after the order has ended and all its fills are known, or OKX
/// does not list the missing ones.
///
/// An error ends the stream: the order cannot be followed any longer.
#[must_use = "streams do nothing unless polled"]
pub struct OrderChanges {
    /// Keeps the order followed.
    _handle: OrderHandle,
    /// `None` once the stream has ended.
    next: Option<NextChange>,
}

type NextChange = Pin<Box<dyn Future<Output = (Option<Known>, watch::Receiver<Known>)> + Send>>;

impl OrderChanges {
    pub(super) fn new(handle: OrderHandle) -> Self {
        let mut known = handle.tracker().watch();
        known.mark_changed();
        Self { _handle: handle, next: Some(next_change(known)) }
    }

    /// The status after the next change; `None` after the last one. This is cancel safe: dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Result<OrderStatus, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl Stream for OrderChanges {
    type Item = Result<OrderStatus, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(next) = &mut self.next else { return Poll::Ready(None) };
        let (known, receiver) = ready!(next.as_mut().poll(context));
        self.next = None;
        Poll::Ready(known.map(|Known { status, error, is_final }| {
            if let Some(error) = error {
                return Err(error);
            }
            if !(is_final || status.has_ended() && status.has_all_fills()) {
                self.next = Some(next_change(receiver));
            }
            Ok(status)
        }))
    }
}

fn next_change(mut known: watch::Receiver<Known>) -> NextChange {
    Box::pin(async move {
        let changed = known.changed().await.ok().map(|()| known.borrow_and_update().clone());
        (changed, known)
    })
}

impl fmt::Debug for OrderChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderChanges").finish_non_exhaustive()
    }
}
