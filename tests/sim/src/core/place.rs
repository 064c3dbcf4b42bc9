//! Placing an order: reading it, holding it to the rules, and its way through the book.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::account::AccountId;
use super::book::{Meeting, Resting, Taker, Wanted};
use super::exchange::Exchange;
use super::grid;
use super::instrument::{Instrument, Kind};
use super::order::{Order, OrderId, OrderType, SelfTrade, Side, State};
use super::parameters::Parameters;
use super::profile::{AccountMode, PositionMode};
use crate::refusal::{
    ACCOUNT_MODE, DUPLICATE_CLIENT_ID, LOCKED_BY_MASS_CANCEL, MISSING_PARAMETER, NO_BALANCE, NO_MARGIN,
    NOTHING_TO_REDUCE, PARAMETER, Refusal, UNKNOWN_INSTRUMENT,
};

/// Why an order ended, as OKX numbers the sources.
pub(crate) mod cancel_source {
    pub(crate) const USER: &str = "1";
    pub(crate) const NOT_FILLED_AT_ONCE: &str = "13";
    pub(crate) const REST_NOT_FILLED: &str = "14";
    pub(crate) const WOULD_TAKE: &str = "31";
    pub(crate) const SELF_TRADE: &str = "32";
    pub(crate) const TIMER: &str = "20";
}

/// What an order asks for.
struct Terms {
    instrument: usize,
    side: Side,
    order_type: OrderType,
    price: Option<Decimal>,
    size: Decimal,
    /// The size is an amount of quote currency.
    in_quote: bool,
    self_trade: SelfTrade,
}

impl Exchange {
    pub(crate) fn place(&mut self, owner: AccountId, parameters: &Parameters, now: i64) -> Result<Vec<Value>, Refusal> {
        let order = self.read_order(owner, parameters, now)?;
        self.restore_background(order.instrument);
        let taker = Taker {
            owner,
            side: order.side,
            worst: order.price,
            wanted: self.wanted(&order),
            self_trade: order.self_trade,
        };
        let meeting = self.markets[order.instrument].book.meet(&taker)?;
        self.check_funds(&order, &meeting)?;
        let id = order.id;
        self.keep(order);
        self.enter(id, &taker, &meeting, now)?;
        Ok(vec![self.acknowledgement(id, now)])
    }

    /// What a request that touched an order is answered with.
    pub(crate) fn acknowledgement(&self, id: OrderId, now: i64) -> Value {
        let order = self.orders.get(&id);
        let given = |name| order.and_then(|order| order.placed.text(name)).unwrap_or_default();
        json!({
            "ordId": id.0.to_string(),
            "clOrdId": given("clOrdId"),
            "tag": given("tag"),
            "ts": now.to_string(),
            "sCode": "0",
            "sMsg": "",
        })
    }

    fn read_order(&mut self, owner: AccountId, parameters: &Parameters, now: i64) -> Result<Order, Refusal> {
        let name = parameters.required("instId")?;
        let place = self.place_of(name).ok_or_else(|| UNKNOWN_INSTRUMENT.about(name))?;
        let market = &self.markets[place];
        let terms = read_terms(place, &market.instrument, parameters)?;
        self.check_account(owner, &terms, now)?;
        check_grids(&terms, &market.instrument, market.last)?;
        self.check_client_id(owner, parameters)?;
        let reduces = self.account(owner).opening_part(place, terms.side, terms.size).is_zero();
        if parameters.is_true("reduceOnly") && !reduces {
            return Err(NOTHING_TO_REDUCE.refusal());
        }
        let hold_currency = self.cost(owner, place, terms.side, market.last, terms.size)?.0;
        let fee_currency = market.instrument.fee_currency(terms.side).to_owned();
        Ok(Order {
            id: self.new_order_id(),
            owner,
            instrument: terms.instrument,
            side: terms.side,
            order_type: terms.order_type,
            price: terms.price,
            size: terms.size,
            in_quote: terms.in_quote,
            filled: Decimal::ZERO,
            filled_worth: Decimal::ZERO,
            last_fill: None,
            fee: Decimal::ZERO,
            fee_currency,
            profit: Decimal::ZERO,
            hold: Decimal::ZERO,
            hold_currency,
            self_trade: terms.self_trade,
            state: State::Live,
            cancel_source: "",
            created: now,
            updated: now,
            placed: parameters.clone(),
        })
    }

    /// Refuses what the account's own mode does not allow.
    fn check_account(&self, owner: AccountId, terms: &Terms, now: i64) -> Result<(), Refusal> {
        let instrument = &self.markets[terms.instrument].instrument;
        let account = self.account(owner);
        let profile = &account.profile;
        if !instrument.is_spot() && profile.mode == AccountMode::Spot {
            return Err(ACCOUNT_MODE.about("contracts are not traded in spot mode"));
        }
        if !instrument.is_spot() && profile.position_mode == PositionMode::LongShort {
            return Err(ACCOUNT_MODE.about("this simulator keeps no long and short positions side by side"));
        }
        if !terms.order_type.is_protected() {
            return Ok(());
        }
        if !instrument.is_option() || profile.mode != AccountMode::Portfolio {
            return Err(PARAMETER.about("ordType").because("protection is for options in portfolio margin mode"));
        }
        match account.protection_locked.get(&instrument.family) {
            Some(until) if now < *until => Err(LOCKED_BY_MASS_CANCEL.refusal()),
            _ => Ok(()),
        }
    }

    fn check_client_id(&self, owner: AccountId, parameters: &Parameters) -> Result<(), Refusal> {
        let Some(client_id) = parameters.text("clOrdId") else { return Ok(()) };
        let latest = self.latest_of_client_id(owner, client_id);
        if latest.is_some_and(|order| !order.state.is_final()) {
            Err(DUPLICATE_CLIENT_ID.about(client_id))
        } else {
            Ok(())
        }
    }

    fn wanted(&self, order: &Order) -> Wanted {
        let lot = self.markets[order.instrument].instrument.lot;
        if order.in_quote { Wanted::Worth { amount: order.size, lot } } else { Wanted::Size(order.left()) }
    }

    /// Refuses an order the account cannot pay for: at its own price, or for a market order at the prices it would
    /// meet.
    fn check_funds(&self, order: &Order, meeting: &Meeting) -> Result<(), Refusal> {
        let market = &self.markets[order.instrument];
        let needed = if order.in_quote && order.side == Side::Buy {
            order.size
        } else {
            let size = if order.in_quote { meeting.size() } else { order.left() };
            let worst_met = meeting.trades.last().map_or(market.last, |trade| trade.price);
            self.cost(order.owner, order.instrument, order.side, order.price.unwrap_or(worst_met), size)?.1
        };
        if self.account(order.owner).available(&order.hold_currency) >= needed {
            return Ok(());
        }
        let code = if market.instrument.is_spot() { &NO_BALANCE } else { &NO_MARGIN };
        Err(code.about(&order.hold_currency))
    }

    /// Takes an order through the book: it trades with what it meets, and what is left rests or is canceled.
    pub(crate) fn enter(&mut self, id: OrderId, taker: &Taker, meeting: &Meeting, now: i64) -> Result<(), Refusal> {
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        let place = order.instrument;
        let order_type = order.order_type;
        if order_type.only_rests() && !(meeting.trades.is_empty() && meeting.own_makers.is_empty()) {
            order.cancel(cancel_source::WOULD_TAKE, now);
            return Ok(());
        }
        if order_type == OrderType::FillOrKill && !meeting.satisfied {
            order.cancel(cancel_source::NOT_FILLED_AT_ONCE, now);
            return Ok(());
        }
        for maker in &meeting.own_makers {
            self.end_order(*maker, cancel_source::SELF_TRADE, now)?;
        }
        for trade in &meeting.trades {
            self.settle_trade(place, id, taker, trade, now)?;
        }
        self.finish_entry(id, meeting, now)
    }

    fn finish_entry(&mut self, id: OrderId, meeting: &Meeting, now: i64) -> Result<(), Refusal> {
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        let market = &mut self.markets[order.instrument];
        match order.price.filter(|_| order.order_type.rests()) {
            _ if meeting.satisfied => order.state = State::Filled,
            _ if meeting.taker_gives_way => order.cancel(cancel_source::SELF_TRADE, now),
            Some(price) => {
                market.book.rest(order.side, price, Resting { order: id, owner: order.owner, left: order.left() });
                market.sequence += 1;
            }
            None => order.cancel(cancel_source::REST_NOT_FILLED, now),
        }
        Ok(self.renew_hold(id)?)
    }

    /// Takes an order out of its book and ends it.
    pub(crate) fn end_order(&mut self, id: OrderId, source: &'static str, now: i64) -> Result<(), Refusal> {
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        order.cancel(source, now);
        if let Some(price) = order.price {
            let market = &mut self.markets[order.instrument];
            market.book.remove(order.side, price, id);
            market.sequence += 1;
        }
        Ok(self.renew_hold(id)?)
    }
}

fn read_terms(place: usize, instrument: &Instrument, parameters: &Parameters) -> Result<Terms, Refusal> {
    let (side, order_type) = (Side::read(parameters)?, OrderType::read(parameters)?);
    check_mode(instrument, order_type, parameters)?;
    let is_market = order_type == OrderType::Market;
    Ok(Terms {
        instrument: place,
        side,
        order_type,
        price: if is_market { None } else { Some(required_number(parameters, "px")?) },
        size: required_number(parameters, "sz")?,
        in_quote: is_market && instrument.is_spot() && counts_in_quote(side, parameters)?,
        self_trade: SelfTrade::read(parameters)?,
    })
}

fn check_grids(terms: &Terms, instrument: &Instrument, last: Decimal) -> Result<(), Refusal> {
    match terms.price {
        Some(price) => {
            grid::check_price(instrument, terms.side, price, last)?;
            grid::check_limit_size(instrument, terms.size)
        }
        None if terms.in_quote => grid::check_quote_amount(instrument, terms.size, last),
        None => grid::check_market_size(instrument, terms.size, last),
    }
}

/// Positions are net ones, and spot is traded without margin: that decides which trade modes and position sides there
/// are.
fn check_mode(instrument: &Instrument, order_type: OrderType, parameters: &Parameters) -> Result<(), Refusal> {
    let mode = parameters.required("tdMode")?;
    let allowed = match (&instrument.kind, mode) {
        (Kind::Spot { .. }, "cash") | (Kind::Swap { .. } | Kind::Call { .. }, "cross" | "isolated") => true,
        (Kind::Call { .. }, "cash") => parameters.text("side") == Some("buy"),
        _ => false,
    };
    if !allowed {
        return Err(ACCOUNT_MODE.about(format!("tdMode {mode} for {}", instrument.id)));
    }
    if instrument.is_option() && order_type == OrderType::Market {
        return Err(PARAMETER.about("ordType"));
    }
    match parameters.text("posSide") {
        None | Some("net") => Ok(()),
        Some(_) => Err(PARAMETER.about("posSide")),
    }
}

fn required_number(parameters: &Parameters, name: &str) -> Result<Decimal, Refusal> {
    parameters.positive(name)?.ok_or_else(|| MISSING_PARAMETER.about(name))
}

fn counts_in_quote(side: Side, parameters: &Parameters) -> Result<bool, Refusal> {
    match parameters.text("tgtCcy") {
        None => Ok(side == Side::Buy),
        Some("quote_ccy") => Ok(true),
        Some("base_ccy") => Ok(false),
        Some(_) => Err(PARAMETER.about("tgtCcy")),
    }
}
