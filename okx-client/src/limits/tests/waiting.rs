//! Waiting in tasks through the public entry point, with a clock that is advanced by hand.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::{JoinHandle, yield_now};

use super::budgets::{PLACE_ORDER, PLACE_ORDERS, request};
use crate::check::instruments;
use crate::error::Error;
use crate::facts::Operation;
use crate::fields::Items;
use crate::fields::sample::{Sample, Samples};
use crate::limits::{Account, LimitPolicy, LimitedRequest, Limits, Permit};
use crate::system::clock::{Clock, ManualClock};
use crate::value::Timestamp;

/// The limits, their clock, and a log of which task was admitted when.
#[derive(Clone)]
struct Setup {
    clock: ManualClock,
    limits: Limits,
    account: Account,
    log: Arc<Mutex<Vec<(Duration, usize)>>>,
}

const SWAP: &str = "BTC-USDT-SWAP";

impl Setup {
    fn new() -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(0));
        let limits = Limits::with_clock(Arc::new(clock.clone()));
        // Without alerts, so that only the limits wake waiting tasks.
        limits.alert_after_waiting(Duration::MAX);
        Self { clock, limits, account: Account::new("host", "me"), log: Arc::default() }
    }

    async fn admit(&self, operation: &'static Operation, inst_ids: &[&str]) -> Result<Permit, Error> {
        let items: Vec<_> = inst_ids.iter().map(|inst_id| Sample::texts(&[("instId", inst_id)])).collect();
        let items = Samples(items);
        let items = if operation.up_to == 1 { Items::One(&items.0[0]) } else { Items::Many(&items) };
        let (account, instruments) = (&self.account, &instruments::sample::none());
        let request = request(operation, items);
        let policy = LimitPolicy::Wait;
        self.limits.admit(LimitedRequest { request, connection: None, account, instruments, policy }).await
    }

    /// Places orders one after another, each answered after 50 ms.
    fn keep_placing(&self, orders: usize, who: usize) -> JoinHandle<()> {
        let setup = self.clone();
        tokio::spawn(async move {
            for _ in 0..orders {
                let permit = setup.admit(&PLACE_ORDER, &[SWAP]).await.unwrap();
                setup.log.lock().unwrap().push((setup.clock.monotonic(), who));
                setup.clock.sleep(Duration::from_millis(50)).await;
                permit.replied();
            }
        })
    }

    /// Admits a request in a task of its own; it is answered immediately.
    fn place_later(
        &self,
        operation: &'static Operation,
        inst_ids: &'static [&'static str],
        who: usize,
    ) -> JoinHandle<()> {
        let setup = self.clone();
        tokio::spawn(async move {
            let permit = setup.admit(operation, inst_ids).await.unwrap();
            setup.log.lock().unwrap().push((setup.clock.monotonic(), who));
            permit.replied();
        })
    }

    /// Uses up the budget for single orders; all are answered.
    async fn fill(&self) {
        for _ in 0..60 {
            self.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().replied();
        }
    }

    /// Runs all tasks until only the passing of time can wake them.
    async fn settle(&self) {
        for _ in 0..200 {
            yield_now().await;
        }
    }

    /// Advances the clock until no task waits for it.
    async fn run(&self) {
        self.settle().await;
        while let Some(pause) = self.clock.next_wake() {
            self.clock.advance(pause);
            self.settle().await;
        }
    }

    async fn pass(&self, time: Duration) {
        self.clock.advance(time);
        self.settle().await;
    }

    fn order(&self) -> Vec<usize> {
        self.log.lock().unwrap().iter().map(|(_, who)| *who).collect()
    }
}

const WINDOW: Duration = Duration::from_millis(2_001);

#[tokio::test]
async fn sixteen_tasks_share_a_budget_without_exceeding_it() {
    let setup = Setup::new();
    (0..16).for_each(|who| drop(setup.keep_placing(40, who)));
    setup.run().await;
    let log = setup.log.lock().unwrap().clone();
    assert_eq!(log.len(), 16 * 40);
    let sent: Vec<Duration> = log.iter().map(|(time, _)| *time).collect();
    let over = sent.windows(61).find(|orders| orders[60] <= orders[0] + Duration::from_secs(2));
    assert_eq!(over, None);
    // 640 orders take a little more than ten windows. Within a window the tasks send rounds of sixteen, 50 ms apart.
    let round = Duration::from_millis(50);
    assert!(*sent.last().unwrap() <= (WINDOW + round) * 10 + round * 3, "{:?}", sent.last());
    let last_share = &log[log.len() - 320..];
    for who in 0..16 {
        assert!(last_share.iter().filter(|entry| entry.1 == who).count() >= 15, "task {who} fell behind");
    }
}

#[tokio::test]
async fn waiting_requests_are_admitted_in_order_and_a_batch_is_not_starved() {
    let setup = Setup::new();
    for _ in 0..14 {
        setup.admit(&PLACE_ORDERS, &[SWAP; 20]).await.unwrap().replied();
    }
    let who = [setup.place_later(&PLACE_ORDERS, &[SWAP; 20], 0), setup.place_later(&PLACE_ORDERS, &[SWAP; 19], 1)];
    setup.settle().await;
    // Twenty of 300 units are left, and the first request takes them. The second waits, and a third that would fit waits behind it.
    let third = setup.place_later(&PLACE_ORDERS, &[SWAP; 2], 2);
    setup.run().await;
    for task in who.into_iter().chain([third]) {
        task.await.unwrap();
    }
    assert_eq!(setup.order(), [0, 1, 2]);
}

#[tokio::test]
async fn a_busy_instrument_does_not_hold_up_others() {
    let setup = Setup::new();
    setup.fill().await;
    let busy = setup.place_later(&PLACE_ORDER, &[SWAP], 0);
    setup.settle().await;
    setup.place_later(&PLACE_ORDER, &["ETH-USDT-SWAP"], 1).await.unwrap();
    setup.run().await;
    busy.await.unwrap();
    assert_eq!(setup.order(), [1, 0]);
}

#[tokio::test]
async fn a_dropped_waiter_leaves_no_trace() {
    let setup = Setup::new();
    setup.fill().await;
    let (gone, stays) = (setup.place_later(&PLACE_ORDER, &[SWAP], 0), setup.place_later(&PLACE_ORDER, &[SWAP], 1));
    setup.settle().await;
    gone.abort();
    setup.pass(WINDOW).await;
    stays.await.unwrap();
    assert_eq!(setup.order(), [1]);
    for _ in 0..59 {
        setup.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().replied();
    }
}

#[tokio::test]
async fn a_lost_request_is_held_until_one_window_after_it_can_arrive() {
    let setup = Setup::new();
    for number in 0..60 {
        let mut permit = setup.admit(&PLACE_ORDER, &[SWAP]).await.unwrap();
        // One of them has a deadline.
        permit.sent(Duration::from_secs(if number == 30 { 5 } else { 30 }));
        drop(permit);
    }
    let waits = setup.place_later(&PLACE_ORDER, &[SWAP], 0);
    setup.settle().await;
    setup.pass(Duration::from_secs(7)).await;
    assert!(setup.order().is_empty());
    setup.pass(Duration::from_millis(1)).await;
    waits.await.unwrap();
    setup.pass(Duration::from_millis(24_999)).await;
    assert_eq!(setup.limits.usage()[0].used, 59);
    setup.pass(Duration::from_millis(1)).await;
    assert!(setup.limits.usage().iter().all(|budget| budget.name != "order.place"));
}

#[tokio::test]
async fn an_unsent_request_is_released_immediately() {
    let setup = Setup::new();
    for _ in 0..100 {
        setup.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().not_sent();
        drop(setup.admit(&PLACE_ORDER, &[SWAP]).await.unwrap());
    }
}

#[tokio::test]
async fn replies_are_awaited_if_all_units_are_in_flight() {
    let setup = Setup::new();
    let mut permits = Vec::new();
    for _ in 0..60 {
        permits.push(setup.admit(&PLACE_ORDER, &[SWAP]).await.unwrap());
    }
    let waits = setup.place_later(&PLACE_ORDER, &[SWAP], 0);
    setup.settle().await;
    assert_eq!(setup.clock.next_wake(), None);
    setup.pass(Duration::from_secs(5)).await;
    permits.pop().unwrap().replied();
    setup.settle().await;
    assert_eq!(setup.clock.next_wake(), Some(WINDOW));
    setup.pass(WINDOW).await;
    waits.await.unwrap();
}

#[tokio::test]
async fn a_rejection_closes_the_budget_for_a_window() {
    let setup = Setup::new();
    setup.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().refused_for_rate("50011");
    let waits = setup.place_later(&PLACE_ORDER, &[SWAP], 0);
    setup.settle().await;
    assert_eq!(setup.clock.next_wake(), Some(Duration::from_secs(2)));
    // The budget of the account is rejected with another code, and stays open.
    setup.place_later(&PLACE_ORDER, &["ETH-USDT-SWAP"], 1).await.unwrap();
    setup.run().await;
    waits.await.unwrap();
}

#[tokio::test]
async fn an_account_may_have_a_count_of_its_own() {
    let setup = Setup::new();
    setup.limits.set_account_count(&setup.account, 3);
    for number in 0..3 {
        setup.admit(&PLACE_ORDER, &[&format!("A{number}-B-SWAP")]).await.unwrap().replied();
    }
    let waits = setup.place_later(&PLACE_ORDER, &["A3-B-SWAP"], 0);
    setup.settle().await;
    assert!(setup.order().is_empty());
    setup.limits.set_account_count(&setup.account, 4);
    setup.settle().await;
    waits.await.unwrap();
}

#[tokio::test]
async fn lead_instruments_have_lower_rates() {
    let setup = Setup::new();
    setup.limits.set_lead_instruments(&setup.account, [SWAP]);
    for _ in 0..4 {
        setup.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().replied();
        setup.admit(&PLACE_ORDER, &["ETH-USDT-SWAP"]).await.unwrap().replied();
    }
    let waits = setup.place_later(&PLACE_ORDER, &[SWAP], 0);
    setup.settle().await;
    assert!(setup.order().is_empty());
    setup.place_later(&PLACE_ORDER, &["ETH-USDT-SWAP"], 1).await.unwrap();
    setup.run().await;
    waits.await.unwrap();
}

#[tokio::test]
async fn a_batch_larger_than_its_budget_is_an_error() {
    let setup = Setup::new();
    setup.limits.set_account_count(&setup.account, 10);
    let error = setup.admit(&PLACE_ORDERS, &[SWAP; 11]).await.unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "trade.place_orders: request counts 11 units, but the rate limit `sub_account.orders` allows only 10 per 2 s; send at most 10 at once"
    );
}
