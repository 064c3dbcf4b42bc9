//! Prints the balances and positions of the trading account, and what they are worth.
//!
//! - On a simulated exchange: `cargo run --example portfolio`
//! - On OKX's demo trading: the same with `OKX_ENVIRONMENT=demo` and demo keys in `OKX_API_KEY`, `OKX_API_SECRET` and `OKX_API_PASSPHRASE`
//! - Live: with `OKX_ENVIRONMENT=live` and live keys. It only reads; a key with the permission to read is enough.
//!
//! With `--follow` it prints them again whenever they change, until ctrl-c.

#[path = "connect.rs"]
mod connect;

use std::error::Error;
use std::fmt;
use std::pin::pin;

use okx_client::account::{GetBalance, GetPositions};
use okx_client::{Client, Decimal, ws};

const USAGE: &str = "usage: portfolio [--follow]";

/// What an account has.
#[derive(Debug)]
pub(crate) struct Portfolio {
    pub(crate) holdings: Vec<Holding>,
    pub(crate) positions: Vec<OpenPosition>,
    /// Everything together, in US dollars, as OKX values it.
    pub(crate) total: Decimal,
}

/// An amount of one currency.
#[derive(Debug)]
pub(crate) struct Holding {
    pub(crate) ccy: String,
    pub(crate) amount: Decimal,
    pub(crate) available: Decimal,
    pub(crate) value: Decimal,
}

/// Contracts that are held.
#[derive(Debug)]
pub(crate) struct OpenPosition {
    pub(crate) inst_id: String,
    /// Negative if short.
    pub(crate) contracts: Decimal,
    pub(crate) entry: Decimal,
    /// Unrealized, in the currency of the margin.
    pub(crate) profit: Decimal,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let follows = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--follow"] => true,
        _ => return Err(USAGE.into()),
    };
    let connection = connect::connect().await?;
    println!("{}", read(&connection.okx).await?);
    if follows {
        let show = |portfolio: Portfolio| println!("{portfolio}");
        follow(&connection.okx, show, connect::ctrl_c()).await?;
    }
    Ok(())
}

/// Reads the portfolio.
pub(crate) async fn read(okx: &Client) -> Result<Portfolio, okx_client::Error> {
    let balance = okx.send(GetBalance::new()).await?;
    let positions = okx.send(GetPositions::new()).await?;
    let mut holdings: Vec<Holding> = Vec::new();
    for detail in balance.details {
        holdings.push(Holding {
            ccy: detail.ccy.to_string(),
            amount: detail.eq.unwrap_or_default(),
            available: detail.avail_bal.unwrap_or_default(),
            value: detail.eq_usd.unwrap_or_default(),
        });
    }
    holdings.sort_by_key(|holding| std::cmp::Reverse(holding.value));
    // A row that cannot be read is an error: a portfolio without it would be wrong.
    let positions = positions.all()?.into_iter().map(|position| OpenPosition {
        inst_id: position.inst_id.to_string(),
        contracts: position.pos.unwrap_or_default(),
        entry: position.avg_px.unwrap_or_default(),
        profit: position.upl.unwrap_or_default(),
    });
    Ok(Portfolio { holdings, positions: positions.collect(), total: balance.total_eq.unwrap_or_default() })
}

/// Reads the portfolio again whenever OKX pushes that it changed, until `stop` is ready.
pub(crate) async fn follow(
    okx: &Client,
    mut show: impl FnMut(Portfolio),
    stop: impl Future<Output = ()>,
) -> Result<(), okx_client::Error> {
    // Only that something changed matters, so the latest push is enough.
    let mut changes = okx.subscribe(ws::private::BalanceAndPosition::new()).latest().await?;
    let mut stop = pin!(stop);
    loop {
        let change = tokio::select! {
            biased;
            () = &mut stop => return Ok(()),
            change = changes.try_next() => change?,
        };
        if change.is_none() {
            return Ok(());
        }
        show(read(okx).await?);
    }
}

impl fmt::Display for Portfolio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Holding { ccy, amount, available, value } in &self.holdings {
            writeln!(f, "{ccy:<6} {amount:>18} of which {available} available, worth {value} USD")?;
        }
        for OpenPosition { inst_id, contracts, entry, profit } in &self.positions {
            writeln!(f, "{inst_id:<16} {contracts:>8} contracts since {entry}, profit {profit}")?;
        }
        write!(f, "total  {:>18} USD", self.total)
    }
}
