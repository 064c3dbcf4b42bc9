//! Settlement of a trade for both accounts: balances, positions, fees. Every amount that one account pays is received
//! by another account or booked as a fee.

use rust_decimal::Decimal;

use super::account::{AccountId, Position, change};
use super::book::{Match, Taker};
use super::event::{BalanceCause, OrderChange, PublicTrade};
use super::exchange::Exchange;
use super::instrument::{Instrument, Kind};
use super::order::{Fill, OrderId, Role, Side};
use crate::number::{TooLarge, divide, multiply, share};

/// Fee rates of the taker and the maker.
struct FeeRates {
    taker: Decimal,
    maker: Decimal,
}

const SPOT_FEES: FeeRates =
    FeeRates { taker: Decimal::from_parts(10, 0, 0, false, 4), maker: Decimal::from_parts(8, 0, 0, false, 4) };
const CONTRACT_FEES: FeeRates =
    FeeRates { taker: Decimal::from_parts(5, 0, 0, false, 4), maker: Decimal::from_parts(2, 0, 0, false, 4) };

/// The ratio of the underlying that is held as margin for a short option position.
const SHORT_OPTION_MARGIN: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// One account's side of a trade.
struct Leg {
    owner: AccountId,
    order: OrderId,
    side: Side,
    role: Role,
    /// Whether the trade fills its order.
    completes: bool,
}

/// What both sides agreed on.
#[derive(Clone, Copy)]
struct Terms {
    trade: u64,
    price: Decimal,
    size: Decimal,
    at: i64,
}

impl Exchange {
    /// The currency and amount an order costs at a price. The part that reduces a position costs nothing.
    pub(crate) fn cost(
        &self,
        owner: AccountId,
        index: usize,
        side: Side,
        price: Decimal,
        size: Decimal,
    ) -> Result<(String, Decimal), TooLarge> {
        let instrument = &self.markets[index].instrument;
        let account = self.account(owner);
        let opening = account.opening_part(index, side, size);
        let value = |size| multiply(multiply(price, size)?, instrument.face);
        let cost = match (&instrument.kind, side) {
            (Kind::Spot { .. }, Side::Buy) => value(size)?,
            (Kind::Spot { .. }, Side::Sell) => return Ok((instrument.base.clone(), size)),
            (Kind::Swap { .. }, _) => {
                let margin = divide(value(opening)?, account.leverage_of(index, instrument))?;
                margin + share(value(size)?, CONTRACT_FEES.taker)?
            }
            (Kind::Call { .. }, Side::Buy) => {
                value(size)? + share(multiply(size, instrument.face)?, CONTRACT_FEES.taker)?
            }
            (Kind::Call { .. }, Side::Sell) => share(multiply(opening, instrument.face)?, SHORT_OPTION_MARGIN)?,
        };
        Ok((instrument.settle.clone(), cost))
    }

    /// Settles one trade between a taker and a resting order.
    pub(crate) fn settle_trade(
        &mut self,
        index: usize,
        taker_order: OrderId,
        taker: &Taker,
        trade: &Match,
        now: i64,
    ) -> Result<(), TooLarge> {
        let maker_side = taker.side.other();
        let market = &mut self.markets[index];
        if trade.maker_owner.is_house() {
            market.note_background_trade(trade.maker);
        }
        let left = market.book.remaining_of(maker_side, trade.price, trade.maker);
        market.resize(maker_side, trade.price, trade.maker, left - trade.size);
        let sequence = market.sequence();
        let number = self.new_trade();
        let (price, size, side) = (trade.price, trade.size, taker.side);
        self.push_trade(PublicTrade { instrument: index, trade: number, price, size, side, sequence, at: now });
        if taker.owner == trade.maker_owner {
            return Ok(());
        }
        let terms = Terms { trade: number, price, size, at: now };
        let taking =
            Leg { owner: taker.owner, order: taker_order, side, role: Role::Taker, completes: trade.completes_taker };
        let making =
            Leg { owner: trade.maker_owner, order: trade.maker, side: maker_side, role: Role::Maker, completes: false };
        for leg in [taking, making] {
            self.settle_leg(index, &leg, terms)?;
        }
        Ok(())
    }

    fn settle_leg(&mut self, index: usize, leg: &Leg, terms: Terms) -> Result<(), TooLarge> {
        let instrument = self.markets[index].instrument.clone();
        let (fee_currency, fee) = (instrument.fee_currency(leg.side), fee(&instrument, leg, terms)?);
        let profit = if instrument.is_spot() {
            self.exchange_currencies(&instrument, leg, terms)?;
            Decimal::ZERO
        } else {
            self.trade_position(index, &instrument, leg, terms)?
        };
        self.credit(leg.owner, fee_currency, -fee, BalanceCause::Fill)?;
        change(&mut self.fees, fee_currency, fee)?;
        let Terms { trade, price, size, at } = terms;
        let fill = Fill { trade, price, size, role: leg.role, fee, profit, at };
        if let Some(order) = self.orders.get_mut(&leg.order) {
            order.record(fill, leg.completes)?;
            self.store_fill(leg.order, fill);
        }
        self.renew_hold(leg.order)?;
        self.push_order(leg.order, OrderChange::Filled(fill), at);
        self.place_attached_stops(leg.order, at);
        Ok(())
    }

    fn exchange_currencies(&mut self, instrument: &Instrument, leg: &Leg, terms: Terms) -> Result<(), TooLarge> {
        let size = leg.side.signed(terms.size);
        self.credit(leg.owner, &instrument.base, size, BalanceCause::Fill)?;
        self.credit(leg.owner, &instrument.quote, -multiply(terms.price, size)?, BalanceCause::Fill)
    }

    /// Returns the realized profit of the closed part of a position.
    fn trade_position(
        &mut self,
        index: usize,
        instrument: &Instrument,
        leg: &Leg,
        terms: Terms,
    ) -> Result<Decimal, TooLarge> {
        let size = leg.side.signed(terms.size);
        let value = multiply(multiply(terms.price, size)?, instrument.face)?;
        let mut position = self.open_position(leg.owner, index, terms.at);
        let leverage = self.account(leg.owner).leverage_of(index, instrument);
        let profit = position.trade(size, value)?;
        let margin = if leg.owner.is_house() {
            Decimal::ZERO
        } else if instrument.is_option() {
            share(multiply((-position.size).max(Decimal::ZERO), instrument.face)?, SHORT_OPTION_MARGIN)?
        } else {
            divide(position.entry.abs(), leverage)?
        };
        let more_margin = margin - position.margin;
        (position.margin, position.last_trade, position.updated) = (margin, terms.trade, terms.at);
        self.store_position(leg.owner, index, position);
        self.hold(leg.owner, &instrument.settle, more_margin, BalanceCause::Fill)?;
        // The premium of an option is paid when it is bought; the profit of a swap is paid when it is closed.
        let paid = if instrument.is_option() { -value } else { profit };
        self.credit(leg.owner, &instrument.settle, paid, BalanceCause::Fill)?;
        Ok(profit)
    }

    /// The position of an account, or a new one without contracts.
    fn open_position(&mut self, owner: AccountId, index: usize, now: i64) -> Position {
        match self.accounts[owner.0].positions.get(&index) {
            Some(position) => position.clone(),
            None => Position { id: self.new_position(), opened: now, ..Position::default() },
        }
    }

    /// Stores a position, or removes it if it has no contracts any more.
    fn store_position(&mut self, owner: AccountId, index: usize, position: Position) {
        let positions = &mut self.accounts[owner.0].positions;
        if position.size.is_zero() {
            positions.remove(&index);
        } else {
            positions.insert(index, position.clone());
        }
        self.push_position(owner, index, position);
    }
}

/// The fee of one side, in the instrument's fee currency. The exchange's own account pays no fees.
fn fee(instrument: &Instrument, leg: &Leg, terms: Terms) -> Result<Decimal, TooLarge> {
    let rates = if instrument.is_spot() { SPOT_FEES } else { CONTRACT_FEES };
    let rate = match leg.role {
        Role::Taker => rates.taker,
        Role::Maker => rates.maker,
    };
    let rate = if leg.owner.is_house() { Decimal::ZERO } else { rate };
    let units = multiply(terms.size, instrument.face)?;
    match (&instrument.kind, leg.side) {
        (Kind::Spot { .. }, Side::Buy) | (Kind::Call { .. }, _) => share(units, rate),
        (Kind::Spot { .. } | Kind::Swap { .. }, _) => share(multiply(terms.price, units)?, rate),
    }
}
