//! Prints an alert when the funding rate of a swap reaches a threshold, in either direction.
//!
//! - On a simulated exchange: `cargo run --example funding-alert -- 0.0002 BTC-USDT-SWAP ETH-USDT-SWAP`
//! - On OKX: the same with `OKX_ENVIRONMENT=live` or `demo`. Funding rates are public, so it needs no keys.
//!
//! A rate that stays beyond the threshold causes one alert. Ctrl-c ends it.

#[path = "connect.rs"]
mod connect;

use std::collections::BTreeSet;
use std::error::Error;
use std::pin::pin;

use okx_client::public::FundingRate;
use okx_client::{Client, Decimal, ws};
use tokio::sync::mpsc;

const USAGE: &str = "usage: funding-alert RATE SWAP [SWAP …], such as funding-alert 0.0003 BTC-USDT-SWAP";

/// A funding rate that reached the threshold.
#[derive(Debug, PartialEq)]
pub(crate) struct Alert {
    pub(crate) inst_id: String,
    pub(crate) rate: Decimal,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [threshold, swaps @ ..] = arguments.as_slice() else { return Err(USAGE.into()) };
    let threshold: Decimal = threshold.parse().map_err(|error| format!("`{threshold}` is not a rate: {error}"))?;
    if swaps.is_empty() {
        return Err(USAGE.into());
    }
    let connection = connect::connect().await?;
    let show =
        |alert: Alert| println!("{}: the funding rate is {} %", alert.inst_id, alert.rate * Decimal::ONE_HUNDRED);
    watch(&connection.okx, swaps, threshold, show, connect::ctrl_c()).await
}

/// Calls `alert` for every rate that reaches the threshold, until `stop` is ready.
pub(crate) async fn watch(
    okx: &Client,
    swaps: &[String],
    threshold: Decimal,
    mut alert: impl FnMut(Alert),
    stop: impl Future<Output = ()>,
) -> Result<(), Box<dyn Error>> {
    let mut rates = subscribe(okx, swaps).await?;
    let (mut beyond, mut stop) = (BTreeSet::new(), pin!(stop));
    loop {
        let row = tokio::select! {
            biased;
            () = &mut stop => return Ok(()),
            row = rates.recv() => row.ok_or("all channels have ended")??,
        };
        // OKX sends an empty rate while it calculates a new one.
        let Some(rate) = row.funding_rate else { continue };
        let inst_id = row.inst_id.to_string();
        if rate.abs() < threshold {
            beyond.remove(&inst_id);
        } else if beyond.insert(inst_id.clone()) {
            alert(Alert { inst_id, rate });
        }
    }
}

/// Subscribes to the channels of all swaps, and joins them. The client connects again by itself; an error is final.
async fn subscribe(
    okx: &Client,
    swaps: &[String],
) -> Result<mpsc::Receiver<Result<FundingRate, okx_client::Error>>, Box<dyn Error>> {
    let (sender, receiver) = mpsc::channel(64);
    for swap in swaps {
        let mut channel = okx.subscribe(ws::public::FundingRate::new(&**swap)).latest().await?;
        let sender = sender.clone();
        tokio::spawn(async move {
            while let Some(update) = channel.try_next().await.transpose() {
                let rows = match update.and_then(|update| update.rows.all()) {
                    Ok(rows) => rows.into_iter().map(Ok).collect(),
                    Err(error) => vec![Err(error)],
                };
                for row in rows {
                    // Nobody listens any more when `watch` has ended.
                    if sender.send(row).await.is_err() {
                        return;
                    }
                }
            }
        });
    }
    Ok(receiver)
}
