//! Whether verdicts and texts of the shipped result codes mean the same.

use okx_spec::model::{ErrorCode, Verdict};

/// What tells to send the same once more.
const LATER: &[&str] = &[" later", "try again", "again then", "retry", " wait "];

fn text(error: &ErrorCode) -> String {
    format!("{} {}", error.means, error.advice.as_deref().unwrap_or_default()).to_lowercase()
}

#[test]
fn what_never_succeeds_is_not_to_be_tried_later() {
    let model = okx_spec::shipped().unwrap();
    for error in model.errors.iter().filter(|error| error.verdict == Verdict::Never) {
        let text = text(error);
        let told = LATER.iter().find(|phrase| text.contains(*phrase));
        assert!(told.is_none(), "{} is `never`, and its text says \"{}\": {text}", error.code, told.unwrap());
    }
}

#[test]
fn what_is_sent_again_is_said_to_be_not_done() {
    let model = okx_spec::shipped().unwrap();
    let waits = model.errors.iter().filter(|error| matches!(error.verdict, Verdict::Wait | Verdict::Retry));
    for error in waits {
        let advice = error.advice.as_deref().unwrap_or_default();
        assert!(advice.starts_with("Nothing was done"), "{}: {advice:?}", error.code);
    }
}

#[test]
fn what_passes_by_itself_is_waited_for() {
    let model = okx_spec::shipped().unwrap();
    for code in ["50018", "50021", "50023", "51029", "51030", "51759", "52915", "52924", "58110", "58111"] {
        let error = model.errors.iter().find(|error| error.code == code).unwrap();
        assert_eq!(error.verdict, Verdict::Wait, "{code}");
    }
}
