//! Requests about one order that are under way: OKX rejects more than a few amendments of an order at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::error::Error;
use crate::judge::attribution::Identity;
use crate::system::clock::Clock;
use crate::value::Text;

/// How long a request whose reply was lost counts as being under way.
const LOST_FOR: Duration = Duration::from_secs(1);

/// What identifies an order: the operation's wire name of the ID, and the ID. An order that some requests name by `ordId` and others by
/// `clOrdId` is counted once for each.
type OrderKey = (&'static str, Text);

/// The requests that are under way, for operations that limit them per order.
pub(super) struct InFlightRequests {
    orders: Mutex<HashMap<OrderKey, OrderRequests>>,
    changed: Notify,
    clock: Arc<dyn Clock>,
}

/// The requests about one order.
#[derive(Debug, Default)]
struct OrderRequests {
    under_way: u32,
    /// Until when requests count whose reply was lost.
    lost: Vec<Duration>,
}

/// A request that counts as being under way until this is dropped, or a little longer if its reply is lost.
pub(super) struct InFlightGuard<'a> {
    requests: &'a InFlightRequests,
    keys: Vec<OrderKey>,
    is_unanswered: bool,
}

impl InFlightRequests {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { orders: Mutex::default(), changed: Notify::new(), clock }
    }

    /// Waits until fewer than `limit` requests about each of these orders are under way, and adds one for each.
    ///
    /// # Errors
    ///
    /// The request itself contains more items about one order.
    pub(super) async fn enter(&self, limit: u32, identities: &[Identity]) -> Result<InFlightGuard<'_>, Error> {
        let keys: Vec<OrderKey> = identities.iter().flat_map(keys).collect();
        if let Some((wire, id)) = keys.iter().find(|key| count(&keys, key) > limit) {
            return Err(Error::invalid(format!(
                "the batch has more than {limit} items about the order with {wire} {id:?}; OKX accepts {limit} at a time"
            )));
        }
        loop {
            // Created before the check, so that no later change is missed.
            let changed = self.changed.notified();
            match self.try_enter(limit, &keys) {
                Ok(()) => return Ok(InFlightGuard { requests: self, keys, is_unanswered: false }),
                Err(None) => changed.await,
                Err(Some(until)) => tokio::select! {
                    biased;
                    () = changed => {}
                    () = self.clock.sleep(until.saturating_sub(self.clock.monotonic())) => {}
                },
            }
        }
    }

    /// Adds a request for each key, unless one of the orders has too many. The error is when the next lost request stops counting.
    fn try_enter(&self, limit: u32, keys: &[OrderKey]) -> Result<(), Option<Duration>> {
        let now = self.clock.monotonic();
        let mut orders = self.orders();
        for key in keys {
            let Some(order) = orders.get_mut(key) else { continue };
            order.lost.retain(|until| *until > now);
            let lost = u32::try_from(order.lost.len()).unwrap_or(u32::MAX);
            if order.under_way.saturating_add(lost).saturating_add(count(keys, key)) > limit {
                return Err(order.lost.iter().min().copied());
            }
        }
        for key in keys {
            orders.entry(key.clone()).or_default().under_way += 1;
        }
        Ok(())
    }

    fn orders(&self) -> MutexGuard<'_, HashMap<OrderKey, OrderRequests>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl InFlightGuard<'_> {
    /// The request may have reached OKX, and has not been answered.
    pub(super) fn set_unanswered(&mut self, is_unanswered: bool) {
        self.is_unanswered = is_unanswered;
    }
}

impl Drop for InFlightGuard<'_> {
    fn drop(&mut self) {
        let now = self.requests.clock.monotonic();
        let mut orders = self.requests.orders();
        for key in &self.keys {
            let Some(order) = orders.get_mut(key) else { continue };
            order.under_way = order.under_way.saturating_sub(1);
            order.lost.retain(|until| *until > now);
            if self.is_unanswered {
                order.lost.push(now.saturating_add(LOST_FOR));
            }
            if order.under_way == 0 && order.lost.is_empty() {
                orders.remove(key);
            }
        }
        drop(orders);
        self.requests.changed.notify_waiters();
    }
}

fn keys(identity: &Identity) -> impl Iterator<Item = OrderKey> {
    identity.iter().map(|(wire, text)| (wire, text.into()))
}

fn count(keys: &[OrderKey], key: &OrderKey) -> u32 {
    u32::try_from(keys.iter().filter(|own| *own == key).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;
    use crate::engine::tests::{clock, is_pending};

    fn order(id: &str) -> [Identity; 1] {
        [Identity::from_texts([("ordId", id)])]
    }

    #[tokio::test]
    async fn a_request_waits_until_another_one_about_its_order_has_ended() {
        let requests = InFlightRequests::new(Arc::new(clock()));
        let first = requests.enter(2, &order("7")).await.unwrap();
        let _second = requests.enter(2, &order("7")).await.unwrap();
        let _other = requests.enter(2, &order("8")).await.unwrap();
        let seven = order("7");
        let mut third = pin!(requests.enter(2, &seven));
        assert!(is_pending(third.as_mut()).await);
        drop(first);
        assert!(!is_pending(third.as_mut()).await);
    }

    #[tokio::test]
    async fn a_lost_request_counts_for_another_second() {
        let clock = clock();
        let requests = InFlightRequests::new(Arc::new(clock.clone()));
        let mut lost = requests.enter(1, &order("7")).await.unwrap();
        lost.set_unanswered(true);
        drop(lost);
        let seven = order("7");
        let mut next = pin!(requests.enter(1, &seven));
        assert!(is_pending(next.as_mut()).await);
        clock.advance(LOST_FOR);
        assert!(!is_pending(next.as_mut()).await);
    }

    #[tokio::test]
    async fn a_batch_with_too_many_items_about_one_order_is_rejected() {
        let requests = InFlightRequests::new(Arc::new(clock()));
        let items = [order("7"), order("7")].concat();
        let error = requests.enter(1, &items).await.err().unwrap();
        assert_eq!(
            error.to_string(),
            "the batch has more than 1 items about the order with ordId \"7\"; OKX accepts 1 at a time"
        );
        drop(requests.enter(2, &items).await.unwrap());
    }

    #[tokio::test]
    async fn orders_without_requests_take_no_memory() {
        let requests = InFlightRequests::new(Arc::new(clock()));
        drop(requests.enter(3, &order("7")).await.unwrap());
        assert!(requests.orders().is_empty());
    }
}
