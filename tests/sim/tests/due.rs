//! What happens by itself: when it is due, and that a server that sleeps until then misses nothing.

mod market;

use market::{Market, NOW, number, spot};
use okx_sim::core::{CandleUpdate, Event, Exchange, OrderChange, Side};
use okx_sim::rows;
use serde_json::json;

const MINUTE: i64 = 60_000;

fn recorded() -> Market {
    let mut market = Market::open(1);
    market.exchange.record_events();
    market
}

fn candles(exchange: &mut Exchange) -> Vec<CandleUpdate> {
    let events = exchange.take_events();
    events.into_iter().filter_map(|event| if let Event::Candle(update) = event { Some(update) } else { None }).collect()
}

#[test]
fn nothing_is_due_in_a_quiet_market() {
    let mut market = recorded();
    assert_eq!(market.exchange.next_due(), None);
    market.exchange.advance_to(NOW + 1_000_000_000);
    assert!(market.exchange.take_events().is_empty());
}

#[test]
fn a_timer_is_due_when_it_expires_and_cancels_at_that_time() {
    let mut market = recorded();
    let alice = market.alice;
    let id = market.place(alice, spot("buy", "limit", "50000", "0.01")).expect("the order rests");
    market.ask(alice, "trade.cancel_all_after", json!({"timeOut": "10"})).expect("set");
    let expires = market.now + 10_000;
    assert_eq!(market.exchange.next_due(), Some(expires));
    market.exchange.take_events();
    market.exchange.advance_to(expires - 1);
    assert!(market.exchange.take_events().is_empty());
    market.exchange.advance_to(expires + 5_000);
    let events = market.exchange.take_events();
    let Some(Event::Order(update)) = events.first() else { panic!("{events:?}") };
    assert_eq!((update.order.id, update.change.clone(), update.at), (id, OrderChange::Canceled, expires));
    assert_eq!((update.order.cancel_source, market.exchange.next_due()), ("20", None));
    market.ask(alice, "trade.cancel_all_after", json!({"timeOut": "10"})).expect("set");
    market.ask(alice, "trade.cancel_all_after", json!({"timeOut": "0"})).expect("switched off");
    assert_eq!(market.exchange.next_due(), None);
}

#[test]
fn a_watched_candle_changes_with_trades_and_closes_on_time() {
    let mut market = recorded();
    let index = market.exchange.index_of("BTC-USDT").expect("it is listed");
    assert!(!market.exchange.watch_candle(index, "7x", NOW));
    assert!(market.exchange.watch_candle(index, "1m", NOW) && market.exchange.watch_candle(index, "1m", NOW));
    let start = NOW / MINUTE * MINUTE;
    assert_eq!(market.exchange.next_due(), Some(start + MINUTE));
    let ask = market.best("BTC-USDT", Side::Sell).to_string();
    market.place(market.alice, spot("buy", "ioc", &ask, "0.01")).expect("the order trades");
    let told = |updates: Vec<CandleUpdate>| {
        updates.iter().map(|update| (update.start, update.is_closed, update.at)).collect::<Vec<_>>()
    };
    assert_eq!(told(candles(&mut market.exchange)), [(start, false, market.now)]);
    let end = start + MINUTE;
    market.exchange.advance_to(end);
    assert_eq!(told(candles(&mut market.exchange)), [(start, true, end), (end, false, end)]);
    let listed = &market.exchange.markets()[index];
    let closed = market.exchange.candle(listed, "1m", start, end).expect("there are such candles");
    let row = rows::candle_row(listed, &closed, true).expect("a small amount");
    assert_eq!((row[0].as_str(), row[8].as_str()), (Some(start.to_string().as_str()), Some("1")));
    let asked = json!({"instId": "BTC-USDT", "bar": "1m", "limit": "2"});
    market.now = end;
    let read = market.ask(market.alice, "market.get_candles", asked).expect("read");
    assert_eq!(read[1], row, "the push is the candle that a request reads");
    market.exchange.unwatch_candle(index, "1m");
    assert!(market.exchange.next_due().is_some(), "it is still watched once");
    market.exchange.unwatch_candle(index, "1m");
    assert_eq!(market.exchange.next_due(), None);
}

/// A server that sleeps until the exchange is due and one that looks late see the same.
#[test]
fn what_happens_does_not_depend_on_how_often_the_exchange_is_advanced() {
    let run = |looks_late: bool| {
        let mut market = recorded();
        let index = market.exchange.index_of("BTC-USDT-SWAP").expect("it is listed");
        assert!(market.exchange.watch_candle(index, "1s", NOW));
        market.exchange.trade_in_background(Some(250), NOW);
        market.ask(market.alice, "trade.cancel_all_after", json!({"timeOut": "10"})).expect("set");
        let end = NOW + 20_000;
        if !looks_late {
            let mut wakings = 0;
            while let Some(due) = market.exchange.next_due().filter(|due| *due <= end) {
                market.exchange.advance_to(due);
                wakings += 1;
            }
            assert!((80..=101).contains(&wakings), "{wakings}");
        }
        market.exchange.advance_to(end);
        format!("{:?}", market.exchange.take_events())
    };
    assert_eq!(run(false), run(true));
}

#[test]
fn background_trading_moves_markets_fills_orders_and_can_be_stopped() {
    let mut market = recorded();
    let (alice, start) = (market.alice, market.best("BTC-USDT", Side::Buy));
    let ids: Vec<_> = (1..=3)
        .map(|ticks| (start + number("0.1") * number(&ticks.to_string())).to_string())
        .map(|price| market.place(alice, spot("buy", "limit", &price, "0.01")).expect("the order rests"))
        .collect();
    market.exchange.take_events();
    market.exchange.trade_in_background(Some(100), market.now);
    assert_eq!(market.exchange.next_due(), Some(market.now + 100));
    for minute in 1..=10 {
        market.exchange.advance_to(market.now + minute * MINUTE);
    }
    let events = market.exchange.take_events();
    let traded = |wanted: usize| {
        events.iter().filter(|event| matches!(event, Event::Trade(trade) if trade.instrument == wanted)).count()
    };
    assert!((0..market.exchange.markets().len()).all(|index| traded(index) >= 400), "every market trades");
    assert!(ids.iter().all(|id| market.state(*id).0 == "filled"), "{:?}", ids.iter().map(|id| market.state(*id)));
    assert_ne!(market.best("BTC-USDT", Side::Buy), start, "the market moves");
    let (bid, ask) = (market.best("BTC-USDT", Side::Buy), market.best("BTC-USDT", Side::Sell));
    assert!(bid < ask, "{bid} {ask}");
    market.exchange.trade_in_background(None, market.now + 10 * MINUTE);
    assert_eq!(market.exchange.next_due(), None);
}

#[test]
fn after_a_long_pause_only_the_last_minute_is_made_up_for() {
    let mut market = recorded();
    let index = market.exchange.index_of("BTC-USDT").expect("it is listed");
    market.exchange.trade_in_background(Some(1_000), NOW);
    assert!(market.exchange.watch_candle(index, "1s", NOW));
    let later = NOW + 30 * 24 * 60 * MINUTE;
    market.exchange.advance_to(later);
    let events = market.exchange.take_events();
    let trades =
        events.iter().filter(|event| matches!(event, Event::Trade(trade) if trade.instrument == index)).count();
    assert!((50..=61).contains(&trades), "{trades}");
    assert!(market.exchange.next_due().is_some_and(|due| due > later && due <= later + 1_000));
}
