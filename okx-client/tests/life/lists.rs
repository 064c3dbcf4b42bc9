//! Lists that are read page by page, when a page fails.

use std::sync::Arc;

use okx_client::enums::InstType;
use okx_client::market::GetHistoryCandles;
use okx_client::trade::GetOrdersHistory;
use okx_client::{PageOptions, errors};

use crate::outcomes::impatient;
use crate::script::{Script, Step, refusal, rows};

fn candle(time: i64) -> String {
    format!(r#"["{time}","1","1","1","1","1","1","1","1"]"#)
}

/// Reads a list of candles until it ends. Returns the result of each poll: the number of rows, or an error.
async fn polled(script: &Script) -> Vec<Result<usize, String>> {
    let okx = script.builder().clock(Arc::new(impatient())).build().unwrap();
    let mut pages = okx.pages_with(&GetHistoryCandles::new("BTC-USDT"), PageOptions::default().page_size(1));
    let mut polled = Vec::new();
    while let Some(page) = pages.next().await {
        polled.push(page.map(|page| page.rows().len()).map_err(|error| error.to_string()));
        assert!(polled.len() < 10, "it does not end: {polled:?}");
    }
    polled
}

#[tokio::test]
async fn a_list_ends_after_a_permanent_error() {
    for refused in [
        refusal(200, errors::PARAMETER_WRONG),
        refusal(401, errors::KEY_UNKNOWN),
        refusal(200, "59999999"),
        Step::Reply(403, "<html>".to_owned()),
        Step::Reply(302, "<html>".to_owned()),
    ] {
        let script = Script::new([rows(&candle(2)), refused.clone()]);
        let polled = polled(&script).await;
        assert_eq!((polled.len(), script.seen().len()), (2, 2), "{refused:?}: {polled:?}");
        assert!(polled[0].is_ok() && polled[1].is_err());
    }
}

#[tokio::test]
async fn a_page_is_requested_again_after_a_transient_error() {
    let failures = (0..4).map(|_| Step::Reply(502, "<html>".to_owned()));
    let again = [rows(&candle(1)), rows("")];
    let script = Script::new([rows(&candle(2))].into_iter().chain(failures).chain(again));
    let polled = polled(&script).await;
    let is_ok: Vec<bool> = polled.iter().map(Result::is_ok).collect();
    assert_eq!(is_ok, [true, false, true], "{polled:?}");
}

#[tokio::test]
async fn a_list_that_the_client_cannot_request_ends_immediately() {
    let okx = okx_client::Client::builder()
        .environment(okx_client::Environment::demo(okx_client::Region::Global))
        .transport(Arc::new(Script::default()))
        .build()
        .unwrap();
    // It has no keys.
    let mut orders = okx.rows(&GetOrdersHistory::new(InstType::Spot));
    assert!(orders.next().await.unwrap().unwrap_err().is_setup());
    assert!(orders.next().await.is_none());
}
