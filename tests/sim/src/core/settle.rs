//! What a trade does to the two accounts: money, positions, fees. What one account gives, another or the fees receive.

use rust_decimal::Decimal;

use super::account::{AccountId, change};
use super::book::{Match, Taker};
use super::exchange::Exchange;
use super::instrument::{Instrument, Kind};
use super::order::{Fill, OrderId, Side};
use crate::number::{TooLarge, divide, multiply, share};

/// Fees as parts of what a trade is worth, for the account that takes and the one whose order rested.
struct FeeRates {
    taker: Decimal,
    maker: Decimal,
}

const SPOT_FEES: FeeRates =
    FeeRates { taker: Decimal::from_parts(10, 0, 0, false, 4), maker: Decimal::from_parts(8, 0, 0, false, 4) };
const CONTRACT_FEES: FeeRates =
    FeeRates { taker: Decimal::from_parts(5, 0, 0, false, 4), maker: Decimal::from_parts(2, 0, 0, false, 4) };

/// The part of an option's underlying that a short position sets aside.
const SHORT_OPTION_MARGIN: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// One account's side of a trade.
struct Leg {
    owner: AccountId,
    order: OrderId,
    side: Side,
    takes: bool,
}

impl Exchange {
    /// The currency an order costs, and how much of it, at a price. A part that reduces a position costs nothing.
    pub(crate) fn cost(
        &self,
        owner: AccountId,
        place: usize,
        side: Side,
        price: Decimal,
        size: Decimal,
    ) -> Result<(String, Decimal), TooLarge> {
        let instrument = &self.markets[place].instrument;
        let account = self.account(owner);
        let opening = account.opening_part(place, side, size);
        let worth = |size| multiply(multiply(price, size)?, instrument.face);
        let cost = match (&instrument.kind, side) {
            (Kind::Spot { .. }, Side::Buy) => worth(size)?,
            (Kind::Spot { .. }, Side::Sell) => return Ok((instrument.base.clone(), size)),
            (Kind::Swap { .. }, _) => {
                let margin = divide(worth(opening)?, account.leverage_of(place, instrument))?;
                margin + share(worth(size)?, CONTRACT_FEES.taker)?
            }
            (Kind::Call { .. }, Side::Buy) => {
                worth(size)? + share(multiply(size, instrument.face)?, CONTRACT_FEES.taker)?
            }
            (Kind::Call { .. }, Side::Sell) => share(multiply(opening, instrument.face)?, SHORT_OPTION_MARGIN)?,
        };
        Ok((instrument.settle.clone(), cost))
    }

    /// Carries out one trade between a taker and a resting order.
    pub(crate) fn settle_trade(
        &mut self,
        place: usize,
        taker_order: OrderId,
        taker: &Taker,
        trade: &Match,
        now: i64,
    ) -> Result<(), TooLarge> {
        let fill = Fill { trade: self.new_trade(), price: trade.price, size: trade.size, at: now };
        let maker_side = taker.side.other();
        let market = &mut self.markets[place];
        market.last = trade.price;
        market.last_size = trade.size;
        market.traded += trade.size;
        market.sequence += 1;
        market.background_is_short |= trade.maker_owner.is_house();
        let left = market.book.left_of(maker_side, trade.price, trade.maker);
        market.book.resize(maker_side, trade.price, trade.maker, left - trade.size);
        let taking = Leg { owner: taker.owner, order: taker_order, side: taker.side, takes: true };
        let making = Leg { owner: trade.maker_owner, order: trade.maker, side: maker_side, takes: false };
        for leg in [taking, making] {
            self.settle_leg(place, &leg, fill)?;
        }
        Ok(())
    }

    fn settle_leg(&mut self, place: usize, leg: &Leg, fill: Fill) -> Result<(), TooLarge> {
        let instrument = self.markets[place].instrument.clone();
        let (fee_currency, fee) = (instrument.fee_currency(leg.side), fee(&instrument, leg, fill)?);
        let profit = if instrument.is_spot() {
            self.exchange_currencies(&instrument, leg, fill)?;
            Decimal::ZERO
        } else {
            self.trade_position(place, &instrument, leg, fill)?
        };
        self.accounts[leg.owner.0].pay_in(fee_currency, -fee)?;
        change(&mut self.fees, fee_currency, fee)?;
        if let Some(order) = self.orders.get_mut(&leg.order) {
            order.record(fill)?;
            order.fee += fee;
            order.profit += profit;
        }
        self.renew_hold(leg.order)
    }

    fn exchange_currencies(&mut self, instrument: &Instrument, leg: &Leg, fill: Fill) -> Result<(), TooLarge> {
        let size = leg.side.signed(fill.size);
        let account = &mut self.accounts[leg.owner.0];
        account.pay_in(&instrument.base, size)?;
        account.pay_in(&instrument.quote, -multiply(fill.price, size)?)
    }

    /// Gives the profit of the part of a position that was closed.
    fn trade_position(
        &mut self,
        place: usize,
        instrument: &Instrument,
        leg: &Leg,
        fill: Fill,
    ) -> Result<Decimal, TooLarge> {
        let size = leg.side.signed(fill.size);
        let worth = multiply(multiply(fill.price, size)?, instrument.face)?;
        let account = &mut self.accounts[leg.owner.0];
        let leverage = account.leverage_of(place, instrument);
        let position = account.positions.entry(place).or_default();
        let profit = position.trade(size, worth)?;
        let margin = if leg.owner.is_house() {
            Decimal::ZERO
        } else if instrument.is_option() {
            share(multiply((-position.size).max(Decimal::ZERO), instrument.face)?, SHORT_OPTION_MARGIN)?
        } else {
            divide(position.entry.abs(), leverage)?
        };
        let more_margin = margin - position.margin;
        position.margin = margin;
        account.hold(&instrument.settle, more_margin)?;
        // An option is paid for when it is bought; the profit of a swap is paid out when it is closed.
        account.pay_in(&instrument.settle, if instrument.is_option() { -worth } else { profit })?;
        Ok(profit)
    }
}

/// The fee of one leg, in the instrument's fee currency. The exchange itself pays none.
fn fee(instrument: &Instrument, leg: &Leg, fill: Fill) -> Result<Decimal, TooLarge> {
    let rates = if instrument.is_spot() { SPOT_FEES } else { CONTRACT_FEES };
    let rate = if leg.takes { rates.taker } else { rates.maker };
    let rate = if leg.owner.is_house() { Decimal::ZERO } else { rate };
    let units = multiply(fill.size, instrument.face)?;
    match (&instrument.kind, leg.side) {
        (Kind::Spot { .. }, Side::Buy) | (Kind::Call { .. }, _) => share(units, rate),
        (Kind::Spot { .. } | Kind::Swap { .. }, _) => share(multiply(fill.price, units)?, rate),
    }
}
