//! Compares what `resolve` reports with what happened. For any fault while placing an order or asking for it,
//! `resolve` never reports a wrong outcome, and no order is placed twice.

use std::sync::Arc;
use std::time::Duration;

use okx_client::clock::{Clock, ManualClock};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::{CancelOrder, PlaceOrder, PlaceOrders};
use okx_client::value::Timestamp;
use okx_client::{Client, Resolved, SendOptions, dec};
use okx_sim::{Delay, Fault, Sim};
use proptest::prelude::*;
use tokio::runtime::Builder;

const PLACE: &str = "trade.place_order";
const PLACE_SEVERAL: &str = "trade.place_orders";
const GET_ORDER: &str = "trade.get_order";
const TIME: &str = "public.get_time";

/// The start time.
const BEGIN: i64 = 1_780_000_000_000;

/// Longer than it can take until an outcome is certain.
const LONG: Duration = Duration::from_secs(10 * 60);

/// The client's clock, as the clock of the exchange.
#[derive(Debug)]
struct SharedClock(ManualClock);

impl okx_sim::Clock for SharedClock {
    fn now_micros(&self) -> i64 {
        self.0.wall().as_millis() * 1_000
    }
}

/// The faults while an order is placed and queried.
#[derive(Clone, Debug)]
struct Schedule {
    placing: Vec<Fault>,
    asking: Vec<Fault>,
    timing: Vec<Fault>,
    /// The deadline of the order, in milliseconds.
    within: Option<u64>,
    orders: usize,
    /// Whether the client order IDs were used by earlier orders that were canceled.
    is_name_used: bool,
}

/// An exchange and its client with a shared clock that does not really wait.
struct Environment {
    sim: Sim,
    okx: Client,
    clock: ManualClock,
}

impl Environment {
    async fn new() -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(BEGIN));
        let sim =
            Sim::builder().clock(Arc::new(SharedClock(clock.clone()))).start().await.expect("the simulator starts");
        let okx =
            okx_tests::client(&sim).clock(Arc::new(clock.clone())).build().expect("the client settings are complete");
        let moved = clock.clone();
        tokio::spawn(async move {
            loop {
                tokio::task::yield_now().await;
                // Only short pauses advance the clock. The reply timeout is longer, and must not expire while data is
                // in transit over loopback.
                if let Some(pause) = moved.next_wake().filter(|pause| *pause < Duration::from_secs(9)) {
                    moved.advance(pause);
                }
            }
        });
        Self { sim, okx, clock }
    }

    /// The number of orders with this client order ID.
    fn placed(&self, name: &str) -> usize {
        self.sim.core().orders().filter(|order| order.client_id == name).count()
    }

    /// Places and cancels orders with these client order IDs, well before the actual test.
    async fn use_names(&self, names: &[String]) {
        for name in names {
            self.okx.send(&order(name)).await.expect("no fault is active yet");
            self.okx
                .send(&CancelOrder::new("BTC-USDT").cl_ord_id(name.as_str()))
                .await
                .expect("no fault is active yet");
        }
        self.clock.advance(Duration::from_secs(3));
    }

    fn activate_faults(&self, schedule: &Schedule) {
        let faults = self.sim.faults();
        for fault in &schedule.placing {
            faults.once(if schedule.orders == 1 { PLACE } else { PLACE_SEVERAL }, fault.clone());
        }
        schedule.asking.iter().for_each(|fault| faults.once(GET_ORDER, fault.clone()));
        schedule.timing.iter().for_each(|fault| faults.once(TIME, fault.clone()));
    }

    /// Waits until every delayed request has arrived or can no longer arrive.
    fn deliver_late_requests(&self) {
        self.clock.advance(Duration::from_secs(10 * 60));
    }
}

/// An order far below the market price, so that it rests.
fn order(name: &str) -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(1_000)).cl_ord_id(name)
}

/// Sends the orders. Returns the outcome of each: placed, not placed, or still unknown.
async fn outcomes(environment: &Environment, schedule: &Schedule, names: &[String]) -> Vec<Option<bool>> {
    let options = SendOptions::default();
    let options = schedule.within.map_or(options, |millis| options.within(Duration::from_millis(millis)));
    let outcome = |found: Resolved<_>| match found {
        Resolved::Done(_) => Some(true),
        Resolved::NotDone => Some(false),
        Resolved::Unknown(_) => None,
    };
    if let [name] = names {
        let order = order(name);
        return match environment.okx.send_with(&order, options).await {
            Ok(_) => vec![Some(true)],
            Err(error) => vec![outcome(environment.okx.resolve(&order).with_error(&error).within(LONG).await)],
        };
    }
    let batch = PlaceOrders::new(names.iter().map(|name| order(name)));
    match environment.okx.send_with(&batch, options).await {
        Ok(rows) => {
            let mut verdicts = Vec::new();
            for row in rows {
                verdicts.push(match row {
                    Ok(_) => Some(true),
                    Err(error) => outcome(environment.okx.resolve(&batch).with_error(&error).within(LONG).await),
                });
            }
            verdicts
        }
        Err(error) => environment
            .okx
            .resolve(&batch)
            .with_error(&error)
            .each_within(LONG)
            .await
            .into_iter()
            .map(outcome)
            .collect(),
    }
}

async fn holds(schedule: Schedule) {
    let environment = Environment::new().await;
    let names: Vec<String> = (0..schedule.orders).map(|place| format!("order{place}")).collect();
    let okx = &environment.okx;
    okx.check(&order("any")).await.expect("the order is valid");
    okx.sync_clock().await.expect("okx-sim returns its time");
    let before = usize::from(schedule.is_name_used);
    if schedule.is_name_used {
        environment.use_names(&names).await;
    }
    environment.activate_faults(&schedule);
    let verdicts = outcomes(&environment, &schedule, &names).await;
    assert_eq!(verdicts.len(), names.len(), "{schedule:?}");
    environment.deliver_late_requests();
    for (name, outcome) in names.iter().zip(verdicts) {
        let placed = environment.placed(name) - before;
        assert!(placed <= 1, "{name} was placed {placed} times: {schedule:?}");
        let outcome = outcome.unwrap_or_else(|| panic!("{name} is not resolved after ten minutes: {schedule:?}"));
        assert_eq!(outcome, placed == 1, "the outcome reported for {name}: {schedule:?}");
    }
}

/// The faults of a request that changes something: before it is sent, before or after it is processed, in its reply,
/// or long after the client has given up.
fn request_fault() -> impl Strategy<Value = Fault> {
    let acted = any::<bool>();
    prop_oneof![
        3 => (0_u64..70_000).prop_map(|millis| Fault::LateRequest(Delay::Fixed(Duration::from_millis(millis)))),
        2 => prop::sample::select(vec![29_000_u64, 29_990, 30_000, 30_010, 31_500])
            .prop_map(|millis| Fault::LateRequest(Delay::Fixed(Duration::from_millis(millis)))),
        2 => Just(Fault::CutBeforeActing),
        2 => Just(Fault::CutAfterActing),
        1 => Just(Fault::CutInReply),
        1 => Just(Fault::TruncatedJson),
        1 => Just(Fault::RateLimited),
        1 => Just(Fault::Maintenance),
        1 => Just(Fault::SkewedClock(-120_000)),
        1 => (prop::sample::select(vec![500_u16, 502, 504]), acted)
            .prop_map(|(status, acted)| Fault::WebPage { status, acted }),
        1 => any::<bool>().prop_map(|acted| Fault::Refused { status: 400, code: "50004", acted }),
    ]
}

/// The faults of a query.
fn query_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::CutBeforeActing),
        Just(Fault::CutAfterActing),
        Just(Fault::CutInReply),
        Just(Fault::TruncatedJson),
        Just(Fault::RateLimited),
        Just(Fault::Maintenance),
        Just(Fault::WebPage { status: 502, acted: true }),
        Just(Fault::Refused { status: 500, code: "50026", acted: false }),
    ]
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let faults = (
        prop::collection::vec(request_fault(), 0..3),
        prop::collection::vec(query_fault(), 0..6),
        prop::collection::vec(query_fault(), 0..4),
    );
    let order = (prop::option::weighted(0.3, 1_u64..5_000), 1_usize..4, prop::bool::weighted(0.3));
    (faults, order).prop_map(|((placing, asking, timing), (within, orders, is_name_used))| Schedule {
        placing,
        asking,
        timing,
        within,
        orders,
        is_name_used,
    })
}

fn run(schedule: Schedule) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    runtime.block_on(holds(schedule));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn resolve_reports_the_actual_outcome_for_any_fault(schedule in schedule()) {
        run(schedule);
    }
}

/// A schedule of one order with one fault.
fn of(placing: Fault) -> Schedule {
    Schedule {
        placing: vec![placing],
        asking: Vec::new(),
        timing: Vec::new(),
        within: None,
        orders: 1,
        is_name_used: false,
    }
}

#[test]
fn resolve_waits_for_an_order_that_arrives_half_a_minute_late() {
    // OKX does not know the order until it accepts it at the last moment.
    run(of(Fault::LateRequest(Delay::Fixed(Duration::from_millis(29_500)))));
}

#[test]
fn an_order_that_arrives_even_later_is_rejected_and_not_placed() {
    run(of(Fault::LateRequest(Delay::Fixed(Duration::from_secs(40)))));
}

#[test]
fn an_older_order_with_the_same_client_order_id_is_not_mistaken_for_it() {
    run(Schedule { is_name_used: true, ..of(Fault::CutBeforeActing) });
    run(Schedule { is_name_used: true, ..of(Fault::CutAfterActing) });
}

#[test]
fn each_order_of_a_late_batch_is_resolved() {
    run(Schedule { orders: 3, ..of(Fault::LateRequest(Delay::Fixed(Duration::from_secs(12)))) });
}

#[test]
fn a_truncated_rejection_by_okx_does_not_mean_that_nothing_was_done() {
    let timeout = Fault::Refused { status: 400, code: "50004", acted: true };
    run(Schedule { placing: vec![timeout, Fault::TruncatedJson], ..of(Fault::TruncatedJson) });
}
