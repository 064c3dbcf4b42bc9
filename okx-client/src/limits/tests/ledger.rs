//! Whatever the network does, no window of the server ever exceeds its limit, and every request is admitted eventually.
//!
//! The ledger is driven as [`Limits`](crate::Limits) drives it: a waiter tries again only when it is woken or its time has come, so a
//! missed wake-up shows as a simulation that stops.

use std::collections::{BTreeMap, BTreeSet};
use std::task::{Context, Waker};
use std::time::Duration;

use proptest::prelude::*;

use super::budgets::budget;
use crate::facts::Budget;
use crate::limits::costs::{BudgetCost, RequestCosts};
use crate::limits::ledger::{AdmitDecision, Ledger, SendOutcome};
use crate::limits::window::Waiter;

/// What happens to one request.
#[derive(Clone, Debug)]
struct Request {
    /// When it is to be sent.
    comes_at: u64,
    /// (budget and keys by number, units).
    draws: Vec<(usize, u64)>,
    /// How long it takes to reach the server.
    out: u64,
    /// How long the reply takes.
    back: u64,
    outcome: End,
    /// How long it waits before it is dropped.
    patience: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Replied,
    /// Abandoned after this time, although it may arrive at any time until it expires.
    Lost(u64),
    Unsent,
}

const WINDOW: u64 = 2_000_000;
/// How long after it was sent a request is accepted: many windows, as at OKX.
const VALID: u64 = 30_000_000;

static SINGLE: Budget = budget("single", 4, &[]);
static BATCH: Budget = budget("batch", 7, &[]);
static SHARED: Budget = budget("shared", 9, &[]);
static HALF_A_DAY: Budget = Budget { window_ms: 43_200_000, ..budget("half a day", 80, &[]) };

/// Budgets and keys; requests refer to them by index.
static LIMITS: [(&Budget, u64); 6] =
    [(&SINGLE, 0), (&SINGLE, 1), (&BATCH, 0), (&SHARED, 0), (&SHARED, 1), (&HALF_A_DAY, 0)];

/// Times in microseconds.
fn at(micros: u64) -> Duration {
    Duration::from_micros(micros)
}

struct World {
    ledger: Ledger,
    requests: Vec<Request>,
    waiting: BTreeMap<usize, (RequestCosts, Waiter)>,
    /// (time, order) → what happens then.
    events: BTreeSet<(u64, Event)>,
    in_flight: BTreeMap<usize, RequestCosts>,
    /// What the server counted: (time, budget, units).
    counted: Vec<(u64, usize, u64)>,
    admitted: BTreeMap<usize, u64>,
    now: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Settles(usize),
    Comes(usize),
    Looks(usize),
    LeavesIfWaiting(usize),
}

impl World {
    fn run(requests: Vec<Request>) -> Self {
        let mut world = Self {
            ledger: Ledger::default(),
            events: requests.iter().enumerate().map(|(who, request)| (request.comes_at, Event::Comes(who))).collect(),
            requests,
            waiting: BTreeMap::new(),
            in_flight: BTreeMap::new(),
            counted: Vec::new(),
            admitted: BTreeMap::new(),
            now: 0,
        };
        while let Some((time, event)) = world.events.pop_first() {
            world.now = time;
            world.happen(event);
            world.wake();
        }
        world
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Comes(who) => self.come(who),
            Event::Looks(who) => self.look(who),
            Event::Settles(who) => self.settle(who),
            Event::LeavesIfWaiting(who) => {
                if let Some((costs, waiter)) = self.waiting.remove(&who) {
                    self.ledger.leave(&costs, &waiter);
                }
            }
        }
    }

    fn come(&mut self, who: usize) {
        let mut costs = costs(&self.requests[who].draws);
        if let AdmitDecision::Admitted = admit(&mut self.ledger, &mut costs, None, at(self.now)) {
            return self.send(who, costs);
        }
        if let Some(patience) = self.requests[who].patience {
            self.events.insert((self.now + patience, Event::LeavesIfWaiting(who)));
        }
        let waiter = self.ledger.new_waiter();
        self.waiting.insert(who, (costs, waiter));
        self.look(who);
    }

    fn look(&mut self, who: usize) {
        let Some((mut costs, waiter)) = self.waiting.remove(&who) else { return };
        match admit(&mut self.ledger, &mut costs, Some(&waiter), at(self.now)) {
            AdmitDecision::Admitted => self.send(who, costs),
            AdmitDecision::Wait { until, .. } => {
                if let Some(until) = until {
                    self.events.insert((u64::try_from(until.as_micros()).unwrap(), Event::Looks(who)));
                }
                self.waiting.insert(who, (costs, waiter));
            }
            AdmitDecision::TooHeavy { .. } => unreachable!("no request costs that much"),
        }
    }

    fn send(&mut self, who: usize, costs: RequestCosts) {
        let Request { out, back, outcome, ref draws, .. } = self.requests[who];
        self.admitted.insert(who, self.now);
        self.in_flight.insert(who, costs);
        let (arrives, settles) = match outcome {
            End::Replied => (Some(self.now + out), self.now + out + back),
            End::Lost(after) => (Some(self.now + out.min(VALID)), self.now + after),
            End::Unsent => (None, self.now + out),
        };
        let arrivals =
            arrives.into_iter().flat_map(|time| draws.iter().map(move |(budget, units)| (time, *budget, *units)));
        self.counted.extend(arrivals);
        self.events.insert((settles, Event::Settles(who)));
    }

    fn settle(&mut self, who: usize) {
        let costs = self.in_flight.remove(&who).unwrap();
        let outcome = match self.requests[who].outcome {
            End::Replied => SendOutcome::Replied,
            End::Lost(_) => SendOutcome::Lost(at(self.admitted[&who] + VALID)),
            End::Unsent => SendOutcome::NotSent,
        };
        self.ledger.settle(&costs, outcome, at(self.now));
    }

    /// Lets all woken waiters try again.
    fn wake(&mut self) {
        let woken: Vec<usize> =
            self.waiting.iter().filter(|(_, (_, waiter))| was_woken(waiter)).map(|(who, _)| *who).collect();
        self.events.extend(woken.into_iter().map(|who| (self.now, Event::Looks(who))));
    }

    /// The largest number of units in any window of a budget, both its ends included, in the server's whole milliseconds.
    fn fullest(&self, budget: usize) -> u64 {
        let times: Vec<(u64, u64)> = self
            .counted
            .iter()
            .filter(|entry| entry.1 == budget)
            .map(|(time, _, units)| (time / 1_000, *units))
            .collect();
        let within = |end: u64| times.iter().filter(move |(time, _)| *time <= end && time + WINDOW / 1_000 >= end);
        times.iter().map(|(end, _)| within(*end).map(|(_, units)| units).sum()).max().unwrap_or(0)
    }
}

fn was_woken(waiter: &Waiter) -> bool {
    let notified = std::pin::pin!(waiter.wake.notified());
    notified.poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

/// Admits as [`Limits`](crate::Limits) does; the labels of budgets are not needed.
fn admit(ledger: &mut Ledger, costs: &mut RequestCosts, waiter: Option<&Waiter>, now: Duration) -> AdmitDecision {
    ledger.admit(costs, waiter, now, &|_| Box::default())
}

fn costs(draws: &[(usize, u64)]) -> RequestCosts {
    RequestCosts::from_list(draws.iter().map(|(number, units)| {
        let (budget, keys) = LIMITS[*number];
        BudgetCost { budget, keys, user: 0, symbol: None, units: *units, window: 0 }
    }))
}

fn any_draws() -> impl Strategy<Value = Vec<(usize, u64)>> {
    let units = prop_oneof![4 => Just(1), 1 => 1..=9_u64];
    let entry = |number: usize, units: u64| (number, units.min(LIMITS[number].0.count.into()));
    (prop::sample::subsequence(vec![0, 1, 2, 3, 4], 1..=3), prop::collection::vec(units, 3)).prop_map(
        move |(numbers, units)| numbers.into_iter().zip(units).map(|(number, units)| entry(number, units)).collect(),
    )
}

fn any_request() -> impl Strategy<Value = Request> {
    let delay = || prop_oneof![4 => Just(0), 4 => 0..100_000_u64, 4 => 0..3 * WINDOW, 1 => 0..=VALID];
    let outcome =
        prop_oneof![6 => Just(End::Replied), 1 => (0..2 * WINDOW).prop_map(End::Lost), 1 => Just(End::Unsent)];
    let patience = prop_oneof![4 => Just(None), 1 => (0..3 * WINDOW).prop_map(Some)];
    (0..3 * WINDOW, any_draws(), delay(), delay(), outcome, patience).prop_map(
        |(comes_at, draws, out, back, outcome, patience)| Request { comes_at, draws, out, back, outcome, patience },
    )
}

proptest! {
    #[test]
    fn no_window_exceeds_its_limit_and_all_requests_are_admitted(requests in prop::collection::vec(any_request(), 1..60)) {
        let world = World::run(requests);
        for (number, (budget, _)) in LIMITS.iter().take(5).enumerate() {
            prop_assert!(world.fullest(number) <= budget.count.into(), "{} of {}", world.fullest(number), budget.name);
        }
        prop_assert!(world.waiting.is_empty(), "{:?} are stuck", world.waiting.keys());
        let gone = world.requests.len() - world.admitted.len();
        prop_assert!(gone <= world.requests.iter().filter(|request| request.patience.is_some()).count());
    }

    #[test]
    fn one_budget_admits_in_order(requests in prop::collection::vec(any_request(), 1..40)) {
        let requests = requests.into_iter().map(|request| Request { draws: vec![(2, request.draws[0].1.min(7))], patience: None, ..request });
        let world = World::run(requests.collect());
        let mut by_coming: Vec<usize> = (0..world.requests.len()).collect();
        by_coming.sort_by_key(|who| (world.requests[*who].comes_at, *who));
        prop_assert!(by_coming.is_sorted_by_key(|who| world.admitted[who]));
    }

    #[test]
    fn idle_windows_are_removed(requests in prop::collection::vec(any_request(), 1..60)) {
        let mut world = World::run(requests);
        let later = at(world.now + VALID + 10 * WINDOW);
        for keys in 0..1_000 {
            let mut fresh = RequestCosts::from_list([BudgetCost { budget: &SINGLE, keys: 1_000 + keys, user: 0, symbol: None, units: 1, window: 0 }]);
            prop_assert!(matches!(admit(&mut world.ledger, &mut fresh, None, later + at(keys * WINDOW)), AdmitDecision::Admitted));
            world.ledger.settle(&fresh, SendOutcome::Replied, later + at(keys * WINDOW));
            prop_assert!(world.ledger.len() <= LIMITS.len() + 8, "{} windows", world.ledger.len());
        }
    }
}

#[test]
fn nearly_the_whole_limit_is_used_at_a_round_trip_of_fifty_milliseconds() {
    let request = |_| Request {
        comes_at: 0,
        draws: vec![(2, 1)],
        out: 25_000,
        back: 25_000,
        outcome: End::Replied,
        patience: None,
    };
    let world = World::run((0..7 * 100).map(request).collect());
    let last = world.admitted.values().max().unwrap();
    // A hundred windows of requests were admitted by the beginning of the hundredth.
    let ideal = 99 * WINDOW;
    assert!(ideal * 100 >= last * 97, "{} of the limit", ideal * 100 / last);
}

#[test]
fn a_large_request_is_not_starved_by_small_ones_in_one_of_its_budgets() {
    let request = |comes_at, draws: &[(usize, u64)]| Request {
        comes_at,
        draws: draws.to_vec(),
        out: 1_000,
        back: 1_000,
        outcome: End::Replied,
        patience: None,
    };
    // Both budgets of the batch are used up, and from then on there is always another request for one unit of the second.
    let used_up = [request(0, &[(2, 7)]), request(1_000_000, &[(3, 9)])];
    let batch = request(1_500_000, &[(2, 7), (3, 9)]);
    let light = (0..2_000).map(|number| request(1_500_001 + number * 10_000, &[(3, 1)]));
    let world = World::run(used_up.into_iter().chain([batch]).chain(light).collect());
    assert_eq!(world.admitted[&2], 1_000_000 + 2_000 + WINDOW + 1_000);
}

/// Sends a request that is rejected. Returns how long each of its budgets is closed, in microseconds.
fn refused(ledger: &mut Ledger, draws: &[(usize, u64)], code: &str, now: u64) -> Vec<u64> {
    let mut costs = costs(draws);
    assert!(matches!(admit(ledger, &mut costs, None, at(now)), AdmitDecision::Admitted));
    let closures = ledger.settle(&costs, SendOutcome::RateLimited(code), at(now));
    closures.iter().map(|closure| u64::try_from(closure.as_micros()).unwrap()).collect()
}

#[test]
fn a_rejection_closes_the_budget_that_it_is_about() {
    let mut ledger = Ledger::default();
    assert_eq!(refused(&mut ledger, &[(0, 1), (3, 1)], "50011", 10), [WINDOW, WINDOW]);
    let mut is_admitted = |draws: &[(usize, u64)], now| {
        matches!(admit(&mut ledger, &mut costs(draws), None, at(now)), AdmitDecision::Admitted)
    };
    assert!(!is_admitted(&[(0, 1)], 10 + WINDOW - 1));
    assert!(is_admitted(&[(0, 1)], 10 + WINDOW));
}

#[test]
fn of_two_budgets_the_one_with_the_shorter_window_is_closed_and_longer_if_rejections_continue() {
    let mut ledger = Ledger::default();
    let mut now = 0;
    let mut pauses = Vec::new();
    for _ in 0..8 {
        let closures = refused(&mut ledger, &[(2, 1), (5, 1)], "50011", now);
        assert_eq!(closures[1], 0, "the budget of half a day is never closed");
        pauses.push(closures[0] / 1_000_000);
        now += closures[0];
    }
    assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60, 60]);
    let mut accepted = costs(&[(2, 1), (5, 1)]);
    assert!(matches!(admit(&mut ledger, &mut accepted, None, at(now)), AdmitDecision::Admitted));
    ledger.settle(&accepted, SendOutcome::Replied, at(now));
    assert_eq!(refused(&mut ledger, &[(2, 1), (5, 1)], "50011", now), [WINDOW, 0]);
}

#[test]
fn concurrent_rejections_count_as_one() {
    let mut ledger = Ledger::default();
    let mut together: Vec<RequestCosts> = (0..3).map(|_| costs(&[(2, 1), (5, 1)])).collect();
    for costs in &mut together {
        assert!(matches!(admit(&mut ledger, costs, None, at(0)), AdmitDecision::Admitted));
    }
    for costs in &together {
        assert_eq!(ledger.settle(costs, SendOutcome::RateLimited("50011"), at(100))[0], at(WINDOW));
    }
}

#[test]
fn a_single_budget_is_closed_for_one_window_however_often_it_is_rejected() {
    let mut ledger = Ledger::default();
    for number in 0..5 {
        assert_eq!(refused(&mut ledger, &[(2, 1)], "50011", number * 2 * WINDOW), [WINDOW]);
    }
    // A window of half a day does not tell when others sent what fills it.
    assert_eq!(refused(&mut ledger, &[(5, 1)], "50011", 0), [60_000_000]);
}

#[test]
fn an_unrelated_code_closes_nothing_and_a_status_without_code_closes_the_shortest() {
    let mut ledger = Ledger::default();
    for code in ["50013", "50040", "50061"] {
        assert!(refused(&mut ledger, &[(2, 1), (5, 1)], code, 0).is_empty(), "{code}");
    }
    assert_eq!(refused(&mut ledger, &[(2, 1), (5, 1)], "", 0), [WINDOW, 0]);
}
