//! The list of unresolved requests: an entry stays until its outcome is certain, even if the sending future is dropped.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use okx_client::account::SetLeverage;
use okx_client::clock::{Clock, ManualClock};
use okx_client::endpoint::Endpoint;
use okx_client::enums::{FundsAccount, MgnMode, OrdType, Side, TdMode};
use okx_client::funding::Transfer;
use okx_client::sub_account::CreateApikey;
use okx_client::trade::{AmendOrder, CancelOrder, GetOrder, PlaceOrder, PlaceOrders};
use okx_client::value::Timestamp;
use okx_client::{Client, Decimal, Resolved, SendOptions, errors};

use crate::outcomes::impatient;
use crate::script::{Script, Step, refusal, rows};

const LONG: Duration = Duration::from_secs(5 * 60);

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE)
}

fn client(script: &Script) -> (Client, ManualClock) {
    let clock = impatient();
    script.set_clock(&clock);
    (script.builder().clock(Arc::new(clock.clone())).build().unwrap(), clock)
}

/// An order that OKX knows.
fn known(name: &str) -> Step {
    let missing =
        ["instType", "instId", "ordId", "sz", "ordType", "side", "tdMode", "accFillSz", "state", "fee", "rebate"];
    let others: String = missing.map(|wire| format!(r#""{wire}":"0","#)).concat();
    rows(&format!(r#"{{{others}"clOrdId":"{name}","uTime":"1600000100000","cTime":"1600000100000"}}"#))
}

fn none() -> Step {
    refusal(200, PlaceOrder::OPERATION.asked_by.unwrap().missing[0])
}

fn names(okx: &Client) -> Vec<String> {
    okx.unresolved().iter().filter_map(|entry| entry.name().map(str::to_owned)).collect()
}

/// Polls a request until it is sent, then drops the future.
async fn send_and_drop<E: Endpoint>(okx: &Client, script: &Script, request: &E) {
    let sending = okx.send(request);
    let mut sending = pin!(sending);
    let before = script.seen().len();
    while script.seen().len() == before {
        let polled = sending.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending(), "nobody answers");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_order_whose_future_was_dropped_is_resolved_by_its_id() {
    let script = Script::new([Step::Hangs, known("mine")]);
    let (okx, _) = client(&script);
    let order = order().cl_ord_id("mine");
    send_and_drop(&okx, &script, &order).await;
    let [entry] = &okx.unresolved()[..] else { panic!("one entry was expected") };
    assert_eq!((entry.call(), entry.name(), entry.is_in_flight()), ("trade.place_order", Some("mine"), false));
    assert!(entry.request().get().contains(r#""instId":"BTC-USDT""#), "{}", entry.request());
    assert!(entry.expires_at() > entry.sent() && entry.sent().is_some());
    assert!(okx.resolve(&order).within(LONG).await.is_done());
    assert!(okx.unresolved().is_empty(), "it is known now");
}

#[tokio::test]
async fn a_refusal_of_the_second_attempt_does_not_resolve_the_first() {
    let refused = || refusal(200, errors::CL_ORD_ID_IN_USE);
    let script = Script::new([Step::Hangs, refused(), known("mine")]);
    let (okx, _) = client(&script);
    let order = order().cl_ord_id("mine");
    send_and_drop(&okx, &script, &order).await;
    let error = okx.send(&order).await.unwrap_err();
    assert!(error.is_refused());
    assert!(okx.resolve(&order).with_error(&error).within(LONG).await.is_done());
    assert!(okx.unresolved().is_empty());

    let script = Script::new([Step::Hangs, refused()].into_iter().chain((0..3).map(|_| none())));
    let (okx, _) = client(&script);
    send_and_drop(&okx, &script, &order).await;
    let error = okx.send(&order).await.unwrap_err();
    let found = okx.resolve(&order).with_error(&error).within(Duration::from_millis(500)).await;
    let Resolved::Unknown(error) = found else { panic!("the first sending may still arrive: {found:?}") };
    assert_eq!(error.expires_at(), okx.unresolved()[0].expires_at(), "the error is enough to ask again");
}

#[tokio::test]
async fn the_same_id_on_another_instrument_is_another_order() {
    let script = Script::new([Step::Broken, Step::Broken, known("a1")]);
    let (okx, _) = client(&script);
    let on = |instrument: &str| {
        PlaceOrder::new(instrument, TdMode::Cash, Side::Buy, OrdType::Market, Decimal::ONE).cl_ord_id("a1")
    };
    assert!(okx.send(&on("BTC-USDT")).await.unwrap_err().outcome_unknown());
    assert!(okx.send(&on("ETH-USDT")).await.unwrap_err().outcome_unknown());
    assert!(okx.resolve(&on("ETH-USDT")).within(LONG).await.is_done());
    let [entry] = &okx.unresolved()[..] else { panic!("one entry was expected: {:?}", okx.unresolved()) };
    assert!(entry.request().get().contains("BTC-USDT"), "{}", entry.request());
}

#[tokio::test]
async fn an_entry_stays_unresolved_while_a_later_attempt_may_arrive() {
    let script = Script::new([Step::Broken, Step::Hangs].into_iter().chain((0..100).map(|_| none())));
    let (okx, clock) = client(&script);
    let order = order().cl_ord_id("mine");
    let _ = okx.send(&order).await.unwrap_err();
    let [first] = &okx.unresolved()[..] else { panic!("one entry was expected") };
    clock.advance(Duration::from_secs(30));
    send_and_drop(&okx, &script, &order).await;
    let begun = clock.monotonic();
    assert!(okx.resolve_unresolved(first, LONG).await.is_not_done());
    let took = clock.monotonic().saturating_sub(begun);
    assert!(took >= Duration::from_millis(34_900) && took < Duration::from_secs(40), "{took:?}");
    assert!(okx.unresolved().is_empty(), "neither sending was done");
}

#[tokio::test]
async fn an_entry_stays_unresolved_while_the_same_order_is_under_way() {
    let script = Script::new([Step::Hangs].into_iter().chain((0..200).map(|_| none())));
    // The clock only moves while OKX is asked, so the sending does not run into its time.
    let (okx, _) = client(&script);
    let order = order().cl_ord_id("mine");
    let mut sending = pin!(okx.send(&order));
    while script.seen().is_empty() {
        assert!(sending.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        tokio::task::yield_now().await;
    }
    let [entry] = &okx.unresolved()[..] else { panic!("one entry was expected") };
    assert!(entry.is_in_flight());
    assert!(okx.resolve_unresolved(entry, LONG).await.is_unknown(), "the reply may still come, or another sending");
    assert_eq!(okx.unresolved().len(), 1);
}

#[tokio::test]
async fn a_generated_client_order_id_is_in_the_list() {
    let script = Script::new([Step::Hangs].into_iter().chain((0..50).map(|_| none())));
    let (okx, _) = client(&script);
    send_and_drop(&okx, &script, &order()).await;
    let [entry] = &okx.clone().unresolved()[..] else { panic!("clones share the list") };
    assert!(script.seen()[0].body.contains(entry.name().unwrap()));
    assert!(okx.resolve_unresolved(entry, LONG).await.is_not_done());
    assert_eq!(
        script.seen()[1].target,
        format!("{}?instId=BTC-USDT&clOrdId={}", GetOrder::ROUTE.path, entry.name().unwrap())
    );
    assert!(okx.unresolved().is_empty());
}

#[tokio::test]
async fn client_order_ids_can_be_generated_in_advance() {
    let script = Script::default();
    let okx = script.client();
    let named = okx.named(order());
    assert_eq!(named.cl_ord_id.as_ref().unwrap().as_str().len(), 24);
    assert_eq!(okx.named(named.clone()), named, "a name is kept");
    let batch = okx.named(PlaceOrders::new([order(), order().cl_ord_id("mine"), order()]));
    let _ = okx.send(&batch).await;
    let text: serde_json::Value = serde_json::from_str(&script.seen()[0].body).unwrap();
    let sent: Vec<_> =
        text.as_array().unwrap().iter().map(|item| item["clOrdId"].as_str().unwrap().to_owned()).collect();
    assert!(sent[1] == "mine" && sent[0] != sent[2] && sent[0].len() == 24, "{sent:?}");
    let transfer = Transfer::new("USDT", Decimal::ONE, FundsAccount::Funding, FundsAccount::Trading);
    assert!(okx.named(transfer).client_id.is_some());
    let amend = AmendOrder::new("BTC-USDT").ord_id("7");
    assert_eq!(okx.named(amend.clone()), amend, "it makes nothing that could be named");
}

#[tokio::test]
async fn a_request_that_only_waits_is_not_listed() {
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let script = Script::default();
    let okx = script.builder().clock(Arc::new(clock.clone())).build().unwrap();
    for _ in 0..60 {
        let _ = okx.send(&order()).await;
    }
    okx.unresolved().iter().for_each(|entry| assert!(okx.forget(entry)));
    let late = tokio::spawn({
        let okx = okx.clone();
        async move { okx.send(&order()).await }
    });
    while clock.next_wake().is_none() {
        tokio::task::yield_now().await;
    }
    late.abort();
    assert!(late.await.unwrap_err().is_cancelled());
    assert!(okx.unresolved().is_empty() && script.seen().len() == 60);
}

#[tokio::test]
async fn requests_with_a_certain_outcome_are_not_listed() {
    let done = rows(r#"{"ordId":"1","clOrdId":"mine","sCode":"0","sMsg":""}"#);
    let refused = refusal(400, errors::INSUFFICIENT_FUNDS);
    let script = Script::new([done, refused, Step::NotSent, Step::NotSent, Step::NotSent, Step::NotSent]);
    let (okx, _) = client(&script);
    assert!(okx.send(&order().cl_ord_id("mine")).await.is_ok());
    assert!(okx.send(&order()).await.unwrap_err().is_refused());
    assert!(okx.send(&order()).await.unwrap_err().is_unreachable());
    assert!(okx.unresolved().is_empty());
}

#[tokio::test]
async fn a_request_that_pauses_before_a_retry_is_not_listed() {
    let script = Script::new([Step::NotSent]);
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let okx = script.builder().clock(Arc::new(clock)).build().unwrap();
    let request = order();
    send_and_drop(&okx, &script, &request).await;
    assert!(okx.unresolved().is_empty(), "it certainly was not sent");
}

#[tokio::test]
async fn an_unknown_outcome_is_listed_until_it_is_forgotten() {
    let script = Script::new([Step::Broken]);
    let (okx, _) = client(&script);
    let error = okx.send(&order().cl_ord_id("mine")).await.unwrap_err();
    assert!(error.outcome_unknown());
    let [entry] = &okx.unresolved()[..] else { panic!("one entry was expected") };
    assert_eq!(entry.expires_at(), error.expires_at());
    assert!(okx.forget(entry) && !okx.forget(entry) && okx.unresolved().is_empty());
}

#[tokio::test]
async fn a_panic_in_the_sending_task_keeps_the_entry() {
    let script = Script::new([Step::Hangs]);
    let (okx, _) = client(&script);
    let task = tokio::spawn({
        let (okx, script) = (okx.clone(), script.clone());
        async move {
            let sending = order().cl_ord_id("mine");
            let sending = okx.send(&sending);
            let mut sending = pin!(sending);
            loop {
                let polled = std::future::poll_fn(|context| Poll::Ready(sending.as_mut().poll(context))).await;
                assert!(polled.is_pending() && script.seen().is_empty(), "on purpose");
                tokio::task::yield_now().await;
            }
        }
    });
    assert!(task.await.unwrap_err().is_panic());
    assert_eq!(names(&okx), ["mine"]);
}

#[tokio::test]
async fn each_order_of_a_batch_has_its_own_entry() {
    let body = r#"{"code":"2","msg":"","data":[{"ordId":"1","clOrdId":"a","sCode":"0","sMsg":""},{"ordId":"","clOrdId":"b","sCode":"CODE","sMsg":""}]}"#;
    let script = Script::new([Step::Reply(200, body.replace("CODE", errors::INSUFFICIENT_FUNDS)), known("c")]);
    let (okx, _) = client(&script);
    let batch = PlaceOrders::new(["a", "b", "c"].map(|id| order().cl_ord_id(id)));
    let _rows = okx.send(&batch).await.unwrap();
    assert_eq!(names(&okx), ["c"]);
    // The order of a batch is resolved by itself, too.
    assert!(okx.resolve(&order().cl_ord_id("c")).within(LONG).await.is_done());
    assert!(okx.unresolved().is_empty());
}

#[tokio::test]
async fn without_an_entry_an_unknown_order_is_final_after_any_signature_has_expired() {
    let script = Script::new((0..50).map(|_| none()));
    let (okx, clock) = client(&script);
    let begun = clock.monotonic();
    assert!(okx.resolve(&order().cl_ord_id("mine")).within(LONG).await.is_not_done());
    let took = clock.monotonic().saturating_sub(begun);
    assert!(took >= Duration::from_secs(35) && took < Duration::from_secs(40), "{took:?}");
    let script = Script::new([known("mine")]);
    let (okx, _) = client(&script);
    assert!(okx.resolve(&order().cl_ord_id("mine")).within(LONG).await.is_done());
}

#[tokio::test]
async fn the_error_for_a_request_without_an_id_gives_advice() {
    let (okx, _) = client(&Script::default());
    let found = okx.resolve(&order()).within(LONG).await;
    assert!(
        matches!(&found, Resolved::Unknown(why) if why.to_string().contains("call `named` before sending it")),
        "{found:?}"
    );
}

#[tokio::test]
async fn amendments_and_transfers_are_listed_and_repeatable_requests_are_not() {
    let script = Script::new((0..20).map(|_| Step::Broken));
    let (okx, _) = client(&script);
    let _ = okx.send(&AmendOrder::new("BTC-USDT").ord_id("7").req_id("r1").new_px(Decimal::TWO)).await;
    let _ = okx.send(&Transfer::new("USDT", Decimal::ONE, FundsAccount::Funding, FundsAccount::Trading)).await;
    let _ = okx.send(&SetLeverage::new(5, MgnMode::Cross).inst_id("BTC-USDT")).await;
    let _ = okx.send(&GetOrder::new("BTC-USDT").ord_id("7")).await;
    let shown: Vec<_> = okx.unresolved().iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["trade.amend_order ordId=7 reqId=r1", "funding.transfer"]);
    let found = okx.resolve_unresolved(&okx.unresolved()[0], LONG).await;
    assert!(matches!(&found, Resolved::Unknown(why) if why.to_string().contains("then call `forget`")), "{found:?}");
}

#[tokio::test]
async fn a_successful_cancellation_resolves_an_earlier_one() {
    let ack = rows(r#"{"ordId":"7","clOrdId":"","sCode":"0","sMsg":""}"#);
    let script = Script::new((0..4).map(|_| Step::Broken).chain([refusal(400, errors::INSUFFICIENT_FUNDS), ack]));
    let (okx, _) = client(&script);
    let cancel = CancelOrder::new("BTC-USDT").ord_id("7");
    assert!(okx.send(&cancel).await.unwrap_err().outcome_unknown());
    assert!(okx.send(&cancel).await.unwrap_err().is_refused());
    assert_eq!(okx.unresolved().len(), 1, "the one before may have been done");
    assert!(okx.send(&cancel).await.is_ok());
    assert!(okx.unresolved().is_empty());
}

#[tokio::test]
async fn a_cancellation_leaves_the_list_once_it_can_no_longer_take_effect() {
    let script = Script::new((0..20).map(|_| Step::Broken));
    let (okx, clock) = client(&script);
    assert!(okx.send(&CancelOrder::new("BTC-USDT").ord_id("7")).await.unwrap_err().outcome_unknown());
    assert!(okx.send(&AmendOrder::new("BTC-USDT").ord_id("7").new_px(Decimal::TWO)).await.is_err());
    assert!(okx.send(&order().cl_ord_id("mine")).await.is_err());
    let expires_at = okx.unresolved()[0].expires_at().unwrap();
    let calls = || okx.unresolved().iter().map(okx_client::Unresolved::call).collect::<Vec<_>>();
    let left = expires_at.as_millis() - clock.wall().as_millis();
    clock.advance(Duration::from_millis(u64::try_from(left).unwrap()));
    assert_eq!(calls(), ["trade.cancel_order", "trade.amend_order", "trade.place_order"]);
    clock.advance(Duration::from_secs(10));
    assert_eq!(calls().last(), Some(&"trade.place_order"), "OKX can be asked for an order");
    assert!(!calls().contains(&"trade.cancel_order"));
}

#[tokio::test]
async fn secrets_are_not_kept() {
    let script = Script::new([Step::Broken]);
    let (okx, _) = client(&script);
    let request = CreateApikey::new("sub1", "label", "Phrase-of-nobody-1");
    let _ = okx.send(&request).await;
    let [entry] = &okx.unresolved()[..] else { panic!("one entry was expected") };
    let shown = format!("{} {entry:?} {entry}", entry.request());
    assert!(shown.contains("sub1") && !shown.contains("Phrase-of-nobody-1"), "{shown}");
}

#[tokio::test]
async fn a_deadline_makes_an_entry_expire_sooner() {
    let script = Script::new([Step::Broken]);
    let (okx, _) = client(&script);
    let options = SendOptions::default().within(Duration::from_millis(500));
    let _ = okx.send_with(&order(), options).await;
    let [entry] = &okx.unresolved()[..] else { panic!("one entry was expected") };
    let lasts = entry.expires_at().unwrap().as_millis() - okx.server_time().as_millis();
    assert!((0..=500).contains(&lasts), "{lasts}");
}
