//! Rate limits over HTTP, exact to one request and one microsecond.

mod client;

use std::sync::Arc;
use std::time::Duration;

use client::{NOW_MS, Request, get, post};
use okx_sim::{AccountOptions, Credentials, Sim, SteppedClock};
use serde_json::{Value, json};

const WINDOW: Duration = Duration::from_secs(2);
const INSTANT: Duration = Duration::from_micros(1);

/// Starts a simulator with the documented rate limits, and returns it with its clock.
async fn start_limited() -> (Sim, Arc<SteppedClock>) {
    let clock = Arc::new(SteppedClock::at_millis(NOW_MS));
    let sim = Sim::builder().clock(Arc::<SteppedClock>::clone(&clock)).start().await.expect("a free port");
    (sim, clock)
}

fn order(instrument: &str) -> Value {
    let (mode, price, size) = match instrument {
        "BTC-USDT" => ("cash", "40000", "0.001"),
        "BTC-USDT-SWAP" => ("cross", "40000", "0.01"),
        _ => ("cross", "0.001", "1"),
    };
    json!({"instId": instrument, "tdMode": mode, "side": "buy", "ordType": "limit", "px": price, "sz": size})
}

async fn place(sim: &Sim, instrument: &str) -> (u16, String) {
    let answer = post(sim, "/api/v5/trade/order", &order(instrument)).await;
    (answer.status, answer.code())
}

async fn place_batch(sim: &Sim, instruments: &[(&str, usize)]) -> (u16, String) {
    let orders: Vec<Value> = instruments.iter().flat_map(|(name, count)| vec![order(name); *count]).collect();
    let answer = post(sim, "/api/v5/trade/batch-orders", &Value::Array(orders)).await;
    (answer.status, answer.code())
}

fn accepted() -> (u16, String) {
    (200, "0".into())
}

fn refused() -> (u16, String) {
    (429, "50011".into())
}

fn refused_for_account() -> (u16, String) {
    (200, "50061".into())
}

#[tokio::test]
async fn the_window_slides_with_every_request() {
    let (sim, clock) = start_limited().await;
    for _ in 0..60 {
        assert_eq!(place(&sim, "BTC-USDT").await, accepted());
        clock.step(INSTANT);
    }
    assert_eq!(place(&sim, "BTC-USDT").await, refused());
    clock.step(Duration::from_micros(2_000_000 - 61));
    assert_eq!(
        place(&sim, "BTC-USDT").await,
        refused(),
        "the first request is one microsecond younger than the window"
    );
    clock.step(INSTANT);
    assert_eq!(place(&sim, "BTC-USDT").await, accepted());
    assert_eq!(place(&sim, "BTC-USDT").await, refused(), "only one request has left the window");
    assert_eq!(sim.core().orders().count(), 61, "a rejected request is not acted on");
}

#[tokio::test]
async fn instruments_users_and_calls_have_separate_budgets() {
    let (sim, _clock) = start_limited().await;
    let other: Credentials = sim.open_account(AccountOptions::new("other"));
    for _ in 0..60 {
        assert_eq!(place(&sim, "BTC-USDT").await, accepted());
    }
    assert_eq!(place(&sim, "BTC-USDT").await, refused());
    assert_eq!(place(&sim, "BTC-USDT-SWAP").await, accepted());
    let by_other = Request::post("/api/v5/trade/order", &order("BTC-USDT").to_string()).signed(&other).send(&sim).await;
    assert_eq!(by_other.code(), "0");
    let cancel = json!({"instId": "BTC-USDT", "ordId": by_other.row()["ordId"]});
    assert_eq!(
        post(&sim, "/api/v5/trade/cancel-order", &cancel).await.row_code(),
        "51400",
        "the order belongs to the other account"
    );
}

#[tokio::test]
async fn options_of_one_family_share_a_budget() {
    let (sim, _clock) = start_limited().await;
    for _ in 0..30 {
        assert_eq!(place(&sim, "BTC-USD-351228-60000-C").await, accepted());
        assert_eq!(place(&sim, "BTC-USD-351228-80000-C").await, accepted());
    }
    assert_eq!(place(&sim, "BTC-USD-351228-60000-C").await, refused());
    assert_eq!(place(&sim, "BTC-USD-351228-80000-C").await, refused());
}

#[tokio::test]
async fn a_batch_counts_each_order_and_a_batch_of_one_counts_as_a_single_order() {
    let (sim, _clock) = start_limited().await;
    for _ in 0..15 {
        assert_eq!(place_batch(&sim, &[("BTC-USDT", 20)]).await, accepted());
    }
    assert_eq!(place_batch(&sim, &[("BTC-USDT", 2)]).await, refused());
    assert_eq!(place_batch(&sim, &[("BTC-USDT", 1)]).await, accepted());
    for _ in 0..59 {
        assert_eq!(place(&sim, "BTC-USDT").await, accepted());
    }
    assert_eq!(place_batch(&sim, &[("BTC-USDT", 1)]).await, refused());
}

#[tokio::test]
async fn a_batch_counts_against_each_of_its_instruments() {
    let (sim, _clock) = start_limited().await;
    for _ in 0..29 {
        assert_eq!(place_batch(&sim, &[("BTC-USDT", 10), ("BTC-USDT-SWAP", 10)]).await, accepted());
    }
    assert_eq!(place_batch(&sim, &[("BTC-USDT", 11), ("BTC-USDT-SWAP", 9)]).await, refused());
    assert_eq!(place_batch(&sim, &[("BTC-USDT", 10), ("BTC-USDT-SWAP", 10)]).await, accepted());
}

#[tokio::test]
async fn new_orders_for_derivatives_count_against_the_account_limit() {
    let (sim, clock) = start_limited().await;
    let options = AccountOptions::new("slow").order_rate(30);
    let slow = sim.open_account(options);
    let send = async |instrument: &str| {
        let answer =
            Request::post("/api/v5/trade/order", &order(instrument).to_string()).signed(&slow).send(&sim).await;
        (answer.status, answer.code())
    };
    for _ in 0..15 {
        assert_eq!(send("BTC-USDT-SWAP").await, accepted());
        assert_eq!(send("BTC-USD-351228-60000-C").await, accepted());
    }
    assert_eq!(send("BTC-USDT-SWAP").await, refused_for_account());
    assert_eq!(send("BTC-USDT").await, accepted(), "spot is exempt");
    clock.step(WINDOW);
    let told =
        Request::get("/api/v5/trade/account-rate-limit").signed_at(&slow, "2020-12-08T09:08:59.715Z").send(&sim).await;
    assert_eq!(told.row()["accRateLimit"], "30");
}

#[tokio::test]
async fn lead_traders_have_lower_limits_on_their_lead_instruments() {
    let (sim, _clock) = start_limited().await;
    let leader = sim.open_account(AccountOptions::new("leader").lead_trader("BTC-USDT-SWAP"));
    let send = async |instrument: &str| {
        Request::post("/api/v5/trade/order", &order(instrument).to_string()).signed(&leader).send(&sim).await.status
    };
    for _ in 0..4 {
        assert_eq!(send("BTC-USDT-SWAP").await, 200);
        assert_eq!(send("BTC-USDT").await, 200);
    }
    assert_eq!((send("BTC-USDT-SWAP").await, send("BTC-USDT").await), (429, 200));
}

#[tokio::test]
async fn public_calls_count_by_ip_address_and_by_the_fields_of_their_key() {
    let (sim, _clock) = start_limited().await;
    for _ in 0..20 {
        assert_eq!(Request::get("/api/v5/public/instruments?instType=SPOT").send(&sim).await.status, 200);
    }
    assert_eq!(Request::get("/api/v5/public/instruments?instType=SPOT").send(&sim).await.status, 429);
    assert_eq!(Request::get("/api/v5/public/instruments?instType=SWAP").send(&sim).await.status, 200);
}

#[tokio::test]
async fn rejected_and_wrongly_signed_requests_do_not_count() {
    let (sim, clock) = start_limited().await;
    for _ in 0..10 {
        assert_eq!(get(&sim, "/api/v5/account/balance").await.status, 200);
    }
    for _ in 0..50 {
        assert_eq!(get(&sim, "/api/v5/account/balance").await.status, 429);
    }
    clock.step(WINDOW);
    let later = Request::get("/api/v5/account/balance").signed_at(sim.credentials(), "2020-12-08T09:08:59.715Z");
    for _ in 0..20 {
        assert_eq!(later.clone().header("ok-access-sign", "wrong").send(&sim).await.status, 401);
    }
    assert_eq!(later.send(&sim).await.status, 200);
}

#[tokio::test]
async fn limits_can_be_scaled_up() {
    let clock = Arc::new(SteppedClock::at_millis(NOW_MS));
    let sim = Sim::builder().clock(clock).limits_scaled_by(3).start().await.expect("a free port");
    for _ in 0..30 {
        assert_eq!(Request::get("/api/v5/public/time").send(&sim).await.status, 200);
    }
    let refused = Request::get("/api/v5/public/time").send(&sim).await;
    assert_eq!((refused.status, refused.code().as_str()), (429, "50011"));
    let told: Vec<_> = sim.journal().into_iter().map(|entry| (entry.counted, entry.code)).collect();
    assert_eq!((told.len(), &told[29], &told[30]), (31, &(1, "0".into()), &(0, "50011".into())));
}
