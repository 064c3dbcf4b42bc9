//! Text from OKX is escaped in errors, audit records and logs, so that it cannot control a terminal or start a new line.

use std::sync::{Arc, Mutex};

use okx_client::account::GetBalance;
use okx_client::is_printable;

use crate::script::{Script, Step, rows};
use crate::secrets::{Printed, printing};

const HOSTILE: &str = "\u{1b}[2Jx\u{9b}31m\u{202e}\r\n2026-11-30 all is done\u{2028}\u{7f}";

/// Replies with this text wherever OKX writes text.
fn replies() -> Vec<Step> {
    let text = serde_json::to_string(HOSTILE).unwrap();
    vec![
        Step::Reply(200, format!(r#"{{"code":{text},"msg":{text},"data":[]}}"#)),
        Step::Reply(200, format!(r#"{{"code":"1","msg":"","data":[{{"sCode":{text},"sMsg":{text}}}]}}"#)),
        Step::Reply(404, format!("<html>{HOSTILE}</html>")),
        Step::Reply(200, format!(r#"{{"code":"0","msg":"",{text}:1,"data":{text}}}"#)),
        rows(&format!(r#"{{"ts":{text},{text}:{{}}}}"#)),
    ]
}

#[track_caller]
fn only_shows(printed: &str) {
    assert!(printed.chars().all(|letter| letter == '\n' || is_printable(letter)), "{printed:?}");
    assert!(!printed.lines().any(|line| line.starts_with("2026-11-30 all")), "{printed}");
}

#[tokio::test]
async fn text_from_okx_is_escaped_in_errors_audit_records_and_logs() {
    let (printed, told) = (Printed::default(), Arc::new(Mutex::new(Vec::new())));
    let guard = printing(&printed);
    let script = Script::new(replies());
    let sink = Arc::clone(&told);
    let client = script
        .builder()
        .audit(move |sending| sink.lock().unwrap().push(format!("{sending}\n{sending:?}")))
        .build()
        .unwrap();
    let mut errors = Vec::new();
    for _ in replies() {
        if let Err(error) = client.send(&GetBalance::new()).await {
            errors.push(format!("{error}\n{error:?}"));
        }
    }
    drop(guard);
    let errors = errors.join("\n");
    only_shows(&errors);
    only_shows(&told.lock().unwrap().join("\n"));
    only_shows(&String::from_utf8(printed.0.lock().unwrap().clone()).unwrap());
    assert!(errors.contains(r"\u{1b}[2Jx"), "{errors}");
}
