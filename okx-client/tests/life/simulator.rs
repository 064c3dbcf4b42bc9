//! Typed calls against the simulated exchange.

use okx_client::account::{GetBalance, GetConfig, SetLeverage};
use okx_client::enums::{InstType, MgnMode, OrdType, Side, TdMode};
use okx_client::environments::Region;
use okx_client::funding::Transfer;
use okx_client::market::{GetBooks, GetCandles, GetTicker, GetTickers};
use okx_client::public::{GetInstrumentTickBands, GetInstruments, GetTime};
use okx_client::trade::{
    AmendOrder, CancelOrder, GetAccountRateLimit, GetOrder, GetOrdersHistory, GetOrdersPending, PlaceOrder, PlaceOrders,
};
use okx_client::{Client, Credentials, Decimal, Environment};
use okx_sim::Sim;

pub(crate) fn client(sim: &Sim) -> Client {
    let okx_sim::Credentials { key, secret, passphrase } = sim.credentials().clone();
    Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(Credentials::new(key, secret, passphrase).unwrap())
        .build()
        .unwrap()
}

/// An order far below the market, so that it rests.
fn resting() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::new(1, 2)).px(Decimal::from(1_000))
}

#[tokio::test]
async fn public_calls_are_answered() {
    let sim = Sim::start().await;
    let okx = client(&sim);
    assert!(okx.send(&GetTime::new()).await.unwrap().ts.as_millis() > 0);
    let instruments = okx.send(&GetInstruments::new(InstType::Spot)).await.unwrap().all().unwrap();
    assert!(
        instruments.iter().any(|instrument| instrument.inst_id.as_ref().is_some_and(|inst_id| *inst_id == "BTC-USDT"))
    );
    okx.send(&GetInstrumentTickBands::new(InstType::Option)).await.unwrap().all().unwrap();
    assert_eq!(okx.send(&GetTicker::new("BTC-USDT")).await.unwrap().inst_id, "BTC-USDT");
    assert!(!okx.send(&GetTickers::new(InstType::Spot)).await.unwrap().all().unwrap().is_empty());
    assert!(!okx.send(&GetBooks::new("BTC-USDT")).await.unwrap().bids.is_empty());
    okx.send(&GetCandles::new("BTC-USDT")).await.unwrap().all().unwrap();
}

#[tokio::test]
async fn account_calls_are_answered() {
    let sim = Sim::start().await;
    let okx = client(&sim);
    assert!(!okx.send(&GetBalance::new()).await.unwrap().details.is_empty());
    okx.send(&GetConfig::new()).await.unwrap();
    okx.send(&GetAccountRateLimit::new()).await.unwrap();
    let leverage = SetLeverage::new(Decimal::from(5), MgnMode::Cross).inst_id("BTC-USDT-SWAP");
    okx.send(&leverage).await.unwrap().all().unwrap();
    let transfer = Transfer::new("USDT", Decimal::ONE, "6", "18");
    okx.send(&transfer).await.unwrap();
}

#[tokio::test]
async fn an_order_can_be_placed_amended_cancelled_and_found_in_the_history() {
    let sim = Sim::start().await;
    let okx = client(&sim);
    let ack = okx.send(&resting()).await.unwrap();
    let ord_id = ack.ord_id.unwrap();
    let query = GetOrder::new("BTC-USDT").ord_id(ord_id.clone());
    assert_eq!(okx.send(&query).await.unwrap().px, Some(Decimal::from(1_000)));
    okx.send(&AmendOrder::new("BTC-USDT").ord_id(ord_id.clone()).new_px(Decimal::from(1_001))).await.unwrap();
    assert_eq!(okx.send(&query).await.unwrap().px, Some(Decimal::from(1_001)));
    assert_eq!(okx.send(&GetOrdersPending::new()).await.unwrap().len(), 1);
    okx.send(&CancelOrder::new("BTC-USDT").ord_id(ord_id.clone())).await.unwrap();
    assert!(okx.send(&GetOrdersPending::new()).await.unwrap().is_empty());
    let history = okx.send(&GetOrdersHistory::new(InstType::Spot)).await.unwrap().all().unwrap();
    assert!(history.iter().any(|order| order.ord_id == ord_id));
}

#[tokio::test]
async fn a_batch_has_a_result_for_each_row() {
    let sim = Sim::start().await;
    let okx = client(&sim);
    let dear = resting().px(Decimal::from(1_000)).cl_ord_id("twice");
    let acks = okx.send(&PlaceOrders::new([resting(), dear.clone(), dear])).await.unwrap();
    assert_eq!((acks.len(), acks.iter().flatten().count()), (3, 2));
    let refused = acks.errors().next().unwrap();
    assert_eq!((refused.item(), refused.client_order_id(), refused.is_refused()), (Some(2), Some("twice"), true));
    let orders: Vec<_> = sim.journal().into_iter().filter(|entry| entry.call.contains("place_orders")).collect();
    assert_eq!(orders.len(), 1);
}

#[tokio::test]
async fn the_error_for_a_key_of_another_region_names_the_environment() {
    let sim = Sim::start().await;
    let stranger = sim.credentials_of_another_region();
    let okx = Client::builder()
        .environment(Environment::demo(Region::Global))
        .base_url(sim.url())
        .credentials(Credentials::new(stranger.key, stranger.secret, stranger.passphrase).unwrap())
        .build()
        .unwrap();
    let error = okx.send(&GetBalance::new()).await.unwrap_err();
    assert!(error.is_authentication() && error.to_string().contains("Environment::demo(Region::Global)"), "{error}");
}

#[tokio::test]
async fn a_wrong_clock_is_corrected() {
    let sim = Sim::start().await;
    sim.set_clock_offset(-120_000);
    let okx = client(&sim);
    okx.send(&GetBalance::new()).await.unwrap();
    let offset = okx.clock_offset().unwrap();
    assert!((-125_000..-115_000).contains(&offset.millis()), "{offset:?}");
    sim.set_clock_offset(3_600_000);
    okx.send(&GetBalance::new()).await.unwrap();
    assert!(okx.clock_offset().unwrap().millis() > 3_500_000);
}
