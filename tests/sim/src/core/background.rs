//! The market's background: resting orders of the exchange itself, drawn from the seed, so that there is always
//! somebody to trade with.

use rust_decimal::Decimal;

use super::account::AccountId;
use super::book::{Resting, Taker, Wanted};
use super::exchange::Exchange;
use super::order::{OrderId, SelfTrade, Side};
use crate::chance::Chance;
use crate::number::floor_to;
use crate::refusal::{Refusal, UNKNOWN_INSTRUMENT};

/// Levels on each side of each book.
const LEVELS: u32 = 50;

/// One order of the background.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quote {
    pub(crate) order: OrderId,
    pub(crate) side: Side,
    pub(crate) price: Decimal,
    pub(crate) size: Decimal,
}

impl Exchange {
    /// Draws the background of every market.
    pub(crate) fn draw_background(&mut self) {
        for place in 0..self.markets.len() {
            let mut chance = Chance::of(self.seed, &self.markets[place].instrument.id);
            for side in [Side::Buy, Side::Sell] {
                for level in 1..=LEVELS {
                    self.draw_quote(place, side, level, &mut chance);
                }
            }
            self.restore_background(place);
        }
    }

    fn draw_quote(&mut self, place: usize, side: Side, level: u32, chance: &mut Chance) {
        let order = self.new_order_id();
        let market = &mut self.markets[place];
        let instrument = &market.instrument;
        // Two hundredths of a percent from level to level keeps the spread small, and one tick at least keeps levels
        // apart.
        let tick = instrument.tick_at(market.start).unwrap_or(instrument.tick);
        let step = floor_to(market.start / Decimal::from(5_000), tick).max(tick);
        let price = market.start + side.other().signed(step * Decimal::from(level));
        let unit = if instrument.is_option() { instrument.min } else { instrument.min * Decimal::ONE_HUNDRED };
        let size = unit * Decimal::from(chance.between(50, 1_000));
        if price > Decimal::ZERO
            && instrument.tick_at(price).is_some_and(|tick| crate::number::is_multiple(price, tick))
        {
            market.quotes.push(Quote { order, side, price, size });
        }
    }

    /// Puts the background back to its full size where others have traded with it, unless that would trade with
    /// somebody.
    pub(crate) fn restore_background(&mut self, place: usize) {
        let market = &mut self.markets[place];
        if !market.background_is_short {
            return;
        }
        market.background_is_short = false;
        for quote in &market.quotes {
            if market.book.left_of(quote.side, quote.price, quote.order) == quote.size {
                continue;
            }
            market.book.remove(quote.side, quote.price, quote.order);
            if market.book.would_take(quote.side, quote.price) {
                market.background_is_short = true;
                continue;
            }
            let resting = Resting { order: quote.order, owner: AccountId::HOUSE, left: quote.size };
            market.book.rest(quote.side, quote.price, resting);
            market.sequence += 1;
        }
    }

    /// Lets the exchange itself trade with resting orders of accounts: the way a test fills an order that rests. The
    /// price is the worst it takes. Gives how much traded.
    ///
    /// # Errors
    /// When the instrument is not listed, or an amount outgrows the exchange.
    pub fn trade_from_background(
        &mut self,
        instrument: &str,
        side: Side,
        price: Decimal,
        size: Decimal,
        now: i64,
    ) -> Result<Decimal, Refusal> {
        let place = self.place_of(instrument).ok_or_else(|| UNKNOWN_INSTRUMENT.about(instrument))?;
        let taker = Taker {
            owner: AccountId::HOUSE,
            side,
            worst: Some(price),
            wanted: Wanted::Size(size),
            self_trade: SelfTrade::CancelMaker,
        };
        let meeting = self.markets[place].book.meet(&taker)?;
        let order = self.new_order_id();
        for trade in &meeting.trades {
            self.settle_trade(place, order, &taker, trade, now)?;
        }
        Ok(meeting.size())
    }
}
