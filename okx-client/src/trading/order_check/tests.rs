//! Orders that match their request, and orders that do not.

use super::*;
use crate::api::Rows;
use crate::api::enums::PosSide;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// An order as OKX reports it, with some members replaced.
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

fn requested() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, number("0.5"))
        .px(number("60000.0"))
        .cl_ord_id("mine")
}

fn market(side: Side, sz: &str) -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, side, OrdType::Market, number(sz))
}

fn parts(requested: &PlaceOrder, order: &Order) -> Vec<OrderPart> {
    requested.check_done(order).err().map(|found| found.iter().map(|one| one.part).collect()).unwrap_or_default()
}

#[test]
fn an_order_that_matches_its_request_passes() {
    assert_eq!(requested().check_done(&order(&[])), Ok(()));
    assert_eq!(
        requested().check_done(&order(&[("state", "live"), ("accFillSz", "0"), ("avgPx", ""), ("fillPx", "")])),
        Ok(())
    );
    assert_eq!(requested().check_done(&order(&[("state", "partially_filled"), ("accFillSz", "0.1")])), Ok(()));
}

#[test]
fn each_different_part_is_named() {
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
        assert_eq!(parts(&requested(), &order(more)), expected, "{more:?}");
    }
    let other_side = requested().check_done(&order(&[("side", "sell")])).unwrap_err();
    assert_eq!(other_side.to_string(), "the order differs from the request: side: requested buy, found sell");
}

#[test]
fn a_lower_price_is_worse_for_a_sell() {
    let sell = PlaceOrder { side: Side::Sell, ..requested() };
    assert_eq!(parts(&sell, &order(&[("side", "sell"), ("avgPx", "60000")])), []);
    assert_eq!(parts(&sell, &order(&[("side", "sell"), ("avgPx", "59999")])), [OrderPart::AveragePrice]);
}

#[test]
fn a_price_that_okx_may_amend_may_be_better_but_not_worse() {
    let amended = requested().px_amend_type(PxAmendType::MoveToLimit);
    assert_eq!(parts(&amended, &order(&[("px", "59000"), ("avgPx", "58000"), ("fillPx", "58000")])), []);
    assert_eq!(parts(&amended, &order(&[("px", "60001")])), [OrderPart::Price]);
}

#[test]
fn the_unit_of_a_market_order_s_size_is_compared() {
    let filled = |more: &[(&'static str, &'static str)]| {
        let usual = [("ordType", "market"), ("px", ""), ("sz", "1000"), ("accFillSz", "0.0166"), ("avgPx", "60000")];
        order(&[&usual[..], more].concat())
    };
    let in_quote = market(Side::Buy, "1000");
    assert_eq!(parts(&in_quote, &filled(&[])), [], "the size of a buy is in quote currency");
    assert_eq!(parts(&in_quote, &filled(&[("tgtCcy", "quote_ccy")])), []);
    assert_eq!(parts(&in_quote, &filled(&[("tgtCcy", "base_ccy"), ("accFillSz", "1000")])), [OrderPart::SizeUnit]);
    assert_eq!(parts(&in_quote, &filled(&[("accFillSz", "0.017")])), [OrderPart::Filled], "1,020 was spent");
    assert_eq!(parts(&in_quote, &filled(&[("accFillSz", "0.016666666")])), []);
    assert_eq!(
        parts(&in_quote, &filled(&[("state", "canceled"), ("avgPx", ""), ("accFillSz", "0")])),
        [OrderPart::Filled]
    );
    let in_base = market(Side::Buy, "1000").tgt_ccy(TgtCcy::BaseCcy);
    assert_eq!(parts(&in_base, &filled(&[])), [OrderPart::SizeUnit], "it was interpreted as quote currency");
    let sell = market(Side::Sell, "2");
    let sold = [("side", "sell"), ("sz", "2"), ("accFillSz", "2")];
    assert_eq!(parts(&sell, &filled(&sold)), []);
    let on_margin = PlaceOrder { td_mode: TdMode::Cross, ..market(Side::Buy, "1000") };
    assert_eq!(parts(&on_margin, &filled(&[("instType", "MARGIN"), ("tdMode", "cross")])), []);
}

#[test]
fn optional_parameters_are_compared_if_they_were_requested() {
    let requested = requested().pos_side(PosSide::Long).reduce_only(true);
    let found = order(&[("posSide", "short"), ("reduceOnly", "false")]);
    assert_eq!(parts(&requested, &found), [OrderPart::PositionSide, OrderPart::ReduceOnly]);
    let by_volatility = PlaceOrder { px: None, ..requested }.px_vol(number("0.5")).reduce_only(false);
    let found = order(&[("posSide", "long"), ("pxVol", "0.6")]);
    assert_eq!(parts(&by_volatility, &found), [OrderPart::Price]);
}
