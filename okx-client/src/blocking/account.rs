//! Balances, positions, value and profit of an account.

use super::Client;
use crate::api::ids::Ccy;
use crate::error::Error;
use crate::trading::balances::Balances;
use crate::trading::positions::OpenPositions;
use crate::trading::profit::Profit;
use crate::trading::valuation::Valuation;
use crate::value::Timestamp;

impl Client {
    /// Reads the balances of the trading account and the funding account; see [`Client::balances`](crate::Client::balances).
    ///
    /// ```
    /// # use okx_client::{Credentials, Environment, Region, blocking};
    /// # fn main() -> Result<(), okx_client::Error> {
    /// # let exchange = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    /// # let sim = exchange.block_on(okx_sim::Sim::start());
    /// # let [key, secret, passphrase] = [&sim.credentials().key, &sim.credentials().secret, &sim.credentials().passphrase];
    /// # let okx = blocking::Client::builder()
    /// #     .environment(Environment::demo(Region::Global))
    /// #     .credentials(Credentials::new(key, secret, passphrase)?)
    /// #     .base_url(sim.url())
    /// #     .build()?;
    /// let balances = okx.balances()?;
    /// println!("{:?}", balances.get("USDT").expect("the account has USDT").trading);
    /// assert_eq!(okx.positions()?.iter().count(), 0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn balances(&self) -> Result<Balances, Error> {
        self.wait(self.inner().balances())?
    }

    /// Reads the open positions; see [`Client::positions`](crate::Client::positions).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn positions(&self) -> Result<OpenPositions, Error> {
        self.wait(self.inner().positions())?
    }

    /// Values everything that the account holds; see [`Client::valuation`](crate::Client::valuation).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn valuation(&self, ccy: impl Into<Ccy>) -> Result<Valuation, Error> {
        self.wait(self.inner().valuation(ccy))?
    }

    /// Adds up the bills of a period; see [`Client::profit`](crate::Client::profit).
    ///
    /// # Errors
    ///
    /// As for the asynchronous client, or the call is made inside an async runtime.
    pub fn profit(&self, since: Timestamp, until: Timestamp) -> Result<Profit, Error> {
        self.wait(self.inner().profit(since, until))?
    }
}
