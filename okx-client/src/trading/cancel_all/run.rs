//! Cancels orders until none is listed. Knows nothing of connections, so that it can be tested with an exchange in memory.

use std::collections::BTreeMap;
use std::time::Duration;

use super::report::{CancelReport, CanceledOrder};
use crate::api::errors;
use crate::error::{Error, Verdict};

/// How many cancellations are sent in one request.
const BATCH: usize = 20;

/// How often OKX may list an order whose cancellation it accepted before the cancellation is sent again.
const LISTED_AGAIN: u32 = 5;

/// The pause before orders are listed again whose cancellation OKX has accepted.
const PAUSE: Duration = Duration::from_millis(100);

/// The longest pause. It doubles as long as nothing changes.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The exchange that orders are cancelled at.
pub(super) trait Venue {
    /// All open orders that are to be cancelled.
    async fn open_orders(&mut self) -> Result<Vec<CanceledOrder>, Error>;

    /// Sends cancellations, at most [`BATCH`], and returns the result of each in order.
    async fn cancel(&mut self, orders: &[CanceledOrder]) -> Vec<Result<(), Error>>;

    /// Waits. Returns whether there is time left.
    async fn pause(&mut self, time: Duration) -> bool;
}

/// What is known of an order that was found open.
#[derive(Debug)]
enum Progress {
    /// OKX accepted the cancellation; how often it has listed the order since.
    Accepted(u32),
    /// OKX says that the order has ended.
    Gone,
    /// The cancellation failed, and is sent again if the order is still listed.
    Failed(Error),
    /// The cancellation was refused for good.
    Refused(Error),
}

/// Cancels orders until none is listed but those whose cancellation OKX refuses, or the time is over.
///
/// # Errors
///
/// The open orders cannot be listed even once. Nothing was cancelled.
pub(super) async fn cancel_all(venue: &mut impl Venue) -> Result<CancelReport, Error> {
    let mut orders = BTreeMap::new();
    let mut open = venue.open_orders().await?;
    let mut pause = PAUSE;
    loop {
        let to_cancel = due(&mut orders, &open);
        for batch in to_cancel.chunks(BATCH) {
            let results = venue.cancel(batch).await;
            orders.extend(batch.iter().cloned().zip(results.into_iter().map(progress)));
        }
        let is_done = open.iter().all(|order| matches!(orders.get(order), Some(Progress::Refused(_))));
        if is_done {
            return Ok(report(orders, &open, None));
        }
        // Right after the cancellation of everything, the list is usually empty.
        pause = if to_cancel.is_empty() { (pause * 2).min(LONGEST_PAUSE) } else { PAUSE };
        let is_time_left = venue.pause(pause).await;
        match venue.open_orders().await {
            Ok(listed) => open = listed,
            Err(error) => return Ok(report(orders, &open, Some(error))),
        }
        if !is_time_left {
            return Ok(report(orders, &open, None));
        }
    }
}

/// The open orders whose cancellation is to be sent, for the first time or again.
fn due(orders: &mut BTreeMap<CanceledOrder, Progress>, open: &[CanceledOrder]) -> Vec<CanceledOrder> {
    let mut due = Vec::new();
    for order in open {
        let is_due = match orders.get_mut(order) {
            None | Some(Progress::Failed(_)) => true,
            Some(Progress::Refused(_)) => false,
            // It is still being cancelled, or the list is a little old.
            Some(Progress::Accepted(listed)) => {
                *listed += 1;
                *listed % LISTED_AGAIN == 0
            }
            Some(known @ Progress::Gone) => {
                *known = Progress::Accepted(1);
                false
            }
        };
        if is_due && !due.contains(order) {
            due.push(order.clone());
        }
    }
    due
}

/// What the result of a cancellation says.
fn progress(result: Result<(), Error>) -> Progress {
    /// The codes that say that an order has ended.
    const GONE: [&str; 4] = [
        errors::CANCEL_ORDER_GONE,
        errors::CANCEL_ALREADY_CANCELED,
        errors::CANCEL_ALREADY_DONE,
        errors::ORDER_UNKNOWN,
    ];
    match result {
        Ok(()) => Progress::Accepted(0),
        Err(error) if error.code().is_some_and(|code| GONE.contains(&code)) => Progress::Gone,
        Err(error) if error.code() == Some(errors::CANCEL_IN_PROGRESS) => Progress::Accepted(0),
        Err(error) if error.verdict() == Some(Verdict::Never) || error.is_invalid() || error.is_setup() => {
            Progress::Refused(error)
        }
        Err(error) => Progress::Failed(error),
    }
}

/// The report, if OKX listed these orders at the end.
fn report(
    orders: BTreeMap<CanceledOrder, Progress>,
    open: &[CanceledOrder],
    unconfirmed: Option<Error>,
) -> CancelReport {
    let mut report = CancelReport { unconfirmed, ..CancelReport::default() };
    let found_last: Vec<_> = open.iter().filter(|order| !orders.contains_key(order)).cloned().collect();
    for (order, progress) in orders {
        let is_open = open.contains(&order);
        match progress {
            Progress::Refused(error) if is_open => report.failed.push((order, error)),
            Progress::Failed(error) if is_open => report.failed.push((order, error)),
            Progress::Accepted(_) | Progress::Gone if is_open && report.unconfirmed.is_none() => {
                let error = Error::unknown("OKX accepted the cancellation, and still lists the order as open");
                report.failed.push((order, error));
            }
            Progress::Accepted(_) => report.canceled.push(order),
            Progress::Gone | Progress::Failed(_) | Progress::Refused(_) => report.already_gone.push(order),
        }
    }
    let no_time =
        |order| (order, Error::unreachable("it was placed while others were cancelled, and the time is over"));
    report.failed.extend(found_last.into_iter().map(no_time));
    report
}
