//! Candles of any bar, and how they are paged.

mod market;

use market::{Market, number};
use rust_decimal::Decimal;
use serde_json::{Value, json};

#[test]
fn candles_fit_their_bars_and_end_with_the_last_price() {
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
            assert_eq!(pair[0][1], pair[1][4], "a candle opens where the one before it closed");
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
