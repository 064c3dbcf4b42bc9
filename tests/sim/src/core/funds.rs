//! Transfers between an account's funding and trading accounts, and setting leverage.

use rust_decimal::Decimal;

use super::account::{AccountId, amount_of, change};
use super::command::{Done, Pocket, SetLeverage, Transfer};
use super::event::BalanceCause;
use super::exchange::Exchange;
use crate::number::write;
use crate::refusal::{
    ACCOUNT_MODE, LEVERAGE, Refusal, TRANSFER_AMOUNT, TRANSFER_BALANCE, TRANSFER_TO_ITSELF, UNKNOWN_CURRENCY,
    UNKNOWN_INSTRUMENT,
};

impl Exchange {
    pub(super) fn transfer(&mut self, owner: AccountId, transfer: &Transfer) -> Result<Done, Refusal> {
        let Transfer { currency, amount, from, to } = transfer;
        if *amount <= Decimal::ZERO {
            return Err(TRANSFER_AMOUNT.refusal());
        }
        if from == to {
            return Err(TRANSFER_TO_ITSELF.refusal());
        }
        if !self.knows_currency(currency) {
            return Err(UNKNOWN_CURRENCY.about(currency));
        }
        self.move_funds(owner, currency, if *to == Pocket::Trading { *amount } else { -*amount })?;
        Ok(Done::Transfer(self.new_transfer()))
    }

    /// Moves an amount from the funding to the trading account, or back if it is negative.
    fn move_funds(&mut self, owner: AccountId, currency: &str, to_trading: Decimal) -> Result<(), Refusal> {
        let account = &mut self.accounts[owner.0];
        let there = if to_trading.is_sign_negative() {
            account.available(currency)
        } else {
            amount_of(&account.funding, currency)
        };
        if there < to_trading.abs() {
            return Err(TRANSFER_BALANCE.refusal());
        }
        change(&mut account.funding, currency, -to_trading)?;
        Ok(self.credit(owner, currency, to_trading, BalanceCause::Transfer)?)
    }

    pub(super) fn set_leverage(&mut self, owner: AccountId, set: SetLeverage) -> Result<Done, Refusal> {
        let index = set.instrument;
        let market = self.markets.get(index).ok_or_else(|| UNKNOWN_INSTRUMENT.about(index))?;
        let (name, most) = (&market.instrument.id, market.instrument.max_leverage());
        let most = most.ok_or_else(|| ACCOUNT_MODE.about(format!("{name} is traded without leverage")))?;
        if set.leverage > most {
            return Err(LEVERAGE.about(write(most)));
        }
        if self.live_orders(owner).any(|order| order.instrument == index) {
            return Err(ACCOUNT_MODE.about("the leverage cannot be changed while the instrument has live orders"));
        }
        self.accounts[owner.0].leverage.insert(index, set.leverage);
        Ok(Done::Leverage)
    }
}
