//! Public market data: candles of all bars and their paging, tickers, order books.

mod market;

use market::{Market, number, profile};
use okx_sim::core::Exchange;
use rust_decimal::Decimal;
use serde_json::{Value, json};

#[test]
fn candles_match_their_bars_and_end_with_the_last_price() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let last = market.exchange.market("BTC-USDT").expect("a market").last.normalize().to_string();
    for (bar, length) in
        [("1m", 60_000), ("15m", 900_000), ("4H", 14_400_000), ("1D", 86_400_000), ("1Wutc", 604_800_000)]
    {
        let rows = market
            .ask(alice, "market.get_candles", json!({"instId": "BTC-USDT", "bar": bar, "limit": "50"}))
            .expect("candles");
        let number_at = |row: &Value, place: usize| number(row[place].as_str().expect("text"));
        assert_eq!(
            (rows.len(), rows[0][4].as_str(), rows[0][8].as_str()),
            (50, Some(last.as_str()), Some("0")),
            "{bar}"
        );
        for pair in rows.windows(2) {
            assert_eq!(number_at(&pair[0], 0) - number_at(&pair[1], 0), Decimal::from(length), "{bar}");
            assert_eq!(pair[0][1], pair[1][4], "a candle opens at the closing price of the previous one");
        }
        for row in &rows {
            let [open, high, low, close] = [1, 2, 3, 4].map(|place| number_at(row, place));
            assert!(low <= open.min(close) && open.max(close) <= high && low > Decimal::ZERO, "{row}");
        }
        let older = json!({"instId": "BTC-USDT", "bar": bar, "after": rows[9][0], "before": rows[20][0]});
        assert_eq!(market.ask(alice, "market.get_candles", older).expect("candles"), rows[10..20]);
    }
    let months = market
        .ask(alice, "market.get_candles", json!({"instId": "BTC-USDT", "bar": "1Mutc", "limit": "3"}))
        .expect("candles");
    let starts: Vec<&str> = months.iter().filter_map(|row| row[0].as_str()).collect();
    assert_eq!(starts, ["1606780800000", "1604188800000", "1601510400000"], "December, November and October 2020");
}

#[test]
fn paging_returns_every_candle_over_several_months() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let (from, to) = (1_577_836_800_000_i64, 1_583_020_800_000_i64);
    for (bar, length, page) in
        [("1H", 3_600_000, 7), ("1H", 3_600_000, 300), ("15m", 900_000, 299), ("1Dutc", 86_400_000, 1)]
    {
        let mut starts = Vec::new();
        let mut after = to;
        loop {
            let parameters = json!({
                "instId": "BTC-USDT", "bar": bar, "limit": page.to_string(), "after": after.to_string(),
                "before": (from - 1).to_string(),
            });
            let rows = market.ask(alice, "market.get_history_candles", parameters).expect("candles");
            let Some(last) = rows.last() else { break };
            assert!(rows.iter().all(|row| row[8] == "1"), "{bar}");
            after = last[0].as_str().and_then(|start| start.parse().ok()).expect("a time");
            starts.extend(rows.iter().filter_map(|row| row[0].as_str().and_then(|start| start.parse::<i64>().ok())));
        }
        starts.reverse();
        let expected: Vec<i64> = (from..to).step_by(length).collect();
        assert_eq!(starts, expected, "{bar} by {page}");
    }
}

#[test]
fn a_lower_bound_alone_returns_the_newest_candles_and_the_history_has_a_start() {
    let mut market = Market::open(1);
    let alice = market.alice;
    let mut ask = |call: &str, more: Value| {
        let mut parameters = json!({"instId": "BTC-USDT", "bar": "1Dutc"});
        parameters.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        market.ask(alice, call, parameters).expect("candles")
    };
    let newest = ask("market.get_history_candles", json!({"limit": "3"}));
    let bounded = ask("market.get_history_candles", json!({"limit": "3", "before": "1577836800000"}));
    assert_eq!(newest, bounded, "the newest candles rather than the ones next to the bound");
    let first = ask("market.get_history_candles", json!({"after": "1514937600000"}));
    let starts: Vec<_> = first.iter().filter_map(|row| row[0].as_str()).collect();
    assert_eq!(starts, ["1514851200000", "1514764800000"]);
    assert!(ask("market.get_candles", json!({"after": "1480000000000"})).is_empty(), "only the last 1,440 candles");
    for call in ["public.get_index_candles", "public.get_history_index_candles", "public.get_mark_price_candles"] {
        let rows = ask(call, json!({"limit": "2"}));
        assert_eq!((rows.len(), rows[0].as_array().map(Vec::len), &rows[1][5]), (2, Some(6), &json!("1")), "{call}");
    }
}

#[test]
fn a_ticker_matches_its_book() {
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
fn prices_depend_on_the_seed_and_are_reproducible() {
    let price = |seed| Exchange::new(seed).market("BTC-USDT").expect("a market").last;
    assert_eq!(price(1), price(1));
    assert!((0..20).map(price).collect::<std::collections::BTreeSet<_>>().len() > 15);
    let mut exchange = Exchange::new(1);
    let first = exchange.open_account(profile("first"));
    assert_eq!(exchange.account(first).available("ETH"), Decimal::ONE_HUNDRED);
}
