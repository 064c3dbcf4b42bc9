//! `okx call` and `okx decode` for every described call, generated from the description.

#[path = "../../../../tests/tests/every_endpoint/parameters.rs"]
mod parameters;

use okx_sim::{AccountOptions, Sim};
use okx_spec::Model;
use serde_json::{Value, json};

use crate::run::okx;

fn model() -> &'static Model {
    okx_spec::shipped().expect("the shipped description has no mistakes")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_is_sent_as_described_and_its_reply_is_decoded() {
    let account = AccountOptions::new("demo").with_withdrawals();
    let sim = Sim::builder().limits_scaled_by(50).account(account).start().await.expect("loopback is there");
    let requests: Vec<String> = model()
        .endpoints
        .iter()
        .map(|endpoint| {
            let params: Value = serde_json::from_str(&parameters::of(model(), endpoint)).expect("it is JSON");
            json!({ "endpoint": format!("{} {}", endpoint.method, endpoint.path), "params": params }).to_string()
        })
        .collect();
    let called = okx(&["call", "--jsonl"]).on(&sim).input(requests.join("\n")).run();
    let answers = called.lines();
    assert_eq!((answers.len(), called.stderr.as_str()), (requests.len(), ""));
    for (endpoint, answer) in model().endpoints.iter().zip(&answers) {
        let arrived = sim.journal().into_iter().filter(|entry| entry.target.split('?').next() == Some(&endpoint.path));
        assert!(arrived.count() >= 1, "{} {answer}", endpoint.path);
        assert!(answer["status"].is_u64() && answer["body"]["code"].is_string(), "{} {answer}", endpoint.path);
    }

    let replies: Vec<String> = model()
        .endpoints
        .iter()
        .zip(&answers)
        .map(|(endpoint, answer)| {
            json!({ "endpoint": format!("{} {}", endpoint.method, endpoint.path), "body": answer["body"] }).to_string()
        })
        .collect();
    let decoded = okx(&["decode", "--jsonl"]).input(replies.join("\n")).run();
    assert_eq!(decoded.code, Some(0), "{:?}", decoded.lines().into_iter().find(|line| line["ok"] != true));
    assert!(decoded.lines().iter().all(|line| line["unknown"] == json!([])));
}
