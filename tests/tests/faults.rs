//! All faults of okx-sim end to end: the outcome that the client reports, the actual outcome, and how often the order
//! was sent. In all cases no order is placed twice, and an order that may have been placed is never reported as
//! refused.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::market::GetTicker;
use okx_client::trade::{GetOrder, PlaceOrder, PlaceOrders};
use okx_client::{ClientBuilder, RandomSource, RetryPolicy, Rows, dec};
use okx_sim::{Delay, Fault, Sim};

/// The outcome of an order as reported by the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Refused,
    Unknown,
    /// No reply was received, and the order was certainly not placed.
    Unreachable,
}

use Outcome::{Done, Refused, Unknown, Unreachable};

/// The expected result of one fault.
struct Expected {
    outcome: Outcome,
    /// How often the order was sent.
    sent: usize,
    /// How many orders rest afterwards.
    placed: usize,
}

fn expect(outcome: Outcome, sent: usize, placed: usize) -> Expected {
    Expected { outcome, sent, placed }
}

/// A random source that gives the shortest possible pauses.
#[derive(Debug)]
struct Least;

impl RandomSource for Least {
    fn next_u64(&self) -> u64 {
        0
    }
}

fn builder(sim: &Sim) -> ClientBuilder {
    okx_tests::client(sim)
        .request_timeout(Duration::from_secs(2))
        .retry(RetryPolicy::default().attempts(3).first_pause(Duration::from_millis(1)))
        .random(Arc::new(Least))
}

/// An order far below the market price, so that it rests.
fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(1_000))
}

/// Places an order while faults are active, and compares the reported outcome with the actual one.
async fn placing(faults: impl IntoIterator<Item = Fault>, expected: Expected) {
    let sim = Sim::start().await;
    let okx = builder(&sim).build().expect("the client settings are complete");
    okx.check(&order()).await.expect("the order is valid");
    okx.sync_clock().await.expect("okx-sim returns its time");
    let faults: Vec<_> = faults.into_iter().collect();
    for fault in &faults {
        sim.faults().once("trade.place_order", fault.clone());
    }
    let answer = okx.send(&order()).await;
    let outcome = match &answer {
        Ok(_) => Done,
        Err(error) if error.outcome_unknown() => Unknown,
        Err(error) if error.is_refused() => Refused,
        Err(error) if error.is_unreachable() => Unreachable,
        Err(error) => panic!("{faults:?}: {error}"),
    };
    let sent = sim.journal().iter().filter(|entry| entry.call == "trade.place_order").count();
    let placed = sim.core().orders().count();
    let seen = format!("{faults:?}: {answer:?}");
    assert_eq!((outcome, sent, placed), (expected.outcome, expected.sent, expected.placed), "{seen}");
    if let Err(error) = answer {
        let name = error.client_order_id().unwrap_or_else(|| panic!("{seen}: it cannot be queried"));
        assert_eq!(okx.send(&GetOrder::new("BTC-USDT").cl_ord_id(name)).await.is_ok(), placed == 1, "{seen}");
    }
    let signatures: BTreeSet<_> = sim.journal().into_iter().filter_map(|entry| entry.signature).collect();
    let signed = sim.journal().iter().filter(|entry| entry.is_signed()).count();
    assert_eq!(signatures.len(), signed, "{seen}: every attempt has its own signature");
}

#[tokio::test]
async fn a_slow_request_or_reply_within_the_timeout_succeeds() {
    let slow = || Delay::Between(Duration::from_millis(5), Duration::from_millis(50));
    placing([Fault::SlowRequest(slow())], expect(Done, 1, 1)).await;
    placing([Fault::SlowReply(slow())], expect(Done, 1, 1)).await;
    placing([Fault::SlowBody { piece: 16, pause: Duration::from_millis(2) }], expect(Done, 1, 1)).await;
}

#[tokio::test]
async fn a_skewed_clock_is_measured_again_and_the_order_is_sent_again() {
    placing([Fault::SkewedClock(-120_000)], expect(Done, 2, 1)).await;
}

#[tokio::test]
async fn a_rate_limited_order_is_sent_again_after_a_pause() {
    placing([Fault::RateLimited], expect(Done, 2, 1)).await;
}

#[tokio::test]
async fn maintenance_leaves_the_outcome_unknown() {
    // OKX's maintenance page does not tell whether the exchange acted before it closed.
    placing([Fault::Maintenance], expect(Unknown, 1, 0)).await;
}

#[tokio::test]
async fn a_code_that_rules_out_execution_is_a_refusal_and_any_other_is_unknown() {
    placing([Fault::Refused { status: 200, code: "51008", acted: false }], expect(Refused, 1, 0)).await;
    placing([Fault::Refused { status: 400, code: "50004", acted: true }], expect(Unknown, 1, 1)).await;
    placing([Fault::Refused { status: 400, code: "50004", acted: false }], expect(Unknown, 1, 0)).await;
}

#[tokio::test]
async fn a_gateway_error_page_leaves_the_outcome_unknown() {
    for status in [500, 502, 503, 504] {
        placing([Fault::WebPage { status, acted: true }], expect(Unknown, 1, 1)).await;
        placing([Fault::WebPage { status, acted: false }], expect(Unknown, 1, 0)).await;
    }
}

#[tokio::test]
async fn a_reset_connection_leaves_the_outcome_unknown() {
    placing([Fault::CutBeforeActing], expect(Unknown, 1, 0)).await;
    placing([Fault::CutAfterActing], expect(Unknown, 1, 1)).await;
    placing([Fault::CutInReply], expect(Unknown, 1, 1)).await;
}

#[tokio::test]
async fn an_unreadable_reply_leaves_the_outcome_unknown() {
    placing([Fault::TruncatedJson], expect(Unknown, 1, 1)).await;
}

#[tokio::test]
async fn an_inconsistent_or_inconclusive_reply_leaves_the_outcome_unknown() {
    for code in ["1", "2", "51008", "50011", "98765", ""] {
        placing([Fault::ReplyCode(code)], expect(Unknown, 1, 1)).await;
    }
    for fault in [Fault::RowCode(""), Fault::RowCode("98765"), Fault::NoRowCode, Fault::NoRows] {
        placing([fault], expect(Unknown, 1, 1)).await;
    }
    for acted in [false, true] {
        let unheard_of = Fault::Refused { status: 200, code: "98765", acted };
        placing([unheard_of], expect(Unknown, 1, usize::from(acted))).await;
    }
}

#[tokio::test]
async fn a_repeated_reply_is_not_taken_for_the_outcome_of_a_later_order() {
    let sim = Sim::start().await;
    let okx = okx_tests::client(&sim).build().expect("the client settings are complete");
    assert!(okx.send(&order()).await.is_ok());
    sim.faults().always("trade.place_order", Fault::PreviousReply);
    for _ in 0..3 {
        let error = okx.send(&order()).await.unwrap_err();
        assert!(error.outcome_unknown() && error.to_string().contains("not about this item"), "{error}");
    }
    assert_eq!((okx.unresolved().len(), sim.core().orders().count()), (3, 4));
}

#[tokio::test]
async fn rows_of_a_batch_are_matched_by_client_order_id() {
    let sim = Sim::start().await;
    let okx = okx_tests::client(&sim).build().expect("the client settings are complete");
    let batch = || PlaceOrders::new([order(), order(), order()]);
    sim.faults().once("trade.place_orders", Fault::ShiftedRows(1));
    let named = okx.named(batch());
    let acks = okx.send(&named).await.and_then(Rows::all).expect("all were placed");
    let acknowledged: Vec<_> = acks.iter().filter_map(|ack| ack.cl_ord_id.clone()).collect();
    let sent: Vec<_> = named.items.iter().filter_map(|order| order.cl_ord_id.clone()).collect();
    assert_eq!(acknowledged, sent);
    sim.faults().once("trade.place_orders", Fault::MissingRow(1));
    let named = okx.named(batch());
    let rows = okx.send(&named).await.expect("the others have rows");
    let unknown: Vec<_> = rows.errors().filter_map(|error| error.client_order_id().map(str::to_owned)).collect();
    assert_eq!(unknown, [named.items[1].cl_ord_id.clone().unwrap_or_default().as_str()]);
    let listed: Vec<_> = okx.unresolved().iter().filter_map(|entry| entry.name().map(str::to_owned)).collect();
    assert_eq!(listed, unknown);
}

#[tokio::test]
async fn undescribed_members_of_a_reply_are_ignored() {
    placing([Fault::UnknownMembers], expect(Done, 1, 1)).await;
    placing([Fault::WrongContentType], expect(Done, 1, 1)).await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    // A server that redirects may have acted before: only a reply of OKX rules that out.
    let to = "http://127.0.0.1:9/elsewhere".to_owned();
    placing([Fault::Redirect { to }], expect(Unknown, 1, 0)).await;
}

#[tokio::test]
async fn an_order_that_was_certainly_not_placed_is_retried_through_several_faults() {
    placing([Fault::RateLimited, Fault::SlowReply(Delay::Fixed(Duration::from_millis(5)))], expect(Done, 2, 1)).await;
}

#[tokio::test]
async fn a_refused_connection_means_the_order_was_not_placed() {
    let sim = Sim::start().await;
    let okx = builder(&sim).build().expect("the client settings are complete");
    okx.check(&order()).await.expect("the order is valid");
    drop(sim);
    let error = okx.send(&order()).await.unwrap_err();
    assert!(error.is_unreachable(), "{error}");
}

#[tokio::test]
async fn a_read_is_retried_after_every_kind_of_fault() {
    let sim = Sim::start().await;
    let okx = builder(&sim).build().expect("the client settings are complete");
    let faults = [
        Fault::CutBeforeActing,
        Fault::CutAfterActing,
        Fault::CutInReply,
        Fault::TruncatedJson,
        Fault::WebPage { status: 502, acted: true },
        Fault::Refused { status: 500, code: "50026", acted: false },
    ];
    for fault in faults {
        sim.clear_journal();
        sim.faults().once("market.get_ticker", fault.clone());
        let ticker = okx.send(&GetTicker::new("BTC-USDT")).await;
        assert!(ticker.is_ok(), "{fault:?}: {ticker:?}");
        assert_eq!(sim.journal().len(), 2, "{fault:?}");
    }
}
