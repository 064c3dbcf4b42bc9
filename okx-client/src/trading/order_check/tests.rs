//! Orders that are what was asked for, and orders that are not.

use super::*;
use crate::api::Rows;
use crate::api::enums::PosSide;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// An order as OKX tells of it, with other members than the usual ones.
fn order(more: &[(&str, &str)]) -> Order {
    let mut members = vec![
        ("instType", "SPOT"),
        ("instId", "BTC-USDT"),
        ("tdMode", "cash"),
        ("side", "buy"),
        ("ordType", "limit"),
        ("px", "60000"),
        ("sz", "0.5"),
        ("accFillSz", "0.5"),
        ("avgPx", "59999.5"),
        ("fillPx", "60000"),
        ("state", "filled"),
        ("clOrdId", "mine"),
        ("ordId", "1"),
        ("tgtCcy", ""),
        ("reduceOnly", "false"),
        ("uTime", "1"),
        ("cTime", "1"),
        ("posSide", ""),
    ];
    for (name, value) in more {
        members.retain(|(known, _)| known != name);
        members.push((name, value));
    }
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{name:?}:{value:?}")).collect();
    let reply = format!(r#"{{"code":"0","msg":"","data":[{{{}}}]}}"#, members.join(","));
    Rows::<Order>::from_reply(&reply).unwrap().one().unwrap()
}

fn asked() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, number("0.5"))
        .px(number("60000.0"))
        .cl_ord_id("mine")
}

fn market(side: Side, sz: &str) -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, side, OrdType::Market, number(sz))
}

fn parts(asked: &PlaceOrder, order: &Order) -> Vec<OrderPart> {
    asked.check_done(order).err().map(|found| found.iter().map(|one| one.part).collect()).unwrap_or_default()
}

#[test]
fn an_order_that_is_as_asked_is_right() {
    assert_eq!(asked().check_done(&order(&[])), Ok(()));
    assert_eq!(
        asked().check_done(&order(&[("state", "live"), ("accFillSz", "0"), ("avgPx", ""), ("fillPx", "")])),
        Ok(())
    );
    assert_eq!(asked().check_done(&order(&[("state", "partially_filled"), ("accFillSz", "0.1")])), Ok(()));
}

#[test]
fn each_part_that_differs_is_named() {
    use OrderPart::{AveragePrice, ClientOrderId, Filled, Instrument, OrderType, Price, Size, TradeMode};
    for (more, expected) in [
        (&[("instId", "ETH-USDT")][..], &[Instrument][..]),
        (&[("tdMode", "cross")], &[TradeMode]),
        (&[("ordType", "post_only")], &[OrderType]),
        (&[("clOrdId", "")], &[ClientOrderId]),
        (&[("px", "60000.1")], &[Price]),
        (&[("px", "59999")], &[Price]),
        (&[("px", "")], &[Price]),
        (&[("avgPx", "60000.0001")], &[AveragePrice]),
        (&[("fillPx", "60001")], &[AveragePrice]),
        (&[("sz", "0.6")], &[Size]),
        (&[("accFillSz", "0.51")], &[Filled]),
        (&[("accFillSz", "0.49")], &[Filled]),
        (&[("state", "canceled"), ("accFillSz", "0.1")], &[Filled]),
        (&[("state", "mmp_canceled"), ("accFillSz", "0")], &[Filled]),
        (&[("instId", "ETH-USDT"), ("sz", "1"), ("accFillSz", "1")], &[Instrument, Size, Filled]),
    ] {
        assert_eq!(parts(&asked(), &order(more)), expected, "{more:?}");
    }
    let other_side = asked().check_done(&order(&[("side", "sell")])).unwrap_err();
    assert_eq!(other_side.to_string(), "the order is not what was asked for: side: asked for buy, found sell");
}

#[test]
fn a_sell_is_worse_below_its_price() {
    let sell = PlaceOrder { side: Side::Sell, ..asked() };
    assert_eq!(parts(&sell, &order(&[("side", "sell"), ("avgPx", "60000")])), []);
    assert_eq!(parts(&sell, &order(&[("side", "sell"), ("avgPx", "59999")])), [OrderPart::AveragePrice]);
}

#[test]
fn a_price_that_okx_may_amend_may_be_better_and_no_worse() {
    let amended = asked().px_amend_type(PxAmendType::MoveToLimit);
    assert_eq!(parts(&amended, &order(&[("px", "59000"), ("avgPx", "58000"), ("fillPx", "58000")])), []);
    assert_eq!(parts(&amended, &order(&[("px", "60001")])), [OrderPart::Price]);
}

#[test]
fn what_a_market_order_counts_is_compared() {
    let filled = |more: &[(&'static str, &'static str)]| {
        let usual = [("ordType", "market"), ("px", ""), ("sz", "1000"), ("accFillSz", "0.0166"), ("avgPx", "60000")];
        order(&[&usual[..], more].concat())
    };
    let in_quote = market(Side::Buy, "1000");
    assert_eq!(parts(&in_quote, &filled(&[])), [], "a buy counts quote currency");
    assert_eq!(parts(&in_quote, &filled(&[("tgtCcy", "quote_ccy")])), []);
    assert_eq!(parts(&in_quote, &filled(&[("tgtCcy", "base_ccy"), ("accFillSz", "1000")])), [OrderPart::SizeUnit]);
    assert_eq!(parts(&in_quote, &filled(&[("accFillSz", "0.017")])), [OrderPart::Filled], "1,020 was spent");
    assert_eq!(parts(&in_quote, &filled(&[("accFillSz", "0.016666666")])), []);
    assert_eq!(
        parts(&in_quote, &filled(&[("state", "canceled"), ("avgPx", ""), ("accFillSz", "0")])),
        [OrderPart::Filled]
    );
    let in_base = market(Side::Buy, "1000").tgt_ccy(TgtCcy::BaseCcy);
    assert_eq!(parts(&in_base, &filled(&[])), [OrderPart::SizeUnit], "it was taken for quote currency");
    let sell = market(Side::Sell, "2");
    let sold = [("side", "sell"), ("sz", "2"), ("accFillSz", "2")];
    assert_eq!(parts(&sell, &filled(&sold)), []);
    let on_margin = PlaceOrder { td_mode: TdMode::Cross, ..market(Side::Buy, "1000") };
    assert_eq!(parts(&on_margin, &filled(&[("instType", "MARGIN"), ("tdMode", "cross")])), []);
}

#[test]
fn what_was_asked_beside_is_compared_where_it_was_asked() {
    let asked = asked().pos_side(PosSide::Long).reduce_only(true);
    let found = order(&[("posSide", "short"), ("reduceOnly", "false")]);
    assert_eq!(parts(&asked, &found), [OrderPart::PositionSide, OrderPart::ReduceOnly]);
    let by_volatility = PlaceOrder { px: None, ..asked }.px_vol(number("0.5")).reduce_only(false);
    let found = order(&[("posSide", "long"), ("pxVol", "0.6")]);
    assert_eq!(parts(&by_volatility, &found), [OrderPart::Price]);
}
