//! The circuit as a table of moments.

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn breaker() -> CircuitBreakers {
    let policy = CircuitBreaker::default().failures(3).first_pause(SECOND).longest_pause(4 * SECOND);
    CircuitBreakers::new(policy, "https://example.com")
}

static GET: Operation = Operation { name: "trade.get_order", ..Operation::PLAIN };
static PLACE: Operation = Operation { name: "trade.place_order", ..Operation::PLAIN };
static CANCEL: Operation = Operation { name: "trade.cancel_order", reduces_risk: true, ..Operation::PLAIN };

/// Makes one call at this second; tells whether it was let through.
fn makes(breaker: &CircuitBreakers, operation: &Operation, at: u32, health: Health) -> bool {
    breaker.pass(operation, at * SECOND).map(|guard| guard.ended(health, at * SECOND)).is_ok()
}

/// Makes some call at this second; a failure is that of the connection. Tells whether it was let through.
fn sends(breaker: &CircuitBreakers, at: u32, health: Health) -> bool {
    let health = if health == Health::Failed { Health::Unreachable } else { health };
    makes(breaker, &GET, at, health)
}

#[test]
fn it_opens_after_so_many_failures_in_a_row_and_not_before() {
    let breaker = breaker();
    for health in [Health::Failed, Health::Failed, Health::Answered, Health::Failed, Health::Unclear, Health::Failed] {
        assert!(sends(&breaker, 0, health));
    }
    assert!(sends(&breaker, 0, Health::Failed));
    let error = breaker.pass(&GET, Duration::from_millis(250)).err().unwrap().error;
    assert!(error.is_unreachable());
    assert_eq!(
        error.to_string(),
        "nothing is sent to https://example.com for another 750 ms, because 3 sendings in a row failed there"
    );
}

#[test]
fn after_the_pause_one_request_tries_and_its_answer_closes_the_circuit() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(sends(&breaker, 0, Health::Failed)));
    let trial = breaker.pass(&GET, SECOND).unwrap();
    assert!(breaker.pass(&GET, SECOND).is_err(), "one tries at a time");
    trial.ended(Health::Answered, SECOND);
    assert!(sends(&breaker, 1, Health::Failed) && sends(&breaker, 1, Health::Failed), "it counts from zero again");
}

#[test]
fn pauses_double_up_to_the_longest_while_the_trials_fail() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(sends(&breaker, 0, Health::Failed)));
    let let_through: Vec<u32> = (0..16).filter(|second| sends(&breaker, *second, Health::Failed)).collect();
    assert_eq!(let_through, [1, 3, 7, 11, 15]);
}

#[test]
fn a_trial_that_is_given_up_lets_another_one_try() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(sends(&breaker, 0, Health::Failed)));
    drop(breaker.pass(&GET, SECOND).unwrap());
    breaker.pass(&GET, SECOND).unwrap().ended(Health::Unclear, SECOND);
    assert!(sends(&breaker, 1, Health::Answered) && sends(&breaker, 1, Health::Answered));
}

#[test]
fn what_was_under_way_when_it_opened_can_close_it_and_prolongs_nothing() {
    let breaker = breaker();
    let under_way: Vec<_> = (0..5).map(|_| breaker.pass(&GET, Duration::ZERO).unwrap()).collect();
    let mut under_way = under_way.into_iter();
    under_way.by_ref().take(3).for_each(|guard| guard.ended(Health::Unreachable, Duration::ZERO));
    under_way.next().unwrap().ended(Health::Unreachable, Duration::from_millis(900));
    assert!(breaker.pass(&GET, Duration::from_millis(999)).is_err());
    under_way.next().unwrap().ended(Health::Answered, Duration::from_millis(999));
    assert!(sends(&breaker, 0, Health::Answered));
}

#[test]
fn switched_off_it_never_opens() {
    let breaker = CircuitBreakers::new(CircuitBreaker::off(), "https://example.com");
    assert!((0..1_000).all(|_| sends(&breaker, 0, Health::Failed)));
}

#[test]
fn a_call_that_fails_holds_back_nothing_else() {
    let breaker = breaker();
    for _ in 0..3 {
        assert!(makes(&breaker, &GET, 0, Health::Failed));
        assert!(makes(&breaker, &PLACE, 0, Health::Answered));
    }
    let held_back = breaker.pass(&GET, Duration::from_millis(400)).err().unwrap();
    assert_eq!(held_back.pause, Some(Duration::from_millis(600)));
    assert_eq!(
        held_back.error.to_string(),
        "`trade.get_order` is not sent to https://example.com for another 600 ms, because it failed 3 times in a row there"
    );
    assert!(makes(&breaker, &PLACE, 0, Health::Answered));
    let trial = breaker.pass(&GET, SECOND).unwrap();
    assert_eq!(breaker.pass(&GET, SECOND).err().unwrap().pause, None, "one tries at a time");
    trial.ended(Health::Failed, SECOND);
    assert!(!makes(&breaker, &GET, 2, Health::Answered), "the pause has doubled");
    assert!(makes(&breaker, &GET, 3, Health::Answered) && makes(&breaker, &GET, 3, Health::Answered));
}

#[test]
fn one_call_alone_does_not_open_the_host_and_two_do() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(makes(&breaker, &GET, 0, Health::Failed)));
    assert!(!makes(&breaker, &GET, 0, Health::Failed));
    assert!(makes(&breaker, &PLACE, 0, Health::Failed), "it is the other call that fails");
    let error = breaker.pass(&PLACE, Duration::ZERO).err().unwrap().error;
    assert!(error.to_string().starts_with("nothing is sent to https://example.com"), "{error}");
}

#[test]
fn what_reduces_risk_always_passes_and_is_no_trial() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(sends(&breaker, 0, Health::Failed)));
    let under_way = breaker.pass(&CANCEL, SECOND).unwrap();
    assert!(sends(&breaker, 1, Health::Unclear), "the trial request is another one");
    for _ in 0..10 {
        assert!(makes(&breaker, &CANCEL, 1, Health::Failed), "its own failures do not hold it back");
    }
    under_way.ended(Health::Answered, SECOND);
    assert!(sends(&breaker, 1, Health::Answered), "its answer closes the circuit");
}

#[test]
fn a_trial_that_its_call_holds_back_is_left_to_another_call() {
    let breaker = breaker();
    (0..3).for_each(|_| assert!(makes(&breaker, &GET, 0, Health::Failed)));
    assert!(makes(&breaker, &PLACE, 0, Health::Failed), "this opens the host");
    drop(breaker.pass(&GET, SECOND).unwrap());
    let trial = breaker.pass(&GET, SECOND).unwrap();
    trial.ended(Health::Failed, SECOND);
    assert!(!makes(&breaker, &PLACE, 2, Health::Answered) && makes(&breaker, &PLACE, 3, Health::Answered));
    assert!(makes(&breaker, &GET, 3, Health::Answered));
}
