//! Waiting as tasks do it: through the door, with a clock that is moved by hand.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::{JoinHandle, yield_now};

use super::budgets::{PLACE_ORDER, PLACE_ORDERS, request};
use crate::check::instruments;
use crate::error::Error;
use crate::facts::Operation;
use crate::fields::Items;
use crate::fields::sample::{Sample, Samples};
use crate::limits::{Account, LimitPolicy, Limits, Outgoing, Permit};
use crate::system::clock::{Clock, ManualClock};
use crate::value::Timestamp;

/// A limiter, its clock, and who was admitted when.
#[derive(Clone)]
struct Desk {
    clock: ManualClock,
    limits: Limits,
    account: Account,
    log: Arc<Mutex<Vec<(Duration, usize)>>>,
}

const SWAP: &str = "BTC-USDT-SWAP";

impl Desk {
    fn new() -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(0));
        let limits = Limits::with_clock(Arc::new(clock.clone()));
        // So that nothing but the limits themselves makes anyone look again.
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
        self.limits.admit(Outgoing { request, connection: None, account, instruments, policy }).await
    }

    /// Places orders one after the other, each answered after 50 ms.
    fn keep_placing(&self, orders: usize, who: usize) -> JoinHandle<()> {
        let desk = self.clone();
        tokio::spawn(async move {
            for _ in 0..orders {
                let permit = desk.admit(&PLACE_ORDER, &[SWAP]).await.unwrap();
                desk.log.lock().unwrap().push((desk.clock.monotonic(), who));
                desk.clock.sleep(Duration::from_millis(50)).await;
                permit.replied();
            }
        })
    }

    /// Admits in a task of its own, and keeps the permit until it is answered at once.
    fn place_later(
        &self,
        operation: &'static Operation,
        inst_ids: &'static [&'static str],
        who: usize,
    ) -> JoinHandle<()> {
        let desk = self.clone();
        tokio::spawn(async move {
            let permit = desk.admit(operation, inst_ids).await.unwrap();
            desk.log.lock().unwrap().push((desk.clock.monotonic(), who));
            permit.replied();
        })
    }

    /// Uses up the budget for single orders; all are answered.
    async fn fill(&self) {
        for _ in 0..60 {
            self.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().replied();
        }
    }

    /// Lets everything happen that happens without time passing.
    async fn settle(&self) {
        for _ in 0..200 {
            yield_now().await;
        }
    }

    /// Lets time pass until nothing waits for it.
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
async fn sixteen_tasks_share_a_budget_and_never_pass_it() {
    let desk = Desk::new();
    (0..16).for_each(|who| drop(desk.keep_placing(40, who)));
    desk.run().await;
    let log = desk.log.lock().unwrap().clone();
    assert_eq!(log.len(), 16 * 40);
    let sent: Vec<Duration> = log.iter().map(|(time, _)| *time).collect();
    let over = sent.windows(61).find(|orders| orders[60] <= orders[0] + Duration::from_secs(2));
    assert_eq!(over, None);
    // 640 orders are ten windows' worth and a bit; within a window the tasks come in rounds of sixteen, 50 ms apart.
    let round = Duration::from_millis(50);
    assert!(*sent.last().unwrap() <= (WINDOW + round) * 10 + round * 3, "{:?}", sent.last());
    let last_share = &log[log.len() - 320..];
    for who in 0..16 {
        assert!(last_share.iter().filter(|entry| entry.1 == who).count() >= 15, "task {who} fell behind");
    }
}

#[tokio::test]
async fn those_who_wait_are_served_in_order_and_a_batch_is_not_starved() {
    let desk = Desk::new();
    for _ in 0..14 {
        desk.admit(&PLACE_ORDERS, &[SWAP; 20]).await.unwrap().replied();
    }
    let who = [desk.place_later(&PLACE_ORDERS, &[SWAP; 20], 0), desk.place_later(&PLACE_ORDERS, &[SWAP; 19], 1)];
    desk.settle().await;
    // Twenty of 300 are left, and the first takes them; the second waits, and two that would fit wait behind it.
    let third = desk.place_later(&PLACE_ORDERS, &[SWAP; 2], 2);
    desk.run().await;
    for task in who.into_iter().chain([third]) {
        task.await.unwrap();
    }
    assert_eq!(desk.order(), [0, 1, 2]);
}

#[tokio::test]
async fn a_busy_instrument_does_not_hold_up_others() {
    let desk = Desk::new();
    desk.fill().await;
    let busy = desk.place_later(&PLACE_ORDER, &[SWAP], 0);
    desk.settle().await;
    desk.place_later(&PLACE_ORDER, &["ETH-USDT-SWAP"], 1).await.unwrap();
    desk.run().await;
    busy.await.unwrap();
    assert_eq!(desk.order(), [1, 0]);
}

#[tokio::test]
async fn one_who_stops_waiting_leaves_no_trace() {
    let desk = Desk::new();
    desk.fill().await;
    let (gone, stays) = (desk.place_later(&PLACE_ORDER, &[SWAP], 0), desk.place_later(&PLACE_ORDER, &[SWAP], 1));
    desk.settle().await;
    gone.abort();
    desk.pass(WINDOW).await;
    stays.await.unwrap();
    assert_eq!(desk.order(), [1]);
    for _ in 0..59 {
        desk.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().replied();
    }
}

#[tokio::test]
async fn what_was_lost_is_held_until_a_window_after_it_can_arrive_last() {
    let desk = Desk::new();
    for number in 0..60 {
        let mut permit = desk.admit(&PLACE_ORDER, &[SWAP]).await.unwrap();
        // One of them has a deadline.
        permit.leaves(Duration::from_secs(if number == 30 { 5 } else { 30 }));
        drop(permit);
    }
    let waits = desk.place_later(&PLACE_ORDER, &[SWAP], 0);
    desk.settle().await;
    desk.pass(Duration::from_secs(7)).await;
    assert!(desk.order().is_empty());
    desk.pass(Duration::from_millis(1)).await;
    waits.await.unwrap();
    desk.pass(Duration::from_millis(24_999)).await;
    assert_eq!(desk.limits.usage()[0].used, 59);
    desk.pass(Duration::from_millis(1)).await;
    assert!(desk.limits.usage().iter().all(|budget| budget.name != "order.place"));
}

#[tokio::test]
async fn what_was_not_sent_is_given_back_at_once() {
    let desk = Desk::new();
    for _ in 0..100 {
        desk.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().not_sent();
        drop(desk.admit(&PLACE_ORDER, &[SWAP]).await.unwrap());
    }
}

#[tokio::test]
async fn replies_are_awaited_when_everything_is_under_way() {
    let desk = Desk::new();
    let mut permits = Vec::new();
    for _ in 0..60 {
        permits.push(desk.admit(&PLACE_ORDER, &[SWAP]).await.unwrap());
    }
    let waits = desk.place_later(&PLACE_ORDER, &[SWAP], 0);
    desk.settle().await;
    assert_eq!(desk.clock.next_wake(), None);
    desk.pass(Duration::from_secs(5)).await;
    permits.pop().unwrap().replied();
    desk.settle().await;
    assert_eq!(desk.clock.next_wake(), Some(WINDOW));
    desk.pass(WINDOW).await;
    waits.await.unwrap();
}

#[tokio::test]
async fn a_refusal_closes_the_budget_for_a_window() {
    let desk = Desk::new();
    desk.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().refused_for_rate("50011");
    let waits = desk.place_later(&PLACE_ORDER, &[SWAP], 0);
    desk.settle().await;
    assert_eq!(desk.clock.next_wake(), Some(Duration::from_secs(2)));
    // The budget of the whole account answers with another code, and stays open.
    desk.place_later(&PLACE_ORDER, &["ETH-USDT-SWAP"], 1).await.unwrap();
    desk.run().await;
    waits.await.unwrap();
}

#[tokio::test]
async fn an_account_may_have_a_count_of_its_own() {
    let desk = Desk::new();
    desk.limits.set_figure(&desk.account, 3);
    for number in 0..3 {
        desk.admit(&PLACE_ORDER, &[&format!("A{number}-B-SWAP")]).await.unwrap().replied();
    }
    let waits = desk.place_later(&PLACE_ORDER, &["A3-B-SWAP"], 0);
    desk.settle().await;
    assert!(desk.order().is_empty());
    desk.limits.set_figure(&desk.account, 4);
    desk.settle().await;
    waits.await.unwrap();
}

#[tokio::test]
async fn lead_instruments_have_lower_rates() {
    let desk = Desk::new();
    desk.limits.set_lead_instruments(&desk.account, [SWAP]);
    for _ in 0..4 {
        desk.admit(&PLACE_ORDER, &[SWAP]).await.unwrap().replied();
        desk.admit(&PLACE_ORDER, &["ETH-USDT-SWAP"]).await.unwrap().replied();
    }
    let waits = desk.place_later(&PLACE_ORDER, &[SWAP], 0);
    desk.settle().await;
    assert!(desk.order().is_empty());
    desk.place_later(&PLACE_ORDER, &["ETH-USDT-SWAP"], 1).await.unwrap();
    desk.run().await;
    waits.await.unwrap();
}

#[tokio::test]
async fn a_batch_heavier_than_the_budget_is_an_error() {
    let desk = Desk::new();
    desk.limits.set_figure(&desk.account, 10);
    let error = desk.admit(&PLACE_ORDERS, &[SWAP; 11]).await.unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "trade.place_orders: 11 at once are more than the limit `sub_account.orders` ever admits (10 in 2 s): send at most 10"
    );
}
