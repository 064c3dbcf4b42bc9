//! Follows subscriptions until they end.

use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use futures_core::Stream as _;
use okx_client::clock::{Clock as _, SystemClock};
use okx_client::sockets::ConnectionEvent;
use okx_client::{Client, Error, RawSubscription, RawUpdate, SubscribeRaw};

use crate::ending::{Ending, Failure, Interruption};
use crate::output::Output;
use crate::signals::Signals;

/// When following ends, besides a signal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) duration: Option<Duration>,
    /// The number of pushes.
    pub(crate) count: Option<u64>,
}

/// Turns what happens into text. Empty text is not written.
pub(crate) trait Display {
    /// Whether the text is JSON.
    fn is_json(&self) -> bool;

    /// The text of a push or a gap.
    fn update(&mut self, update: &RawUpdate) -> String;

    /// The text of a change of a connection.
    fn event(&mut self, event: &ConnectionEvent) -> String;

    /// Reads the present state, if that is needed: when the subscriptions were made, and after each gap.
    async fn refresh(&mut self, client: &Client) -> String;
}

/// What is printed next.
enum Next {
    Event(ConnectionEvent),
    Made(Vec<RawSubscription>),
    Update(RawUpdate),
}

/// Prints pushes, gaps and changes of connections until the time or the number of pushes is reached, a signal arrives, the reader of the
/// output is gone, or a subscription ends with an error.
pub(crate) async fn run(
    client: &Client,
    subscribing: Vec<SubscribeRaw>,
    limits: Limits,
    mut display: impl Display,
    out: &Output,
) -> Result<Ending, Failure> {
    let mut signals = Signals::new();
    let mut connections = client.connections();
    let mut subscribing = pin!(subscribe(subscribing));
    let mut subscriptions: Option<Vec<RawSubscription>> = None;
    let mut is_over = pin!(async {
        match limits.duration {
            Some(duration) => SystemClock::new().sleep(duration).await,
            None => pending().await,
        }
    });
    let mut left = limits.count;
    while left != Some(0) {
        let next = tokio::select! {
            biased;
            why = signals.stop() => return Ok(Ending::Interrupted(why)),
            () = &mut is_over => return Ok(Ending::Done),
            Some(event) = connections.next() => Next::Event(event),
            made = &mut subscribing, if subscriptions.is_none() => Next::Made(made?),
            update = next_update(&mut subscriptions) => match update {
                Some(update) => Next::Update(update?),
                None => return Ok(Ending::Done),
            },
        };
        let (mut text, is_stale) = match &next {
            Next::Event(event) => (display.event(event), false),
            Next::Made(_) => (String::new(), true),
            Next::Update(update) => (display.update(update), update.gap.is_some()),
        };
        if matches!(&next, Next::Update(update) if update.gap.is_none()) {
            left = left.map(|left| left - 1);
        }
        if let Next::Made(made) = next {
            subscriptions = Some(made);
        }
        if is_stale {
            let refreshed = tokio::select! {
                biased;
                why = signals.stop() => return Ok(Ending::Interrupted(why)),
                refreshed = display.refresh(client) => refreshed,
            };
            text = if refreshed.is_empty() { text } else { refreshed };
        }
        if text.is_empty() {
            continue;
        }
        match out.text_until_stopped(text, display.is_json(), &mut signals).await {
            Ok(()) => {}
            Err(Failure::Stopped(why)) => return Ok(Ending::Interrupted(why)),
            Err(Failure::NobodyReads) => return Ok(Ending::Interrupted(Interruption::NobodyReads)),
            Err(failure) => return Err(failure),
        }
    }
    Ok(Ending::Done)
}

async fn subscribe(subscribing: Vec<SubscribeRaw>) -> Result<Vec<RawSubscription>, Error> {
    let mut made = Vec::new();
    for subscription in subscribing {
        made.push(subscription.await?);
    }
    Ok(made)
}

/// The next update of any subscription, once there are some. `None` when one has ended.
async fn next_update(subscriptions: &mut Option<Vec<RawSubscription>>) -> Option<Result<RawUpdate, Error>> {
    let Some(subscriptions) = subscriptions else { return pending().await };
    poll_fn(|context| {
        let mut polled = subscriptions.iter_mut().map(|subscription| Pin::new(subscription).poll_next(context));
        polled.find(Poll::is_ready).unwrap_or(Poll::Pending)
    })
    .await
}
