//! Spread orders are checked against the grids of their spreads.

use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;

use crate::api::Endpoint;
use crate::api::enums::{OrdType, Side};
use crate::api::spread::PlaceOrder;
use crate::check::instruments::Instruments;
use crate::check::instruments::sample::Exchange;
use crate::check::precision::check;
use crate::error::Error;
use crate::system::clock::ManualClock;
use crate::value::Timestamp;

const NEAR: &str = "BTC-USDT_BTC-USDT-SWAP";
const FAR: &str = "BTC-USD-SWAP_BTC-USD-261225";

fn row(name: &str, kind: &str, tick: &str, lot: &str, min: &str) -> String {
    format!(
        r#"{{"sprdId":"{name}","sprdType":"{kind}","state":"live","tickSz":"{tick}","lotSz":"{lot}","minSz":"{min}","legs":[]}}"#
    )
}

fn exchange() -> Arc<Exchange> {
    let exchange = Exchange::listing(&[]);
    let rows = [row(NEAR, "linear", "0.1", "0.001", "0.005"), row(FAR, "inverse", "0.05", "10", "20"), "{}".to_owned()];
    exchange.set_others(&rows.each_ref().map(String::as_str));
    exchange
}

fn clock() -> ManualClock {
    ManualClock::new(Timestamp::from_millis(0))
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn order(spread: &str, sz: &str, px: &str) -> PlaceOrder {
    PlaceOrder::new(spread, Side::Buy, OrdType::Limit, number(sz)).px(number(px))
}

async fn checked(request: &PlaceOrder, instruments: &Instruments) -> Result<(), Error> {
    check(request.items(), instruments).await
}

#[tokio::test]
async fn values_on_the_grid_are_accepted_on_either_side_of_zero() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    for px in ["2.1", "0", "-2.1", "0.1", "-0.10"] {
        let checked = checked(&order(NEAR, "0.005", px), &instruments).await;
        assert!(checked.is_ok(), "{px}: {}", checked.unwrap_err());
    }
    let market = PlaceOrder::new(FAR, Side::Sell, OrdType::Market, number("30"));
    assert!(check(market.items(), &instruments).await.is_ok());
    assert_eq!(exchange.asked(), 1);
}

#[tokio::test]
async fn each_spread_has_its_own_grid() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    let refused = checked(&order(NEAR, "1", "2.15"), &instruments).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`px`: 2.15 is not a multiple of `tickSz` 0.1 of BTC-USDT_BTC-USDT-SWAP (in quote currency per unit); the nearest valid value above \
         is 2.2; the nearest valid value below is 2.1"
    );
    assert!(checked(&order(FAR, "20", "2.15"), &instruments).await.is_ok());
    let refused = checked(&order(FAR, "25", "2.15"), &instruments).await.unwrap_err();
    assert!(refused.is_invalid());
    assert_eq!((refused.field(), refused.nearest()), (Some("sz"), Some(number("20"))));
}

#[tokio::test]
async fn the_error_for_a_negative_price_names_the_nearest_values_toward_and_away_from_zero() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    let refused = checked(&order(NEAR, "1", "-2.15"), &instruments).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`px`: -2.15 is not a multiple of `tickSz` 0.1 of BTC-USDT_BTC-USDT-SWAP (in quote currency per unit); the nearest valid value away \
         from zero is -2.2; the nearest valid value toward zero is -2.1"
    );
    assert_eq!(refused.nearest(), Some(number("-2.1")));
    let refused = checked(&order(NEAR, "1", "-0.04"), &instruments).await.unwrap_err();
    assert_eq!(refused.nearest(), Some(Decimal::ZERO));
}

#[tokio::test]
async fn a_negative_size_is_refused() {
    let exchange = exchange();
    let instruments = exchange.instruments(&clock());
    for (sz, nearest) in [("-1", None), ("0", None), ("0.004", None), ("0.0055", Some("0.005"))] {
        let refused = checked(&order(NEAR, sz, "1"), &instruments).await.unwrap_err();
        assert_eq!((refused.field(), refused.nearest()), (Some("sz"), nearest.map(number)), "{sz}");
    }
}

#[tokio::test]
async fn an_unlisted_spread_is_named_and_requested_again_later() {
    let (exchange, clock) = (exchange(), clock());
    let instruments = exchange.instruments(&clock);
    for _ in 0..3 {
        let refused = checked(&order("SOL-USDT_SOL-USDT-SWAP", "1", "1"), &instruments).await.unwrap_err();
        assert_eq!(refused.to_string(), "`sprdId`: OKX lists no spread \"SOL-USDT_SOL-USDT-SWAP\"; check the name");
    }
    assert_eq!(exchange.asked(), 1);
    clock.advance(Duration::from_secs(10));
    exchange.set_others(&[&row("SOL-USDT_SOL-USDT-SWAP", "linear", "0.1", "1", "1")]);
    assert!(checked(&order("SOL-USDT_SOL-USDT-SWAP", "1", "1"), &instruments).await.is_ok());
}

#[tokio::test]
async fn without_the_list_of_spreads_the_check_fails() {
    let exchange = exchange();
    exchange.set_down(true);
    let failed = checked(&order(NEAR, "1", "1"), &exchange.instruments(&clock())).await.unwrap_err();
    assert!(failed.is_unreachable());
    assert_eq!(failed.to_string(), "could not load the spreads needed to check prices and sizes (the line is dead)");
}

#[tokio::test]
async fn old_grids_stay_in_use_while_they_are_refreshed() {
    let (exchange, clock) = (exchange(), clock());
    let instruments = exchange.instruments(&clock);
    assert!(checked(&order(NEAR, "1", "2.1"), &instruments).await.is_ok());
    exchange.set_others(&[&row(NEAR, "linear", "0.5", "0.001", "0.005")]);
    clock.advance(Duration::from_secs(3_600));
    assert!(checked(&order(NEAR, "1", "2.1"), &instruments).await.is_ok());
    while exchange.asked() < 2 {
        tokio::task::yield_now().await;
    }
    tokio::task::yield_now().await;
    assert_eq!(checked(&order(NEAR, "1", "2.1"), &instruments).await.unwrap_err().nearest(), Some(number("2")));
}
