//! Follows a subscription until it ends.

use std::future::pending;
use std::pin::pin;

use okx_client::clock::{Clock as _, SystemClock};
use okx_client::sockets::ConnectionEvent;
use okx_client::{Client, Error, RawSubscription, RawUpdate};

use super::WatchArguments;
use super::channel::ChosenChannel;
use super::printer::Printer;
use crate::ending::{Ending, Failure, Interruption};
use crate::output::Output;
use crate::signals::Signals;

/// What is printed next.
enum Next {
    Event(ConnectionEvent),
    Update(RawUpdate),
}

/// Prints pushes, gaps and changes of connections until the time or the number of pushes is reached, a signal arrives, the reader of the
/// output is gone, or the subscription ends with an error.
pub(super) async fn run(
    client: &Client,
    channel: &ChosenChannel<'_>,
    arguments: &WatchArguments,
    mut printer: Printer,
    out: &Output,
) -> Result<Ending, Failure> {
    let mut signals = Signals::new();
    let mut connections = client.connections();
    let mut subscribing = pin!(channel.subscribe(client)?.into_future());
    let mut subscription: Option<RawSubscription> = None;
    let mut is_over = pin!(async {
        match arguments.duration {
            Some(duration) => SystemClock::new().sleep(duration).await,
            None => pending().await,
        }
    });
    let mut left = arguments.count;
    while left != Some(0) {
        let next = tokio::select! {
            biased;
            why = signals.stop() => return Ok(Ending::Interrupted(why)),
            () = &mut is_over => return Ok(Ending::Done),
            Some(event) = connections.next() => Next::Event(event),
            made = &mut subscribing, if subscription.is_none() => {
                subscription = Some(made?);
                continue;
            }
            update = next_update(&mut subscription) => match update {
                Some(update) => Next::Update(update?),
                None => return Ok(Ending::Done),
            },
        };
        let text = match &next {
            Next::Event(event) => printer.event(event),
            Next::Update(update) => printer.update(update),
        };
        if matches!(&next, Next::Update(update) if update.gap.is_none()) {
            left = left.map(|left| left - 1);
        }
        if text.is_empty() {
            continue;
        }
        match out.text_until_stopped(text, arguments.jsonl, &mut signals).await {
            Ok(()) => {}
            Err(Failure::Stopped(why)) => return Ok(Ending::Interrupted(why)),
            Err(Failure::NobodyReads) => return Ok(Ending::Interrupted(Interruption::NobodyReads)),
            Err(failure) => return Err(failure),
        }
    }
    Ok(Ending::Done)
}

/// The next update, once there is a subscription.
async fn next_update(subscription: &mut Option<RawSubscription>) -> Option<Result<RawUpdate, Error>> {
    match subscription {
        Some(subscription) => subscription.next().await,
        None => pending().await,
    }
}
