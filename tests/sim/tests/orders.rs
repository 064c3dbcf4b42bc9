//! Orders from placement to history, over HTTP.

mod client;

use client::{Request, get, post, start_stopped};
use serde_json::json;

const ORDER: &str = "/api/v5/trade/order";

#[tokio::test]
async fn public_data_needs_no_key() {
    let sim = start_stopped().await;
    let time = Request::get("/api/v5/public/time").send(&sim).await;
    assert_eq!((time.status, time.row()["ts"].as_str()), (200, Some("1607418537715")));
    let instruments = Request::get("/api/v5/public/instruments?instType=SPOT").send(&sim).await;
    assert_eq!(instruments.rows().len(), 2);
    let ticker = Request::get("/api/v5/market/ticker?instId=BTC-USDT").send(&sim).await;
    assert_eq!(ticker.row()["instId"], "BTC-USDT");
}

#[tokio::test]
async fn a_resting_order_can_be_read_amended_and_canceled() {
    let sim = start_stopped().await;
    let order = json!({
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000", "sz": "0.01",
        "clOrdId": "one",
    });
    let placed = post(&sim, ORDER, &order).await;
    assert_eq!((placed.code().as_str(), placed.row_code().as_str()), ("0", "0"), "{}", placed.body);
    assert!(placed.json()["inTime"].is_string() && placed.json()["outTime"].is_string());

    let read = get(&sim, "/api/v5/trade/order?instId=BTC-USDT&clOrdId=one").await.row();
    assert_eq!(
        (read["state"].as_str(), read["px"].as_str(), read["accFillSz"].as_str()),
        (Some("live"), Some("40000"), Some("0"))
    );

    let amended =
        post(&sim, "/api/v5/trade/amend-order", &json!({"instId": "BTC-USDT", "clOrdId": "one", "newSz": "0.02"}))
            .await;
    assert_eq!(amended.row_code(), "0", "{}", amended.body);
    let pending = get(&sim, "/api/v5/trade/orders-pending?instType=SPOT").await.rows();
    assert_eq!((pending.len(), pending[0]["sz"].as_str()), (1, Some("0.02")));

    let cancel = json!({"instId": "BTC-USDT", "ordId": read["ordId"]});
    assert_eq!(post(&sim, "/api/v5/trade/cancel-order", &cancel).await.row_code(), "0");
    assert_eq!(post(&sim, "/api/v5/trade/cancel-order", &cancel).await.row_code(), "51400");
    let history = get(&sim, "/api/v5/trade/orders-history?instType=SPOT").await.rows();
    assert_eq!((history.len(), history[0]["state"].as_str()), (1, Some("canceled")));
}

fn order(client_id: &str, size: &str) -> serde_json::Value {
    json!({
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "50000", "sz": size,
        "clOrdId": client_id,
    })
}

#[tokio::test]
async fn each_order_of_a_batch_succeeds_or_fails_on_its_own() {
    let sim = start_stopped().await;
    let batch = json!([order("a", "0.01"), order("b", "0.000000001"), order("c", "0.01")]);
    let answer = post(&sim, "/api/v5/trade/batch-orders", &batch).await;
    assert_eq!((answer.status, answer.code().as_str()), (200, "2"));
    let rows = answer.rows();
    let told: Vec<_> = rows.iter().map(|row| (row["clOrdId"].as_str(), row["sCode"].as_str())).collect();
    assert_eq!(told, [(Some("a"), Some("0")), (Some("b"), Some("51020")), (Some("c"), Some("0"))]);
    assert!(rows[1]["sMsg"].as_str().is_some_and(|message| message.contains("0.00001")), "{}", rows[1]);

    let none = post(&sim, "/api/v5/trade/batch-orders", &json!([order("a", "0.01"), order("d", "100")])).await;
    let codes: Vec<_> = none.rows().iter().map(|row| (row["sCode"].clone(), row["subCode"].clone())).collect();
    assert_eq!(
        (none.code().as_str(), codes),
        ("1", vec![(json!("51016"), json!("")), (json!("51008"), json!("1000"))])
    );
    let journal = sim.journal();
    assert_eq!(journal.iter().map(|entry| (entry.counted, entry.done)).collect::<Vec<_>>(), [(3, 2), (2, 0)]);
    assert!(journal.iter().all(|entry| entry.call == "trade.place_orders" && entry.is_signed() && entry.acted));
}

#[tokio::test]
async fn a_test_can_fill_a_resting_order() {
    let sim = start_stopped().await;
    let bid = get(&sim, "/api/v5/market/ticker?instId=BTC-USDT").await.row()["bidPx"].clone();
    let mut resting = order("a", "0.5");
    resting["px"] = bid.clone();
    post(&sim, "/api/v5/trade/order", &resting).await;
    let price = bid.as_str().and_then(|price| price.parse().ok()).expect("a number");
    let now = sim.now();
    let size = "0.2".parse().expect("a number");
    let traded = sim.core().trade_from_background("BTC-USDT", okx_sim::core::Side::Sell, price, size, now);
    assert_eq!(traded.map(|size| size.to_string()), Ok("0.2".to_owned()));
    let read = get(&sim, "/api/v5/trade/order?instId=BTC-USDT&clOrdId=a").await.row();
    assert_eq!((read["state"].as_str(), read["accFillSz"].as_str()), (Some("partially_filled"), Some("0.2")));
    let account = sim.account_of(&sim.credentials().key).expect("the account");
    assert_eq!(sim.core().live_orders(account).count(), 1);
}
