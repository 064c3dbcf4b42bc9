//! What happens by itself when its time has come: timers, announced changes, closing candles, delayed amendments,
//! background trading, funding.

use super::exchange::Exchange;

/// How far behind the clock the exchange repeats what happens at intervals. What is older is skipped.
const MAX_BACKLOG_MS: i64 = 60_000;

impl Exchange {
    /// The next time at which something happens by itself, in milliseconds since the epoch. A server sleeps until then
    /// and calls [`Exchange::advance_to`].
    pub fn next_due(&self) -> Option<i64> {
        let changes = self.markets.iter().filter_map(|market| market.instrument.next_change());
        let others = [
            self.timers.next_due(),
            self.watched_candles.next_due(),
            self.delayed_amendments.next_due(),
            self.background_trading.next_due(),
            self.funding.next_due(),
        ];
        changes.chain(others.into_iter().flatten()).min()
    }

    /// Does everything that is due by this time, in milliseconds since the epoch, in order of time.
    pub fn advance_to(&mut self, now: i64) {
        self.opened_at.get_or_insert(now);
        self.background_trading.skip_to(now - MAX_BACKLOG_MS);
        self.watched_candles.skip_to(now - MAX_BACKLOG_MS);
        while let Some(due) = self.next_due().filter(|due| *due <= now) {
            self.change_instruments(due);
            self.run_due_timers(due);
            self.process_delayed_amendments(due);
            self.trade_background(due);
            self.charge_funding(due);
            self.close_candles(due);
            self.publish(due);
        }
    }

    fn change_instruments(&mut self, due: i64) {
        for index in 0..self.markets.len() {
            let instrument = &mut self.markets[index].instrument;
            if instrument.next_change().is_some_and(|at| at <= due) {
                instrument.change_by(due);
                self.push_instrument(index, due);
            }
        }
    }
}
