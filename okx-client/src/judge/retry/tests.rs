//! The policy as a table: a sequence of judgements, and the decision after each.

use super::*;
use crate::api::refused;
use crate::judge::outcome::tests::operation;

/// Randomness that always returns the same bits.
struct Fixed(u64);

impl RandomSource for Fixed {
    fn next_u64(&self) -> u64 {
        self.0
    }
}

fn not_done(verdict: Verdict) -> Judgement {
    Judgement::NotDone(verdict, Some(refused("no such code", None, "Message.")))
}

fn unknown() -> Judgement {
    Judgement::Unknown(Error::unknown("the reply was lost"))
}

fn describe(decision: &RetryDecision) -> String {
    match decision {
        RetryDecision::Done => "done".to_owned(),
        RetryDecision::Pause(pause) => format!("{} ms", pause.as_millis()),
        RetryDecision::SyncClock => "sync clock".to_owned(),
        RetryDecision::Fail(error) if error.outcome_unknown() => "unknown".to_owned(),
        RetryDecision::Fail(_) => "refused".to_owned(),
    }
}

/// Feeds judgements to one request, each as soon as the previous pause is over, with the least randomness.
#[track_caller]
fn decides(policy: &RetryPolicy, repeat: Repeat, judgements: impl IntoIterator<Item = Judgement>, expected: &[&str]) {
    let operation = operation(false, repeat);
    let mut now = Duration::from_secs(1_000);
    let mut state = RetryState::new(*policy, &operation, None, now);
    let mut step = |judgement| {
        let decision = state.decide(judgement, now, &Fixed(0));
        if let RetryDecision::Pause(pause) = decision {
            now += pause;
        }
        describe(&decision)
    };
    let steps: Vec<String> = judgements.into_iter().map(&mut step).collect();
    assert_eq!(steps, expected);
}

#[test]
fn a_request_that_was_not_executed_is_retried_whatever_it_is() {
    for repeat in [Repeat::Always, Repeat::Never, Repeat::By(0)] {
        let judgements = (0..4).map(|_| not_done(Verdict::Retry));
        decides(&RetryPolicy::default(), repeat, judgements, &["50 ms", "100 ms", "200 ms", "refused"]);
        decides(&RetryPolicy::default(), repeat, [not_done(Verdict::Wait)], &["500 ms"]);
        decides(&RetryPolicy::default(), repeat, [not_done(Verdict::Never)], &["refused"]);
        decides(&RetryPolicy::default(), repeat, [not_done(Verdict::Retry), Judgement::Answered], &["50 ms", "done"]);
    }
}

#[test]
fn a_request_with_unknown_outcome_is_retried_only_if_repeating_it_is_harmless() {
    decides(&RetryPolicy::default(), Repeat::Never, [unknown()], &["unknown"]);
    decides(&RetryPolicy::default(), Repeat::By(0), [unknown()], &["unknown"]);
    decides(&RetryPolicy::default(), Repeat::Always, [unknown(), Judgement::Answered], &["50 ms", "done"]);
}

#[test]
fn a_rejection_after_an_unknown_outcome_leaves_the_outcome_unknown() {
    decides(&RetryPolicy::default(), Repeat::Always, [unknown(), not_done(Verdict::Never)], &["50 ms", "unknown"]);
}

#[test]
fn the_clock_is_measured_only_once() {
    let judgements = || (0..2).map(|_| not_done(Verdict::ResyncClock));
    decides(&RetryPolicy::default(), Repeat::Never, judgements(), &["sync clock", "refused"]);
    decides(&RetryPolicy::none(), Repeat::Never, judgements(), &["sync clock", "refused"]);
}

#[test]
fn none_means_one_attempt() {
    decides(&RetryPolicy::none(), Repeat::Always, [not_done(Verdict::Retry)], &["refused"]);
    decides(&RetryPolicy::none(), Repeat::Always, [unknown()], &["unknown"]);
    decides(&RetryPolicy::default().attempts(0), Repeat::Always, [not_done(Verdict::Wait)], &["refused"]);
}

#[test]
fn no_attempt_begins_after_the_deadline() {
    let policy = RetryPolicy::default().attempts(10).deadline(Duration::from_millis(160));
    let judgements = (0..3).map(|_| not_done(Verdict::Retry));
    decides(&policy, Repeat::Always, judgements, &["50 ms", "100 ms", "refused"]);
}

#[test]
fn rejected_rows_are_the_result_when_attempts_are_exhausted() {
    let rows = || Judgement::NotDone(Verdict::Wait, None);
    decides(&RetryPolicy::default().attempts(2), Repeat::By(0), [rows(), rows()], &["500 ms", "done"]);
}

#[test]
fn pauses_double_up_to_the_longest_and_randomness_adds_at_most_half() {
    let policy = RetryPolicy::default();
    let pause = |attempts, random| policy.pause(attempts, Verdict::Retry, &Fixed(random)).as_millis();
    assert_eq!([1, 2, 3, 6, 7, 8, 40].map(|attempts| pause(attempts, 0)), [50, 100, 200, 1_600, 2_500, 2_500, 2_500]);
    assert_eq!(pause(1, 49_999_999), 99);
    assert_eq!(pause(1, 50_000_000), 50);
    assert_eq!(RetryPolicy::default().first_pause(Duration::ZERO).pause(1, Verdict::Retry, &Fixed(7)), Duration::ZERO);
}

#[test]
fn the_request_s_own_deadline_ends_it_earlier() {
    let (policy, operation, now) = (RetryPolicy::default(), operation(false, Repeat::Always), Duration::ZERO);
    let mut state = RetryState::new(policy, &operation, Some(Duration::from_millis(50)), now);
    assert_eq!(describe(&state.decide(not_done(Verdict::Retry), now, &Fixed(0))), "refused");
}
