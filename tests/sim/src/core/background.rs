//! The background of each market: resting orders of the exchange's own account, generated from the seed, so that
//! there is always liquidity.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::account::AccountId;
use super::book::{Quantity, Resting, Taker};
use super::exchange::Exchange;
use super::market::Market;
use super::order::{OrderId, SelfTrade, Side};
use crate::number::{TooLarge, floor_to};
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

/// Once in how many background trades a market moves.
const MOVES_ONCE_IN: u64 = 4;

/// The part of its starting price by which a market moves at most.
const MOST_MOVE: i64 = 10;

/// The largest move at a time, and the largest that only a swap makes, in parts of its price.
const MOST_STEP: u64 = 20;
const MOST_OWN_STEP: u64 = 5;
const STEPS_OF_PRICE: i64 = 100_000;

/// The part of its index by which a swap may be dearer or cheaper before it moves back.
const MOST_PREMIUM: i64 = 1_000;

/// An order of the exchange's own account that does not rest.
#[derive(Clone, Copy)]
struct HouseOrder {
    side: Side,
    price: Decimal,
    size: Decimal,
    /// Whether it trades with background orders too.
    takes_background: bool,
}

/// Trading by the exchange's own account at an interval, if it is switched on.
#[derive(Clone, Debug, Default)]
pub(crate) struct BackgroundTrading(Option<Interval>);

#[derive(Clone, Debug)]
struct Interval {
    every: i64,
    next: i64,
    random: Random,
}

impl BackgroundTrading {
    pub(super) fn next_due(&self) -> Option<i64> {
        self.0.as_ref().map(|interval| interval.next)
    }

    /// Skips what was due before this time.
    pub(super) fn skip_to(&mut self, time: i64) {
        if let Some(interval) = &mut self.0 {
            let missed = (time - interval.next).max(0) / interval.every;
            interval.next += missed * interval.every;
        }
    }
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
            market.quotes_to_restore.insert(market.quotes.len());
            market.quotes.push(Quote { order, side, price, size });
        }
    }

    /// Restores background orders that traded to their full size, except where that would trade with an account's
    /// order.
    pub(crate) fn restore_background(&mut self, index: usize) {
        let market = &mut self.markets[index];
        for place in std::mem::take(&mut market.quotes_to_restore) {
            let quote = market.quotes[place];
            if market.book.remaining_of(quote.side, quote.price, quote.order) == quote.size {
                continue;
            }
            market.remove(quote.side, quote.price, quote.order);
            if market.book.would_take(quote.side, quote.price) {
                market.quotes_to_restore.insert(place);
                continue;
            }
            let resting = Resting { order: quote.order, owner: AccountId::HOUSE, left: quote.size };
            market.rest(quote.side, quote.price, resting);
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
        let size = self.trade_as_house(index, HouseOrder { side, price, size, takes_background: false }, now)?;
        self.publish(now);
        Ok(size)
    }

    /// Matches an order of the exchange's own account. Its unfilled rest is dropped. Returns the traded size.
    fn trade_as_house(&mut self, index: usize, order: HouseOrder, now: i64) -> Result<Decimal, TooLarge> {
        let taker = Taker {
            owner: AccountId::HOUSE,
            side: order.side,
            worst: Some(order.price),
            wanted: Quantity::Size(order.size),
            self_trade: SelfTrade::CancelMaker,
            takes_background: order.takes_background,
        };
        let matching = self.markets[index].book.match_taker(&taker)?;
        let id = self.new_order_id();
        for trade in &matching.trades {
            self.settle_trade(index, id, &taker, trade, now)?;
        }
        Ok(matching.size())
    }

    /// Starts trading by the exchange's own account at this interval in milliseconds, or stops it. Then every market
    /// trades and moves without anybody's orders. It is off by default.
    pub fn trade_in_background(&mut self, every_ms: Option<i64>, now: i64) {
        let every = every_ms.map(|every| every.max(1));
        let random = Random::of(self.seed, "background trading");
        self.background_trading = BackgroundTrading(every.map(|every| Interval { every, next: now + every, random }));
    }

    /// Trades in every market if it is time.
    pub(super) fn trade_background(&mut self, now: i64) {
        let Some(interval) = self.background_trading.0.as_mut().filter(|interval| interval.next <= now) else { return };
        interval.next += interval.every;
        let mut random = interval.random.clone();
        let moves = self.draw_moves(&mut random);
        for index in 0..self.markets.len() {
            // A trade whose amounts exceed the range of the numbers is left out: the market goes on without it.
            let _ = self.trade_in(index, &moves, &mut random, now);
        }
        if let Some(interval) = &mut self.background_trading.0 {
            interval.random = random;
        }
    }

    /// How the prices of each currency move this time, in parts of the price. Most of the time they do not.
    fn draw_moves(&self, random: &mut Random) -> BTreeMap<String, i64> {
        let mut moves = BTreeMap::new();
        for market in &self.markets {
            moves.entry(market.instrument.base.clone()).or_insert_with(|| {
                let moves_now = random.between(1, MOVES_ONCE_IN) == 1;
                if moves_now { either_way(random.between(1, MOST_STEP), random) } else { 0 }
            });
        }
        moves
    }

    /// Moves the background of a market, and trades with the best order of a random side.
    fn trade_in(
        &mut self,
        index: usize,
        moves: &BTreeMap<String, i64>,
        random: &mut Random,
        now: i64,
    ) -> Result<(), TooLarge> {
        let common = moves.get(&self.markets[index].instrument.base).copied().unwrap_or(0);
        let steps = if common == 0 { 0 } else { common + self.own_move(index, random) };
        if steps != 0 {
            self.move_background(index, self.markets[index].shift(steps), now)?;
        }
        self.restore_background(index);
        let side = if random.between(0, 1) == 1 { Side::Buy } else { Side::Sell };
        let market = &self.markets[index];
        let size = market.instrument.min * Decimal::from(random.between(1, 500));
        match market.book.best(side.other()) {
            Some(price) => {
                self.trade_as_house(index, HouseOrder { side, price, size, takes_background: true }, now).map(drop)
            }
            None => Ok(()),
        }
    }

    /// How a swap moves away from its index, or back to it if it is far away. Other instruments do not.
    fn own_move(&self, index: usize, random: &mut Random) -> i64 {
        let market = &self.markets[index];
        if market.instrument.max_leverage().is_none() {
            return 0;
        }
        let own = either_way(random.between(0, MOST_OWN_STEP), random);
        let index_price = self.index_price(market);
        let premium = market.last - index_price;
        let is_far = premium.abs() * Decimal::from(MOST_PREMIUM) > index_price;
        match is_far {
            true if premium.is_sign_positive() => -own.abs(),
            true => own.abs(),
            false => own,
        }
    }

    /// Moves the background orders. The orders of accounts that are in the way are traded with first.
    fn move_background(&mut self, index: usize, shift: Decimal, now: i64) -> Result<(), TooLarge> {
        let market = &self.markets[index];
        let Some(best) = market.moved_best(shift) else { return Ok(()) };
        self.trade_as_house(index, best, now)?;
        let market = &mut self.markets[index];
        let quotes = std::mem::take(&mut market.quotes);
        for quote in &quotes {
            market.remove(quote.side, quote.price, quote.order);
        }
        market.quotes = quotes.into_iter().map(|quote| Quote { price: quote.price + shift, ..quote }).collect();
        market.quotes_to_restore = (0..market.quotes.len()).collect();
        Ok(())
    }
}

/// The number with a random sign.
fn either_way(number: u64, random: &mut Random) -> i64 {
    let number = i64::try_from(number).unwrap_or(0);
    if random.between(0, 1) == 1 { number } else { -number }
}

impl Market {
    /// Notes that a background order traded, so that it is restored.
    pub(super) fn note_background_trade(&mut self, order: OrderId) {
        // Background orders are created in the order of their IDs.
        if let Ok(place) = self.quotes.binary_search_by_key(&order, |quote| quote.order) {
            self.quotes_to_restore.insert(place);
        }
    }

    /// A move of the price, in ticks: one tick at least.
    fn shift(&self, steps: i64) -> Decimal {
        let tick = self.instrument.tick;
        let size = floor_to(self.start * Decimal::from(steps.abs()) / Decimal::from(STEPS_OF_PRICE), tick).max(tick);
        if steps < 0 { -size } else { size }
    }

    /// The best background order that would be on the wrong side of the orders of accounts after a move, or `None` if
    /// the market does not move: it stays within ten percent of its start, and options do not move.
    fn moved_best(&self, shift: Decimal) -> Option<HouseOrder> {
        let side = if shift.is_sign_negative() { Side::Sell } else { Side::Buy };
        let best = self.quotes.iter().find(|quote| quote.side == side)?;
        let price = best.price + shift;
        let stays_near = (price - self.start).abs() * Decimal::from(MOST_MOVE) <= self.start;
        let moves = stays_near && !self.instrument.is_option();
        moves.then_some(HouseOrder { side, price, size: best.size, takes_background: false })
    }
}
