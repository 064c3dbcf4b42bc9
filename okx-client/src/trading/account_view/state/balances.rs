//! Balances as rows by currency.

use rust_decimal::Decimal;

use super::rows::KeyedRow;
use crate::api::ids::Ccy;
use crate::api::ws::private::AccountCurrency;
use crate::value::Timestamp;

impl KeyedRow for AccountCurrency {
    type Key = Ccy;

    fn key(&self) -> Ccy {
        self.ccy.clone()
    }

    fn updated(&self) -> Option<Timestamp> {
        self.u_time
    }

    /// OKX lists a currency if one of these is not zero.
    fn is_gone(&self) -> bool {
        let amounts = [self.eq, self.avail_eq, self.avail_bal, self.cash_bal, self.liab];
        amounts.iter().any(Option::is_some) && amounts.iter().flatten().all(Decimal::is_zero)
    }
}
