//! Reads holdings and prices.

use rust_decimal::Decimal;

use super::prices::{BRIDGES, PriceSource, Prices};
use super::{Held, HoldingSource, Unread};
use crate::api::earn::GetSavingsBalance;
use crate::api::enums::{EarnOrderState, InstType};
use crate::api::ids::Ccy;
use crate::api::market::GetTickers;
use crate::api::onchain_earn::GetOrdersActive;
use crate::api::public::GetIndexTickers;
use crate::api::ws::private::AccountCurrency;
use crate::client::Client;
use crate::error::Error;
use crate::trading::balances::Balances;

/// What the accounts hold, and what could not be read.
pub(super) async fn holdings(client: &Client) -> Result<(Vec<Held>, Vec<Unread>), Error> {
    let (balances, savings, onchain) = tokio::join!(client.balances(), savings(client), onchain(client));
    let mut amounts = of_balances(&balances?);
    let mut unread = Vec::new();
    for (source, read) in [(HoldingSource::Savings, savings), (HoldingSource::OnchainEarn, onchain)] {
        match read {
            Ok(found) => amounts.extend(found),
            Err(error) => unread.push(Unread { source, error }),
        }
    }
    Ok((amounts, unread))
}

/// The equity of a currency contains unrealized profit and liabilities, so positions are not added again. What trading bots hold is a figure
/// of its own, of which OKX does not say whether the equity contains it.
fn of_balances(balances: &Balances) -> Vec<Held> {
    let mut amounts = Vec::new();
    for balance in balances.iter() {
        let mut push = |source, amount| amounts.push(Held { source, ccy: balance.ccy.clone(), amount });
        push(HoldingSource::Trading, balance.trading.total);
        push(HoldingSource::Funding, balance.funding.total);
        push(HoldingSource::TradingBots, balance.row.as_ref().map_or(Some(Decimal::ZERO), of_bots));
    }
    amounts.retain(|amount| amount.amount.is_none_or(|amount| !amount.is_zero()));
    amounts
}

/// Zero if OKX leaves the figure out, and `None` if it cannot be read.
fn of_bots(row: &AccountCurrency) -> Option<Decimal> {
    let is_unread = row.kept_texts().iter().any(|kept| kept.path == "stgyEq");
    if is_unread { None } else { Some(row.stgy_eq.unwrap_or_default()) }
}

async fn savings(client: &Client) -> Result<Vec<Held>, Error> {
    let rows = client.send(GetSavingsBalance::new()).await?.all()?;
    let amount = |ccy, amount| Held { source: HoldingSource::Savings, ccy, amount };
    Ok(rows.into_iter().map(|row| amount(row.ccy, row.amt)).collect())
}

async fn onchain(client: &Client) -> Result<Vec<Held>, Error> {
    let orders = client.send(GetOrdersActive::new()).await?.all()?;
    let open = orders.into_iter().filter(|order| order.state != Some(EarnOrderState::Completed));
    let amount = |ccy, amount| Held { source: HoldingSource::OnchainEarn, ccy, amount };
    Ok(open.flat_map(|order| order.invest_data).map(|invested| amount(invested.ccy, invested.amt)).collect())
}

/// Index prices in the wanted currency and in those that prices go through, then the last trades of all spot markets.
pub(super) async fn prices(client: &Client, target: &Ccy) -> Result<Prices, Error> {
    let mut quotes: Vec<Ccy> = BRIDGES.into_iter().map(Ccy::from).collect();
    // OKX has indices in few currencies, and refuses others.
    if let Some(at) = quotes.iter().position(|quote| quote == target) {
        quotes.swap(0, at);
    }
    let mut prices = Prices::default();
    for quote in quotes {
        for row in client.send(GetIndexTickers::new().quote_ccy(quote)).await?.all()? {
            prices.add(&row.inst_id, PriceSource::Index, row.idx_px, row.ts);
        }
    }
    for row in client.send(GetTickers::new(InstType::Spot)).await?.all()? {
        prices.add(&row.inst_id, PriceSource::LastTrade, row.last, row.ts);
    }
    Ok(prices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{DecodePolicy, decode};

    fn row(stgy_eq: &str) -> AccountCurrency {
        let mut row = AccountCurrency::default();
        let text = format!(r#"{{"ccy":"USDT","uTime":"1","stgyEq":"{stgy_eq}"}}"#);
        decode::decode_reply(&text, &mut row, &DecodePolicy::new(false)).expect("a row");
        row
    }

    #[test]
    fn an_unreadable_equity_of_bots_is_not_zero() {
        assert_eq!(of_bots(&row("1 000")), None);
        assert_eq!(of_bots(&row("")), Some(Decimal::ZERO));
        assert_eq!(of_bots(&row("7")), Some(Decimal::from(7)));
    }
}
