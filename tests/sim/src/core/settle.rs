//! Settlement of a trade for both accounts: balances, positions, fees. Every amount that one account pays is received
//! by another account or booked as a fee.

use rust_decimal::Decimal;

use super::account::{AccountId, change};
use super::book::{Match, Taker};
use super::exchange::Exchange;
use super::instrument::{Instrument, Kind};
use super::order::{Fill, OrderId, Side};
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
    takes: bool,
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
        let fill = Fill { trade: self.new_trade(), price: trade.price, size: trade.size, at: now };
        let maker_side = taker.side.other();
        let market = &mut self.markets[index];
        market.last = trade.price;
        market.last_size = trade.size;
        market.traded += trade.size;
        market.sequence += 1;
        market.background_has_traded |= trade.maker_owner.is_house();
        let left = market.book.remaining_of(maker_side, trade.price, trade.maker);
        market.book.resize(maker_side, trade.price, trade.maker, left - trade.size);
        let taking = Leg { owner: taker.owner, order: taker_order, side: taker.side, takes: true };
        let making = Leg { owner: trade.maker_owner, order: trade.maker, side: maker_side, takes: false };
        for leg in [taking, making] {
            self.settle_leg(index, &leg, fill)?;
        }
        Ok(())
    }

    fn settle_leg(&mut self, index: usize, leg: &Leg, fill: Fill) -> Result<(), TooLarge> {
        let instrument = self.markets[index].instrument.clone();
        let (fee_currency, fee) = (instrument.fee_currency(leg.side), fee(&instrument, leg, fill)?);
        let profit = if instrument.is_spot() {
            self.exchange_currencies(&instrument, leg, fill)?;
            Decimal::ZERO
        } else {
            self.trade_position(index, &instrument, leg, fill)?
        };
        self.accounts[leg.owner.0].credit(fee_currency, -fee)?;
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
        account.credit(&instrument.base, size)?;
        account.credit(&instrument.quote, -multiply(fill.price, size)?)
    }

    /// Returns the realized profit of the closed part of a position.
    fn trade_position(
        &mut self,
        index: usize,
        instrument: &Instrument,
        leg: &Leg,
        fill: Fill,
    ) -> Result<Decimal, TooLarge> {
        let size = leg.side.signed(fill.size);
        let value = multiply(multiply(fill.price, size)?, instrument.face)?;
        let account = &mut self.accounts[leg.owner.0];
        let leverage = account.leverage_of(index, instrument);
        let position = account.positions.entry(index).or_default();
        let profit = position.trade(size, value)?;
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
        // The premium of an option is paid when it is bought; the profit of a swap is paid when it is closed.
        account.credit(&instrument.settle, if instrument.is_option() { -value } else { profit })?;
        Ok(profit)
    }
}

/// The fee of one side, in the instrument's fee currency. The exchange's own account pays no fees.
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
