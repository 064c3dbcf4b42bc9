//! Cancels orders at an exchange in memory.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::report::{CancelReport, CanceledOrder};
use super::run::{Venue, cancel_all};
use crate::api::{errors, refused};
use crate::error::Error;

/// What the exchange does with a cancellation.
#[derive(Clone)]
enum Answer {
    /// It accepts it, and lists the order this many times more.
    Accept { listed_for: u32 },
    /// It answers with a code, and keeps the order.
    Refuse(&'static str),
    /// The reply is lost; the order is cancelled or not.
    Lose { is_canceled: bool },
    /// The order was filled just before.
    Gone,
}

/// An exchange whose answers to the cancellation of each order are prepared; it accepts all others.
#[derive(Default)]
struct Exchange {
    open: BTreeMap<CanceledOrder, VecDeque<Answer>>,
    /// How often an order is still listed after its cancellation was accepted.
    ending: BTreeMap<CanceledOrder, u32>,
    /// Orders that are placed before one of the next lists.
    placed_later: VecDeque<Vec<CanceledOrder>>,
    list_errors: VecDeque<Option<Error>>,
    batches: Vec<usize>,
    pauses: u32,
    most_pauses: u32,
}

fn order(number: usize) -> CanceledOrder {
    CanceledOrder { inst_id: "BTC-USDT".into(), id: format!("{number:04}").as_str().into(), is_algo: false }
}

fn exchange(orders: impl IntoIterator<Item = (usize, Vec<Answer>)>) -> Exchange {
    let open = orders.into_iter().map(|(number, answers)| (order(number), answers.into())).collect();
    Exchange { open, most_pauses: 50, ..Exchange::default() }
}

impl Venue for Exchange {
    async fn open_orders(&mut self) -> Result<Vec<CanceledOrder>, Error> {
        if let Some(Some(error)) = self.list_errors.pop_front() {
            return Err(error);
        }
        for order in self.placed_later.pop_front().unwrap_or_default() {
            self.open.insert(order, VecDeque::new());
        }
        let listed = self.open.keys().chain(self.ending.keys()).cloned().collect();
        self.ending.retain(|_, left| {
            *left -= 1;
            *left > 0
        });
        Ok(listed)
    }

    async fn cancel(&mut self, orders: &[CanceledOrder]) -> Vec<Result<(), Error>> {
        self.batches.push(orders.len());
        orders.iter().map(|order| self.cancel_one(order)).collect()
    }

    async fn pause(&mut self, _: Duration) -> bool {
        self.pauses += 1;
        self.pauses < self.most_pauses
    }
}

impl Exchange {
    fn cancel_one(&mut self, order: &CanceledOrder) -> Result<(), Error> {
        let Some(answers) = self.open.get_mut(order) else {
            let code =
                if self.ending.contains_key(order) { errors::CANCEL_IN_PROGRESS } else { errors::CANCEL_ORDER_GONE };
            return Err(refused(code, None, ""));
        };
        match answers.pop_front().unwrap_or(Answer::Accept { listed_for: 0 }) {
            Answer::Accept { listed_for } => {
                self.open.remove(order);
                if listed_for > 0 {
                    self.ending.insert(order.clone(), listed_for);
                }
                Ok(())
            }
            Answer::Refuse(code) => Err(refused(code, None, "")),
            Answer::Lose { is_canceled } => {
                if is_canceled {
                    self.open.remove(order);
                }
                Err(Error::unknown("the connection was lost"))
            }
            Answer::Gone => {
                self.open.remove(order);
                Err(refused(errors::CANCEL_ORDER_GONE, None, ""))
            }
        }
    }
}

fn ids(orders: &[CanceledOrder]) -> Vec<&str> {
    orders.iter().map(|order| order.id.as_str()).collect()
}

async fn run(exchange: &mut Exchange) -> CancelReport {
    let report = cancel_all(exchange).await.unwrap();
    let still_open: Vec<_> = exchange.open.keys().collect();
    let failed: Vec<_> = report.failed.iter().map(|(order, _)| order).collect();
    assert_eq!(failed, still_open, "exactly the open orders are reported as failed");
    report
}

#[tokio::test]
async fn orders_are_cancelled_in_batches_of_twenty() {
    let mut exchange = exchange((0..45).map(|number| (number, Vec::new())));
    let report = run(&mut exchange).await;
    assert!(report.is_complete());
    assert_eq!((report.canceled.len(), exchange.batches), (45, vec![20, 20, 5]));
}

#[tokio::test]
async fn nothing_is_sent_without_open_orders() {
    let mut exchange = exchange([]);
    assert!(run(&mut exchange).await.is_complete());
    assert!(exchange.batches.is_empty());
}

#[tokio::test]
async fn orders_that_appear_in_the_meantime_are_cancelled_too() {
    let mut exchange = exchange([(1, Vec::new())]);
    exchange.placed_later = [vec![], vec![order(2), order(3)], vec![order(4)]].into();
    let report = run(&mut exchange).await;
    assert_eq!(ids(&report.canceled), ["0001", "0002", "0003", "0004"]);
}

#[tokio::test]
async fn each_order_is_reported_by_what_became_of_it() {
    let mut exchange = exchange([
        (1, vec![Answer::Accept { listed_for: 3 }]),
        (2, vec![Answer::Gone]),
        (3, vec![Answer::Lose { is_canceled: true }]),
        (4, vec![Answer::Lose { is_canceled: false }]),
        (5, vec![Answer::Refuse(errors::SYSTEM_BUSY), Answer::Refuse(errors::SYSTEM_BUSY)]),
        (6, vec![Answer::Refuse(errors::KEY_LACKS_PERMISSION); 9]),
    ]);
    let report = run(&mut exchange).await;
    assert_eq!(ids(&report.canceled), ["0001", "0004", "0005"]);
    assert_eq!(ids(&report.already_gone), ["0002", "0003"]);
    assert_eq!(report.failed[0].1.code(), Some(errors::KEY_LACKS_PERMISSION));
    assert!(!report.is_complete());
}

#[tokio::test]
async fn an_order_that_stays_listed_is_cancelled_again_and_reported_when_the_time_is_over() {
    let mut exchange = exchange([(1, vec![Answer::Accept { listed_for: 1_000 }])]);
    exchange.most_pauses = 12;
    let report = cancel_all(&mut exchange).await.unwrap();
    assert_eq!(exchange.batches.len(), 3);
    let [(failed, error)] = &report.failed[..] else { panic!("one order failed") };
    assert_eq!((failed, error.outcome_unknown()), (&order(1), true));
}

#[tokio::test]
async fn a_list_that_fails_at_first_cancels_nothing() {
    let mut exchange = exchange([(1, Vec::new())]);
    exchange.list_errors = [Some(Error::unreachable("no connection"))].into();
    assert!(cancel_all(&mut exchange).await.unwrap_err().is_unreachable());
    assert!(exchange.batches.is_empty());
}

#[tokio::test]
async fn a_list_that_fails_later_leaves_the_report_unconfirmed() {
    let mut exchange = exchange([(1, Vec::new())]);
    exchange.list_errors = [None, Some(Error::unreachable("no connection"))].into();
    let report = run(&mut exchange).await;
    assert_eq!(ids(&report.canceled), ["0001"]);
    assert!(!report.is_complete());
    assert_eq!(
        report.to_string(),
        "1 cancelled, 0 already gone, 0 failed; the open orders could not be listed again: no connection"
    );
}
