//! Places, reads, amends and cancels orders on a simulated exchange that this example starts.
//!
//! `cargo run --example quickstart -- --demo [--region eea|us]` does the same on OKX's demo trading, with the keys in `OKX_API_KEY`,
//! `OKX_API_SECRET` and `OKX_API_PASSPHRASE`.

use std::error::Error;
use std::process::ExitCode;

use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::objects::Order;
use okx_client::{Client, Credentials, Decimal, Environment, Region, dec, market, trade};
use okx_sim::Sim;

const USAGE: &str = "usage: quickstart [--demo [--region global|eea|us]]

Without arguments it runs on a simulated exchange that it starts. With --demo it runs on OKX's demo trading, with the keys in
OKX_API_KEY, OKX_API_SECRET and OKX_API_PASSPHRASE.";

const INSTRUMENT: &str = "BTC-USDT";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => on_simulator().await,
        ["--demo"] => on_demo_trading("global").await,
        ["--demo", "--region", region] => on_demo_trading(region).await,
        ["--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn on_simulator() -> Result<(), Box<dyn Error>> {
    let sim = Sim::start().await;
    let keys = sim.credentials();
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(Credentials::new(&keys.key, &keys.secret, &keys.passphrase)?)
        .build()?;
    say("exchange", format!("okx-sim on {}", sim.url()));
    tour(&okx).await
}

async fn on_demo_trading(region: &str) -> Result<(), Box<dyn Error>> {
    let region = Region::ALL
        .iter()
        .copied()
        .find(|known| known.name() == region)
        .ok_or_else(|| format!("unknown region `{region}`; the regions are global, eea and us"))?;
    let environment = Environment::demo(region);
    let okx = Client::builder().environment(environment).credentials(Credentials::from_env()?).build()?;
    say("exchange", format!("OKX demo trading at {}", environment.rest()));
    tour(&okx).await
}

async fn tour(okx: &Client) -> Result<(), Box<dyn Error>> {
    let offset = okx.sync_clock().await?;
    say("clock", format!("OKX is {:+} ms from this machine, {:.1?} away", offset.millis(), offset.round_trip()));

    let instrument = okx.instruments().get(INSTRUMENT).await?;
    let (Some(tick), Some(lot), Some(smallest)) = (instrument.tick_sz, instrument.lot_sz, instrument.min_sz) else {
        return Err(format!("{INSTRUMENT} has no tick size or lot size; is it listed?").into());
    };
    say("precision", format!("{INSTRUMENT}: tick size {tick}, lot size {lot}, minimum size {smallest}"));

    let ticker = okx.send(market::GetTicker::new(INSTRUMENT)).await?;
    let last = ticker.last.ok_or("the ticker has no trade yet")?;
    say("ticker", format!("last trade at {last}, bid {}, ask {}", shown(ticker.bid_px), shown(ticker.ask_px)));

    // Below the market, so that the order is not filled, but within OKX's price limits.
    let price = instrument.floor_px(last * dec!(0.98)).ok_or("the price is below the tick size")?;
    let size = smallest.max(dec!(0.001));
    let limit = |px| trade::PlaceOrder::new(INSTRUMENT, TdMode::Cash, Side::Buy, OrdType::Limit, size).px(px);

    match okx.send(limit(price + tick / dec!(2))).await {
        Err(error) if error.is_invalid() => say("invalid", error),
        other => return Err(format!("a price that is not a multiple of the tick size was accepted: {other:?}").into()),
    }

    let ack = okx.send(limit(price)).await?;
    let order_id = ack.ord_id.ok_or("the acknowledgement has no order id")?;
    say("placed", format!("order {order_id}: buy {size} at {price}"));

    let order = okx.send(trade::GetOrder::new(INSTRUMENT).ord_id(order_id.clone())).await?;
    say("read back", described(&order));

    okx.send(trade::AmendOrder::new(INSTRUMENT).ord_id(order_id.clone()).new_px(price - tick)).await?;
    let order = okx.send(trade::GetOrder::new(INSTRUMENT).ord_id(order_id.clone())).await?;
    say("amended", described(&order));

    okx.send(trade::CancelOrder::new(INSTRUMENT).ord_id(order_id.clone())).await?;
    let order = okx.send(trade::GetOrder::new(INSTRUMENT).ord_id(order_id.clone())).await?;
    say("cancelled", described(&order));

    match okx.send(trade::CancelOrder::new(INSTRUMENT).ord_id(order_id)).await {
        Err(error) if error.is_refused() => say("rejected by OKX", error),
        other => return Err(format!("an order was cancelled twice: {other:?}").into()),
    }
    batch(okx, &limit(price), instrument.floor_sz(dec!(90)).unwrap_or(dec!(90))).await
}

/// Places three orders in one request. One of them needs more funds than the account has.
async fn batch(okx: &Client, order: &trade::PlaceOrder, large: Decimal) -> Result<(), Box<dyn Error>> {
    let mut heavy = order.clone();
    heavy.sz = large;
    let results = okx.send(trade::PlaceOrders::new(vec![order.clone(), heavy, order.clone()])).await?;
    for (number, result) in (1..).zip(results) {
        match result {
            Ok(ack) => {
                let order_id = ack.ord_id.ok_or("the acknowledgement has no order id")?;
                say("batch", format!("order {number} of 3 placed as {order_id}"));
                okx.send(trade::CancelOrder::new(INSTRUMENT).ord_id(order_id)).await?;
            }
            Err(error) => say("batch", format!("order {number} of 3: {error}")),
        }
    }
    Ok(())
}

fn described(order: &Order) -> String {
    format!(
        "{}: {} {} at {}, filled {}",
        shown(order.state.as_ref()),
        shown(order.side.as_ref()),
        shown(order.sz),
        shown(order.px),
        shown(order.acc_fill_sz)
    )
}

/// A field of a reply. Most of them are optional.
fn shown(value: Option<impl ToString>) -> String {
    value.map_or("none".to_owned(), |value| value.to_string())
}

fn say(what: &str, text: impl std::fmt::Display) {
    println!("{what:>15}  {text}");
}
