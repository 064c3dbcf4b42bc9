//! Requests arrive exactly as they were set: kept, set and cleared values, and each member only once.

use std::time::Duration;

use okx_client::endpoint::Endpoint;
use okx_client::enums::{FundsAccount, OrdType, Side, TdMode};
use okx_client::funding::{Transfer, TransferRequired};
use okx_client::grid::AmendGridAlgoOrder;
use okx_client::recurring_buy::{AmendPriceRange, RecurringPriceRange};
use okx_client::sub_account::ModifyApikey;
use okx_client::trade::PlaceOrder;
use okx_client::value::{Clearable, Json};
use okx_client::{Client, RawRequest, SendOptions, dec, dynamic};
use okx_sim::Sim;

async fn start() -> (Sim, Client) {
    let sim = Sim::start().await;
    let okx = okx_tests::client(&sim).build().expect("the client settings are complete");
    (sim, okx)
}

/// The body of the last request to a call that arrived.
fn arrived(sim: &Sim, call: &str) -> Option<String> {
    sim.journal().into_iter().rfind(|entry| entry.call == call).map(|entry| entry.body)
}

fn amendment() -> AmendGridAlgoOrder {
    AmendGridAlgoOrder::new("448965992920907776", "BTC-USDT-SWAP")
}

const AMEND_GRID: &str = "grid.amend_grid_algo_order";

#[tokio::test]
async fn a_take_profit_can_be_kept_set_and_cleared() {
    let (sim, okx) = start().await;
    okx.send(&amendment().sl_trigger_px(dec!(20_000)).tp_trigger_px(Clearable::Clear)).await.expect("an amendment");
    let body = r#"{"algoId":"448965992920907776","instId":"BTC-USDT-SWAP","slTriggerPx":"20000","tpTriggerPx":""}"#;
    assert_eq!(arrived(&sim, AMEND_GRID).as_deref(), Some(body));
    okx.send(&amendment().tp_ratio(Clearable::Clear)).await.expect("clearing a value is a change");
    let nothing = okx.send(&amendment()).await.expect_err("an amendment without a change");
    assert!(nothing.is_invalid(), "{nothing}");
}

#[tokio::test]
async fn the_exchange_accepts_empty_text_only_where_it_clears_a_value() {
    let (_sim, okx) = start().await;
    let past = async |body: &str| {
        let path = AmendGridAlgoOrder::ROUTE.path;
        let body = Json::parse(body).expect("valid JSON");
        okx.send_raw(&RawRequest::post(path, 20, Duration::from_secs(2)).body(body))
            .await
            .and_then(okx_client::Rows::all)
    };
    past(r#"{"algoId":"1","instId":"BTC-USDT-SWAP","tpTriggerPx":""}"#).await.expect("it clears the take-profit");
    let nothing = past(r#"{"algoId":"1","instId":"BTC-USDT-SWAP","topUpAmt":""}"#).await;
    assert!(nothing.expect_err("an empty text that changes nothing").is_refused());
}

#[tokio::test]
async fn json_parameters_clear_a_value_with_empty_text() {
    let (sim, okx) = start().await;
    let text = r#"{"algoId":"1","instId":"BTC-USDT-SWAP","tpTriggerPx":"","slTriggerPx":null,"topUpAmt":""}"#;
    let parameters = Json::parse(text).expect("valid JSON");
    let _ = okx.call(AMEND_GRID, &parameters, SendOptions::default()).await.expect("an amendment");
    let body = r#"{"algoId":"1","instId":"BTC-USDT-SWAP","tpTriggerPx":""}"#;
    assert_eq!(arrived(&sim, AMEND_GRID).as_deref(), Some(body));
    let stored: AmendGridAlgoOrder = serde_json::from_str(text).expect("a request that was stored");
    assert_eq!(stored, AmendGridAlgoOrder::new("1", "BTC-USDT-SWAP").tp_trigger_px(Clearable::Clear));
}

#[tokio::test]
async fn a_price_range_and_ip_addresses_can_be_cleared() {
    let (sim, okx) = start().await;
    let range = RecurringPriceRange::new("BTC", dec!(20_000), Clearable::Clear);
    okx.send(&AmendPriceRange::new("1").recurring_list([range])).await.expect("a new range");
    let body = r#"{"algoId":"1","recurringList":[{"ccy":"BTC","minPx":"20000","maxPx":""}]}"#;
    assert_eq!(arrived(&sim, "recurring_buy.amend_price_range").as_deref(), Some(body));
    okx.send(&ModifyApikey::new("one", "key").ip(Clearable::Clear)).await.expect("a key without addresses");
    let body = r#"{"subAcct":"one","apiKey":"key","ip":""}"#;
    assert_eq!(arrived(&sim, "sub_account.modify_apikey").as_deref(), Some(body));
}

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.01)).px(dec!(1_000))
}

#[tokio::test]
async fn a_member_is_never_sent_twice() {
    let (sim, okx) = start().await;
    let empty = okx.send(&order().cl_ord_id("")).await.expect_err("an empty client order ID");
    assert_eq!((empty.is_invalid(), empty.field()), (true, Some("clOrdId")));
    let mut doubled = order();
    doubled.extra.insert("clOrdId", "a1");
    let doubled = okx.send(&doubled).await.expect_err("an extra member with the name of a field");
    assert_eq!((doubled.is_invalid(), doubled.field()), (true, Some("clOrdId")));
    assert_eq!(arrived(&sim, "trade.place_order"), None);
    let parameters =
        Json::parse(&serde_json::to_string(&order().cl_ord_id("")).expect("valid JSON")).expect("valid JSON");
    let _ = okx
        .call("trade.place_order", &parameters, SendOptions::default())
        .await
        .expect("empty text in JSON counts as absent");
    let body = arrived(&sim, "trade.place_order").expect("the request arrived");
    assert_eq!(body.matches("clOrdId").count(), 1, "{body}");
    let id = r#"{"instId":"BTC-USDT","px":"1","px":"2"}"#;
    let error = dynamic::rewrite("trade.place_order", &Json::parse(id).expect("valid JSON")).expect_err("two prices");
    assert_eq!(error.field(), Some("px"), "{error}");
}

#[tokio::test]
async fn later_parameters_of_raw_requests_replace_earlier_ones() {
    let (sim, okx) = start().await;
    let second = Duration::from_secs(1);
    let post = RawRequest::post("/path", 1, second).body(Json::parse(r#"{"a": 1, "b": 2}"#).expect("valid JSON"));
    let post = post.parameter("a", "x").parameter("c", 3);
    let sent = okx.preview_raw(&post, SendOptions::default()).await.expect("the request is valid");
    assert_eq!(sent.body(), br#"{"b":2,"a":"x","c":3}"#);
    let get = RawRequest::get("/path", 1, second).parameter("a", 1).parameter("a", 2);
    let sent = okx.preview_raw(&get, SendOptions::default()).await.expect("the request is valid");
    assert_eq!(sent.target(), "/path?a=2");
    drop(sim);
}

#[tokio::test]
async fn a_transfer_is_serialized_by_field_name() {
    let (sim, okx) = start().await;
    let required =
        TransferRequired { to: FundsAccount::Trading, from: FundsAccount::Funding, amt: dec!(1), ccy: "USDT".into() };
    let transfer = Transfer::from(required);
    assert_eq!(transfer, Transfer::new("USDT", dec!(1), FundsAccount::Funding, FundsAccount::Trading));
    okx.send(&transfer).await.expect("a transfer");
    let body = arrived(&sim, "funding.transfer").expect("the request arrived");
    assert!(body.contains(r#""from":"6","to":"18""#), "{body}");
}

#[tokio::test]
async fn a_json_number_is_sent_as_a_decimal() {
    let (_sim, okx) = start().await;
    let sent = async |px: &str| {
        let text =
            format!(r#"{{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":1E-2,"px":{px}}}"#);
        let parameters = Json::parse(&text).expect("valid JSON");
        let request = okx.preview_call("trade.place_order", &parameters, SendOptions::default()).await?;
        Ok::<_, okx_client::Error>(String::from_utf8_lossy(request.body()).into_owned())
    };
    let body = sent("1e-9").await.expect("the request is valid");
    assert!(body.contains(r#""sz":"0.01""#) && body.contains(r#""px":"0.000000001""#), "{body}");
    let error = sent("1e-30").await.expect_err("a number out of range");
    assert_eq!((error.outcome_unknown(), error.field()), (false, Some("px")), "{error}");
}
