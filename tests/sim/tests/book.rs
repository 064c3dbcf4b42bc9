//! Invariants of the order book and of balances for random orders: money is conserved, no book is crossed, and
//! price-time priority is kept.

#![allow(clippy::similar_names, reason = "side and size are standard trading terms")]

mod market;

use std::collections::BTreeMap;

use market::{Market, number, spot};
use okx_sim::core::{AccountId, Exchange, Side};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// A step of a random session.
#[derive(Clone, Debug)]
enum Step {
    Place { bob: bool, market: usize, sell: bool, order_type: usize, ticks: i64, lots: i64, self_trade: usize },
    Amend { bob: bool, which: usize, ticks: i64, lots: i64 },
    Cancel { bob: bool, which: usize },
    FromBackground { market: usize, sell: bool, lots: i64 },
}

const INSTRUMENTS: [&str; 3] = ["BTC-USDT", "BTC-USDT-SWAP", "BTC-USD-351228-60000-C"];
const ORDER_TYPES: [&str; 5] = ["limit", "market", "post_only", "ioc", "fok"];
const SELF_TRADE: [&str; 3] = ["cancel_maker", "cancel_taker", "cancel_both"];

fn step() -> impl Strategy<Value = Step> {
    let place = (any::<bool>(), 0..3_usize, any::<bool>(), 0..5_usize, -40..40_i64, 1..40_000_i64, 0..3_usize)
        .prop_map(|(bob, market, sell, order_type, ticks, lots, self_trade)| Step::Place {
            bob,
            market,
            sell,
            order_type,
            ticks,
            lots,
            self_trade,
        });
    let amend = (any::<bool>(), any::<usize>(), -40..40_i64, 1..40_000_i64)
        .prop_map(|(bob, which, ticks, lots)| Step::Amend { bob, which, ticks, lots });
    let cancel = (any::<bool>(), any::<usize>()).prop_map(|(bob, which)| Step::Cancel { bob, which });
    let background = (0..3_usize, any::<bool>(), 1..40_000_i64).prop_map(|(market, sell, lots)| Step::FromBackground {
        market,
        sell,
        lots,
    });
    prop_oneof![6 => place, 2 => amend, 1 => cancel, 1 => background]
}

/// A price this many steps from the last price, and a size of this many minimum sizes.
fn terms(market: &Market, instrument: &str, ticks: i64, lots: i64) -> (Decimal, Decimal) {
    let listed = market.exchange.market(instrument).expect("a market");
    let tick = listed.instrument.tick_at(listed.last).unwrap_or(listed.instrument.tick);
    let spread = if listed.instrument.is_option() { tick } else { tick * Decimal::from(30) };
    (listed.last + spread * Decimal::from(ticks), listed.instrument.min * Decimal::from(lots))
}

fn run(market: &mut Market, step: &Step) {
    let who = |market: &Market, bob: bool| if bob { market.bob } else { market.alice };
    let side = |sell: bool| if sell { "sell" } else { "buy" };
    let outcome = match *step {
        Step::Place { bob, market: place, sell, order_type, ticks, lots, self_trade } => {
            let instrument = INSTRUMENTS[place];
            let (price, size) = terms(market, instrument, ticks, lots);
            let order = json!({
                "instId": instrument, "tdMode": if place == 0 { "cash" } else { "cross" }, "side": side(sell),
                "ordType": ORDER_TYPES[order_type], "px": price.to_string(), "sz": size.to_string(),
                "tgtCcy": "base_ccy", "stpMode": SELF_TRADE[self_trade],
            });
            market.place(who(market, bob), order).map(|_| ())
        }
        Step::Amend { bob, which, ticks, lots } => {
            let Some((instrument, id)) = live_order(market, who(market, bob), which) else { return };
            let (price, size) = terms(market, &instrument, ticks, lots);
            let change =
                json!({"instId": instrument, "ordId": id, "newPx": price.to_string(), "newSz": size.to_string()});
            market.ask(who(market, bob), "trade.amend_order", change).map(|_| ())
        }
        Step::Cancel { bob, which } => {
            let Some((instrument, id)) = live_order(market, who(market, bob), which) else { return };
            market.ask(who(market, bob), "trade.cancel_order", json!({"instId": instrument, "ordId": id})).map(|_| ())
        }
        Step::FromBackground { market: place, sell, lots } => {
            let (price, size) = terms(market, INSTRUMENTS[place], 0, lots);
            let side = if sell { Side::Sell } else { Side::Buy };
            market
                .exchange
                .trade_from_background(INSTRUMENTS[place], side, price, size, market.now)
                .map(|_| ())
                .map_err(|_| String::new())
        }
    };
    // Rejected orders are ignored, because the invariants must hold after them as well.
    drop(outcome);
}

fn live_order(market: &Market, who: AccountId, which: usize) -> Option<(String, String)> {
    let live: Vec<_> = market.exchange.live_orders(who).collect();
    let order = live.get(which.checked_rem(live.len())?)?;
    Some((market.exchange.markets()[order.instrument].instrument.id.clone(), order.id.0.to_string()))
}

/// The total of each currency over all accounts: balances minus the entry values of swap positions, plus collected
/// fees.
fn totals(exchange: &Exchange) -> BTreeMap<String, Decimal> {
    let mut sums: BTreeMap<String, Decimal> = exchange.fees().clone();
    for (_, account) in exchange.accounts() {
        for (currency, cash) in &account.cash {
            *sums.entry(currency.clone()).or_default() += cash;
        }
        for (place, position) in &account.positions {
            let instrument = &exchange.markets()[*place].instrument;
            if !instrument.is_option() {
                *sums.entry(instrument.settle.clone()).or_default() -= position.entry;
            }
        }
    }
    sums.into_iter().map(|(currency, sum)| (currency, sum.normalize())).collect()
}

fn check_invariants(market: &Market, start: &BTreeMap<String, Decimal>) {
    let exchange = &market.exchange;
    let there = totals(exchange);
    for currency in start.keys().chain(there.keys()) {
        let of = |sums: &BTreeMap<String, Decimal>| sums.get(currency).copied().unwrap_or_default();
        assert_eq!(of(&there), of(start), "{currency} is not conserved");
    }
    for (place, listed) in exchange.markets().iter().enumerate() {
        if let (Some(bid), Some(ask)) = (listed.book().best(Side::Buy), listed.book().best(Side::Sell)) {
            assert!(bid < ask, "{} is crossed: bid {bid}, ask {ask}", listed.instrument.id);
        }
        let held: Decimal = exchange
            .accounts()
            .filter_map(|(_, account)| account.positions.get(&place))
            .map(|position| position.size)
            .sum();
        assert_eq!(held, Decimal::ZERO, "the positions in {} do not sum to zero", listed.instrument.id);
    }
    for (id, account) in exchange.accounts().filter(|(id, _)| !id.is_house()) {
        for (currency, held) in &account.held {
            let orders: Decimal =
                exchange.live_orders(id).filter(|order| order.hold_currency == *currency).map(|order| order.hold).sum();
            let margins: Decimal = account
                .positions
                .iter()
                .filter(|(place, _)| exchange.markets()[**place].instrument.settle == *currency)
                .map(|(_, position)| position.margin)
                .sum();
            assert_eq!(*held, orders + margins, "{currency} is held without an order or position");
        }
    }
    check_orders(market);
}

fn check_orders(market: &Market) {
    for order in market.exchange.orders() {
        assert!(order.filled >= Decimal::ZERO && (order.in_quote || order.filled <= order.size), "{order:?}");
        let resting: Decimal = [Side::Buy, Side::Sell]
            .into_iter()
            .flat_map(|side| market.exchange.markets()[order.instrument].book().levels(side))
            .flat_map(|(_, queue)| queue.iter())
            .filter(|resting| resting.order == order.id)
            .map(|resting| resting.left)
            .sum();
        let expected = if order.state.is_final() { Decimal::ZERO } else { order.remaining() };
        assert_eq!(resting, expected, "{order:?}");
        assert!(!order.state.is_final() || order.hold.is_zero(), "{order:?}");
        assert_eq!(order.state.name() == "filled", order.filled == order.size, "{order:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn money_is_conserved_and_no_book_is_crossed(
        seed in 0..1_000_u64,
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let mut market = Market::open(seed);
        let start = totals(&market.exchange);
        for step in &steps {
            run(&mut market, step);
            check_invariants(&market, &start);
        }
    }

    #[test]
    fn the_same_session_gives_the_same_result(seed in 0..1_000_u64, steps in prop::collection::vec(step(), 1..30)) {
        let end = |mut market: Market| {
            for step in &steps {
                run(&mut market, step);
            }
            format!("{:?}", market.exchange)
        };
        prop_assert_eq!(end(Market::open(seed)), end(Market::open(seed)));
    }

    /// A better price trades before an older order, and at the same price the oldest order trades first. Every trade
    /// is at the price of the resting order.
    #[test]
    fn orders_trade_in_price_time_priority(
        prices in prop::collection::vec(0..5_i64, 2..12),
        lots in 1..200_i64,
    ) {
        let mut market = Market::open(1);
        let best = market.best("BTC-USDT", Side::Buy);
        let size = number("0.01");
        let alice = market.alice;
        let price_of = |steps: i64| best + number("0.1") * Decimal::from(steps + 1);
        let ids: Vec<_> = prices
            .iter()
            .map(|steps| spot("buy", "limit", &price_of(*steps).to_string(), "0.01"))
            .map(|order| market.place(alice, order).expect("the order rests"))
            .collect();
        let sold = number("0.001") * Decimal::from(lots);
        let bob = market.bob;
        let order = spot("sell", "ioc", &price_of(0).to_string(), &sold.to_string());
        let taker = market.place(bob, order).expect("the order trades");
        let mut queue: Vec<usize> = (0..ids.len()).collect();
        queue.sort_by_key(|place| (-prices[*place], *place));
        let mut left = sold;
        let mut worth = Decimal::ZERO;
        for place in queue {
            let filled = left.min(size);
            prop_assert_eq!(market.order(ids[place]).filled, filled);
            worth += filled * price_of(prices[place]);
            left -= filled;
        }
        prop_assert_eq!(market.order(taker).filled_value, worth);
        prop_assert_eq!(market.order(taker).filled, sold - left);
    }
}

#[test]
fn an_amendment_keeps_the_queue_position_only_if_it_just_reduces_the_size() {
    let mut market = Market::open(1);
    let price = (market.best("BTC-USDT", Side::Buy) + number("0.1")).to_string();
    let (alice, bob) = (market.alice, market.bob);
    let first = market.place(alice, spot("buy", "limit", &price, "0.03")).expect("the order rests");
    let second = market.place(bob, spot("buy", "limit", &price, "0.01")).expect("the order rests");
    let amend = |market: &mut Market, size: &str| {
        let change = json!({"instId": "BTC-USDT", "ordId": first.0.to_string(), "newSz": size});
        market.ask(alice, "trade.amend_order", change).expect("amended")
    };
    let take = |market: &mut Market| {
        let price: Decimal = price.parse().expect("a number");
        market
            .exchange
            .trade_from_background("BTC-USDT", Side::Sell, price, number("0.01"), market.now)
            .expect("a trade")
    };
    amend(&mut market, "0.02");
    take(&mut market);
    assert_eq!((market.order(first).filled, market.order(second).filled), (number("0.01"), Decimal::ZERO));
    amend(&mut market, "0.05");
    take(&mut market);
    assert_eq!((market.order(first).filled, market.state(second)), (number("0.01"), ("filled", number("0.01"))));
    let total: Vec<Value> = market
        .ask(alice, "trade.get_order", json!({"instId": "BTC-USDT", "ordId": first.0.to_string()}))
        .expect("read");
    assert_eq!((total[0]["sz"].as_str(), total[0]["state"].as_str()), (Some("0.05"), Some("partially_filled")));
}
