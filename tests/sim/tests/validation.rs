//! Rejected requests with their result codes and HTTP statuses.

mod client;

use client::{NOW, Request, get, post, start_stopped, stopped};
use okx_sim::{AccountOptions, Credentials, Sim};
use serde_json::{Value, json};

const BALANCE: &str = "/api/v5/account/balance?ccy=BTC,USDT";
const ORDER: &str = "/api/v5/trade/order";

/// Sends a request and returns the HTTP status and the code of the reply.
async fn status_and_code(sim: &Sim, request: &Request) -> (u16, String) {
    let answer = request.send(sim).await;
    (answer.status, answer.code())
}

async fn assert_refused(sim: &Sim, request: &Request, status: u16, code: &str) {
    assert_eq!(status_and_code(sim, request).await, (status, code.to_owned()), "{request:?}");
}

#[tokio::test]
async fn a_correctly_signed_request_is_accepted() {
    let sim = start_stopped().await;
    assert_eq!(status_and_code(&sim, &Request::get(BALANCE).signed(sim.credentials())).await, (200, "0".into()));
}

#[tokio::test]
async fn every_header_is_required_and_validated() {
    let sim = start_stopped().await;
    let good = Request::get(BALANCE).signed(sim.credentials());
    let without = |name: &str| good.clone().without(name);
    let with = |name: &str, value: &str| good.clone().header(name, value);
    let cases = [
        (without("ok-access-key"), "50103"),
        (without("ok-access-passphrase"), "50104"),
        (without("ok-access-sign"), "50106"),
        (without("ok-access-timestamp"), "50107"),
        (with("ok-access-key", ""), "50103"),
        (with("ok-access-key", "my-key"), "50111"),
        (with("ok-access-key", "0051d0fa-0000-4000-8000-00000000000z"), "50111"),
        (with("ok-access-key", "ffffffff-0000-4000-8000-000000000001"), "50119"),
        (with("ok-access-passphrase", "simulated-2"), "50105"),
        (with("ok-access-passphrase", "Simulated-1"), "50105"),
        (with("ok-access-timestamp", "1607418537715"), "50112"),
        (with("ok-access-timestamp", "2020-12-08T09:08:57Z"), "50112"),
        (with("ok-access-timestamp", "2020-12-08T09:08:57.716Z"), "50113"),
        (with("ok-access-sign", "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY="), "50113"),
        (with("ok-access-sign", "5b2fd8b1"), "50113"),
        (without("x-simulated-trading"), "50101"),
        (with("x-simulated-trading", "0"), "50101"),
        (with("x-simulated-trading", "true"), "50101"),
    ];
    for (request, code) in cases {
        assert_refused(&sim, &request, 401, code).await;
    }
}

#[tokio::test]
async fn the_signature_covers_the_exact_bytes_of_the_request() {
    let sim = start_stopped().await;
    let mut request = Request::get("/api/v5/account/balance?ccy=BTC,USDT").signed(sim.credentials());
    for other in
        ["/api/v5/account/balance?ccy=BTC%2CUSDT", "/api/v5/account/balance?ccy=USDT,BTC", "/api/v5/account/balance"]
    {
        request.target = other.to_owned();
        assert_refused(&sim, &request, 401, "50113").await;
        assert_eq!(
            status_and_code(&sim, &Request::get(other).signed(sim.credentials())).await,
            (200, "0".into()),
            "{other}"
        );
    }
    let body = r#"{ "instId":"BTC-USDT-SWAP", "lever":"5", "mgnMode":"cross" }"#;
    let mut request = Request::post("/api/v5/account/set-leverage", body).signed(sim.credentials());
    assert_eq!(status_and_code(&sim, &request).await, (200, "0".into()));
    request.body = body.replace(' ', "");
    assert_refused(&sim, &request, 401, "50113").await;
}

#[tokio::test]
async fn timestamps_may_differ_by_up_to_thirty_seconds() {
    let sim = start_stopped().await;
    let at = |timestamp: &str| Request::get(BALANCE).signed_at(sim.credentials(), timestamp);
    for within in ["2020-12-08T09:08:27.715Z", "2020-12-08T09:09:27.715Z"] {
        assert_eq!(status_and_code(&sim, &at(within)).await, (200, "0".into()), "{within}");
    }
    for beyond in ["2020-12-08T09:08:27.714Z", "2020-12-08T09:09:27.716Z"] {
        assert_refused(&sim, &at(beyond), 401, "50102").await;
    }
    sim.set_clock_offset(30_001);
    assert_refused(&sim, &at(NOW), 401, "50102").await;
    sim.set_clock_offset(30_000);
    assert_eq!(status_and_code(&sim, &at(NOW)).await, (200, "0".into()));
}

#[tokio::test]
async fn keys_are_limited_to_their_environment_region_and_permissions() {
    let sim = start_stopped().await;
    let live = sim.open_account(AccountOptions::new("live").live());
    let reader = sim.open_account(AccountOptions::new("reader").read_only());
    let stranger = sim.credentials_of_another_region();
    let read = |credentials: &Credentials| Request::get(BALANCE).signed(credentials);
    let trade = |credentials: &Credentials| Request::post(ORDER, "{}").signed(credentials);
    assert_refused(&sim, &read(&live), 401, "50101").await;
    assert_eq!(status_and_code(&sim, &read(&live).without("x-simulated-trading")).await, (200, "0".into()));
    assert_refused(&sim, &read(&stranger), 401, "50119").await;
    assert_eq!(status_and_code(&sim, &read(&reader)).await, (200, "0".into()));
    assert_refused(&sim, &trade(&reader), 401, "50120").await;
    let config = Request::get("/api/v5/account/config").signed(&reader).send(&sim).await.row();
    assert_eq!((config["perm"].as_str(), config["label"].as_str()), (Some("read_only"), Some("reader")));
}

#[tokio::test]
async fn requests_must_match_the_method_and_format_of_their_path() {
    let sim = start_stopped().await;
    let signed = |request: Request| request.signed(sim.credentials());
    assert_refused(&sim, &Request::get("/api/v5/no/such-path"), 404, "404").await;
    assert_refused(&sim, &signed(Request::post(BALANCE, "{}")), 405, "50115").await;
    assert_refused(&sim, &signed(Request::post(ORDER, "")), 400, "50000").await;
    assert_refused(&sim, &signed(Request::post(ORDER, "{\"instId\"")), 400, "50002").await;
    assert_refused(&sim, &signed(Request::post(ORDER, "[]")), 400, "50002").await;
    assert_refused(&sim, &signed(Request::post("/api/v5/trade/batch-orders", "{}")), 400, "50002").await;
    assert_refused(&sim, &signed(Request::post("/api/v5/trade/batch-orders", "[]")), 400, "50002").await;
    assert_refused(&sim, &signed(Request::post("/api/v5/trade/batch-orders", "[1]")), 400, "50002").await;
    assert_refused(&sim, &signed(Request::post("/api/v5/trade/order?instId=BTC-USDT", "{}")), 400, "50002").await;
    let text = Request::post(ORDER, "{}").header("content-type", "text/plain");
    assert_refused(&sim, &signed(text), 400, "50006").await;
    let body_of_get = Request { body: "{}".into(), ..Request::get(BALANCE) };
    assert_refused(&sim, &signed(body_of_get), 400, "50002").await;
    let many = Value::Array(vec![json!({}); 21]);
    assert_refused(&sim, &signed(Request::post("/api/v5/trade/batch-orders", &many.to_string())), 200, "51111").await;
}

#[tokio::test]
async fn query_parameters_are_validated() {
    let sim = start_stopped().await;
    let cases = [
        ("/api/v5/market/ticker", "50014", "instId"),
        ("/api/v5/market/ticker?instId=", "50014", "instId"),
        ("/api/v5/market/ticker?instId=BTC-USDT&side=buy", "51000", "side"),
        ("/api/v5/market/ticker?instId=BTC-USDT&instId=BTC-USDT", "51000", "instId"),
        ("/api/v5/market/books?instId=BTC-USDT&sz=many", "51000", "sz"),
        ("/api/v5/market/books?instId=BTC-USDT&sz=401", "51000", "sz"),
        ("/api/v5/public/instruments?instType=STOCK", "51000", "instType"),
        ("/api/v5/public/instruments?instType=OPTION", "50014", "instFamily"),
        ("/api/v5/market/candles?instId=BTC-USDT&after=-1", "51000", "after"),
        ("/api/v5/market/ticker?instId=%zz", "51000", "instId"),
    ];
    for (target, code, name) in cases {
        let answer = Request::get(target).send(&sim).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{target}: {}", answer.body);
        assert!(answer.json()["msg"].as_str().is_some_and(|message| message.contains(name)), "{}", answer.body);
    }
    let unknown = Request::get("/api/v5/market/ticker?instId=DOGE-USDT").send(&sim).await;
    assert_eq!((unknown.status, unknown.code().as_str()), (200, "51001"));
    let listed = get(&sim, "/api/v5/trade/orders-pending?ordType=limit,post_only").await;
    assert_eq!(listed.code(), "0", "{}", listed.body);
    let wrong = get(&sim, "/api/v5/trade/orders-pending?ordType=limit,sideways").await;
    assert_eq!(wrong.code(), "51000");
}

#[tokio::test]
async fn invalid_parameters_of_an_order_are_reported_in_its_row() {
    let sim = start_stopped().await;
    let good = json!({
        "instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000", "sz": "0.01",
        "tag": "mine",
    });
    let cases = [
        ("sz", json!(null), "50014"),
        ("px", json!(""), "50014"),
        ("sz", json!(0.01), "51000"),
        ("sz", json!("1e-2"), "51000"),
        ("sz", json!("-0.01"), "51000"),
        ("side", json!("hold"), "51000"),
        ("size", json!("0.01"), "51000"),
        ("clOrdId", json!("with-dash"), "51000"),
        ("clOrdId", json!("a".repeat(33)), "51000"),
        ("reduceOnly", json!("yes"), "51000"),
        ("pxUsd", json!("40000"), "51000"),
        ("attachAlgoOrds", json!({}), "51000"),
        ("attachAlgoOrds", json!([{"tpTriggerPx": 1}]), "51000"),
        ("attachAlgoOrds", json!([{"unheard": "1"}]), "51000"),
        ("attachAlgoOrds", json!([{"tpTriggerPx": "1"}]), "50014"),
        ("attachAlgoOrds", json!([{"slOrdPx": "1"}]), "50015"),
        ("attachAlgoOrds", json!([{"callbackRatio": "0.1", "callbackSpread": "1"}]), "50024"),
        ("attachAlgoOrds", json!([{"tpOrdPx": "1", "tpOrdKind": "limit"}]), "51000"),
        ("tdMode", json!("cross"), "51010"),
        ("ordType", json!("mmp"), "51000"),
        ("instId", json!("DOGE-USDT"), "51001"),
    ];
    for (name, value, code) in cases {
        let mut order = good.clone();
        order[name] = value;
        let answer = post(&sim, ORDER, &order).await;
        assert_eq!(
            (answer.status, answer.code().as_str(), answer.row_code().as_str()),
            (200, "1", code),
            "{name}: {}",
            answer.body
        );
        assert_eq!((answer.row()["ordId"].as_str(), answer.row()["tag"].as_str()), (Some(""), Some("mine")));
    }
    assert_eq!(post(&sim, ORDER, &good).await.row_code(), "0");
}

#[tokio::test]
async fn an_order_after_its_deadline_is_rejected() {
    let sim = start_stopped().await;
    let order =
        json!({"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "limit", "px": "40000", "sz": "0.01"});
    let with_deadline =
        |deadline: &str| Request::post(ORDER, &order.to_string()).header("exptime", deadline).signed(sim.credentials());
    assert_refused(&sim, &with_deadline("1607418537714"), 200, "50036").await;
    assert_refused(&sim, &with_deadline("soon"), 200, "50036").await;
    assert_eq!(status_and_code(&sim, &with_deadline("1607418537715")).await, (200, "0".into()));
    assert_eq!(sim.core().orders().count(), 1);
}

#[tokio::test]
async fn debug_output_contains_no_secret() {
    let sim = start_stopped().await;
    let order = json!({"instId": "BTC-USDT", "tdMode": "cash", "side": "buy", "ordType": "market", "sz": "100"});
    let answer = post(&sim, ORDER, &order).await;
    let wrong =
        Request::get(BALANCE).signed(sim.credentials()).header("ok-access-passphrase", "wrong").send(&sim).await;
    let shown =
        format!("{sim:?} {:?} {:?} {:?} {} {}", sim.credentials(), sim.journal(), sim.core(), answer.body, wrong.body);
    for secret in [&sim.credentials().secret, &sim.credentials().passphrase] {
        assert!(!shown.contains(secret.as_str()));
    }
}

/// Requests of several kinds that compute with the time of the exchange.
fn requests_that_use_the_time() -> Vec<Request> {
    [
        "/api/v5/public/time",
        "/api/v5/public/instruments?instType=FUTURES",
        "/api/v5/market/ticker?instId=BTC-USDT",
        "/api/v5/market/candles?instId=BTC-USDT&bar=1M",
        "/api/v5/market/history-candles?instId=BTC-USDT&after=-9223372036854775808",
        "/api/v5/market/history-candles?instId=BTC-USDT&before=9223372036854775807",
        "/api/v5/market/history-candles?instId=BTC-USDT&after=9223372036854775807",
    ]
    .map(Request::get)
    .to_vec()
}

#[tokio::test]
async fn extreme_clock_offsets_do_not_cause_a_panic() {
    for offset in [i64::MAX, i64::MIN, i64::MAX / 1_000, 0] {
        let sim = stopped().0.clock_offset(offset).start().await.unwrap();
        for request in requests_that_use_the_time() {
            let answer = request.clone().send(&sim).await;
            assert!(answer.json()["code"].is_string(), "{offset}: {}: {}", request.target, answer.body);
        }
        sim.set_clock_offset(offset.wrapping_neg());
        assert_eq!(Request::get("/api/v5/public/time").send(&sim).await.status, 200);
        let order = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","px":"1000","sz":"0.01"}"#;
        let placed = Request::post("/api/v5/trade/order", order).signed(sim.credentials()).send(&sim).await;
        assert!(placed.json()["code"].is_string(), "{}", placed.body);
    }
}
