//! The verdicts and the texts of the shipped result codes agree.

use okx_spec::model::{ErrorCode, Verdict};

/// Phrases that advise sending the same request again.
const LATER: &[&str] = &[" later", "try again", "again then", "retry", " wait "];

fn text(error: &ErrorCode) -> String {
    format!("{} {}", error.means, error.advice.as_deref().unwrap_or_default()).to_lowercase()
}

#[test]
fn codes_that_never_succeed_do_not_advise_a_retry() {
    let model = okx_spec::shipped().unwrap();
    for error in model.errors.iter().filter(|error| error.verdict == Verdict::Never) {
        let text = text(error);
        let told = LATER.iter().find(|phrase| text.contains(*phrase));
        assert!(told.is_none(), "{} is `never`, and its text says \"{}\": {text}", error.code, told.unwrap());
    }
}

#[test]
fn codes_that_are_retried_say_that_nothing_was_done() {
    let model = okx_spec::shipped().unwrap();
    let waits = model.errors.iter().filter(|error| matches!(error.verdict, Verdict::Wait | Verdict::Retry));
    for error in waits {
        let advice = error.advice.as_deref().unwrap_or_default();
        assert!(advice.starts_with("Nothing was done"), "{}: {advice:?}", error.code);
    }
}

#[test]
fn temporary_conditions_are_waited_for() {
    let model = okx_spec::shipped().unwrap();
    for code in ["50018", "50021", "50023", "51029", "51030", "51759", "52915", "52924", "58110", "58111"] {
        let error = model.errors.iter().find(|error| error.code == code).unwrap();
        assert_eq!(error.verdict, Verdict::Wait, "{code}");
    }
}
