//! What is valued, at which prices, and what is listed as missing.

use super::*;
use crate::dec;

fn prices() -> Prices {
    let mut prices = Prices::default();
    let ts = Timestamp::from_millis(1);
    prices.add(&"BTC-USDT".into(), PriceSource::Index, Some(dec!(60_000.1)), ts);
    prices.add(&"BTC-USDT".into(), PriceSource::LastTrade, Some(dec!(59_000)), ts);
    prices.add(&"USDT-USD".into(), PriceSource::Index, Some(dec!(0.8)), ts);
    prices.add(&"RARE-BTC".into(), PriceSource::LastTrade, Some(dec!(0.001)), ts);
    prices.add(&"DEAD-USDT".into(), PriceSource::LastTrade, Some(dec!(0)), ts);
    prices
}

fn amount(source: HoldingSource, ccy: &str, amount: Option<Decimal>) -> Held {
    Held { source, ccy: ccy.into(), amount }
}

fn valued(amounts: Vec<Held>) -> Valuation {
    let okx = Ok(AssetValuation { total_bal: Some(dec!(100)), ..AssetValuation::default() });
    value("USDT".into(), Timestamp::from_millis(2), amounts, Vec::new(), &prices(), okx)
}

#[test]
fn amounts_are_valued_directly_inversely_and_through_another_currency() {
    let valuation = valued(vec![
        amount(HoldingSource::Trading, "USDT", Some(dec!(-5))),
        amount(HoldingSource::Funding, "BTC", Some(dec!(2))),
        amount(HoldingSource::Savings, "USD", Some(dec!(4))),
        amount(HoldingSource::OnchainEarn, "RARE", Some(dec!(10))),
    ]);
    let values: Vec<_> = valuation.holdings.iter().map(|holding| holding.value).collect();
    assert_eq!(values, [dec!(-5), dec!(120_000.2), dec!(5), dec!(600.001)]);
    assert_eq!(valuation.total, dec!(120_600.201));
    assert_eq!(valuation.difference(), Some(dec!(120_500.201)));
    let steps: Vec<_> = valuation.holdings.iter().map(|holding| holding.steps.len()).collect();
    assert_eq!(steps, [0, 1, 1, 2]);
    assert_eq!(valuation.holdings[1].steps[0].source, PriceSource::Index, "an index comes before the last trade");
    assert!(valuation.holdings[2].steps[0].is_inverse);
    assert!(valuation.is_complete());
}

#[test]
fn what_has_no_value_is_listed_and_never_zero() {
    let valuation = valued(vec![
        amount(HoldingSource::Trading, "DEAD", Some(dec!(7))),
        amount(HoldingSource::Funding, "BTC", None),
        amount(HoldingSource::Trading, "BTC", Some(Decimal::MAX)),
        amount(HoldingSource::TradingBots, "USDT", Some(dec!(150))),
    ]);
    let reasons: Vec<_> = valuation.unvalued.iter().map(|missing| missing.reason).collect();
    let expected =
        [UnvaluedReason::NoPrice, UnvaluedReason::NoAmount, UnvaluedReason::TooLarge, UnvaluedReason::MaybeInEquity];
    assert_eq!(reasons, expected);
    assert_eq!((valuation.total, valuation.is_complete()), (Decimal::ZERO, false));
    let text = valuation.to_string();
    assert!(text.contains("not included: 7 DEAD in trading account: there is no price"), "{text}");
    assert!(text.contains("OKX's own total: 100 USDT"), "{text}");
}
