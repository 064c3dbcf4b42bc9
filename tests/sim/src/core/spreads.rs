//! Spreads: which there are, and whether the price and the size of an order lie on the grid of its spread. Orders of spreads rest and
//! never trade; what is asked about them is answered from samples.

use std::collections::VecDeque;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::AccountId;
use super::exchange::Exchange;
use super::order::OrderId;
use super::parameters::Parameters;
use crate::number::{self, is_multiple, write};
use crate::refusal::{
    BELOW_MINIMUM, LOT, NEITHER_ORDER_ID, NOTHING_TO_AMEND, PARAMETER, Refusal, TICK, UNKNOWN_INSTRUMENT, UNKNOWN_ORDER,
};

/// How many orders of spreads are kept.
const ORDERS_KEPT: usize = 10_000;

/// Two instruments against each other, with a grid of their own.
#[derive(Clone, Copy, Debug)]
struct Spread {
    name: &'static str,
    base: &'static str,
    /// What is sold and what is bought by whoever buys the spread.
    legs: [&'static str; 2],
    /// Step of prices, in quote currency.
    tick: &'static str,
    /// Step of sizes, in base currency.
    lot: &'static str,
    /// Smallest size of a new order, in base currency.
    min: &'static str,
}

/// Their grids are none of those of their instruments.
const SPREADS: &[Spread] = &[
    Spread {
        name: "BTC-USDT_BTC-USDT-SWAP",
        base: "BTC",
        legs: ["BTC-USDT", "BTC-USDT-SWAP"],
        tick: "0.25",
        lot: "0.005",
        min: "0.01",
    },
    Spread {
        name: "ETH-USDT_ETH-USDT-SWAP",
        base: "ETH",
        legs: ["ETH-USDT", "ETH-USDT-SWAP"],
        tick: "0.02",
        lot: "0.1",
        min: "0.1",
    },
];

/// An order that rests.
#[derive(Clone, Debug)]
struct Resting {
    owner: AccountId,
    id: OrderId,
    client_id: String,
    spread: Spread,
}

/// The orders of spreads, the newest last.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpreadOrders(VecDeque<Resting>);

impl Exchange {
    /// The spreads that a request asks for.
    pub(crate) fn spreads(parameters: &Parameters) -> Vec<Value> {
        let is = |name, value: &str| parameters.text(name).is_none_or(|wanted| wanted == value);
        let has_leg = |spread: &Spread| parameters.text("instId").is_none_or(|wanted| spread.legs.contains(&wanted));
        let wanted = |spread: &&Spread| {
            is("sprdId", spread.name) && is("baseCcy", spread.base) && is("state", "live") && has_leg(spread)
        };
        SPREADS.iter().filter(wanted).map(Spread::row).collect()
    }

    /// Takes an order of a spread on.
    pub(crate) fn place_spread_order(
        &mut self,
        owner: AccountId,
        parameters: &Parameters,
    ) -> Result<Vec<Value>, Refusal> {
        let name = parameters.required("sprdId")?;
        let spread =
            *SPREADS.iter().find(|spread| spread.name == name).ok_or_else(|| UNKNOWN_INSTRUMENT.about(name))?;
        let size = parameters.positive("sz")?.ok_or_else(|| PARAMETER.about("sz"))?;
        if size < constant(spread.min) {
            return Err(BELOW_MINIMUM.about(spread.min));
        }
        spread.check(Some(size), parameters.decimal("px")?)?;
        let id = self.new_order_id();
        let client_id = parameters.text("clOrdId").unwrap_or_default().to_owned();
        let orders = &mut self.spread_orders.0;
        if orders.len() == ORDERS_KEPT {
            orders.pop_front();
        }
        orders.push_back(Resting { owner, id, client_id: client_id.clone(), spread });
        let tag = parameters.text("tag").unwrap_or_default();
        Ok(vec![json!({"ordId": id.0.to_string(), "clOrdId": client_id, "tag": tag, "sCode": "0", "sMsg": ""})])
    }

    /// Changes an order of a spread. Its new size may be small: a part of it may have traded.
    pub(crate) fn amend_spread_order(&self, owner: AccountId, parameters: &Parameters) -> Result<Vec<Value>, Refusal> {
        let order = self.find_spread_order(owner, parameters)?;
        let (size, price) = (parameters.positive("newSz")?, parameters.decimal("newPx")?);
        if size.is_none() && price.is_none() {
            return Err(NOTHING_TO_AMEND.refusal());
        }
        order.spread.check(size, price)?;
        let given = parameters.text("reqId").unwrap_or_default();
        let (id, client_id) = (order.id.0.to_string(), &order.client_id);
        Ok(vec![json!({"ordId": id, "clOrdId": client_id, "reqId": given, "sCode": "0", "sMsg": ""})])
    }

    fn find_spread_order(&self, owner: AccountId, parameters: &Parameters) -> Result<&Resting, Refusal> {
        let is_named = |order: &&Resting| match (parameters.text("ordId"), parameters.text("clOrdId")) {
            (Some(id), _) => order.id.0.to_string() == id,
            (None, client_id) => client_id.is_some_and(|client_id| order.client_id == client_id),
        };
        if parameters.text("ordId").or(parameters.text("clOrdId")).is_none() {
            return Err(NEITHER_ORDER_ID.refusal());
        }
        let mut own = self.spread_orders.0.iter().rev().filter(|order| order.owner == owner);
        own.find(is_named).ok_or_else(|| UNKNOWN_ORDER.refusal())
    }
}

impl Spread {
    /// Refuses a size or a price off the grid. A price may be zero or negative.
    fn check(&self, size: Option<Decimal>, price: Option<Decimal>) -> Result<(), Refusal> {
        let (lot, tick) = (constant(self.lot), constant(self.tick));
        if size.is_some_and(|size| !is_multiple(size, lot)) {
            return Err(LOT.about(write(lot)));
        }
        if price.is_some_and(|price| !is_multiple(price, tick)) { Err(TICK.about(write(tick))) } else { Ok(()) }
    }

    fn row(&self) -> Value {
        let [sold, bought] = self.legs;
        json!({
            "sprdId": self.name,
            "sprdType": "linear",
            "state": "live",
            "baseCcy": self.base,
            "szCcy": self.base,
            "quoteCcy": "USDT",
            "tickSz": self.tick,
            "lotSz": self.lot,
            "minSz": self.min,
            "listTime": "1611907686000",
            "legs": [{"instId": sold, "side": "sell"}, {"instId": bought, "side": "buy"}],
        })
    }
}

/// A number written in this file.
fn constant(text: &str) -> Decimal {
    number::read(text).expect("the spreads above have plain decimal numbers only")
}
