//! Trades and changes of books that a test can count: whoever receives them can tell whether one is missing or came
//! twice.

use rust_decimal::Decimal;

use super::event::PublicTrade;
use super::exchange::Exchange;
use super::order::Side;
use crate::refusal::{Refusal, UNKNOWN_INSTRUMENT};

impl Exchange {
    /// Publishes trades of an instrument at its last price, without orders. Their IDs follow one another, and the size
    /// of each is its place among them times the smallest order. Returns their IDs.
    ///
    /// # Errors
    /// If the instrument is not listed.
    pub fn publish_trades(&mut self, instrument: &str, count: u32, now: i64) -> Result<Vec<u64>, Refusal> {
        let index = self.index_of(instrument).ok_or_else(|| UNKNOWN_INSTRUMENT.about(instrument))?;
        let mut ids = Vec::new();
        for place in 1..=count {
            let trade = self.new_trade();
            let market = &self.markets[index];
            self.push_trade(PublicTrade {
                instrument: index,
                trade,
                price: market.last,
                size: market.instrument.min * Decimal::from(place),
                side: Side::Buy,
                sequence: market.sequence(),
                at: now,
            });
            self.publish(now);
            ids.push(trade);
        }
        Ok(ids)
    }

    /// Changes the book of an instrument: the best bid of the exchange's own account grows by the smallest
    /// order. Each change is published on its own.
    ///
    /// # Errors
    /// If the instrument is not listed.
    pub fn publish_book_changes(&mut self, instrument: &str, count: u32, now: i64) -> Result<(), Refusal> {
        let index = self.index_of(instrument).ok_or_else(|| UNKNOWN_INSTRUMENT.about(instrument))?;
        for _ in 0..count {
            let market = &mut self.markets[index];
            let Some(quote) = market.quotes.iter().find(|quote| quote.side == Side::Buy).copied() else { break };
            let before = market.book.remaining_of(quote.side, quote.price, quote.order);
            market.resize(quote.side, quote.price, quote.order, before + market.instrument.min);
            self.publish(now);
        }
        Ok(())
    }
}
