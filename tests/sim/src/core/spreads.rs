//! Spreads and their orders. Prices and sizes are checked against the tick and lot size of the spread. Orders for
//! spreads rest but never trade; calls that read them are answered with samples.

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

/// How many spread orders are stored.
const MAX_ORDERS: usize = 10_000;

/// A spread of two instruments, with its own tick and lot size.
#[derive(Clone, Copy, Debug)]
struct Spread {
    name: &'static str,
    base: &'static str,
    /// The instruments that a buyer of the spread sells and buys.
    legs: [&'static str; 2],
    /// The tick size, in quote currency.
    tick: &'static str,
    /// The lot size, in base currency.
    lot: &'static str,
    /// The minimum size of a new order, in base currency.
    min: &'static str,
}

/// Their tick and lot sizes differ from those of their instruments, so that a client cannot confuse them.
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

/// A resting order.
#[derive(Clone, Debug)]
struct Resting {
    owner: AccountId,
    id: OrderId,
    client_id: String,
    spread: Spread,
}

/// The spread orders, newest last.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpreadOrders(VecDeque<Resting>);

impl Exchange {
    /// The spreads that match the request.
    pub(crate) fn spreads(parameters: &Parameters) -> Vec<Value> {
        let is = |name, value: &str| parameters.text(name).is_none_or(|wanted| wanted == value);
        let has_leg = |spread: &Spread| parameters.text("instId").is_none_or(|wanted| spread.legs.contains(&wanted));
        let wanted = |spread: &&Spread| {
            is("sprdId", spread.name) && is("baseCcy", spread.base) && is("state", "live") && has_leg(spread)
        };
        SPREADS.iter().filter(wanted).map(Spread::row).collect()
    }

    /// Accepts a spread order.
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
        if orders.len() == MAX_ORDERS {
            orders.pop_front();
        }
        orders.push_back(Resting { owner, id, client_id: client_id.clone(), spread });
        let tag = parameters.text("tag").unwrap_or_default();
        Ok(vec![json!({"ordId": id.0.to_string(), "clOrdId": client_id, "tag": tag, "sCode": "0", "sMsg": ""})])
    }

    /// Amends a spread order. There is no minimum for its new size, because part of it may have been filled.
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
    /// Rejects a size or a price that is not a multiple of its step. A price may be zero or negative.
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

/// Parses a number constant of this file.
fn constant(text: &str) -> Decimal {
    number::read(text).expect("all constants in this file are plain decimal numbers")
}
