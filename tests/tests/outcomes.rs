//! What `resolve` says of orders, held to what really became of them: whatever goes wrong at whichever step of placing one, and of asking
//! for it, it never says that an order was placed when it was not, nor the reverse, and no order is ever placed twice.

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
const ASK: &str = "trade.get_order";
const TIME: &str = "public.get_time";

/// When everything begins.
const BEGIN: i64 = 1_780_000_000_000;

/// Longer than anything takes to become certain.
const LONG: Duration = Duration::from_mins(10);

/// The clock of the client, shown to the exchange.
#[derive(Debug)]
struct Shown(ManualClock);

impl okx_sim::Clock for Shown {
    fn now_micros(&self) -> i64 {
        self.0.wall().as_millis() * 1_000
    }
}

/// What goes wrong while an order is placed and asked for.
#[derive(Clone, Debug)]
struct Schedule {
    placing: Vec<Fault>,
    asking: Vec<Fault>,
    timing: Vec<Fault>,
    /// The deadline of the order, in milliseconds.
    within: Option<u64>,
    orders: usize,
    /// Whether the names are those of orders that were placed and cancelled before.
    is_name_used: bool,
}

/// An exchange and its client, with one clock that never lets anybody wait for real.
struct World {
    sim: Sim,
    okx: Client,
    clock: ManualClock,
}

impl World {
    async fn new() -> Self {
        let clock = ManualClock::new(Timestamp::from_millis(BEGIN));
        let sim = Sim::builder().clock(Arc::new(Shown(clock.clone()))).start().await.expect("the simulator starts");
        let okx =
            okx_tests::client(&sim).clock(Arc::new(clock.clone())).build().expect("the client settings are complete");
        let moved = clock.clone();
        tokio::spawn(async move {
            loop {
                tokio::task::yield_now().await;
                // Pauses are short; the time for a reply is long, and what is on its way over loopback must not run out of it.
                if let Some(pause) = moved.next_wake().filter(|pause| *pause < Duration::from_secs(9)) {
                    moved.advance(pause);
                }
            }
        });
        Self { sim, okx, clock }
    }

    /// How many orders there are under a name.
    fn placed(&self, name: &str) -> usize {
        self.sim.core().orders().filter(|order| order.client_id() == name).count()
    }

    /// Places orders under these names and cancels them, well before what comes then.
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

    fn break_as(&self, schedule: &Schedule) {
        let faults = self.sim.faults();
        for fault in &schedule.placing {
            faults.once(if schedule.orders == 1 { PLACE } else { PLACE_SEVERAL }, fault.clone());
        }
        schedule.asking.iter().for_each(|fault| faults.once(ASK, fault.clone()));
        schedule.timing.iter().for_each(|fault| faults.once(TIME, fault.clone()));
    }

    /// Everything that is still on its way has arrived, or never will.
    fn let_arrive(&self) {
        self.clock.advance(Duration::from_mins(10));
    }
}

/// An order far below the market, so that it rests.
fn order(name: &str) -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(1_000)).cl_ord_id(name)
}

/// Sends the orders; gives what was found out about each: placed, not placed, or still unknown.
async fn outcomes(world: &World, schedule: &Schedule, names: &[String]) -> Vec<Option<bool>> {
    let options = SendOptions::default();
    let options = schedule.within.map_or(options, |millis| options.within(Duration::from_millis(millis)));
    let verdict = |found: Resolved<_>| match found {
        Resolved::Done(_) => Some(true),
        Resolved::NotDone => Some(false),
        Resolved::Unknown(_) => None,
    };
    if let [name] = names {
        let order = order(name);
        return match world.okx.send_with(&order, options).await {
            Ok(_) => vec![Some(true)],
            Err(error) => vec![verdict(world.okx.resolve(&order).with_error(&error).within(LONG).await)],
        };
    }
    let batch = PlaceOrders::new(names.iter().map(|name| order(name)));
    match world.okx.send_with(&batch, options).await {
        Ok(rows) => {
            let mut verdicts = Vec::new();
            for row in rows {
                verdicts.push(match row {
                    Ok(_) => Some(true),
                    Err(error) => verdict(world.okx.resolve(&batch).with_error(&error).within(LONG).await),
                });
            }
            verdicts
        }
        Err(error) => {
            world.okx.resolve(&batch).with_error(&error).each_within(LONG).await.into_iter().map(verdict).collect()
        }
    }
}

async fn holds(schedule: Schedule) {
    let world = World::new().await;
    let names: Vec<String> = (0..schedule.orders).map(|place| format!("order{place}")).collect();
    let okx = &world.okx;
    okx.check(&order("any")).await.expect("the order is valid");
    okx.sync_clock().await.expect("okx-sim returns its time");
    let before = usize::from(schedule.is_name_used);
    if schedule.is_name_used {
        world.use_names(&names).await;
    }
    world.break_as(&schedule);
    let verdicts = outcomes(&world, &schedule, &names).await;
    assert_eq!(verdicts.len(), names.len(), "{schedule:?}");
    world.let_arrive();
    for (name, verdict) in names.iter().zip(verdicts) {
        let placed = world.placed(name) - before;
        assert!(placed <= 1, "{name} was placed {placed} times: {schedule:?}");
        let verdict = verdict.unwrap_or_else(|| panic!("ten minutes were not enough for {name}: {schedule:?}"));
        assert_eq!(verdict, placed == 1, "what is said of {name}: {schedule:?}");
    }
}

/// What can go wrong with a request that changes something: before it is sent, before or after it is handled, in its reply, or long after
/// everybody gave it up.
fn trouble() -> impl Strategy<Value = Fault> {
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

/// What can go wrong with a question.
fn obstacle() -> impl Strategy<Value = Fault> {
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
        prop::collection::vec(trouble(), 0..3),
        prop::collection::vec(obstacle(), 0..6),
        prop::collection::vec(obstacle(), 0..4),
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
    fn whatever_goes_wrong_resolve_says_what_is(schedule in schedule()) {
        run(schedule);
    }
}

/// A schedule of one order.
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
fn an_order_that_arrives_half_a_minute_late_is_waited_for() {
    // OKX does not know it the whole time before, and takes it in at the last moment.
    run(of(Fault::LateRequest(Delay::Fixed(Duration::from_millis(29_500)))));
}

#[test]
fn an_order_that_arrives_later_than_that_is_refused_by_okx_and_not_placed() {
    run(of(Fault::LateRequest(Delay::Fixed(Duration::from_secs(40)))));
}

#[test]
fn an_older_order_of_the_same_name_is_not_taken_for_it() {
    run(Schedule { is_name_used: true, ..of(Fault::CutBeforeActing) });
    run(Schedule { is_name_used: true, ..of(Fault::CutAfterActing) });
}

#[test]
fn a_batch_that_arrives_late_is_found_order_by_order() {
    run(Schedule { orders: 3, ..of(Fault::LateRequest(Delay::Fixed(Duration::from_secs(12)))) });
}
