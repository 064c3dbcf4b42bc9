//! What an exchange reports in addition to the reply, and the options of one request.

use std::sync::Arc;
use std::time::Duration;

use okx_client::account::GetBalance;
use okx_client::clock::{Clock, ManualClock};
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::{PlaceOrder, PlaceOrders};
use okx_client::value::Timestamp;
use okx_client::{Decimal, Error, RetryPolicy, SendOptions, errors};

use crate::script::{Script, Step, refusal};

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE)
}

#[tokio::test]
async fn a_refusal_has_a_text() {
    let script = Script::new([refusal(401, errors::KEY_UNKNOWN)]);
    let exchange = script.client().exchange(&GetBalance::new(), SendOptions::default()).await;
    assert!(exchange.text().unwrap().contains(errors::KEY_UNKNOWN));
    assert_eq!((exchange.http_status(), exchange.attempts()), (Some(401), 1));
    assert!(exchange.signed().is_some() && exchange.took().is_some());
    let shown = format!("{exchange:?}");
    assert!(!shown.contains("\"data\""), "no body is shown: {shown}");
    assert!(exchange.reply.unwrap_err().is_refused());
}

#[tokio::test]
async fn a_request_that_was_not_sent_has_no_metadata() {
    let script = Script::default();
    let batch = PlaceOrders::new(Vec::<PlaceOrder>::new());
    let exchange = script.client().exchange(&batch, SendOptions::default()).await;
    assert_eq!((exchange.attempts(), exchange.http_status(), exchange.text()), (0, None, None));
    assert!(exchange.reply.unwrap_err().is_invalid());
}

#[tokio::test]
async fn the_metadata_is_about_the_last_attempt() {
    let script = Script::new([Step::Reply(502, "<html>".to_owned()), Step::Broken]);
    let once_more = SendOptions::default().retry(RetryPolicy::default().attempts(2).first_pause(Duration::ZERO));
    let exchange = script.client().exchange(&GetBalance::new(), once_more).await;
    assert_eq!((exchange.attempts(), exchange.http_status(), exchange.body()), (2, None, None));
    assert!(exchange.reply.unwrap_err().is_unreachable());
}

#[tokio::test]
async fn the_times_of_the_gateway_are_reported_and_optional() {
    for (times, expected) in [
        (
            r#""inTime":"1695190491421339","outTime":"1695190491423240""#,
            (Some(1_695_190_491_421_339), Some(1_695_190_491_423_240)),
        ),
        (r#""inTime":1695190491421339"#, (Some(1_695_190_491_421_339), None)),
        (r#""inTime":"","outTime":{"new":[]}"#, (None, None)),
    ] {
        let body = format!(r#"{{"code":"0","msg":"","data":[{{"ordId":"1","sCode":"0","sMsg":""}}],{times}}}"#);
        let exchange = Script::new([Step::Reply(200, body)]).client().exchange(&order(), SendOptions::default()).await;
        assert_eq!((exchange.in_time(), exchange.out_time()), expected);
        assert!(exchange.reply.is_ok());
    }
}

/// A batch of three orders, answered with this code and these rows.
async fn batch(code: &str, rows: &str) -> Vec<Result<(), Error>> {
    let body = format!(r#"{{"code":"{code}","msg":"Said.","data":[{rows}]}}"#);
    let script = Script::new([Step::Reply(200, body)]);
    let batch = PlaceOrders::new(["a", "b", "c"].map(|id| order().cl_ord_id(id)));
    let rows = script.client().send(&batch).await.unwrap();
    rows.into_iter().map(|row| row.map(drop)).collect()
}

#[tokio::test]
async fn every_item_has_its_own_result_whatever_the_code_of_the_reply() {
    let done = r#"{"ordId":"1","sCode":"0","sMsg":""}"#;
    let refused = format!(r#"{{"ordId":"","sCode":"{}","sMsg":"Poor.","subCode":"7"}}"#, errors::INSUFFICIENT_FUNDS);
    for (code, rows, expected) in [
        ("0", [done, done, done], [true, true, true]),
        ("2", [done, &refused, done], [true, false, true]),
        ("1", [&refused, &refused, &refused], [false, false, false]),
        // Each row has its own result, even if the code of the reply is less precise.
        ("0", [done, &refused, done], [true, false, true]),
    ] {
        let results = batch(code, &rows.join(",")).await;
        assert_eq!(results.iter().map(Result::is_ok).collect::<Vec<_>>(), expected, "{code}");
        for (place, error) in results.into_iter().enumerate().filter_map(|(place, row)| Some((place, row.err()?))) {
            assert!(error.is_refused());
            assert_eq!((error.item(), error.client_order_id()), (Some(place), Some(["a", "b", "c"][place])));
            assert_eq!((error.code(), error.sub_code()), (Some(errors::INSUFFICIENT_FUNDS), Some("7")));
            assert!(error.to_string().contains("Poor"), "{error}");
        }
    }
}

#[tokio::test]
async fn timeout_and_retry_policy_apply_to_one_request() {
    let script = Script::new([Step::Hangs]);
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let client = script.builder().clock(Arc::new(clock.clone())).build().unwrap();
    let brief = SendOptions::default().timeout(Duration::from_millis(200)).retry(RetryPolicy::none());
    let sending = tokio::spawn(async move { client.send_with(&GetBalance::new(), brief).await });
    while script.seen().is_empty() || clock.next_wake().is_none() {
        tokio::task::yield_now().await;
    }
    clock.advance(Duration::from_millis(200));
    let error = sending.await.unwrap().unwrap_err();
    assert!(error.is_unreachable() && error.to_string().contains("within 200 ms"), "{error}");
    assert_eq!((clock.monotonic(), script.seen().len()), (Duration::from_millis(200), 1));
}
