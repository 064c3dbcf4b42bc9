//! The background of each market: resting orders of the exchange's own account, generated from the seed, so that
//! there is always liquidity.

use rust_decimal::Decimal;

use super::account::AccountId;
use super::book::{Quantity, Resting, Taker};
use super::exchange::Exchange;
use super::order::{OrderId, SelfTrade, Side};
use crate::number::floor_to;
use crate::random::Random;
use crate::refusal::{Refusal, UNKNOWN_INSTRUMENT};

/// Price levels on each side of each book.
const LEVELS: u32 = 50;

/// A background order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quote {
    pub(crate) order: OrderId,
    pub(crate) side: Side,
    pub(crate) price: Decimal,
    pub(crate) size: Decimal,
}

impl Exchange {
    /// Generates the background of every market.
    pub(crate) fn generate_background(&mut self) {
        for index in 0..self.markets.len() {
            let mut random = Random::of(self.seed, &self.markets[index].instrument.id);
            for side in [Side::Buy, Side::Sell] {
                for level in 1..=LEVELS {
                    self.generate_quote(index, side, level, &mut random);
                }
            }
            self.restore_background(index);
        }
    }

    fn generate_quote(&mut self, index: usize, side: Side, level: u32, random: &mut Random) {
        let order = self.new_order_id();
        let market = &mut self.markets[index];
        let instrument = &market.instrument;
        // A distance of 0.02 percent between levels keeps the spread small, and a minimum of one tick keeps the
        // levels distinct.
        let tick = instrument.tick_at(market.start).unwrap_or(instrument.tick);
        let step = floor_to(market.start / Decimal::from(5_000), tick).max(tick);
        let price = market.start + side.other().signed(step * Decimal::from(level));
        let unit = if instrument.is_option() { instrument.min } else { instrument.min * Decimal::ONE_HUNDRED };
        let size = unit * Decimal::from(random.between(50, 1_000));
        if price > Decimal::ZERO
            && instrument.tick_at(price).is_some_and(|tick| crate::number::is_multiple(price, tick))
        {
            market.quotes.push(Quote { order, side, price, size });
        }
    }

    /// Restores background orders that traded to their full size, except where that would trade with an account's
    /// order.
    pub(crate) fn restore_background(&mut self, index: usize) {
        let market = &mut self.markets[index];
        if !market.background_has_traded {
            return;
        }
        market.background_has_traded = false;
        for quote in &market.quotes {
            if market.book.remaining_of(quote.side, quote.price, quote.order) == quote.size {
                continue;
            }
            market.book.remove(quote.side, quote.price, quote.order);
            if market.book.would_take(quote.side, quote.price) {
                market.background_has_traded = true;
                continue;
            }
            let resting = Resting { order: quote.order, owner: AccountId::HOUSE, left: quote.size };
            market.book.rest(quote.side, quote.price, resting);
            market.sequence += 1;
        }
    }

    /// Lets the exchange's own account trade with resting orders of other accounts, so that a test can fill a resting
    /// order. The price is the worst one it accepts. Returns the size that was traded.
    ///
    /// # Errors
    /// If the instrument is not listed or an amount exceeds the range of the exchange's numbers.
    pub fn trade_from_background(
        &mut self,
        instrument: &str,
        side: Side,
        price: Decimal,
        size: Decimal,
        now: i64,
    ) -> Result<Decimal, Refusal> {
        let index = self.index_of(instrument).ok_or_else(|| UNKNOWN_INSTRUMENT.about(instrument))?;
        let taker = Taker {
            owner: AccountId::HOUSE,
            side,
            worst: Some(price),
            wanted: Quantity::Size(size),
            self_trade: SelfTrade::CancelMaker,
        };
        let matching = self.markets[index].book.match_taker(&taker)?;
        let order = self.new_order_id();
        for trade in &matching.trades {
            self.settle_trade(index, order, &taker, trade, now)?;
        }
        Ok(matching.size())
    }
}
