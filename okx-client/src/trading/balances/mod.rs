//! The balances of an account by currency.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::api::account::GetBalance;
use crate::api::funding::GetBalances;
use crate::api::ids::Ccy;
use crate::api::objects::FundingBalance;
use crate::api::ws::private::AccountCurrency;
use crate::client::Client;
use crate::error::Error;
use crate::fields::decode;

/// The balances of the trading account and the funding account by currency, returned by [`Client::balances`].
///
/// They are a snapshot. [`AccountView`](crate::AccountView) keeps those of the trading account current.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Balances {
    by_currency: BTreeMap<Ccy, Balance>,
    total_eq: Option<Decimal>,
}

/// The balance of one currency.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Balance {
    /// The currency.
    pub ccy: Ccy,
    /// The amounts in the trading account. The total is OKX's `eq`: with unrealized profit, and with liabilities subtracted, so it can be
    /// negative.
    pub trading: Amounts,
    /// The amounts in the funding account.
    pub funding: Amounts,
    /// OKX's row for the trading account, of the type that [`AccountView::balance`](crate::AccountView::balance) returns; `None` if the
    /// trading account has nothing of the currency.
    pub row: Option<AccountCurrency>,
}

/// Amounts of a currency in one account. A figure is `None` if OKX did not report it, which does not mean zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Amounts {
    /// Everything that is there.
    pub total: Option<Decimal>,
    /// The part that can be used.
    pub available: Option<Decimal>,
    /// The part that is held, for example for open orders.
    pub frozen: Option<Decimal>,
}

impl Amounts {
    /// Nothing: OKX lists no row for the currency.
    const NOTHING: Self =
        Self { total: Some(Decimal::ZERO), available: Some(Decimal::ZERO), frozen: Some(Decimal::ZERO) };
}

impl Client {
    /// Reads the balances of the trading account and the funding account.
    ///
    /// Funds in earning products are not part of them; see [`Client::valuation`].
    ///
    /// ```
    /// # use okx_client::{Client, Credentials, Environment, Region};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), okx_client::Error> {
    /// # let sim = okx_sim::Sim::start().await;
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// # let okx = Client::builder()
    /// #     .environment(Environment::demo(Region::Global))
    /// #     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #     .base_url(sim.url())
    /// #     .build()?;
    /// let balances = okx.balances().await?;
    /// for balance in balances.iter() {
    ///     println!("{}: {:?} in the trading account", balance.ccy, balance.trading.total);
    /// }
    /// let usdt = balances.get("USDT").expect("the account has USDT");
    /// assert_eq!(usdt.trading.available, usdt.trading.total);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// One of the two accounts cannot be read, or a row of it cannot be read.
    pub async fn balances(&self) -> Result<Balances, Error> {
        let (trading, funding) = tokio::try_join!(async { self.send(GetBalance::new()).await }, async {
            self.send(GetBalances::new()).await?.all()
        },)?;
        let mut balances = Balances { by_currency: BTreeMap::new(), total_eq: trading.total_eq };
        for row in &trading.details {
            balances.add_trading(decode::convert(row)?);
        }
        for row in &funding {
            balances.add_funding(row);
        }
        Ok(balances)
    }
}

impl Balances {
    /// The balance of a currency; `None` if neither account has any of it.
    pub fn get(&self, ccy: impl Into<Ccy>) -> Option<&Balance> {
        self.by_currency.get(&ccy.into())
    }

    /// All balances, in the order of the names of the currencies.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Balance> {
        self.by_currency.values()
    }

    /// The value of the trading account in USD, as OKX reports it.
    pub fn total_eq(&self) -> Option<Decimal> {
        self.total_eq
    }

    fn entry(&mut self, ccy: &Ccy) -> &mut Balance {
        self.by_currency.entry(ccy.clone()).or_insert_with(|| Balance {
            ccy: ccy.clone(),
            trading: Amounts::NOTHING,
            funding: Amounts::NOTHING,
            row: None,
        })
    }

    fn add_trading(&mut self, row: AccountCurrency) {
        let balance = self.entry(&row.ccy);
        balance.trading = Amounts { total: row.eq, available: row.avail_bal, frozen: row.frozen_bal };
        balance.row = Some(row);
    }

    fn add_funding(&mut self, row: &FundingBalance) {
        let amounts = Amounts { total: row.bal, available: row.avail_bal, frozen: row.frozen_bal };
        self.entry(&row.ccy).funding = amounts;
    }
}
