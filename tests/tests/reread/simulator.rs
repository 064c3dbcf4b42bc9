use okx_client::dynamic::reread;
use okx_client::enums::{InstType, OrdType, Side, TdMode};
use okx_client::objects::InstrumentDetails;
use okx_client::public::GetInstruments;
use okx_client::trade::{PlaceOrder, PlaceOrders};
use okx_client::{Decimal, SendOptions};
use okx_sim::Sim;
use okx_tests::client;

#[tokio::test]
async fn reread_returns_the_rows_that_the_client_decoded() {
    let sim = Sim::start().await;
    let okx = client(&sim).build().expect("the client settings are complete");
    let exchange = okx.exchange(&GetInstruments::new(InstType::Swap), SendOptions::default()).await;
    let again =
        reread("public.get_instruments", exchange.text().expect("a reply is received")).expect("the reply is valid");
    assert_eq!((again.faults().count(), again.undescribed.len()), (0, 0));
    let typed =
        |row: &str| serde_json::from_str::<InstrumentDetails>(row).expect("the row is written as OKX writes it");
    let rows: Vec<_> = again.rows.iter().map(|row| typed(row.value.get())).collect();
    assert_eq!(rows, exchange.reply.and_then(okx_client::Rows::all).expect("the simulator answers"));
    assert!(!rows.is_empty());
}

#[tokio::test]
async fn reread_returns_all_details_of_a_refusal() {
    let sim = Sim::start().await;
    let okx = client(&sim).build().expect("the client settings are complete");
    let order = |px: i64| {
        let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::new(1, 2));
        order.cl_ord_id(format!("at{px}")).px(Decimal::from(px))
    };
    // The second order costs more than the account has.
    let orders = PlaceOrders::new([order(20_000), order(9_000_000_000)]);
    let exchange = okx.exchange(&orders, SendOptions::default()).await;
    let again =
        reread("trade.place_orders", exchange.text().expect("a reply is received")).expect("the reply is valid");
    assert_eq!((again.code.as_str(), again.faults().count()), ("2", 0));
    let reply = exchange.reply.expect("each order has a result of its own");
    let codes: Vec<_> = reply.iter().map(|row| row.as_ref().err().and_then(|error| error.code())).collect();
    let codes_again: Vec<_> = again.rows.iter().map(|row| row.error.as_ref().and_then(|error| error.code())).collect();
    assert_eq!(codes, codes_again);
    assert!(codes[1].is_some() && again.rows[1].value.get().contains(r#""clOrdId":"at9000000000""#), "{codes:?}");
}
