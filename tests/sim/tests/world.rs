//! A world that trades by itself: prices move within bounds, and what is derived from trades follows them.

mod market;

use market::{Market, NOW, number, spot};
use okx_sim::core::{CandleQuery, Side};
use rust_decimal::Decimal;
use serde_json::json;

const HOUR: i64 = 3_600_000;
const MINUTE: i64 = 60_000;

/// A market that has traded by itself for a while.
fn traded(seed: u64, millis: i64) -> Market {
    let mut market = Market::open(seed);
    market.exchange.trade_in_background(Some(250), NOW);
    // The exchange makes up for a minute at most.
    for minute in 1..=millis / MINUTE {
        market.exchange.advance_to(NOW + minute * MINUTE);
    }
    market.now = NOW + millis;
    market
}

#[test]
fn the_same_seed_gives_the_same_world_and_prices_move_noticeably() {
    let prices = |seed| {
        let market = traded(seed, 10 * MINUTE);
        market.exchange.markets().iter().map(|market| (market.start, market.last)).collect::<Vec<_>>()
    };
    assert_eq!(prices(3), prices(3));
    assert_ne!(prices(3), prices(4));
    let (start, last) = prices(3)[0];
    assert!((last - start).abs() * Decimal::from(10_000) > start, "{start} became {last}, less than 0.01 percent away");
}

#[test]
fn a_swap_stays_near_its_index_and_its_funding_rate_follows_the_difference() {
    let mut market = Market::open(5);
    market.exchange.trade_in_background(Some(250), NOW);
    let swap = market.exchange.index_of("BTC-USDT-SWAP").expect("it is listed");
    let mut rates = Vec::new();
    for minute in 1..=20 {
        market.exchange.advance_to(NOW + minute * MINUTE);
        let listed = &market.exchange.markets()[swap];
        let premium = (listed.last - market.exchange.index_price(listed)) / market.exchange.index_price(listed);
        assert!(premium.abs() < number("0.003"), "the swap is {premium} away from its index");
        rates.push(market.exchange.funding_rate(swap, NOW + minute * MINUTE).expect("a swap").rate);
    }
    rates.dedup();
    assert!(rates.len() > 15, "the rate changes: {rates:?}");
    assert!(rates.iter().all(|rate| rate.abs() <= number("0.00375")), "{rates:?}");
}

#[test]
fn candles_and_tickers_follow_the_trades() {
    let market = traded(1, 30 * MINUTE);
    let exchange = &market.exchange;
    let listed = exchange.market("BTC-USDT").expect("a market");
    let trades: Vec<_> = listed.trades().collect();
    for (bar, length) in [("1m", MINUTE), ("5m", 5 * MINUTE), ("1s", 1_000)] {
        let query = CandleQuery { bar, before: None, after: None, limit: 5, has_full_history: false };
        let candles = exchange.candles(listed, &query, market.now).expect("a period");
        for candle in &candles[1..] {
            let within: Vec<_> =
                trades.iter().filter(|trade| (candle.start..candle.start + length).contains(&trade.at)).collect();
            let prices = || within.iter().map(|trade| trade.price);
            assert!(prices().all(|price| candle.low <= price && price <= candle.high), "{bar} {candle:?}");
            assert_eq!(prices().next(), Some(candle.close), "{bar}: the newest trade is the closing price");
            assert_eq!(within.iter().map(|trade| trade.size).sum::<Decimal>(), candle.volume, "{bar}");
        }
        for pair in candles.windows(2) {
            assert_eq!(pair[0].open, pair[1].close, "{bar}");
        }
    }
    let ticker = exchange.ticker(listed, market.now);
    assert!(trades.iter().all(|trade| ticker.low <= trade.price && trade.price <= ticker.high));
}

#[test]
fn past_prices_are_a_plausible_curve_that_meets_the_starting_price() {
    let mut market = Market::open(1);
    market.exchange.advance_to(NOW);
    let listed = market.exchange.market("BTC-USDT").expect("a market");
    let of = |bar, limit| {
        let query = CandleQuery { bar, before: None, after: None, limit, has_full_history: true };
        market.exchange.candles(listed, &query, NOW).expect("a period")
    };
    let change = |open: Decimal, close: Decimal| ((close - open) / open).abs();
    for (bar, most) in [("1m", "0.004"), ("1H", "0.03"), ("1Dutc", "0.12")] {
        let candles = of(bar, 300);
        assert_eq!(candles[0].close, listed.start, "{bar}");
        assert!(candles.iter().all(|candle| change(candle.open, candle.close) < number(most)), "{bar}");
        assert!(candles.windows(2).all(|pair| pair[0].open == pair[1].close), "{bar}");
        let moved = candles.iter().filter(|candle| candle.open != candle.close).count();
        assert!(moved > 290, "{bar}: {moved}");
    }
    let month = of("1Dutc", 30);
    let (high, low) = (month.iter().map(|day| day.high).max(), month.iter().map(|day| day.low).min());
    assert!(change(low.expect("a low"), high.expect("a high")) > number("0.03"), "prices move over a month");
}

#[test]
fn resting_orders_fill_and_stops_trigger_by_themselves() {
    let mut market = Market::open(2);
    let alice = market.alice;
    let (bid, ask) = (market.best("BTC-USDT", Side::Buy), market.best("BTC-USDT", Side::Sell));
    let near = |price: Decimal, by: &str| (price + number(by)).to_string();
    let buy = market.place(alice, spot("buy", "limit", &near(bid, "-20"), "0.01")).expect("it rests");
    let sell = market.place(alice, spot("sell", "limit", &near(ask, "20"), "0.01")).expect("it rests");
    let long = json!({"instId": "ETH-USDT-SWAP", "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "1"});
    market.place(alice, long).expect("it trades");
    let last = market.exchange.market("ETH-USDT-SWAP").expect("a market").last;
    let both = json!({
        "instId": "ETH-USDT-SWAP", "tdMode": "cross", "side": "sell", "ordType": "oco", "sz": "1", "reduceOnly": "true",
        "slTriggerPx": near(last, "-2"), "slOrdPx": "-1", "tpTriggerPx": near(last, "2"), "tpOrdPx": "-1",
    });
    market.ask(alice, "algo.place_algo_order", both).expect("it waits");
    let before = market.account(alice).cash.clone();
    market.exchange.trade_in_background(Some(250), market.now);
    for minute in 1..=60 {
        market.exchange.advance_to(market.now + minute * MINUTE);
        let is_over = [buy, sell].iter().all(|id| market.state(*id).0 == "filled");
        if is_over && market.account(alice).positions.is_empty() {
            break;
        }
    }
    assert_eq!((market.state(buy).0, market.state(sell).0), ("filled", "filled"));
    assert!(market.account(alice).positions.is_empty(), "the stop has closed the position");
    assert_ne!(market.account(alice).cash, before);
}

#[test]
fn positions_in_swaps_pay_funding_every_eight_hours() {
    let mut market = Market::open(1);
    let (alice, bob) = (market.alice, market.bob);
    for (who, side) in [(alice, "buy"), (bob, "sell")] {
        let order =
            json!({"instId": "BTC-USDT-SWAP", "tdMode": "cross", "side": side, "ordType": "market", "sz": "100"});
        market.place(who, order).expect("it trades");
    }
    let cash = |market: &Market, who| market.account(who).cash["USDT"];
    let before = (cash(&market, alice), cash(&market, bob));
    let due = market.exchange.next_due().expect("funding is due");
    assert!(due % (8 * HOUR) == 0 && due > market.now && due <= market.now + 8 * HOUR, "{due}");
    let rate = market.exchange.funding_rate(2, due).expect("a swap").rate;
    market.exchange.advance_to(due - 1);
    assert_eq!((cash(&market, alice), cash(&market, bob)), before);
    market.exchange.advance_to(due);
    let last = market.exchange.market("BTC-USDT-SWAP").expect("a market").last;
    let paid = last * rate;
    let after = (cash(&market, alice), cash(&market, bob));
    // 100 contracts of 0.01 BTC. The exchange cuts amounts after twelve decimal places.
    let paid = paid.trunc_with_scale(12);
    assert_eq!((before.0 - after.0, after.1 - before.1), (paid, paid));
    market.now = due;
    let row = market
        .ask(alice, "public.get_funding_rate_history", json!({"instId": "BTC-USDT-SWAP", "limit": "3"}))
        .expect("read");
    assert_eq!(row.len(), 3);
    assert_eq!(
        (row[0]["fundingTime"].as_str(), number(row[0]["realizedRate"].as_str().expect("text"))),
        (Some(due.to_string().as_str()), rate)
    );
}
