//! Waits until an order reaches a state.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::watch;

use super::OrderHandle;
use super::tracker::Known;
use crate::error::Error;
use crate::trading::order_status::OrderStatus;

/// Waits until an order reaches a state. `.await` it to wait as long as that takes, or [`within`](Self::within) a time.
#[must_use = "it does nothing before it is awaited"]
pub struct OrderWait<'a> {
    handle: &'a OrderHandle,
    goal: Goal,
}

/// What is waited for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    Filled,
    Canceled,
    Ended,
}

/// How waiting for a state of an order ended.
#[derive(Clone, Debug)]
#[must_use = "the order may have ended in another way, or the time may be over"]
pub enum Waited {
    /// The order has reached the state.
    Reached(OrderStatus),
    /// The order has ended in another way, so it cannot reach the state: cancelled instead of filled, or the reverse. It may be partially filled.
    Ended(OrderStatus),
    /// The time is over, and the order is still open as far as it is known.
    TimedOut(OrderStatus),
}

impl Waited {
    /// Whether the order has reached the state.
    pub fn is_reached(&self) -> bool {
        matches!(self, Self::Reached(_))
    }

    /// The order when waiting ended.
    pub fn status(&self) -> &OrderStatus {
        match self {
            Self::Reached(status) | Self::Ended(status) | Self::TimedOut(status) => status,
        }
    }
}

impl<'a> OrderWait<'a> {
    pub(super) fn new(handle: &'a OrderHandle, goal: Goal) -> Self {
        Self { handle, goal }
    }

    /// Waits at most this long.
    ///
    /// # Errors
    ///
    /// The order cannot be followed any longer, for example because the API key has expired.
    pub async fn within(self, time: Duration) -> Result<Waited, Error> {
        let mut known = self.handle.tracker().watch();
        tokio::select! {
            biased;
            waited = wait(&mut known, self.goal) => waited,
            () = self.handle.client().engine().clock().sleep(time) => Ok(Waited::TimedOut(self.handle.status())),
        }
    }
}

impl<'a> IntoFuture for OrderWait<'a> {
    type Output = Result<Waited, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    /// Waits without a limit, so that the result is never [`Waited::TimedOut`].
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { wait(&mut self.handle.tracker().watch(), self.goal).await })
    }
}

async fn wait(known: &mut watch::Receiver<Known>, goal: Goal) -> Result<Waited, Error> {
    loop {
        if let Some(waited) = outcome(&known.borrow_and_update(), goal) {
            return waited;
        }
        // The handle owns the sender.
        if known.changed().await.is_err() {
            return Err(Error::unreachable("the order is not followed any longer"));
        }
    }
}

/// How waiting ends with what is known now; `None` if it goes on.
fn outcome(known: &Known, goal: Goal) -> Option<Result<Waited, Error>> {
    let status = &known.status;
    let is_reached = match goal {
        Goal::Filled => status.is_filled(),
        Goal::Canceled => status.is_canceled(),
        Goal::Ended => status.has_ended(),
    };
    if is_reached {
        Some(Ok(Waited::Reached(status.clone())))
    } else if status.has_ended() {
        Some(Ok(Waited::Ended(status.clone())))
    } else {
        known.error.clone().map(Err)
    }
}

impl fmt::Debug for OrderWait<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrderWait").field("goal", &self.goal).finish_non_exhaustive()
    }
}
