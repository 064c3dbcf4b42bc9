//! Orders with sizes in any unit at the simulated exchange, compared with their results.

use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::market::GetTicker;
use okx_client::objects::Order;
use okx_client::trade::{GetOrder, PlaceOrder};
use okx_client::{Client, Decimal, OrderPart, Size, Unit};
use okx_sim::Sim;

use super::simulator::client;

async fn ask_price(okx: &Client, inst_id: &str) -> Decimal {
    okx.send(&GetTicker::new(inst_id)).await.unwrap().ask_px.unwrap()
}

async fn placed(okx: &Client, order: &PlaceOrder) -> Order {
    let ack = okx.send(order).await.unwrap();
    okx.send(&GetOrder::new(order.inst_id.clone()).ord_id(ack.ord_id.unwrap())).await.unwrap()
}

#[tokio::test]
async fn a_size_in_quote_currency_spends_no_more_than_requested() {
    let sim = Sim::start().await;
    let okx = client(&sim);
    for (inst_id, mode, amount, per_size) in [
        ("BTC-USDT", TdMode::Cash, Decimal::from(1_000), Decimal::ONE),
        ("BTC-USDT-SWAP", TdMode::Cross, Decimal::from(1_000), Decimal::new(1, 2)),
        ("BTC-USD-351228-60000-C", TdMode::Cash, Decimal::new(1, 2), Decimal::new(1, 2)),
    ] {
        let price = ask_price(&okx, inst_id).await;
        let size = okx.instruments().get(inst_id).await.unwrap().size(Size::Quote(amount), price).unwrap();
        assert_eq!(size.quote.unwrap() + size.left_over, amount);
        assert_eq!((size.base, size.left_over_unit), (Some(size.sz * per_size), Unit::Quote));
        let asked = size.order(mode, Side::Buy, OrdType::Ioc).unwrap().px(price);
        let order = placed(&okx, &asked).await;
        assert_eq!(asked.check_done(&order), Ok(()), "{inst_id}");
        let spent = order.acc_fill_sz.unwrap() * per_size * order.avg_px.unwrap();
        assert!(spent <= amount && spent > Decimal::ZERO, "{spent} of {amount} for {inst_id}");
    }
}

#[tokio::test]
async fn a_market_order_uses_the_unit_of_its_size() {
    let sim = Sim::start().await;
    let okx = client(&sim);
    let spot = okx.instruments().get("BTC-USDT").await.unwrap();
    let (amount, coins) = (Decimal::from(1_000), Decimal::new(2, 2));
    for (size, side) in [
        (spot.size_in_quote(amount).unwrap(), Side::Buy),
        (spot.size(Size::Base(coins), None).unwrap(), Side::Buy),
        (spot.size(Size::Base(coins), None).unwrap(), Side::Sell),
    ] {
        let asked = size.order(TdMode::Cash, side, OrdType::Market).unwrap();
        let order = placed(&okx, &asked).await;
        assert_eq!(asked.check_done(&order), Ok(()), "{size}");
        let filled = order.acc_fill_sz.unwrap();
        let bought_coins = size.unit == Unit::Quote || filled == coins;
        assert!(bought_coins && filled < Decimal::ONE, "{size}: {filled}");
    }
}

#[tokio::test]
async fn a_different_order_is_detected() {
    let sim = Sim::start().await;
    let okx = client(&sim);
    let spot = okx.instruments().get("BTC-USDT").await.unwrap();
    let price = ask_price(&okx, "BTC-USDT").await;
    let size = spot.size(Size::Base(Decimal::new(1, 2)), None).unwrap();
    let asked =
        size.order(TdMode::Cash, Side::Buy, OrdType::Limit).unwrap().px(spot.floor_px(price / Decimal::TWO).unwrap());
    let mut sent = asked.clone().px(price);
    sent.sz = size.sz + size.sz;
    let order = placed(&okx, &sent).await;
    let found = asked.check_done(&order).unwrap_err();
    let parts: Vec<OrderPart> = found.iter().map(|mismatch| mismatch.part).collect();
    assert_eq!(parts, [OrderPart::Price, OrderPart::AveragePrice, OrderPart::Size, OrderPart::Filled], "{found}");
    assert!(found.to_string().contains("size: requested 0.01, found 0.02"), "{found}");
}
