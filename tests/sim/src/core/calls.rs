//! The table of implemented calls. A call that is not listed here has no behavior and is answered with samples.

use serde_json::{Value, json};

use super::account::AccountId;
use super::exchange::Exchange;
use super::parameters::Parameters;
use crate::refusal::Refusal;

/// The result of a call: the rows of its reply.
type Rows = Result<Vec<Value>, Refusal>;

/// A call that needs no account.
type Public = fn(&Exchange, &Parameters, i64) -> Rows;

/// A call on behalf of an account.
type Private = fn(&mut Exchange, AccountId, &Parameters, i64) -> Rows;

/// The implemented calls that need no account.
const PUBLIC: &[(&str, Public)] = &[
    ("public.get_time", |_, _, now| Ok(vec![json!({"ts": now.to_string()})])),
    ("public.get_instruments", |exchange, parameters, _| exchange.instruments(parameters)),
    ("public.get_instrument_tick_bands", |exchange, parameters, _| exchange.tick_bands(parameters)),
    ("spread.get_spreads", |_, parameters, _| Ok(Exchange::spreads(parameters))),
    ("market.get_ticker", Exchange::ticker),
    ("market.get_tickers", Exchange::tickers),
    ("market.get_books", Exchange::book),
    ("market.get_candles", Exchange::latest_candles),
    ("market.get_history_candles", Exchange::all_candles),
    ("public.get_index_candles", Exchange::latest_price_candles),
    ("public.get_history_index_candles", Exchange::all_price_candles),
    ("public.get_mark_price_candles", Exchange::latest_price_candles),
    ("public.get_history_mark_price_candles", Exchange::all_price_candles),
];

/// The implemented calls on behalf of the account that signed them.
const PRIVATE: &[(&str, Private)] = &[
    ("account.get_balance", |exchange, owner, parameters, now| exchange.balance(owner, parameters, now)),
    ("account.get_config", |exchange, owner, _, _| Ok(exchange.config(owner))),
    ("account.set_leverage", |exchange, owner, parameters, _| exchange.set_leverage(owner, parameters)),
    ("trade.place_order", Exchange::place),
    ("trade.place_orders", Exchange::place),
    ("trade.amend_order", Exchange::amend),
    ("trade.amend_orders", Exchange::amend),
    ("trade.cancel_order", Exchange::cancel),
    ("trade.cancel_orders", Exchange::cancel),
    ("trade.cancel_all_after", Exchange::cancel_all_after),
    ("trade.mass_cancel", Exchange::mass_cancel),
    ("trade.get_order", |exchange, owner, parameters, _| exchange.read_order_row(owner, parameters)),
    ("trade.get_orders_pending", |exchange, owner, parameters, _| exchange.list_orders(owner, parameters, false)),
    ("trade.get_orders_history", |exchange, owner, parameters, _| exchange.list_orders(owner, parameters, true)),
    ("trade.get_orders_history_archive", |exchange, owner, parameters, _| {
        exchange.list_orders(owner, parameters, true)
    }),
    ("trade.get_account_rate_limit", |exchange, owner, _, now| Ok(exchange.account_rate_limit(owner, now))),
    ("spread.place_order", |exchange, owner, parameters, _| exchange.place_spread_order(owner, parameters)),
    ("spread.amend_order", |exchange, owner, parameters, _| exchange.amend_spread_order(owner, parameters)),
    ("funding.transfer", |exchange, owner, parameters, _| exchange.transfer(owner, parameters)),
];

impl Exchange {
    /// Executes one request or one item of a batch. `call` is `chapter.endpoint`, and `now` is in milliseconds since
    /// the epoch. Returns the rows of the reply with the fields the exchange knows, or `None` if the call has no
    /// behavior.
    ///
    /// # Errors
    /// If the call is rejected. Then nothing has changed, except that an amendment with `cxlOnFail` cancels its
    /// order.
    pub fn act(
        &mut self,
        call: &str,
        caller: Option<AccountId>,
        parameters: &Parameters,
        now: i64,
    ) -> Option<Result<Vec<Value>, Refusal>> {
        self.advance_to(now);
        if let Some((_, answer)) = PUBLIC.iter().find(|(name, _)| *name == call) {
            return Some(answer(self, parameters, now));
        }
        let (_, answer) = PRIVATE.iter().find(|(name, _)| *name == call)?;
        let result = answer(self, caller?, parameters, now);
        self.publish(now);
        Some(result)
    }
}
