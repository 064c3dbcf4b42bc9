//! The errors for orders that are not on the grid.

use std::sync::Arc;

use crate::api::Endpoint;
use crate::api::enums::{OrdType, Side, TdMode, TgtCcy};
use crate::api::objects::NewAttachedAlgoOrder;
use crate::api::trade::{AmendOrder, PlaceOrder, PlaceOrders};
use crate::check::instruments::sample::Exchange;
use crate::check::precision::check;
use crate::error::Error;
use crate::system::clock::ManualClock;
use crate::value::Timestamp;
use rust_decimal::Decimal;

const SPOT: &str = r#"{"instType":"SPOT","instId":"BTC-USDT","state":"live","tickSz":"0.1","lotSz":"0.00000001","minSz":"0.00001",
    "maxLmtSz":"9999","maxMktSz":"1000000","tradeQuoteCcyList":[],"upcChg":[]}"#;

const SWAP: &str = r#"{"instType":"SWAP","instId":"BTC-USDT-SWAP","state":"live","tickSz":"0.1","lotSz":"0.01","minSz":"0.01",
    "maxLmtSz":"1000","maxMktSz":"100","ctVal":"0.01","tradeQuoteCcyList":[],
    "upcChg":[{"param":"minSz","newValue":"0.1","effTime":"5000"}]}"#;

const OPTION: &str = r#"{"instType":"OPTION","instId":"BTC-USD-261225-60000-C","instFamily":"BTC-USD","state":"live",
    "tickSz":"0.0001","lotSz":"1","minSz":"1","maxLmtSz":"100","tradeQuoteCcyList":[],"upcChg":[]}"#;

const BANDS: &str = r#"{"instType":"OPTION","instFamily":"BTC-USD","tickBand":[
    {"minPx":"0","maxPx":"0.005","tickSz":"0.0001"},{"minPx":"0.005","maxPx":"20","tickSz":"0.0005"}]}"#;

async fn checked<E: Endpoint>(request: &E, exchange: &Arc<Exchange>) -> Result<(), Error> {
    let clock = ManualClock::new(Timestamp::from_millis(0));
    check(request.items(), &exchange.instruments(&clock)).await
}

fn exchange() -> Arc<Exchange> {
    let exchange = Exchange::listing(&[SPOT, SWAP, OPTION]);
    exchange.set_bands(&[BANDS]);
    exchange
}

#[track_caller]
pub(super) fn accepts<E: Endpoint>(request: &E) {
    let checked = block_on(checked(request, &exchange()));
    assert!(checked.is_ok(), "{}", checked.unwrap_err());
}

#[track_caller]
pub(super) fn refuses<E: Endpoint>(request: &E, what: &str) {
    assert_eq!(block_on(checked(request, &exchange())).unwrap_err().to_string(), what);
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

pub(super) fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn order(inst_id: &str, ord_type: OrdType, sz: &str) -> PlaceOrder {
    PlaceOrder::new(inst_id, TdMode::Cross, Side::Buy, ord_type, number(sz))
}

#[test]
fn values_on_the_grid_are_accepted() {
    accepts(&order("BTC-USDT", OrdType::Limit, "0.00001").px(number("60000.10")));
    accepts(&order("BTC-USDT-SWAP", OrdType::Market, "100"));
    accepts(&order("BTC-USD-261225-60000-C", OrdType::Limit, "1").px(number("0.0049")));
}

#[test]
fn the_error_for_a_price_names_the_nearest_valid_ones() {
    let request = order("BTC-USDT", OrdType::Limit, "1").px(number("60000.05"));
    refuses(
        &request,
        "`px`: 60000.05 is not a multiple of `tickSz` 0.1 of BTC-USDT (in quote currency per unit); the nearest valid value above is \
         60000.1; the nearest valid value below is 60000",
    );
    let error = block_on(checked(&request, &exchange())).unwrap_err();
    assert!(error.is_invalid());
    assert_eq!((error.field(), error.nearest()), (Some("px"), Some(number("60000"))));
}

#[test]
fn the_bounds_of_a_size_depend_on_the_order_type() {
    refuses(
        &order("BTC-USDT-SWAP", OrdType::Market, "100.01"),
        "`sz`: 100.01 is more than `maxMktSz` 100 of BTC-USDT-SWAP (in contracts); the nearest valid value below is 100",
    );
    accepts(&order("BTC-USDT-SWAP", OrdType::Limit, "100.01").px(number("1")));
    refuses(
        &order("BTC-USDT", OrdType::Limit, "0.000001").px(number("1")),
        "`sz`: 0.000001 is less than `minSz` 0.00001 of BTC-USDT (in contracts, or base currency for spot and margin); \
         the nearest valid value above is 0.00001",
    );
    refuses(
        &order("BTC-USDT-SWAP", OrdType::Market, "0"),
        "`sz`: 0 is not a valid size for BTC-USDT-SWAP: it must be greater than zero (in contracts); \
         the nearest valid value above is 0.01",
    );
}

#[test]
fn the_size_of_a_spot_market_buy_is_in_quote_currency() {
    let buy = || order("BTC-USDT", OrdType::Market, "5.123456789123");
    accepts(&buy());
    refuses(
        &buy().tgt_ccy(TgtCcy::BaseCcy),
        "`sz`: 5.123456789123 is not a multiple of `lotSz` 0.00000001 of BTC-USDT (in base currency); the nearest valid value above is \
         5.12345679; the nearest valid value below is 5.12345678",
    );
}

#[test]
fn the_step_of_options_depends_on_the_price() {
    let option = |px| order("BTC-USD-261225-60000-C", OrdType::Limit, "1").px(number(px));
    accepts(&option("0.0055"));
    refuses(
        &option("0.0051"),
        "`px`: 0.0051 is not a multiple of `tickSz` 0.0005 of BTC-USD-261225-60000-C at this price (in settlement currency per unit of \
         the underlying); the nearest valid value above is 0.0055; the nearest valid value below is 0.005",
    );
    refuses(
        &option("20.0005"),
        "`px`: 20.0005 is more than the highest price 20 of BTC-USD-261225-60000-C (in settlement currency per unit of the \
         underlying); the nearest valid value below is 20",
    );
}

#[test]
fn nested_values_are_checked_unless_they_have_a_special_meaning() {
    let attached = |px| NewAttachedAlgoOrder::default().tp_trigger_px(number("1")).tp_ord_px(number(px));
    let with = |px| order("BTC-USDT", OrdType::Market, "5").attach_algo_ords(vec![attached("-1"), attached(px)]);
    accepts(&with("-1"));
    refuses(
        &with("60000.01"),
        "`attachAlgoOrds[1].tpOrdPx`: 60000.01 is not a multiple of `tickSz` 0.1 of BTC-USDT (in quote currency per unit); the nearest \
         valid value above is 60000.1; the nearest valid value below is 60000",
    );
}

#[test]
fn amendments_and_batches_are_checked() {
    refuses(
        &AmendOrder::new("BTC-USDT-SWAP").ord_id("1").new_sz(number("0.015")),
        "`newSz`: 0.015 is not a multiple of `lotSz` 0.01 of BTC-USDT-SWAP (in contracts, or base currency for spot and margin); \
         the nearest valid value above is 0.02; the nearest valid value below is 0.01",
    );
    let items = vec![order("BTC-USDT-SWAP", OrdType::Market, "1"), order("BTC-USDT-SWAP", OrdType::Market, "0.015")];
    let error = block_on(checked(&PlaceOrders::new(items), &exchange())).unwrap_err();
    assert_eq!((error.item(), error.field()), (Some(1), Some("sz")));
}

#[test]
fn announced_changes_apply_from_their_effective_time() {
    let exchange = exchange();
    let request = order("BTC-USDT-SWAP", OrdType::Market, "0.25");
    exchange.set_now(4_999);
    assert!(block_on(checked(&request, &exchange)).is_ok());
    exchange.set_now(5_000);
    assert_eq!(block_on(checked(&request, &exchange)).unwrap_err().nearest(), Some(number("0.2")));
}

#[test]
fn the_error_names_an_unlisted_instrument() {
    refuses(
        &order("BTC-DOGE", OrdType::Market, "1"),
        "`instId`: OKX lists no SPOT instrument \"BTC-DOGE\"; check the name",
    );
}
