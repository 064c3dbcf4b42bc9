//! An exchange without a network, and two traders.

#![allow(clippy::similar_names, reason = "side and size are standard trading terms")]
#![allow(dead_code, unreachable_pub, reason = "every test target compiles this module and uses part of it")]

use okx_sim::Parameters;
use okx_sim::core::{Account, AccountId, Exchange, Order, OrderId, Profile};
use rust_decimal::Decimal;
use serde_json::{Value, json};

pub const NOW: i64 = 1_607_418_537_715;

pub struct Market {
    pub exchange: Exchange,
    pub alice: AccountId,
    pub bob: AccountId,
    pub now: i64,
}

impl Market {
    pub fn open(seed: u64) -> Self {
        let mut exchange = Exchange::new(seed);
        let alice = exchange.open_account(profile("alice"));
        let bob = exchange.open_account(profile("bob"));
        Self { exchange, alice, bob, now: NOW }
    }

    /// Makes a call. Returns the code of the error if it is rejected.
    pub fn ask(&mut self, who: AccountId, call: &str, parameters: Value) -> Result<Vec<Value>, String> {
        let Value::Object(members) = parameters else { panic!("parameters are an object") };
        self.now += 1;
        let answer = okx_sim::act(&mut self.exchange, call, Some(who), &Parameters::from(members), self.now);
        answer.unwrap_or_else(|| panic!("{call} has no behavior")).map_err(|refusal| refusal.code.to_owned())
    }

    pub fn place(&mut self, who: AccountId, order: Value) -> Result<OrderId, String> {
        let rows = self.ask(who, "trade.place_order", order)?;
        Ok(OrderId(rows[0]["ordId"].as_str().and_then(|id| id.parse().ok()).expect("an order ID")))
    }

    pub fn order(&self, id: OrderId) -> &Order {
        self.exchange.orders().find(|order| order.id == id).expect("an order")
    }

    /// The state of an order and its filled size.
    pub fn state(&self, id: OrderId) -> (&'static str, Decimal) {
        (self.order(id).state.name(), self.order(id).filled)
    }

    pub fn account(&self, who: AccountId) -> &Account {
        self.exchange.account(who)
    }

    pub fn best(&self, instrument: &str, side: okx_sim::core::Side) -> Decimal {
        self.exchange.market(instrument).and_then(|market| market.book().best(side)).expect("a price")
    }
}

pub fn profile(label: &str) -> Profile {
    let cash = [("USDT", 1_000_000), ("BTC", 10), ("ETH", 100)];
    let mut profile = Profile::new(label);
    profile.cash = cash.into_iter().map(|(currency, amount)| (currency.to_owned(), Decimal::from(amount))).collect();
    profile
}

/// A spot order for BTC-USDT.
pub fn spot(side: &str, order_type: &str, price: &str, size: &str) -> Value {
    json!({"instId": "BTC-USDT", "tdMode": "cash", "side": side, "ordType": order_type, "px": price, "sz": size})
}

pub fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}
