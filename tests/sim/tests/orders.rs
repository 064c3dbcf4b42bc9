//! Orders from placing to history, over HTTP.

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
async fn an_order_rests_and_is_read_amended_and_canceled() {
    let sim = start_stopped().await;
    let order = json!({
        "instId": "BTC-USDT", "tdMode": "cash", "clOrdId": "one", "side": "buy", "ordType": "limit", "px": "40000", "sz": "0.01",
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
