//! Tickers and books, and that a seed decides over prices.

mod market;

use market::{Market, number, profile};
use okx_sim::core::Exchange;
use rust_decimal::Decimal;
use serde_json::json;

#[test]
fn a_ticker_agrees_with_its_book() {
    let mut market = Market::open(7);
    let alice = market.alice;
    for instrument in ["BTC-USDT", "ETH-USDT", "BTC-USDT-SWAP", "BTC-USD-351228-60000-C"] {
        let ticker = market.ask(alice, "market.get_ticker", json!({"instId": instrument})).expect("a ticker").remove(0);
        let book =
            market.ask(alice, "market.get_books", json!({"instId": instrument, "sz": "5"})).expect("a book").remove(0);
        assert_eq!(ticker["askPx"], book["asks"][0][0]);
        assert_eq!(ticker["bidSz"], book["bids"][0][1]);
        assert_eq!(book["asks"].as_array().map(Vec::len), Some(5));
        let value = |name: &str| number(ticker[name].as_str().expect("text"));
        assert!(
            value("low24h") <= value("last") && value("last") <= value("high24h") && value("bidPx") < value("askPx"),
            "{ticker}"
        );
    }
}

#[test]
fn seeds_move_prices_and_repeat() {
    let price = |seed| Exchange::new(seed).market("BTC-USDT").expect("a market").last;
    assert_eq!(price(1), price(1));
    assert!((0..20).map(price).collect::<std::collections::BTreeSet<_>>().len() > 15);
    let mut exchange = Exchange::new(1);
    let first = exchange.open_account(profile("first"));
    assert_eq!(exchange.account(first).available("ETH"), Decimal::ONE_HUNDRED);
}
