//! Reserved characters of a query arrive as they were written and signed.

use okx_sim::Sim;
use serde_json::json;

use crate::run::okx;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signed_is_what_is_sent() {
    let sim = Sim::start().await;
    for (value, encoded) in [
        ("USDT-Arbitrum One", "USDT-Arbitrum%20One"),
        ("a+b", "a%2Bb"),
        ("a&b=c", "a%26b%3Dc"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("100%", "100%25"),
        ("Zürich 東京", "Z%C3%BCrich%20%E6%9D%B1%E4%BA%AC"),
    ] {
        sim.clear_journal();
        let line = json!({ "endpoint": "GET /api/v5/asset/withdrawal-history", "params": { "txId": value } });
        let by_line = okx(&["call", "--jsonl"]).on(&sim).input(line.to_string()).run();
        let by_flag = okx(&["call", "GET /api/v5/asset/withdrawal-history", "--tx-id", value]).on(&sim).run();
        assert_eq!((by_line.code, by_flag.code), (Some(0), Some(0)), "{value}: {by_line:?} {by_flag:?}");
        let arrived: Vec<_> = sim.journal().into_iter().filter(okx_sim::Entry::is_signed).collect();
        // The simulator verified the signature of the target as it arrived.
        let targets: Vec<_> = arrived.iter().map(|entry| (entry.target.as_str(), entry.status)).collect();
        let expected = format!("/api/v5/asset/withdrawal-history?txId={encoded}");
        assert_eq!(targets, [(expected.as_str(), 200), (expected.as_str(), 200)]);
    }
}
