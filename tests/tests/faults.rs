//! Everything okx-sim can do wrong, end to end: what the client says became of an order, what really became of it, and how often it was
//! sent. The law behind all of them: nothing is placed twice, and nothing that may have been placed is called refused.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::market::GetTicker;
use okx_client::trade::{GetOrder, PlaceOrder, PlaceOrders};
use okx_client::{Chance, ClientBuilder, RetryPolicy, Rows, dec};
use okx_sim::{Delay, Fault, Sim};

/// What the client says became of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Refused,
    Unknown,
    /// Nothing came back, and it is certain that nothing was done.
    Unreachable,
}

use Outcome::{Done, Refused, Unknown, Unreachable};

/// What is expected of one fault.
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

/// Chance that leaves pauses as short as they may be.
#[derive(Debug)]
struct Least;

impl Chance for Least {
    fn bits(&self) -> u64 {
        0
    }
}

fn builder(sim: &Sim) -> ClientBuilder {
    okx_tests::client(sim)
        .request_timeout(Duration::from_secs(2))
        .retry(RetryPolicy::default().attempts(3).first_pause(Duration::from_millis(1)))
        .chance(Arc::new(Least))
}

/// An order far below the market, so that it rests.
fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(1_000))
}

/// Places an order while things go wrong as told, and compares what is said with what was done.
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
        let name = error.client_order_id().unwrap_or_else(|| panic!("{seen}: nobody could ask for it"));
        assert_eq!(okx.send(&GetOrder::new("BTC-USDT").cl_ord_id(name)).await.is_ok(), placed == 1, "{seen}");
    }
    let signatures: BTreeSet<_> = sim.journal().into_iter().filter_map(|entry| entry.signature).collect();
    let signed = sim.journal().iter().filter(|entry| entry.is_signed()).count();
    assert_eq!(signatures.len(), signed, "{seen}: every sending has a signature of its own");
}

#[tokio::test]
async fn a_request_or_reply_that_is_slow_but_in_time_is_done() {
    let slow = || Delay::Between(Duration::from_millis(5), Duration::from_millis(50));
    placing([Fault::SlowRequest(slow())], expect(Done, 1, 1)).await;
    placing([Fault::SlowReply(slow())], expect(Done, 1, 1)).await;
    placing([Fault::SlowBody { piece: 16, pause: Duration::from_millis(2) }], expect(Done, 1, 1)).await;
}

#[tokio::test]
async fn a_clock_that_is_off_is_measured_again_and_the_order_sent_once_more() {
    placing([Fault::SkewedClock(-120_000)], expect(Done, 2, 1)).await;
}

#[tokio::test]
async fn a_rate_limit_is_waited_for() {
    placing([Fault::RateLimited], expect(Done, 2, 1)).await;
}

#[tokio::test]
async fn maintenance_leaves_the_outcome_open() {
    // OKX's own page says nothing of whether it acted before it closed.
    placing([Fault::Maintenance], expect(Unknown, 1, 0)).await;
}

#[tokio::test]
async fn a_code_that_says_not_done_is_a_refusal_and_one_that_does_not_is_unknown() {
    placing([Fault::Refused { status: 200, code: "51008", acted: false }], expect(Refused, 1, 0)).await;
    placing([Fault::Refused { status: 400, code: "50004", acted: true }], expect(Unknown, 1, 1)).await;
    placing([Fault::Refused { status: 400, code: "50004", acted: false }], expect(Unknown, 1, 0)).await;
}

#[tokio::test]
async fn a_gateways_page_leaves_the_outcome_open() {
    for status in [500, 502, 503, 504] {
        placing([Fault::WebPage { status, acted: true }], expect(Unknown, 1, 1)).await;
        placing([Fault::WebPage { status, acted: false }], expect(Unknown, 1, 0)).await;
    }
}

#[tokio::test]
async fn a_cut_connection_leaves_the_outcome_open() {
    placing([Fault::CutBeforeActing], expect(Unknown, 1, 0)).await;
    placing([Fault::CutAfterActing], expect(Unknown, 1, 1)).await;
    placing([Fault::CutInReply], expect(Unknown, 1, 1)).await;
}

#[tokio::test]
async fn a_reply_that_cannot_be_read_leaves_the_outcome_open() {
    placing([Fault::TruncatedJson], expect(Unknown, 1, 1)).await;
}

#[tokio::test]
async fn a_reply_that_contradicts_itself_or_says_nothing_certain_leaves_the_outcome_open() {
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
async fn a_server_that_repeats_its_replies_never_places_an_order_that_did_not_arrive() {
    let sim = Sim::start().await;
    let okx = okx_tests::client(&sim).build().expect("the client settings are complete");
    assert!(okx.send(&order()).await.is_ok());
    sim.faults().always("trade.place_order", Fault::PreviousReply);
    for _ in 0..3 {
        let error = okx.send(&order()).await.unwrap_err();
        assert!(error.outcome_unknown() && error.to_string().contains("instead"), "{error}");
    }
    assert_eq!((okx.unresolved().len(), sim.core().orders().count()), (3, 4));
}

#[tokio::test]
async fn rows_of_a_batch_are_found_by_their_names() {
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
async fn what_a_reply_has_beyond_its_description_does_not_matter() {
    placing([Fault::UnknownMembers], expect(Done, 1, 1)).await;
    placing([Fault::WrongContentType], expect(Done, 1, 1)).await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    // Whoever answers "look elsewhere" may have acted before: only OKX's own reply says that it did not.
    let to = "http://127.0.0.1:9/elsewhere".to_owned();
    placing([Fault::Redirect { to }], expect(Unknown, 1, 0)).await;
}

#[tokio::test]
async fn an_order_that_was_certainly_not_placed_comes_through_after_several_faults() {
    placing([Fault::RateLimited, Fault::SlowReply(Delay::Fixed(Duration::from_millis(5)))], expect(Done, 2, 1)).await;
}

#[tokio::test]
async fn nobody_there_is_no_outcome_to_worry_about() {
    let sim = Sim::start().await;
    let okx = builder(&sim).build().expect("the client settings are complete");
    okx.check(&order()).await.expect("the order is valid");
    drop(sim);
    let error = okx.send(&order()).await.unwrap_err();
    assert!(error.is_unreachable(), "{error}");
}

#[tokio::test]
async fn reading_is_tried_again_whatever_happens() {
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
