//! Checks of prices and sizes of orders against the step sizes and limits of the instrument.

use rust_decimal::Decimal;

use super::instrument::{Instrument, Kind};
use super::order::Side;
use crate::number::{TooLarge, is_multiple, multiply, write};
use crate::refusal::{BELOW_MINIMUM, LIMIT_SIZE, LOT, MARKET_SIZE, PRICE_LIMIT, Refusal, TICK};

/// How far a limit price may be above the last price for a buy or below it for a sell, as a ratio.
const PRICE_LIMIT_RATIO: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

/// The price limits: the highest price of a buy and the lowest price of a sell.
pub(crate) fn price_limits(last: Decimal) -> Result<(Decimal, Decimal), TooLarge> {
    Ok((multiply(last, Decimal::ONE + PRICE_LIMIT_RATIO)?, multiply(last, Decimal::ONE - PRICE_LIMIT_RATIO)?))
}

/// Rejects a price that is not a multiple of the tick size, or outside the price limits.
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

/// Rejects the size of a limit order that is not a multiple of the lot size or outside the limits.
pub(crate) fn check_limit_size(instrument: &Instrument, size: Decimal) -> Result<(), Refusal> {
    check_step(instrument, size)?;
    check_amended_size(instrument, size)
}

/// Rejects a new total size that is not a multiple of the lot size or too large. There is no minimum, because part of
/// the order may have been filled.
pub(crate) fn check_amended_size(instrument: &Instrument, size: Decimal) -> Result<(), Refusal> {
    check_multiple(instrument, size)?;
    if size > instrument.max_limit { Err(LIMIT_SIZE.about(write(instrument.max_limit))) } else { Ok(()) }
}

/// Rejects the size of a market order that is not a multiple of the lot size or outside the limits. Spot is limited
/// by value.
pub(crate) fn check_market_size(instrument: &Instrument, size: Decimal, last: Decimal) -> Result<(), Refusal> {
    check_step(instrument, size)?;
    if let Kind::Spot { max_market_amount } = instrument.kind {
        return check_amount_bound(max_market_amount, multiply(size, last)?);
    }
    if size > instrument.max_market { Err(MARKET_SIZE.about(write(instrument.max_market))) } else { Ok(()) }
}

/// Rejects the size of a market order in quote currency that is outside the limits. It has no step.
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
