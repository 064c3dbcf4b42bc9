//! The circuit as a table of moments.

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn breaker() -> Breaker {
    let policy = CircuitBreaker::default().failures(3).first_pause(SECOND).longest_pause(4 * SECOND);
    Breaker::new(policy, "https://example.com")
}

/// Sends once at this second; tells whether it was let through.
fn sends(breaker: &Breaker, at: u32, health: Health) -> bool {
    breaker.pass(at * SECOND).map(|passage| passage.ended(health, at * SECOND)).is_ok()
}

#[test]
fn it_opens_after_so_many_failures_in_a_row_and_not_before() {
    let breaker = breaker();
    for health in [Health::Failed, Health::Failed, Health::Answered, Health::Failed, Health::Unclear, Health::Failed] {
        assert!(sends(&breaker, 0, health));
    }
    assert!(sends(&breaker, 0, Health::Failed));
    let error = breaker.pass(Duration::from_millis(250)).err().unwrap();
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
    let trial = breaker.pass(SECOND).unwrap();
    assert!(breaker.pass(SECOND).is_err(), "one tries at a time");
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
    drop(breaker.pass(SECOND).unwrap());
    breaker.pass(SECOND).unwrap().ended(Health::Unclear, SECOND);
    assert!(sends(&breaker, 1, Health::Answered) && sends(&breaker, 1, Health::Answered));
}

#[test]
fn what_was_under_way_when_it_opened_can_close_it_and_prolongs_nothing() {
    let breaker = breaker();
    let under_way: Vec<_> = (0..5).map(|_| breaker.pass(Duration::ZERO).unwrap()).collect();
    let mut under_way = under_way.into_iter();
    under_way.by_ref().take(3).for_each(|passage| passage.ended(Health::Failed, Duration::ZERO));
    under_way.next().unwrap().ended(Health::Failed, Duration::from_millis(900));
    assert!(breaker.pass(Duration::from_millis(999)).is_err());
    under_way.next().unwrap().ended(Health::Answered, Duration::from_millis(999));
    assert!(sends(&breaker, 0, Health::Answered));
}

#[test]
fn switched_off_it_never_opens() {
    let breaker = Breaker::new(CircuitBreaker::off(), "https://example.com");
    assert!((0..1_000).all(|_| sends(&breaker, 0, Health::Failed)));
}
