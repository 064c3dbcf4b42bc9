//! The circuit breaker as a table of times and results.

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn breaker() -> CircuitBreakers {
    let policy = CircuitBreaker::default().failures(3).first_pause(SECOND).longest_pause(4 * SECOND);
    CircuitBreakers::new(policy, "https://example.com")
}

static GET: Operation = Operation { name: "trade.get_order", ..Operation::PLAIN };
static PLACE: Operation = Operation { name: "trade.place_order", ..Operation::PLAIN };
static CANCEL: Operation = Operation { name: "trade.cancel_order", reduces_risk: true, ..Operation::PLAIN };

fn cause() -> String {
    "no route".to_owned()
}

/// Makes one call at this second. Returns whether it was let through.
fn makes(breaker: &CircuitBreakers, operation: &Operation, at: u32, health: Health) -> bool {
    breaker.acquire(operation, at * SECOND).map(|guard| guard.record(health, at * SECOND, cause)).is_ok()
}

/// Makes a call at this second; a failure is a failed connection. Returns whether it was let through.
fn sends(breaker: &CircuitBreakers, at: u32, health: Health) -> bool {
    let health = if health == Health::Failed { Health::Unreachable } else { health };
    makes(breaker, &GET, at, health)
}

#[test]
fn it_opens_after_the_configured_number_of_consecutive_failures() {
    let breaker = breaker();
    for health in
        [Health::Failed, Health::Failed, Health::Answered, Health::Failed, Health::Inconclusive, Health::Failed]
    {
        assert!(sends(&breaker, 0, health));
    }
    assert!(sends(&breaker, 0, Health::Failed));
    let error = breaker.acquire(&GET, Duration::from_millis(250)).err().unwrap().error;
    assert!(error.is_unreachable());
    assert_eq!(
        error.to_string(),
        "no route (circuit breaker open for https://example.com after 3 consecutive failures; next attempt in 750 ms)"
    );
}

#[test]
fn after_the_pause_one_probe_is_let_through_and_its_answer_closes_the_circuit() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(sends(&breaker, 0, Health::Failed)));
    let trial = breaker.acquire(&GET, SECOND).unwrap();
    assert!(breaker.acquire(&GET, SECOND).is_err(), "only one probe at a time");
    trial.record(Health::Answered, SECOND, cause);
    assert!(sends(&breaker, 1, Health::Failed) && sends(&breaker, 1, Health::Failed), "it counts from zero again");
}

#[test]
fn pauses_double_up_to_the_longest_while_probes_fail() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(sends(&breaker, 0, Health::Failed)));
    let let_through: Vec<u32> = (0..16).filter(|second| sends(&breaker, *second, Health::Failed)).collect();
    assert_eq!(let_through, [1, 3, 7, 11, 15]);
}

#[test]
fn an_abandoned_probe_lets_another_request_probe() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(sends(&breaker, 0, Health::Failed)));
    drop(breaker.acquire(&GET, SECOND).unwrap());
    breaker.acquire(&GET, SECOND).unwrap().record(Health::Inconclusive, SECOND, cause);
    assert!(sends(&breaker, 1, Health::Answered) && sends(&breaker, 1, Health::Answered));
}

#[test]
fn requests_in_flight_when_it_opened_can_close_it_but_do_not_prolong_the_pause() {
    let breaker = breaker();
    let under_way: Vec<_> = (0..5).map(|_| breaker.acquire(&GET, Duration::ZERO).unwrap()).collect();
    let mut under_way = under_way.into_iter();
    under_way.by_ref().take(3).for_each(|guard| guard.record(Health::Unreachable, Duration::ZERO, cause));
    under_way.next().unwrap().record(Health::Unreachable, Duration::from_millis(900), cause);
    assert!(breaker.acquire(&GET, Duration::from_millis(999)).is_err());
    under_way.next().unwrap().record(Health::Answered, Duration::from_millis(999), cause);
    assert!(sends(&breaker, 0, Health::Answered));
}

#[test]
fn it_never_opens_if_switched_off() {
    let breaker = CircuitBreakers::new(CircuitBreaker::off(), "https://example.com");
    assert!((0..1_000).all(|_| sends(&breaker, 0, Health::Failed)));
}

#[test]
fn a_failing_operation_blocks_nothing_else() {
    let breaker = breaker();
    for _ in 0..3 {
        assert!(makes(&breaker, &GET, 0, Health::Failed));
        assert!(makes(&breaker, &PLACE, 0, Health::Answered));
    }
    let held_back = breaker.acquire(&GET, Duration::from_millis(400)).err().unwrap();
    assert_eq!(held_back.pause, Some(Duration::from_millis(600)));
    assert_eq!(
        held_back.error.to_string(),
        "no route (circuit breaker open for `trade.get_order` at https://example.com after 3 consecutive failures; \
         next attempt in 600 ms)"
    );
    assert!(makes(&breaker, &PLACE, 0, Health::Answered));
    let trial = breaker.acquire(&GET, SECOND).unwrap();
    assert_eq!(breaker.acquire(&GET, SECOND).err().unwrap().pause, None, "only one probe at a time");
    trial.record(Health::Failed, SECOND, cause);
    assert!(!makes(&breaker, &GET, 2, Health::Answered), "the pause has doubled");
    assert!(makes(&breaker, &GET, 3, Health::Answered) && makes(&breaker, &GET, 3, Health::Answered));
}

#[test]
fn one_failing_operation_does_not_open_the_circuit_of_the_host_but_two_do() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(makes(&breaker, &GET, 0, Health::Failed)));
    assert!(!makes(&breaker, &GET, 0, Health::Failed));
    assert!(makes(&breaker, &PLACE, 0, Health::Failed), "the other operation fails");
    let error = breaker.acquire(&PLACE, Duration::ZERO).err().unwrap().error;
    assert!(error.to_string().starts_with("no route (circuit breaker open for https://example.com"), "{error}");
}

#[test]
fn operations_that_reduce_risk_always_pass_and_are_never_probes() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(sends(&breaker, 0, Health::Failed)));
    let under_way = breaker.acquire(&CANCEL, SECOND).unwrap();
    assert!(sends(&breaker, 1, Health::Inconclusive), "the probe is another request");
    for _ in 0..10 {
        assert!(makes(&breaker, &CANCEL, 1, Health::Failed), "its own failures do not block it");
    }
    under_way.record(Health::Answered, SECOND, cause);
    assert!(sends(&breaker, 1, Health::Answered), "its answer closes the circuit");
}

#[test]
fn a_request_blocked_by_its_operation_does_not_use_up_the_probe_of_the_host() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(makes(&breaker, &GET, 0, Health::Failed)));
    assert!(makes(&breaker, &PLACE, 0, Health::Failed), "this opens the host");
    drop(breaker.acquire(&GET, SECOND).unwrap());
    let trial = breaker.acquire(&GET, SECOND).unwrap();
    trial.record(Health::Failed, SECOND, cause);
    assert!(!makes(&breaker, &PLACE, 2, Health::Answered) && makes(&breaker, &PLACE, 3, Health::Answered));
    assert!(makes(&breaker, &GET, 3, Health::Answered));
}
