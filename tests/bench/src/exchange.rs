//! The throughput of the simulated exchange: its core alone, on one thread.

use std::time::Duration;

use okx_sim::core::{
    AccountId, CancelOrder, Command, Done, Exchange, OrderName, OrderType, PlaceOrder, Profile, SelfTrade, Side,
    TradeMode,
};
use rust_decimal::Decimal;

use crate::stopwatch::time;

/// How many orders a round places.
const ORDERS: u32 = 1_000;

/// How many rounds are averaged.
const ROUNDS: u32 = 50;

/// The time of the exchange.
const NOW: i64 = 1_607_418_537_715;

/// An exchange with one account that has funds.
struct Trader {
    exchange: Exchange,
    account: AccountId,
    instrument: usize,
    price: Decimal,
}

pub(crate) fn run() {
    for (name, records) in [("without events", false), ("with events", true)] {
        let mut trader = Trader::open(records);
        let resting = time(ROUNDS, || trader.place_and_cancel()) / (2 * ORDERS);
        let mut trader = Trader::open(records);
        let trading = time(ROUNDS, || trader.trade()) / ORDERS;
        println!("exchange core, {name}: {} commands/s (place and cancel)", per_second(resting));
        println!("exchange core, {name}: {} orders/s (each trades at once)", per_second(trading));
    }
}

fn per_second(each: Duration) -> u128 {
    Duration::from_secs(1).as_nanos() / each.as_nanos().max(1)
}

impl Trader {
    fn open(records: bool) -> Self {
        let mut exchange = Exchange::new(1);
        let mut profile = Profile::new("trader");
        profile.cash.insert("USDT".to_owned(), Decimal::from(1_000_000_000));
        profile.cash.insert("BTC".to_owned(), Decimal::from(100_000));
        let account = exchange.open_account(profile);
        if records {
            exchange.record_events();
        }
        let instrument = exchange.index_of("BTC-USDT").expect("it is listed");
        let price = exchange.markets()[instrument].start;
        Self { exchange, account, instrument, price }
    }

    /// Orders that rest, each canceled after all are placed.
    fn place_and_cancel(&mut self) {
        let ids: Vec<Done> = (0..ORDERS).map(|place| self.place(Side::Buy, -1_000 - i64::from(place % 100))).collect();
        for done in ids {
            let Done::Order(id) = done else { continue };
            let cancel = CancelOrder { instrument: self.instrument, order: OrderName::Id(id) };
            self.exchange.execute(self.account, &Command::CancelOrder(cancel), NOW).expect("the order rests");
            drop(self.exchange.take_events());
        }
    }

    /// Orders that trade with the best order of the book, in turn buying and selling.
    fn trade(&mut self) {
        for place in 0..ORDERS {
            let (side, ticks) = if place % 2 == 0 { (Side::Buy, 1_000) } else { (Side::Sell, -1_000) };
            self.place(side, ticks);
        }
    }

    /// Places an order this many ticks from the starting price.
    fn place(&mut self, side: Side, ticks: i64) -> Done {
        let order = PlaceOrder {
            instrument: self.instrument,
            trade_mode: TradeMode::Cash,
            side,
            order_type: OrderType::Limit,
            price: Some(self.price + Decimal::new(ticks, 1)),
            size: Decimal::new(1, 3),
            size_unit: None,
            client_id: String::new(),
            tag: String::new(),
            reduce_only: false,
            self_trade: SelfTrade::CancelMaker,
            attached: Vec::new(),
        };
        let done = self.exchange.execute(self.account, &Command::PlaceOrder(order), NOW).expect("the order is valid");
        drop(self.exchange.take_events());
        done
    }
}
