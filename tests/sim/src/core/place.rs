//! Placing an order: checking it, and matching it against the book.

use rust_decimal::Decimal;

use super::account::AccountId;
use super::book::{Matching, Quantity, Resting, Taker};
use super::command::{Done, PlaceOrder};
use super::event::OrderChange;
use super::exchange::Exchange;
use super::grid;
use super::instrument::{Instrument, Kind};
use super::order::{Order, OrderId, OrderType, Side, SizeUnit, State, TradeMode};
use super::profile::{AccountMode, PositionMode};
use crate::refusal::{
    ACCOUNT_MODE, DUPLICATE_CLIENT_ID, LOCKED_BY_MASS_CANCEL, MISSING_PARAMETER, NO_BALANCE, NO_MARGIN,
    NOTHING_TO_REDUCE, PARAMETER, Refusal, UNKNOWN_INSTRUMENT,
};

/// Why an order was canceled, as OKX numbers the sources.
pub(crate) mod cancel_source {
    pub(crate) const USER: &str = "1";
    pub(crate) const NOT_FILLED_AT_ONCE: &str = "13";
    pub(crate) const REST_NOT_FILLED: &str = "14";
    pub(crate) const WOULD_TAKE: &str = "31";
    pub(crate) const SELF_TRADE: &str = "32";
    pub(crate) const TIMER: &str = "20";
}

/// The price and size of an order.
struct Terms {
    side: Side,
    price: Option<Decimal>,
    size: Decimal,
    /// Whether the size is an amount of quote currency.
    in_quote: bool,
}

impl Exchange {
    pub(super) fn place_order(&mut self, owner: AccountId, request: &PlaceOrder, now: i64) -> Result<Done, Refusal> {
        let order = self.open_order(owner, request, now)?;
        self.restore_background(order.instrument);
        let taker = Taker {
            owner,
            side: order.side,
            worst: order.price,
            wanted: self.wanted(&order),
            self_trade: order.self_trade,
            takes_background: false,
        };
        let matching = self.markets[order.instrument].book.match_taker(&taker)?;
        self.check_funds(&order, &matching)?;
        let id = order.id;
        self.store(order);
        self.match_order(id, &taker, &matching, now)?;
        if self.orders.get(&id).is_some_and(|order| order.state == State::Live) {
            self.push_order(id, OrderChange::Live, now);
        }
        Ok(Done::Order(id))
    }

    /// Checks what does not depend on the funds and positions of the account.
    pub(super) fn check_order(&self, owner: AccountId, request: &PlaceOrder, now: i64) -> Result<(), Refusal> {
        let index = request.instrument;
        let market = self.markets.get(index).ok_or_else(|| UNKNOWN_INSTRUMENT.about(index))?;
        let terms = Terms::of(request, &market.instrument)?;
        check_mode(&market.instrument, request)?;
        self.check_account(owner, request, now)?;
        check_grids(&terms, &market.instrument, market.last)
    }

    /// Checks a request and makes an order of it.
    fn open_order(&mut self, owner: AccountId, request: &PlaceOrder, now: i64) -> Result<Order, Refusal> {
        let (index, side) = (request.instrument, request.side);
        self.check_order(owner, request, now)?;
        self.check_client_id(owner, &request.client_id)?;
        let market = &self.markets[index];
        let terms = Terms::of(request, &market.instrument)?;
        let reduces = self.account(owner).opening_part(index, side, request.size).is_zero();
        if request.reduce_only && !reduces {
            return Err(NOTHING_TO_REDUCE.refusal());
        }
        let hold_currency = self.cost(owner, index, side, market.last, request.size)?.0;
        let fee_currency = market.instrument.fee_currency(side).to_owned();
        Ok(Order {
            id: self.new_order_id(),
            owner,
            instrument: index,
            side,
            order_type: request.order_type,
            price: terms.price,
            size: terms.size,
            in_quote: terms.in_quote,
            filled: Decimal::ZERO,
            filled_value: Decimal::ZERO,
            last_fill: None,
            fee: Decimal::ZERO,
            fee_currency,
            profit: Decimal::ZERO,
            hold: Decimal::ZERO,
            hold_currency,
            self_trade: request.self_trade,
            state: State::Live,
            cancel_source: "",
            created: now,
            updated: now,
            client_id: request.client_id.clone(),
            tag: request.tag.clone(),
            trade_mode: request.trade_mode,
            size_unit: request.size_unit,
            reduce_only: request.reduce_only,
            attached: request.attached.clone(),
        })
    }

    /// Rejects orders that the account's settings do not allow.
    fn check_account(&self, owner: AccountId, request: &PlaceOrder, now: i64) -> Result<(), Refusal> {
        let instrument = &self.markets[request.instrument].instrument;
        let account = self.account(owner);
        let profile = &account.profile;
        if !instrument.is_spot() && profile.mode == AccountMode::Spot {
            return Err(ACCOUNT_MODE.about("contracts are not traded in spot mode"));
        }
        if !instrument.is_spot() && profile.position_mode == PositionMode::LongShort {
            return Err(ACCOUNT_MODE.about("this simulator does not support the long/short position mode"));
        }
        if !request.order_type.is_protected() {
            return Ok(());
        }
        if !instrument.is_option() || profile.mode != AccountMode::Portfolio {
            return Err(PARAMETER
                .about("ordType")
                .because("market maker protection requires an option and portfolio margin mode"));
        }
        match account.protection_locked.get(&instrument.family) {
            Some(until) if now < *until => Err(LOCKED_BY_MASS_CANCEL.refusal()),
            _ => Ok(()),
        }
    }

    fn check_client_id(&self, owner: AccountId, client_id: &str) -> Result<(), Refusal> {
        let latest = self.latest_of_client_id(owner, client_id);
        if latest.is_some_and(|order| !order.state.is_final()) {
            Err(DUPLICATE_CLIENT_ID.about(client_id))
        } else {
            Ok(())
        }
    }

    fn wanted(&self, order: &Order) -> Quantity {
        let lot = self.markets[order.instrument].instrument.lot;
        if order.in_quote { Quantity::Value { amount: order.size, lot } } else { Quantity::Size(order.remaining()) }
    }

    /// Rejects an order that the account cannot pay for: at its limit price, or for a market order at the prices it
    /// would trade at.
    fn check_funds(&self, order: &Order, matching: &Matching) -> Result<(), Refusal> {
        let market = &self.markets[order.instrument];
        let needed = if order.in_quote && order.side == Side::Buy {
            order.size
        } else {
            let size = if order.in_quote { matching.size() } else { order.remaining() };
            let worst_met = matching.trades.last().map_or(market.last, |trade| trade.price);
            self.cost(order.owner, order.instrument, order.side, order.price.unwrap_or(worst_met), size)?.1
        };
        if self.account(order.owner).available(&order.hold_currency) >= needed {
            return Ok(());
        }
        let code = if market.instrument.is_spot() { &NO_BALANCE } else { &NO_MARGIN };
        Err(code.about(&order.hold_currency))
    }

    /// Lets an order trade with the orders it matches. The rest stays in the book or is canceled.
    pub(super) fn match_order(
        &mut self,
        id: OrderId,
        taker: &Taker,
        matching: &Matching,
        now: i64,
    ) -> Result<(), Refusal> {
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        let index = order.instrument;
        let order_type = order.order_type;
        if order_type.only_rests() && !(matching.trades.is_empty() && matching.own_makers.is_empty()) {
            order.cancel(cancel_source::WOULD_TAKE, now);
            self.push_order(id, OrderChange::Canceled, now);
            return Ok(());
        }
        if order_type == OrderType::FillOrKill && !matching.filled_completely {
            order.cancel(cancel_source::NOT_FILLED_AT_ONCE, now);
            self.push_order(id, OrderChange::Canceled, now);
            return Ok(());
        }
        for maker in &matching.own_makers {
            self.end_order(*maker, cancel_source::SELF_TRADE, now)?;
        }
        for trade in &matching.trades {
            self.settle_trade(index, id, taker, trade, now)?;
        }
        self.finish_matching(id, matching, now)
    }

    /// Lets the unfilled rest of an order rest in the book, or cancels it.
    fn finish_matching(&mut self, id: OrderId, matching: &Matching, now: i64) -> Result<(), Refusal> {
        let Some(order) = self.orders.get_mut(&id) else { return Ok(()) };
        let market = &mut self.markets[order.instrument];
        match order.price.filter(|_| order.order_type.rests()) {
            _ if matching.filled_completely => {}
            _ if matching.taker_canceled => order.cancel(cancel_source::SELF_TRADE, now),
            Some(price) => {
                let resting = Resting { order: id, owner: order.owner, left: order.remaining() };
                market.rest(order.side, price, resting);
            }
            None => order.cancel(cancel_source::REST_NOT_FILLED, now),
        }
        let is_canceled = order.state == State::Canceled;
        self.renew_hold(id)?;
        if is_canceled {
            self.push_order(id, OrderChange::Canceled, now);
        }
        Ok(())
    }

    /// Removes an order from its book and cancels it.
    pub(crate) fn end_order(&mut self, id: OrderId, source: &'static str, now: i64) -> Result<(), Refusal> {
        self.take_from_book(id);
        if let Some(order) = self.orders.get_mut(&id) {
            order.cancel(source, now);
        }
        self.renew_hold(id)?;
        self.push_order(id, OrderChange::Canceled, now);
        Ok(())
    }

    pub(super) fn take_from_book(&mut self, id: OrderId) {
        if let Some(order) = self.orders.get(&id)
            && let Some(price) = order.price
        {
            self.markets[order.instrument].remove(order.side, price, id);
        }
    }
}

impl Terms {
    fn of(request: &PlaceOrder, instrument: &Instrument) -> Result<Self, Refusal> {
        let is_market = request.order_type == OrderType::Market;
        let price = if is_market { None } else { request.price };
        if price.is_none() && !is_market {
            return Err(MISSING_PARAMETER.about("px"));
        }
        let is_amount = match request.size_unit {
            None => request.side == Side::Buy,
            Some(unit) => unit == SizeUnit::Quote,
        };
        let in_quote = is_market && instrument.is_spot() && is_amount;
        Ok(Self { side: request.side, price, size: request.size, in_quote })
    }
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

/// Rejects trade modes that do not apply to the instrument: spot is traded without margin.
fn check_mode(instrument: &Instrument, request: &PlaceOrder) -> Result<(), Refusal> {
    let mode = request.trade_mode;
    let allowed = match (&instrument.kind, mode) {
        (Kind::Spot { .. }, TradeMode::Cash)
        | (Kind::Swap { .. } | Kind::Call { .. }, TradeMode::Cross | TradeMode::Isolated) => true,
        (Kind::Call { .. }, TradeMode::Cash) => request.side == Side::Buy,
        _ => false,
    };
    if !allowed {
        return Err(ACCOUNT_MODE.about(format!("tdMode {} for {}", mode.name(), instrument.id)));
    }
    if instrument.is_option() && request.order_type == OrderType::Market {
        return Err(PARAMETER.about("ordType"));
    }
    Ok(())
}
