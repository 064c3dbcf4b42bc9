//! Typed and raw streams.

use okx_client::enums::SubscribedInstType;
use okx_client::value::Json;
use okx_client::ws::Socket;
use okx_client::ws::private::{Account, Orders};
use okx_client::ws::public::{OrderBook, OrderBookChannel, Tickers};
use okx_client::{Client, Environment, Region, UpdateSource};

use super::{code_of, connected};

#[tokio::test]
async fn a_public_channel_needs_no_credentials() {
    let sim = okx_sim::Sim::start().await;
    let okx = Client::builder().environment(Environment::demo(Region::Global)).base_url(sim.url()).build().unwrap();
    let mut tickers = okx.subscribe(&Tickers::new("BTC-USDT")).await.unwrap();
    let update = tickers.try_next().await.unwrap().unwrap();
    assert_eq!((update.source, update.gap, update.is_snapshot), (UpdateSource::Pushed, None, false));
    assert_eq!(update.rows.one().unwrap().inst_id, "BTC-USDT");
    let error = okx.subscribe(&Account::new()).await.unwrap_err();
    assert!(error.is_setup() && error.to_string().contains("ClientBuilder::credentials"), "{error}");
}

#[tokio::test]
async fn a_private_channel_is_logged_in() {
    let (_sim, okx) = connected().await;
    let mut account = okx.subscribe(&Account::new()).await.unwrap();
    let update = account.try_next().await.unwrap().unwrap();
    assert!(update.rows.iter().flatten().count() > 0, "{:?}", update.rows);
    let orders = okx.subscribe(&Orders::new(SubscribedInstType::Any)).await.unwrap();
    assert_eq!(format!("{orders:?}"), "Subscription(ws.private.orders)");
}

#[tokio::test]
async fn a_refused_subscription_is_a_typed_error() {
    let (_sim, okx) = connected().await;
    let refused = okx.subscribe(&Tickers::new("NO-SUCH")).await;
    let error = refused.as_ref().unwrap_err();
    assert_eq!(error.call(), Some("ws.public.tickers"));
    assert!(error.is_refused(), "{error}");
    assert_eq!(code_of(refused), "60018");
    // The connection goes on.
    let mut tickers = okx.subscribe(&Tickers::new("BTC-USDT")).await.unwrap();
    assert!(tickers.next_rows().await.unwrap().is_some());
}

#[tokio::test]
async fn a_raw_channel_is_read_as_text() {
    let (_sim, okx) = connected().await;
    let arg = Json::parse(r#"{ "channel": "tickers", "instId": "BTC-USDT" }"#).unwrap();
    let mut pushes = okx.subscribe_raw(Socket::Public, &arg).await.unwrap();
    let update = pushes.try_next().await.unwrap().unwrap();
    assert!(update.text().starts_with(r#"{"arg":{"channel":"tickers","instId":"BTC-USDT"}"#), "{}", update.text());
    let wrong = Json::parse(r#"{"channel":"no-such-channel"}"#).unwrap();
    assert_eq!(code_of(okx.subscribe_raw(Socket::Public, &wrong).await), "60018");
}

#[tokio::test]
async fn every_reader_of_a_book_begins_with_a_snapshot() {
    let (_sim, okx) = connected().await;
    let channel = OrderBook::new(OrderBookChannel::Books, "BTC-USDT");
    let mut first = okx.subscribe(&channel).await.unwrap();
    assert!(first.try_next().await.unwrap().unwrap().is_snapshot);
    let mut second = okx.subscribe(&channel).await.unwrap();
    loop {
        let update = second.try_next().await.unwrap().unwrap();
        if !update.rows.is_empty() {
            assert!(update.is_snapshot);
            break;
        }
    }
    let gap = first.try_next().await.unwrap().unwrap().gap.expect("the book begins again");
    assert_eq!(gap.action, okx_client::GapAction::SnapshotFollows);
    assert!(first.try_next().await.unwrap().unwrap().is_snapshot);
    assert_eq!(okx.connections().all().len(), 1);
}

#[test]
fn a_blocking_stream_is_an_iterator() {
    let exchange = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let sim = exchange.block_on(okx_sim::Sim::start());
    let okx = okx_client::blocking::Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .build()
        .unwrap();
    let mut tickers = okx.subscribe(&Tickers::new("BTC-USDT")).unwrap();
    let update = tickers.next().unwrap().unwrap();
    assert_eq!(update.rows.one().unwrap().inst_id, "BTC-USDT");
}
