//! Requests that are passed by value can be joined, spawned and collected without borrowing anything.

use std::future::Future;

use okx_client::market::{GetBooks, GetTicker};
use okx_client::public::GetTime;
use okx_client::{Client, Environment, Error, Region, SendOptions};
use okx_sim::Sim;
use tokio::task::JoinSet;

const INSTRUMENTS: [&str; 2] = ["BTC-USDT", "ETH-USDT"];

async fn exchange() -> (Sim, Client) {
    let sim = Sim::start().await;
    let okx = Client::builder().environment(Environment::live(Region::Global)).base_url(sim.url()).build();
    (sim, okx.expect("the client is configured"))
}

/// A future that `tokio::spawn` accepts.
fn spawnable<F: Future + Send + 'static>(future: F) -> F {
    future
}

#[tokio::test]
async fn a_request_is_passed_by_value_or_by_reference() -> Result<(), Error> {
    let (_sim, okx) = exchange().await;
    let request = GetTicker::new("BTC-USDT");
    let by_reference = okx.send(&request).await?;
    let by_value = okx.send(request).await?;
    assert_eq!((by_reference.inst_id.as_str(), by_value.inst_id.as_str()), ("BTC-USDT", "BTC-USDT"));
    Ok(())
}

#[tokio::test]
async fn different_requests_are_joined() -> Result<(), Error> {
    let (_sim, okx) = exchange().await;
    let (ticker, book, time) = tokio::try_join!(
        okx.send(GetTicker::new("BTC-USDT")),
        okx.send(GetBooks::new("BTC-USDT").sz(5)),
        okx.send(GetTime::new()),
    )?;
    assert_eq!(ticker.inst_id, "BTC-USDT");
    assert!(book.ts.is_some() && time.ts.as_millis() > 0);
    Ok(())
}

#[tokio::test]
async fn the_first_of_two_requests_is_selected() -> Result<(), Error> {
    let (_sim, okx) = exchange().await;
    let ticker = tokio::select! {
        ticker = okx.send(GetTicker::new("BTC-USDT")) => ticker?,
        ticker = okx.send(GetTicker::new("ETH-USDT")) => ticker?,
    };
    assert!(INSTRUMENTS.contains(&ticker.inst_id.as_str()));
    Ok(())
}

#[tokio::test]
async fn requests_are_spawned_in_a_loop() -> Result<(), Error> {
    let (_sim, okx) = exchange().await;
    let mut tasks = JoinSet::new();
    for inst_id in INSTRUMENTS {
        tasks.spawn(okx.send(GetTicker::new(inst_id)));
    }
    // The futures own all that they need, so the client may be gone.
    drop(okx);
    let tickers = tasks.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut found: Vec<&str> = tickers.iter().map(|ticker| ticker.inst_id.as_str()).collect();
    found.sort_unstable();
    assert_eq!(found, INSTRUMENTS);
    Ok(())
}

#[tokio::test]
async fn all_other_ways_of_sending_can_be_spawned() {
    let (_sim, okx) = exchange().await;
    let request = || GetTicker::new("BTC-USDT");
    let options = SendOptions::default;
    assert!(spawnable(okx.send_with(request(), options())).await.is_ok());
    assert!(spawnable(okx.exchange(request(), options())).await.reply.is_ok());
    assert!(spawnable(okx.check(request())).await.is_ok());
    assert!(spawnable(okx.preview(request(), options())).await.is_ok());
}
