//! Outcomes of requests: done, refused or unknown; and which requests are sent again.

use std::sync::Arc;
use std::time::Duration;

use okx_client::account::{GetBalance, SetLeverage};
use okx_client::clock::{Clock, ManualClock};
use okx_client::endpoint::{Endpoint, Repeat};
use okx_client::enums::{MgnMode, OrdType, Side, TdMode};
use okx_client::errors;
use okx_client::trade::{CancelOrder, PlaceOrder, PlaceOrders};
use okx_client::value::Timestamp;
use okx_client::{Client, Decimal, Error};

use crate::script::{Script, Step, refusal, rows};

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE)
}

/// A clock whose pauses end as soon as a task waits for them, so that no test waits in real time.
pub(crate) fn impatient() -> ManualClock {
    let clock = ManualClock::new(Timestamp::from_millis(1_600_000_000_000));
    let moved = clock.clone();
    tokio::spawn(async move {
        loop {
            tokio::task::yield_now().await;
            // Pauses before retries and in the rate limiter are short. Reply timeouts are long, and expire only in tests of them.
            if let Some(pause) = moved.next_wake().filter(|pause| *pause < Duration::from_secs(9)) {
                moved.advance(pause);
            }
        }
    });
    clock
}

fn client(script: &Script) -> Client {
    script.builder().clock(Arc::new(impatient())).build().unwrap()
}

/// Sends a request against a script. Returns the error and the number of attempts.
async fn sent<E: Endpoint>(request: &E, steps: impl IntoIterator<Item = Step>) -> (Option<Error>, usize) {
    let script = Script::new(steps);
    let outcome = client(&script).send(request).await;
    (outcome.err(), script.seen().len())
}

fn done() -> Step {
    rows(r#"{"ordId":"1","clOrdId":"mine","tag":"","ts":"1","sCode":"0","sMsg":"","subCode":""}"#)
}

fn row_refused(code: &str) -> Step {
    Step::Reply(
        200,
        format!(r#"{{"code":"1","msg":"","data":[{{"ordId":"","clOrdId":"mine","sCode":"{code}","sMsg":"No."}}]}}"#),
    )
}

#[tokio::test]
async fn a_lost_reply_to_an_order_is_unknown_and_never_sent_again() {
    assert!(matches!(PlaceOrder::OPERATION.repeat, Repeat::By(_)));
    let pages = [500, 502, 503, 504].map(|status| Step::Reply(status, "<html>Bad gateway</html>".to_owned()));
    let cut = Step::Reply(200, r#"{"code":"0","msg":"","data":[{"ordId":"1","#.to_owned());
    for step in pages.into_iter().chain([Step::Broken, cut]) {
        let (error, sendings) = sent(&order().cl_ord_id("mine"), [step.clone(), done()]).await;
        let error = error.unwrap();
        assert!(error.outcome_unknown(), "{step:?}: {error}");
        assert_eq!((error.client_order_id(), sendings), (Some("mine"), 1), "{step:?}");
        assert!(error.to_string().ends_with("Ask OKX for mine before you send it again."), "{error}");
    }
}

#[tokio::test]
async fn a_request_that_was_certainly_not_done_is_sent_again() {
    let (error, sendings) = sent(&order().cl_ord_id("mine"), [Step::NotSent, Step::NotSent, done()]).await;
    assert_eq!((error.is_none(), sendings), (true, 3));
    for step in [
        refusal(429, errors::RATE_LIMIT_REACHED),
        row_refused(errors::ACCOUNT_ORDER_RATE_REACHED),
        Step::Reply(429, "<html>Slow down</html>".to_owned()),
    ] {
        let (error, sendings) = sent(&order().cl_ord_id("mine"), [step, done()]).await;
        assert_eq!((error.is_none(), sendings), (true, 2));
    }
}

#[tokio::test]
async fn the_number_of_attempts_is_limited() {
    let (error, sendings) = sent(&order(), (0..9).map(|_| Step::NotSent)).await;
    assert!(error.unwrap().is_unreachable());
    assert_eq!(sendings, 4);
    let (error, sendings) =
        sent(&order().cl_ord_id("mine"), (0..9).map(|_| row_refused(errors::ACCOUNT_ORDER_RATE_REACHED))).await;
    let error = error.unwrap();
    assert!(error.is_refused() && error.is_rate_limited(), "{error}");
    assert_eq!(sendings, 4);
}

#[tokio::test]
async fn a_refusal_has_code_and_client_order_id() {
    let (error, sendings) = sent(&order().cl_ord_id("mine"), [row_refused(errors::INSUFFICIENT_FUNDS), done()]).await;
    let error = error.unwrap();
    assert!(error.is_refused() && sendings == 1);
    assert_eq!((error.code(), error.client_order_id()), (Some(errors::INSUFFICIENT_FUNDS), Some("mine")));
    assert_eq!(error.call(), Some(PlaceOrder::OPERATION.name));
}

#[tokio::test]
async fn a_read_only_call_is_retried_until_it_is_answered() {
    let page = Step::Reply(502, "<html>".to_owned());
    let cut = Step::Reply(200, r#"{"code":"0""#.to_owned());
    let (error, sendings) =
        sent(&GetBalance::new(), [page, Step::Broken, cut, rows(r#"{"totalEq":"1","uTime":"1"}"#)]).await;
    assert_eq!((error.map(|error| error.to_string()), sendings), (None, 4));
}

#[tokio::test]
async fn a_repeatable_call_is_sent_again_when_it_may_have_been_done() {
    assert_eq!(SetLeverage::OPERATION.repeat, Repeat::Always);
    let set = SetLeverage::new(5, MgnMode::Cross).inst_id("BTC-USDT");
    let (error, sendings) = sent(&set, [Step::Broken, rows(r#"{"lever":"5","mgnMode":"cross"}"#)]).await;
    assert_eq!((error.map(|error| error.to_string()), sendings), (None, 2));
    // The second sending was refused, but the first may have been done.
    let cancel = CancelOrder::new("BTC-USDT").ord_id("1");
    assert_eq!(CancelOrder::OPERATION.repeat, Repeat::Always);
    let (error, sendings) = sent(&cancel, [Step::Broken, row_refused(errors::INSUFFICIENT_FUNDS)]).await;
    assert!(error.unwrap().outcome_unknown());
    assert_eq!(sendings, 2);
}

#[tokio::test]
async fn a_timeout_leaves_the_outcome_unknown() {
    let script = Script::new([Step::Hangs]);
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let client =
        script.builder().clock(Arc::new(clock.clone())).request_timeout(Duration::from_secs(3)).build().unwrap();
    let sending = tokio::spawn(async move { client.send(&order().cl_ord_id("mine")).await });
    while script.seen().is_empty() || clock.next_wake().is_none() {
        tokio::task::yield_now().await;
    }
    clock.advance(Duration::from_millis(2_999));
    tokio::task::yield_now().await;
    assert!(!sending.is_finished());
    clock.advance(Duration::from_millis(1));
    let error = sending.await.unwrap().unwrap_err();
    assert!(error.outcome_unknown() && error.to_string().contains("no reply within 3000 ms"), "{error}");
    assert_eq!(clock.monotonic(), Duration::from_secs(3));
}

#[tokio::test]
async fn each_order_of_a_batch_has_its_own_outcome() {
    let body = r#"{"code":"2","msg":"","data":[
        {"ordId":"1","clOrdId":"a","sCode":"0","sMsg":""},
        {"ordId":"","clOrdId":"b","sCode":"CODE","sMsg":"No."}]}"#;
    let script = Script::new([Step::Reply(200, body.replace("CODE", errors::INSUFFICIENT_FUNDS))]);
    let batch = PlaceOrders::new(["a", "b", "c"].map(|id| order().cl_ord_id(id)));
    let acks = client(&script).send(&batch).await.unwrap();
    let [done, refused, missing] = &acks.iter().collect::<Vec<_>>()[..] else { panic!("three rows were expected") };
    assert!(done.is_ok());
    let (refused, missing) = (refused.as_ref().unwrap_err(), missing.as_ref().unwrap_err());
    assert!(refused.is_refused() && missing.outcome_unknown());
    assert_eq!([refused.client_order_id(), missing.client_order_id()], [Some("b"), Some("c")]);
    assert_eq!([refused.item(), missing.item()], [Some(1), Some(2)]);
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn a_batch_refused_for_rate_only_is_sent_again() {
    let row = format!(r#"{{"sCode":"{}","sMsg":"Slow down."}}"#, errors::ACCOUNT_ORDER_RATE_REACHED);
    let refused = Step::Reply(200, format!(r#"{{"code":"1","msg":"","data":[{row},{row}]}}"#));
    let both = rows(r#"{"ordId":"1","sCode":"0","sMsg":""},{"ordId":"2","sCode":"0","sMsg":""}"#);
    let script = Script::new([refused, both]);
    let acks = client(&script).send(&PlaceOrders::new([order(), order()])).await.unwrap();
    assert_eq!((acks.iter().flatten().count(), script.seen().len()), (2, 2));
}

#[tokio::test]
async fn success_without_a_row_is_unknown_for_an_order() {
    let (error, _) = sent(&order().cl_ord_id("mine"), [rows("")]).await;
    let error = error.unwrap();
    assert!(error.outcome_unknown() && error.client_order_id() == Some("mine"), "{error}");
}

#[tokio::test]
async fn the_error_for_an_unknown_key_names_the_environment() {
    let (error, _) = sent(&GetBalance::new(), [refusal(401, errors::KEY_UNKNOWN)]).await;
    let error = error.unwrap().to_string();
    assert!(error.contains("This client is set to `Environment::demo(Region::Global)`."), "{error}");
}
