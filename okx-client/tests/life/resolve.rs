//! Resolving requests whose outcome is unknown.

use std::sync::Arc;
use std::time::Duration;

use okx_client::algo::PlaceAlgoOrder;
use okx_client::clock::{Clock, ManualClock};
use okx_client::endpoint::Endpoint;
use okx_client::enums::{FundsRoute, OrdType, Side, TdMode};
use okx_client::funding::Withdraw;
use okx_client::objects::Order;
use okx_client::trade::{GetOrder, PlaceOrder, PlaceOrders};
use okx_client::{CircuitBreaker, Client, Decimal, Error, Resolved, SendOptions, errors};

use crate::outcomes::impatient;
use crate::script::{Script, Step, refusal, rows};

const LONG: Duration = Duration::from_secs(5 * 60);

/// How long resolving takes at most: until the signature has expired and OKX has executed what arrived before.
const VOID: Duration = Duration::from_secs(35);

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE)
}

/// A client of OKX with this script, and the clock of both.
fn client(script: &Script) -> (Client, ManualClock) {
    let clock = impatient();
    script.set_clock(&clock);
    // The clock passes short pauses only.
    let breaker = CircuitBreaker::default().longest_pause(Duration::from_secs(5));
    (script.builder().clock(Arc::new(clock.clone())).circuit_breaker(breaker).build().unwrap(), clock)
}

/// An order that OKX knows, created at this time.
fn known(name: &str, made: i64) -> Step {
    let missing =
        ["instType", "instId", "ordId", "sz", "ordType", "side", "tdMode", "accFillSz", "state", "fee", "rebate"];
    let others: String = missing.map(|wire| format!(r#""{wire}":"0","#)).concat();
    rows(&format!(r#"{{{others}"clOrdId":"{name}","uTime":"{made}","cTime":"{made}"}}"#))
}

fn none() -> Step {
    refusal(200, PlaceOrder::OPERATION.asked_by.unwrap().missing[0])
}

/// Sends an order whose reply is lost, then resolves it against these answers. Returns the result, how long it took, and the number of
/// lookups.
async fn resolved(
    answers: impl IntoIterator<Item = Step>,
    options: SendOptions,
    within: Duration,
) -> (Resolved<Order>, Duration, usize) {
    let script = Script::new([Step::Broken].into_iter().chain(answers));
    let (okx, clock) = client(&script);
    let order = order().cl_ord_id("mine");
    let error = okx.send_with(&order, options).await.unwrap_err();
    assert!(error.outcome_unknown());
    let begun = clock.monotonic();
    let found = okx.resolve(&order).with_error(&error).within(within).await;
    let questions = script.seen().split_off(1);
    for question in &questions {
        assert_eq!(question.target, format!("{}?instId=BTC-USDT&clOrdId=mine", GetOrder::ROUTE.path));
    }
    (found, clock.monotonic().saturating_sub(begun), questions.len())
}

fn none_for_ever() -> impl Iterator<Item = Step> {
    std::iter::repeat_with(none).take(100)
}

fn why(found: &Resolved<Order>) -> String {
    match found {
        Resolved::Unknown(error) => error.to_string(),
        other => panic!("it is known: {other:?}"),
    }
}

/// Later than any time here.
const NOW: i64 = 1_600_000_100_000;

#[tokio::test]
async fn an_order_that_okx_knows_was_done() {
    let (found, took, questions) = resolved([known("mine", NOW)], SendOptions::default(), LONG).await;
    assert_eq!(found.done().unwrap().cl_ord_id.unwrap(), "mine");
    assert_eq!((took, questions), (Duration::ZERO, 1));
}

#[tokio::test]
async fn a_row_with_unreadable_values_is_found() {
    const LONG_NUMBER: &str = "0.12345678901234567890123456789012";
    let Step::Reply(status, body) = known("mine", NOW) else { panic!("it is a reply") };
    let body = body.replace(r#""accFillSz":"0""#, &format!(r#""accFillSz":"{LONG_NUMBER}""#));
    assert!(body.contains(LONG_NUMBER));
    let body = body.replace(r#""rebate":"0""#, r#""rebate":"0","fillPx":"no number""#);
    let script = Script::new([Step::Broken, Step::Reply(status, body)]);
    let (okx, _) = client(&script);
    let order = order().cl_ord_id("mine");
    let _ = okx.send(&order).await.unwrap_err();
    let found = okx.resolve(&order).within(LONG).await;
    let Resolved::Done(row) = found else { panic!("it was done: {found:?}") };
    assert_eq!(row.extra.get("accFillSz").unwrap().get(), format!("\"{LONG_NUMBER}\""));
    assert_eq!((row.fill_px, row.extra.get("fillPx").unwrap().get()), (None, r#""no number""#));
    assert!(okx.unresolved().is_empty());
}

#[tokio::test]
async fn an_order_stays_unresolved_while_its_row_cannot_be_read() {
    let script =
        Script::new([Step::Broken].into_iter().chain(std::iter::repeat_with(|| rows(r#"{"clOrdId":{}}"#)).take(9)));
    let (okx, _) = client(&script);
    let order = order().cl_ord_id("mine");
    let _ = okx.send(&order).await.unwrap_err();
    assert!(okx.resolve(&order).within(Duration::from_secs(1)).await.is_unknown());
    assert_eq!(okx.unresolved().len(), 1);
}

#[tokio::test]
async fn an_order_that_okx_does_not_know_yet_may_still_arrive() {
    let answers = (0..7).map(|_| none()).chain([known("mine", NOW)]);
    let (found, took, questions) = resolved(answers, SendOptions::default(), LONG).await;
    assert!(found.is_done() && questions == 8 && took > Duration::from_secs(5), "{found:?} after {took:?}");
}

#[tokio::test]
async fn an_order_that_okx_does_not_know_after_it_expired_was_not_done() {
    let (found, took, questions) = resolved(none_for_ever(), SendOptions::default(), LONG).await;
    assert!(found.is_not_done(), "{found:?}");
    assert!(took >= VOID.saturating_sub(Duration::from_millis(10)) && took < VOID + Duration::from_secs(1), "{took:?}");
    assert!(questions < 20, "{questions} questions");
}

#[tokio::test]
async fn a_deadline_makes_the_outcome_certain_sooner() {
    let prompt = SendOptions::default().within(Duration::from_millis(500));
    let (found, took, _) = resolved(none_for_ever(), prompt, LONG).await;
    assert!(found.is_not_done(), "{found:?}");
    assert!(took >= Duration::from_millis(5_490) && took < Duration::from_secs(6), "{took:?}");
}

#[tokio::test]
async fn without_enough_time_the_outcome_stays_unknown_and_can_be_resolved_later() {
    let (found, took, _) =
        resolved(none_for_ever(), SendOptions::default(), VOID.saturating_sub(Duration::from_secs(1))).await;
    assert_eq!(took, VOID.saturating_sub(Duration::from_secs(1)));
    assert!(why(&found).contains("OKX does not know `mine`, but the request may still arrive"), "{found:?}");
    let Resolved::Unknown(error) = found else { panic!("it is unknown") };
    let script = Script::new(none_for_ever());
    let clock = impatient();
    clock.advance(VOID);
    script.set_clock(&clock);
    let okx = script.builder().clock(Arc::new(clock)).build().unwrap();
    assert!(okx.resolve(&order().cl_ord_id("mine")).with_error(&error).within(LONG).await.is_not_done());
}

#[tokio::test]
async fn failed_lookups_are_repeated() {
    let page = || Step::Reply(502, "<html>".to_owned());
    let troubles = [page(), page(), page(), page(), Step::Broken, Step::Reply(200, r#"{"code":"0","da"#.to_owned())];
    let (found, ..) = resolved(troubles.into_iter().chain([known("mine", NOW)]), SendOptions::default(), LONG).await;
    assert!(found.is_done(), "{found:?}");
    let pages = std::iter::repeat_with(page).take(2_000);
    let (found, took, _) = resolved(pages, SendOptions::default(), LONG).await;
    assert_eq!(took, LONG);
    assert!(why(&found).contains("lookup of `mine` failed"), "{found:?}");
}

#[tokio::test]
async fn a_lookup_with_a_permanent_error_is_not_repeated() {
    let (found, took, questions) = resolved([refusal(401, errors::KEY_UNKNOWN)], SendOptions::default(), LONG).await;
    assert!(why(&found).contains(errors::KEY_UNKNOWN), "{found:?}");
    assert_eq!((took, questions), (Duration::ZERO, 1));
}

#[tokio::test]
async fn an_older_order_with_the_same_id_is_another_order() {
    let older = || known("mine", 1_599_999_990_000);
    let (found, ..) = resolved(std::iter::repeat_with(older).take(100), SendOptions::default(), LONG).await;
    assert!(found.is_not_done(), "{found:?}");
    let (found, ..) = resolved([older(), known("mine", NOW)], SendOptions::default(), LONG).await;
    assert!(found.is_done(), "{found:?}");
}

#[tokio::test]
async fn a_lookup_answered_with_another_order_is_ignored() {
    let others = std::iter::repeat_with(|| known("other", NOW)).take(100);
    let (found, ..) = resolved(others, SendOptions::default(), LONG).await;
    assert!(why(&found).contains("row is about `other`"), "{found:?}");
    let (found, ..) = resolved(std::iter::repeat_with(|| rows("")).take(100), SendOptions::default(), LONG).await;
    assert!(found.is_unknown(), "an answer that says neither is no answer: {found:?}");
}

#[tokio::test]
async fn an_order_that_okx_may_have_forgotten_stays_unknown() {
    let script = Script::new([Step::Broken].into_iter().chain(none_for_ever()));
    let (okx, clock) = client(&script);
    let order = order().cl_ord_id("mine");
    let error = okx.send(&order).await.unwrap_err();
    clock.advance(Duration::from_secs(2 * 3_600));
    let found = okx.resolve(&order).with_error(&error).within(LONG).await;
    assert!(why(&found).contains("may have forgotten"), "{found:?}");
}

#[tokio::test]
async fn without_okx_s_time_the_outcome_stays_unknown() {
    let script = Script::new([Step::Broken].into_iter().chain(none_for_ever()));
    let okx = script.builder().clock(Arc::new(impatient())).build().unwrap();
    let order = order().cl_ord_id("mine");
    let error = okx.send(&order).await.unwrap_err();
    assert!(okx.resolve(&order).with_error(&error).within(LONG).await.is_unknown());
}

#[tokio::test]
async fn an_error_with_a_known_outcome_needs_no_lookup() {
    let script = Script::new([refusal(400, errors::INSUFFICIENT_FUNDS), Step::Broken]);
    let (okx, _) = client(&script);
    let refused = okx.send(&order()).await.unwrap_err();
    assert!(okx.resolve(&order()).with_error(&refused).within(LONG).await.is_not_done());
    let other = okx.send(&order()).await.unwrap_err();
    let algo = PlaceAlgoOrder::default();
    assert!(okx.resolve(&algo).with_error(&other).within(LONG).await.is_unknown(), "it is about another call");
    assert_eq!(script.seen().len(), 2, "nothing was asked");
}

#[tokio::test]
async fn each_item_of_a_batch_is_resolved_separately() {
    let script = Script::new([Step::Broken, known("a", NOW), none(), known("b", NOW)]);
    let (okx, _) = client(&script);
    let batch = PlaceOrders::new(["a", "b"].map(|id| order().cl_ord_id(id)));
    let error = okx.send(&batch).await.unwrap_err();
    assert!(okx.resolve(&batch).with_error(&error).within(LONG).await.is_unknown(), "there are two of them");
    let found = okx.resolve(&batch).with_error(&error).each_within(LONG).await;
    assert!(found.iter().all(Resolved::is_done) && found.len() == 2, "{found:?}");
    let targets: Vec<_> =
        script.seen()[1..].iter().map(|seen| seen.target.rsplit_once('=').unwrap().1.to_owned()).collect();
    assert_eq!(targets, ["a", "b", "b"]);
}

#[tokio::test]
async fn an_item_without_a_row_is_resolved_by_its_id() {
    let body = r#"{"code":"2","msg":"","data":[{"ordId":"1","clOrdId":"a","sCode":"0","sMsg":""}]}"#;
    let script = Script::new([Step::Reply(200, body.to_owned()), known("b", NOW)]);
    let (okx, _) = client(&script);
    let batch = PlaceOrders::new(["a", "b"].map(|id| order().cl_ord_id(id)));
    let acks = okx.send(&batch).await.unwrap();
    let error: &Error = acks.errors().next().unwrap();
    assert!(error.outcome_unknown() && error.expires_at().is_some());
    assert_eq!(okx.resolve(&batch).with_error(error).within(LONG).await.done().unwrap().cl_ord_id.unwrap(), "b");
}

#[tokio::test]
async fn an_empty_list_means_that_it_was_not_done() {
    let withdrawal = Withdraw::new("USDT", Decimal::ONE, FundsRoute::OnChain, "somebody");
    let script = Script::new([Step::Broken]);
    let (okx, _) = client(&script);
    let named = withdrawal.clone().client_id("w1");
    let error = okx.send(&named).await.unwrap_err();
    assert!(okx.resolve(&named).with_error(&error).within(LONG).await.is_not_done());
    assert!(script.seen()[1].target.ends_with("?clientId=w1"));
    let script = Script::new([Step::Broken]);
    let (okx, _) = client(&script);
    let error = okx.send(&withdrawal).await.unwrap_err();
    let found = okx.resolve(&withdrawal).with_error(&error).within(LONG).await;
    assert!(matches!(&found, Resolved::Unknown(why) if why.to_string().contains("it has no `clientId`")), "{found:?}");
    assert_eq!(script.seen().len(), 1);
}
