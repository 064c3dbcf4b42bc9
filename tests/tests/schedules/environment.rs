//! An exchange and its client, with clocks that do not really wait.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::Poll;
use std::time::Duration;

use okx_client::clock::{Clock, ManualClock};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::PlaceOrder;
use okx_client::value::Timestamp;
use okx_client::{Client, SendRoute, dec};
use okx_sim::{Sim, SocketEvent};
use okx_tests::clocks::{BEGIN, ExchangeClock, end_short_timers, end_timers_when_quiet};
use serde_json::Value;

use super::schedule::{Drop, Jump, Schedule, Step};
use super::socket_faults::{self, op_of};
use super::statistics::Statistics;

pub(crate) const TIME: &str = "public.get_time";
pub(crate) const GET_ORDER: &str = "trade.get_order";

/// The expected final state of an order.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) name: String,
    pub(crate) what: ClaimKind,
    /// Whether it was reported as done.
    pub(crate) done: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClaimKind {
    Placed,
    /// Amended to this price.
    Amended(okx_client::Decimal),
    Cancelled,
}

pub(crate) struct Environment {
    pub(crate) sim: Sim,
    pub(crate) okx: Client,
    pub(crate) clock: ManualClock,
    slept_millis: Arc<AtomicI64>,
    /// The description of the schedule in failures.
    pub(crate) description: String,
    /// Resting orders that have not been amended or canceled yet.
    pub(crate) targets: Vec<String>,
    pub(crate) claims: Vec<Claim>,
    made: u64,
}

impl Environment {
    pub(crate) async fn new(schedule: &Schedule, description: String) -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(BEGIN));
        let slept_millis = Arc::new(AtomicI64::new(0));
        let exchange_clock = ExchangeClock { machine: clock.clone(), slept_millis: Arc::clone(&slept_millis) };
        let sim = Sim::builder().clock(Arc::new(exchange_clock)).start().await.expect("the simulator starts");
        let okx = okx_tests::client(&sim)
            .clock(Arc::new(clock.clone()))
            .send_route(schedule.route)
            .connect_timeout(Duration::from_secs(10))
            .build()
            .expect("the client settings are complete");
        if schedule.route == SendRoute::Rest {
            tokio::spawn(end_short_timers(clock.clone()));
        } else {
            tokio::spawn(end_timers_when_quiet(clock.clone()));
        }
        let mut environment =
            Self { sim, okx, clock, slept_millis, description, targets: Vec::new(), claims: Vec::new(), made: 0 };
        environment.okx.check(&order("any")).await.expect("the order is valid");
        environment.okx.sync_clock().await.expect("okx-sim returns its time");
        let wanted: usize = schedule.steps.iter().map(|step| step.orders).sum();
        for _ in 0..wanted {
            let name = environment.new_name();
            environment.okx.send(&order(&name)).await.expect("no fault is active yet");
            environment.targets.push(name);
        }
        // The client order IDs and times of these orders must not be confused with those of later ones.
        environment.clock.advance(Duration::from_secs(3));
        environment
    }

    /// A client order ID that no order has.
    pub(crate) fn new_name(&mut self) -> String {
        self.made += 1;
        format!("order{}", self.made)
    }

    /// Activates the faults of a step.
    pub(crate) fn activate_faults(&self, step: &Step, call: &str) {
        let faults = self.sim.faults();
        faults.clear();
        step.faults.iter().for_each(|(times, fault)| faults.next(*times, call, fault.clone()));
        step.query_faults.iter().for_each(|fault| faults.once(GET_ORDER, fault.clone()));
        step.time_faults.iter().for_each(|fault| faults.once(TIME, fault.clone()));
        socket_faults::activate(&self.sim, &step.socket_faults, call);
        match step.jump {
            Some(Jump::Wall(millis)) => self.clock.set_wall(self.later(millis)),
            Some(Jump::Sleep(millis)) => {
                self.slept_millis.fetch_add(millis, Ordering::SeqCst);
                self.clock.set_wall(self.later(millis));
            }
            None => {}
        }
    }

    fn later(&self, millis: i64) -> Timestamp {
        Timestamp::from_millis(self.clock.wall().as_millis() + millis)
    }

    /// The number of requests of a call that arrived, over the REST API and over a socket.
    pub(crate) fn arrived(&self, call: &str) -> usize {
        self.bodies(call).len()
    }

    /// The bodies of the requests of a call that arrived, in order: an object or an array of objects.
    fn bodies(&self, call: &str) -> Vec<Value> {
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("the request is JSON");
        let journal = self.sim.journal();
        let over_rest = journal.iter().filter(|entry| entry.call == call && entry.method != "SOCKET");
        let mut bodies: Vec<_> = over_rest.map(|entry| (entry.arrived_micros, read(&entry.body))).collect();
        let mut known = HashSet::new();
        for entry in self.sim.socket_journal() {
            // A message that waits for the end of a stall is recorded once more when it is processed.
            if let SocketEvent::Received(text) = entry.event
                && text != "ping"
                && known.insert((entry.connection, text.clone()))
            {
                let message = read(&text);
                if message["op"].as_str() == op_of(call) {
                    bodies.push((entry.at_micros, message["args"].clone()));
                }
            }
        }
        bodies.sort_by_key(|(at, _)| *at);
        bodies.into_iter().map(|(_, body)| body).collect()
    }

    /// Polls a future until it completes or is to be dropped.
    pub(crate) async fn until_dropped<T>(
        &self,
        sending: impl Future<Output = T>,
        when: Option<Drop>,
        call: &str,
    ) -> Option<T> {
        let mut sending = pin!(sending);
        let (mut polls, before) = (0, self.arrived(call));
        std::future::poll_fn(|context| {
            let is_over = match when {
                Some(Drop::Polls(most)) => polls >= most,
                Some(Drop::Arrivals(most)) => self.arrived(call) - before >= most,
                None => false,
            };
            if is_over {
                return Poll::Ready(None);
            }
            polls += 1;
            if when.is_some() {
                // The condition must be checked even while the future is not woken.
                context.waker().wake_by_ref();
            }
            sending.as_mut().poll(context).map(Some)
        })
        .await
    }

    /// The client order IDs sent in requests of a call since then, one list per request.
    pub(crate) fn names_sent(&self, call: &str, since: usize) -> Vec<Vec<String>> {
        let names = |body: Value| {
            let items = body.as_array().cloned().unwrap_or_else(|| vec![body]);
            items.iter().map(|item| item["clOrdId"].as_str().unwrap_or_default().to_owned()).collect()
        };
        self.bodies(call).into_iter().skip(since).map(names).collect()
    }

    /// Waits until all delayed requests have arrived, then compares the reported outcomes with the actual ones.
    pub(crate) async fn finish(self, statistics: &mut Statistics) {
        self.sim.faults().clear();
        self.sim.socket_faults().clear();
        tokio::task::yield_now().await;
        self.clock.advance(Duration::from_secs(10 * 60));
        let description = &self.description;
        for claim in &self.claims {
            let (count, is_so) = self.actual(claim);
            assert_eq!(is_so, claim.done, "{claim:?} in {description}");
            statistics.doubled += count.saturating_sub(1);
            assert!(count <= 1, "{claim:?} was executed {count} times in {description}");
        }
        let left = self.okx.unresolved();
        assert!(left.is_empty(), "{left:?} in {description}");
    }

    /// The number of orders with a client order ID, and whether the claim about it is correct.
    fn actual(&self, claim: &Claim) -> (u64, bool) {
        let core = self.sim.core();
        let orders: Vec<_> = core.orders().filter(|order| order.client_id == claim.name).collect();
        let is_so = match &claim.what {
            ClaimKind::Placed => !orders.is_empty(),
            ClaimKind::Amended(price) => orders.iter().any(|order| order.price == Some(*price)),
            ClaimKind::Cancelled => orders.iter().all(|order| order.state.name() == "canceled"),
        };
        (orders.len() as u64, is_so)
    }
}

/// An order far below the market price, so that it rests.
pub(crate) fn order(name: &str) -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.001)).px(dec!(1_000)).cl_ord_id(name)
}
