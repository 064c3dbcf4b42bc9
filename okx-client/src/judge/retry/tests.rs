//! The policy as a table: judgements in a row, and what is done after each.

use super::*;
use crate::api::refused;
use crate::judge::outcome::tests::operation;

/// A `RandomSource` that always returns the same number.
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

fn describe(next: &Next) -> String {
    match next {
        Next::Answer => "answer".to_owned(),
        Next::Pause(pause) => format!("{} ms", pause.as_millis()),
        Next::Resync => "resync".to_owned(),
        Next::GiveUp(error) if error.outcome_unknown() => "unknown".to_owned(),
        Next::GiveUp(_) => "refused".to_owned(),
    }
}

/// Feeds judgements to one request, each as soon as the pause before it is over, with chance drawing nothing.
#[track_caller]
fn goes(policy: &RetryPolicy, repeat: Repeat, judgements: impl IntoIterator<Item = Judgement>, expected: &[&str]) {
    let operation = operation(false, repeat);
    let mut now = Duration::from_secs(1_000);
    let mut tries = Tries::new(*policy, &operation, None, now);
    let mut step = |judgement| {
        let next = tries.next(judgement, now, &Fixed(0));
        if let Next::Pause(pause) = next {
            now += pause;
        }
        describe(&next)
    };
    let steps: Vec<String> = judgements.into_iter().map(&mut step).collect();
    assert_eq!(steps, expected);
}

#[test]
fn what_was_not_done_is_sent_again_whatever_it_is() {
    for repeat in [Repeat::Always, Repeat::Never, Repeat::By(0)] {
        let judgements = (0..4).map(|_| not_done(Verdict::Retry));
        goes(&RetryPolicy::default(), repeat, judgements, &["50 ms", "100 ms", "200 ms", "refused"]);
        goes(&RetryPolicy::default(), repeat, [not_done(Verdict::Wait)], &["500 ms"]);
        goes(&RetryPolicy::default(), repeat, [not_done(Verdict::Never)], &["refused"]);
        goes(&RetryPolicy::default(), repeat, [not_done(Verdict::Retry), Judgement::Answered], &["50 ms", "answer"]);
    }
}

#[test]
fn the_unknown_is_sent_again_only_where_twice_is_once() {
    goes(&RetryPolicy::default(), Repeat::Never, [unknown()], &["unknown"]);
    goes(&RetryPolicy::default(), Repeat::By(0), [unknown()], &["unknown"]);
    goes(&RetryPolicy::default(), Repeat::Always, [unknown(), Judgement::Answered], &["50 ms", "answer"]);
}

#[test]
fn a_refusal_after_something_unknown_does_not_make_it_undone() {
    goes(&RetryPolicy::default(), Repeat::Always, [unknown(), not_done(Verdict::Never)], &["50 ms", "unknown"]);
}

#[test]
fn the_clock_is_measured_once() {
    let judgements = || (0..2).map(|_| not_done(Verdict::ResyncClock));
    goes(&RetryPolicy::default(), Repeat::Never, judgements(), &["resync", "refused"]);
    goes(&RetryPolicy::none(), Repeat::Never, judgements(), &["resync", "refused"]);
}

#[test]
fn none_means_one_attempt() {
    goes(&RetryPolicy::none(), Repeat::Always, [not_done(Verdict::Retry)], &["refused"]);
    goes(&RetryPolicy::none(), Repeat::Always, [unknown()], &["unknown"]);
    goes(&RetryPolicy::default().attempts(0), Repeat::Always, [not_done(Verdict::Wait)], &["refused"]);
}

#[test]
fn no_sending_begins_after_the_deadline() {
    let policy = RetryPolicy::default().attempts(10).deadline(Duration::from_millis(160));
    let judgements = (0..3).map(|_| not_done(Verdict::Retry));
    goes(&policy, Repeat::Always, judgements, &["50 ms", "100 ms", "refused"]);
}

#[test]
fn refused_rows_are_the_answer_when_it_is_over() {
    let rows = || Judgement::NotDone(Verdict::Wait, None);
    goes(&RetryPolicy::default().attempts(2), Repeat::By(0), [rows(), rows()], &["500 ms", "answer"]);
}

#[test]
fn pauses_double_up_to_the_longest_and_chance_adds_at_most_half() {
    let policy = RetryPolicy::default();
    let pause = |sent, random| policy.pause(sent, Verdict::Retry, &Fixed(random)).as_millis();
    assert_eq!([1, 2, 3, 6, 7, 8, 40].map(|sent| pause(sent, 0)), [50, 100, 200, 1_600, 2_500, 2_500, 2_500]);
    assert_eq!(pause(1, 49_999_999), 99);
    assert_eq!(pause(1, 50_000_000), 50);
    assert_eq!(RetryPolicy::default().first_pause(Duration::ZERO).pause(1, Verdict::Retry, &Fixed(7)), Duration::ZERO);
}

#[test]
fn a_deadline_of_the_request_ends_it_earlier() {
    let (policy, operation, now) = (RetryPolicy::default(), operation(false, Repeat::Always), Duration::ZERO);
    let mut tries = Tries::new(policy, &operation, Some(Duration::from_millis(50)), now);
    assert_eq!(describe(&tries.next(not_done(Verdict::Retry), now, &Fixed(0))), "refused");
}
