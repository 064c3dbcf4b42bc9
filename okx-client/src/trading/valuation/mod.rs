//! The value of everything that an account holds, in one currency.

mod prices;
mod read;
#[cfg(test)]
mod tests;
mod text;

use rust_decimal::Decimal;

pub use prices::{PriceSource, PriceStep};

use crate::api::funding::{AssetValuation, GetAssetValuation};
use crate::api::ids::Ccy;
use crate::client::Client;
use crate::error::Error;
use crate::value::Timestamp;
use prices::Prices;

/// The value of what an account holds, in one currency, with the prices used and with what could not be valued. Returned by
/// [`Client::valuation`].
#[derive(Clone, Debug)]
#[must_use = "something may be missing from the total; see `is_complete`"]
#[non_exhaustive]
pub struct Valuation {
    /// The currency of the values.
    pub ccy: Ccy,
    /// When the holdings had been read, by OKX's clock.
    pub as_of: Timestamp,
    /// The sum of the values of all [`holdings`](Self::holdings).
    pub total: Decimal,
    /// What was valued.
    pub holdings: Vec<Holding>,
    /// What is held but not part of the total, each with the reason.
    pub unvalued: Vec<Unvalued>,
    /// What could not be read, and is not part of the total either.
    pub unread: Vec<Unread>,
    /// OKX's own valuation in the same currency, or why it could not be read. It is made at another moment and with other prices, and includes
    /// products that are not read here, so it differs somewhat.
    pub okx: Result<AssetValuation, Error>,
}

/// An amount and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Holding {
    /// Where it is.
    pub source: HoldingSource,
    /// Its currency.
    pub ccy: Ccy,
    /// The amount; negative for a debt.
    pub amount: Decimal,
    /// Its value in the currency of the valuation.
    pub value: Decimal,
    /// The prices used, in order; empty if the amount already is in the currency of the valuation. A division, and a product of more than 28
    /// digits, is rounded to 28 digits; everything else is exact.
    pub steps: Vec<PriceStep>,
}

/// An amount that could not be valued.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unvalued {
    /// Where it is.
    pub source: HoldingSource,
    /// Its currency.
    pub ccy: Ccy,
    /// The amount; `None` if OKX did not report it.
    pub amount: Option<Decimal>,
    /// Why it could not be valued.
    pub reason: UnvaluedReason,
}

/// Why an amount could not be valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnvaluedReason {
    /// OKX listed the currency without an amount.
    NoAmount,
    /// There is no price, neither direct nor through USDT, USD, USDC or BTC.
    NoPrice,
    /// The value exceeds what a [`Decimal`] can hold.
    TooLarge,
    /// OKX does not say whether the equity of the trading account already contains it, so adding it could count it twice.
    MaybeInEquity,
}

/// A place whose holdings could not be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Unread {
    /// The place.
    pub source: HoldingSource,
    /// Why it could not be read, for example because the key of a sub-account may not.
    pub error: Error,
}

/// Where something is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum HoldingSource {
    /// The trading account: its equity, with unrealized profit and after liabilities.
    Trading,
    /// The funding account.
    Funding,
    /// Simple Earn: amounts that are lent.
    Savings,
    /// On-chain Earn: active investments.
    OnchainEarn,
    /// Trading bots.
    TradingBots,
}

/// An amount that was read.
#[derive(Clone, Debug)]
struct Held {
    source: HoldingSource,
    ccy: Ccy,
    amount: Option<Decimal>,
}

impl Client {
    /// Values everything in the trading account, the funding account, Simple Earn and On-chain Earn in one currency, such as USDT.
    ///
    /// Prices are index prices, or the last trade of a spot market where there is no index. A currency without a direct price is valued through
    /// USDT, USD, USDC or BTC; USDT and USD are different currencies. Every holding lists the prices that were used.
    ///
    /// Nothing is counted as zero because it is unknown: see [`Valuation::unvalued`] and [`Valuation::unread`]. Dual investment, loans, and
    /// redemptions of ETH and SOL staking that are under way are not read. Staked ETH and SOL are held as tokens, which are balances.
    /// Compare with OKX's own total, [`Valuation::okx`].
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
    /// let valuation = okx.valuation("USDT").await?;
    /// println!("{valuation}");
    /// for holding in &valuation.holdings {
    ///     println!("{} {} are worth {} USDT", holding.amount, holding.ccy, holding.value);
    /// }
    /// if !valuation.is_complete() {
    ///     println!("not included: {:?} {:?}", valuation.unvalued, valuation.unread);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The balances or the prices cannot be read.
    pub async fn valuation(&self, ccy: impl Into<Ccy>) -> Result<Valuation, Error> {
        let ccy = ccy.into();
        // Boxed, because together they are large.
        let holdings = Box::pin(read::holdings(self));
        let prices = Box::pin(read::prices(self, &ccy));
        let okx = Box::pin(self.send(GetAssetValuation::new().ccy(ccy.clone())));
        let (holdings, prices, okx) = tokio::join!(holdings, prices, okx);
        let (amounts, unread) = holdings?;
        Ok(value(ccy, self.server_time(), amounts, unread, &prices?, okx))
    }
}

impl Valuation {
    /// Whether everything that was looked for was read and valued.
    pub fn is_complete(&self) -> bool {
        self.unvalued.is_empty() && self.unread.is_empty()
    }

    /// The total minus OKX's own; `None` if OKX's is not known.
    pub fn difference(&self) -> Option<Decimal> {
        self.total.checked_sub(self.okx.as_ref().ok()?.total_bal?)
    }
}

/// Values amounts at these prices.
fn value(
    ccy: Ccy,
    as_of: Timestamp,
    amounts: Vec<Held>,
    unread: Vec<Unread>,
    prices: &Prices,
    okx: Result<AssetValuation, Error>,
) -> Valuation {
    let mut valuation =
        Valuation { ccy, as_of, total: Decimal::ZERO, holdings: Vec::new(), unvalued: Vec::new(), unread, okx };
    for Held { source, ccy, amount } in amounts {
        match holding(source, &ccy, amount, &valuation, prices) {
            Ok((holding, total)) => {
                valuation.total = total;
                valuation.holdings.push(holding);
            }
            Err(reason) => valuation.unvalued.push(Unvalued { source, ccy, amount, reason }),
        }
    }
    valuation
}

/// The value of an amount, and the total with it.
fn holding(
    source: HoldingSource,
    ccy: &Ccy,
    amount: Option<Decimal>,
    valuation: &Valuation,
    prices: &Prices,
) -> Result<(Holding, Decimal), UnvaluedReason> {
    if source == HoldingSource::TradingBots {
        return Err(UnvaluedReason::MaybeInEquity);
    }
    let amount = amount.ok_or(UnvaluedReason::NoAmount)?;
    let steps = prices.steps(ccy, &valuation.ccy).ok_or(UnvaluedReason::NoPrice)?;
    let value = prices::convert(amount, &steps).ok_or(UnvaluedReason::TooLarge)?;
    let total = valuation.total.checked_add(value).ok_or(UnvaluedReason::TooLarge)?;
    Ok((Holding { source, ccy: ccy.clone(), amount, value, steps }, total))
}
