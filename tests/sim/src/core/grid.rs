//! Whether a price and a size may stand in an order: steps and bounds, judged with the exchange's own instruments.

use rust_decimal::Decimal;

use super::instrument::{Instrument, Kind};
use super::order::Side;
use crate::number::{TooLarge, is_multiple, multiply, write};
use crate::refusal::{BELOW_MINIMUM, LIMIT_SIZE, LOT, MARKET_SIZE, PRICE_LIMIT, Refusal, TICK};

/// A limit price may be this part of the last price above it for a buy, or below it for a sell.
const PRICE_ROOM: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

/// The prices an order may have: a buy no higher than the first, a sell no lower than the second.
pub(crate) fn price_limits(last: Decimal) -> Result<(Decimal, Decimal), TooLarge> {
    Ok((multiply(last, Decimal::ONE + PRICE_ROOM)?, multiply(last, Decimal::ONE - PRICE_ROOM)?))
}

/// Refuses a price off the grid, or too far from the last one on the side that would trade at once.
pub(crate) fn check_price(instrument: &Instrument, side: Side, price: Decimal, last: Decimal) -> Result<(), Refusal> {
    let Some(tick) = instrument.tick_at(price) else {
        return Err(PRICE_LIMIT.about("outside the tick bands"));
    };
    if !is_multiple(price, tick) {
        return Err(TICK.about(write(tick)));
    }
    let (highest_buy, lowest_sell) = price_limits(last)?;
    let too_far = match side {
        Side::Buy => price > highest_buy,
        Side::Sell => price < lowest_sell,
    };
    if too_far && !instrument.is_option() {
        let limits = format!("max buy price: {}, min sell price: {}", write(highest_buy), write(lowest_sell));
        return Err(PRICE_LIMIT.about(limits));
    }
    Ok(())
}

/// Refuses the size of a limit order that is off the grid or out of bounds.
pub(crate) fn check_limit_size(instrument: &Instrument, size: Decimal) -> Result<(), Refusal> {
    check_step(instrument, size)?;
    check_amended_size(instrument, size)
}

/// Refuses the new total size of an order that is off the grid or too large. It may be small: a part of it may have
/// traded.
pub(crate) fn check_amended_size(instrument: &Instrument, size: Decimal) -> Result<(), Refusal> {
    check_multiple(instrument, size)?;
    if size > instrument.max_limit { Err(LIMIT_SIZE.about(write(instrument.max_limit))) } else { Ok(()) }
}

/// Refuses the size of a market order that is off the grid or out of bounds. Spot is bounded by value.
pub(crate) fn check_market_size(instrument: &Instrument, size: Decimal, last: Decimal) -> Result<(), Refusal> {
    check_step(instrument, size)?;
    if let Kind::Spot { max_market_amount } = instrument.kind {
        return check_amount_bound(max_market_amount, multiply(size, last)?);
    }
    if size > instrument.max_market { Err(MARKET_SIZE.about(write(instrument.max_market))) } else { Ok(()) }
}

/// Refuses the size of a market order that is given in quote currency and out of bounds; it has no grid.
pub(crate) fn check_quote_amount(instrument: &Instrument, amount: Decimal, last: Decimal) -> Result<(), Refusal> {
    if amount < multiply(instrument.min, last)? {
        return Err(BELOW_MINIMUM.about(format!("{} {}", write(instrument.min), instrument.base)));
    }
    match instrument.kind {
        Kind::Spot { max_market_amount } => check_amount_bound(max_market_amount, amount),
        Kind::Swap { .. } | Kind::Call { .. } => Ok(()),
    }
}

fn check_amount_bound(most: Decimal, amount: Decimal) -> Result<(), Refusal> {
    if amount > most { Err(MARKET_SIZE.about(write(most))) } else { Ok(()) }
}

fn check_step(instrument: &Instrument, size: Decimal) -> Result<(), Refusal> {
    if size < instrument.min {
        return Err(BELOW_MINIMUM.about(write(instrument.min)));
    }
    check_multiple(instrument, size)
}

fn check_multiple(instrument: &Instrument, size: Decimal) -> Result<(), Refusal> {
    if is_multiple(size, instrument.lot) { Ok(()) } else { Err(LOT.about(write(instrument.lot))) }
}
