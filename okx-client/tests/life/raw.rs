//! Raw requests: the same bytes, signature, rate limits and outcomes as for described ones.

use std::sync::Arc;
use std::time::Duration;

use okx_client::clock::{Clock, ManualClock};
use okx_client::endpoint::{Access, Endpoint};
use okx_client::trade::{GetOrder, PlaceOrder, PlaceOrders};
use okx_client::value::{Json, Timestamp};
use okx_client::{Error, LimitPolicy, RawRequest, RetryPolicy, Rows, SendOptions, errors};

use crate::script::{Script, Step, refusal, rows};

const SECOND: Duration = Duration::from_secs(1);

fn get(path: &str) -> RawRequest {
    RawRequest::get(path, 100, SECOND).access(Access::Read)
}

fn post(path: &str) -> RawRequest {
    RawRequest::post(path, 100, SECOND)
}

/// Sends a request against a script. Returns the answer and the number of attempts.
async fn sent(request: &RawRequest, steps: impl IntoIterator<Item = Step>) -> (Result<Rows<Json>, Error>, usize) {
    let script = Script::new(steps);
    let answer = script.client().send_raw(request).await;
    (answer, script.seen().len())
}

#[tokio::test]
async fn a_query_is_encoded_once_in_the_given_order() {
    let script = Script::default();
    let request = get("/new/thing").parameter("chain", "USDT-Arbitrum One").parameter("b", "+&/=é").parameter("a", 7);
    script.client().send_raw(&request).await.unwrap().all().unwrap();
    let seen = &script.seen()[0];
    assert_eq!(seen.target, "/new/thing?chain=USDT-Arbitrum%20One&b=%2B%26%2F%3D%C3%A9&a=7");
    assert_eq!(seen.header("ok-access-sign"), Some(&*crate::sending::signature(seen)));
}

#[tokio::test]
async fn a_body_is_sent_unchanged() {
    let script = Script::default();
    let client = script.client();
    let list = Json::parse(r#"[{"b":"é"},{"a":1.10}]"#).unwrap();
    client.send_raw(&post("/new/list").body(list)).await.unwrap().all().unwrap();
    let object = post("/new/thing").parameter("name", "\"x\"").parameter("count", 2).parameter("on", true);
    client.send_raw(&object).await.unwrap().all().unwrap();
    client.send_raw(&post("/new/nothing")).await.unwrap().all().unwrap();
    let bodies: Vec<_> = script.seen().iter().map(|seen| seen.body.clone()).collect();
    assert_eq!(bodies, [r#"[{"b":"é"},{"a":1.10}]"#, r#"{"name":"\"x\"","count":2,"on":true}"#, "{}"]);
    for seen in script.seen() {
        assert_eq!(seen.header("ok-access-sign"), Some(&*crate::sending::signature(&seen)));
        assert_eq!(seen.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn a_raw_request_is_sent_like_a_typed_one() {
    let script = Script::default();
    let client = script.client();
    let _ = client.send(&GetOrder::new("BTC-USDT").cl_ord_id("mine")).await;
    let by_hand = get(GetOrder::ROUTE.path).parameter("instId", "BTC-USDT").parameter("clOrdId", "mine");
    client.send_raw(&by_hand).await.unwrap().all().unwrap();
    let [typed, raw] = &script.seen()[..] else { panic!("two requests were expected") };
    assert_eq!((typed.method, &typed.target, &typed.body), (raw.method, &raw.target, &raw.body));
}

#[tokio::test]
async fn public_calls_are_sent_without_keys() {
    let script = Script::default();
    script.client().send_raw(&RawRequest::get("/open", 1, SECOND)).await.unwrap().all().unwrap();
    assert_eq!(script.seen()[0].header("ok-access-key"), None);
}

#[tokio::test]
async fn rows_are_kept_unchanged_and_their_result_codes_are_used() {
    let rows = rows(r#"{"a": 1},["x"],{"sCode":"0","ordId":"1"}"#);
    let (answer, _) = sent(&get("/rows"), [rows]).await;
    let texts: Vec<_> = answer.unwrap().all().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(texts, [r#"{"a": 1}"#, r#"["x"]"#, r#"{"sCode":"0","ordId":"1"}"#]);
    let row = format!(r#"{{"sCode":"{}","sMsg":"No.","subCode":"7"}}"#, errors::INSUFFICIENT_FUNDS);
    for code in ["0", "2"] {
        let body = format!(r#"{{"code":"{code}","msg":"","data":[{{"sCode":"0"}},{row}]}}"#);
        let (answer, _) = sent(&post("/rows"), [Step::Reply(200, body)]).await;
        let rows = answer.unwrap();
        let error = rows.errors().next().unwrap();
        assert_eq!((rows.len(), rows.iter().flatten().count(), error.item()), (2, 1, Some(1)));
        assert_eq!((error.code(), error.sub_code()), (Some(errors::INSUFFICIENT_FUNDS), Some("7")));
    }
    // A code that says that nothing was done contradicts the first row, and an empty code of a row is not success.
    for (code, row) in [("1", r#"{"sCode":"0"}"#), ("0", r#"{"sCode":""}"#)] {
        let body = format!(r#"{{"code":"{code}","msg":"","data":[{row}]}}"#);
        let (answer, _) = sent(&post("/rows"), [Step::Reply(200, body)]).await;
        assert!(answer.unwrap().errors().next().unwrap().outcome_unknown(), "{row} under {code}");
    }
}

#[tokio::test]
async fn a_post_is_sent_again_only_if_it_is_repeatable() {
    let (answer, sendings) = sent(&post("/once"), [Step::Broken, rows("")]).await;
    assert!(answer.unwrap_err().outcome_unknown() && sendings == 1);
    let (answer, sendings) = sent(&post("/often").repeatable(), [Step::Broken, rows("")]).await;
    assert!(answer.is_ok() && sendings == 2);
    let (answer, sendings) = sent(&get("/read"), [Step::Broken, rows("")]).await;
    assert!(answer.is_ok() && sendings == 2);
    let (answer, _) = sent(&post("/no"), [refusal(400, "99999")]).await;
    assert_eq!(answer.unwrap_err().call(), Some("POST /no"));
}

#[tokio::test]
async fn invalid_raw_requests_are_refused() {
    let lonely = Json::parse("7").unwrap();
    let list = Json::parse("[]").unwrap();
    for request in [
        get("no/slash"),
        get("/a?b=c"),
        get("/a").body(list.clone()),
        post("/a").body(lonely),
        post("/a").body(list).parameter("name", "value"),
        RawRequest::get("/a", 0, SECOND),
        RawRequest::get("/a", 1, Duration::ZERO),
    ] {
        let (answer, sendings) = sent(&request, []).await;
        assert!(answer.unwrap_err().is_invalid() && sendings == 0, "{request:?}");
    }
}

#[tokio::test]
async fn the_given_rate_limit_is_kept() {
    let script = Script::default();
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let client = script.builder().clock(Arc::new(clock.clone())).build().unwrap();
    let request = RawRequest::get("/slow", 2, SECOND);
    for _ in 0..2 {
        client.send_raw(&request).await.unwrap().all().unwrap();
    }
    let third = tokio::spawn(async move { client.send_raw(&request).await.map(drop) });
    while clock.next_wake().is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(script.seen().len(), 2);
    while !third.is_finished() {
        if let Some(pause) = clock.next_wake() {
            clock.advance(pause);
        }
        tokio::task::yield_now().await;
    }
    third.await.unwrap().unwrap();
    assert!(clock.monotonic() >= SECOND);
    assert_eq!(script.seen().len(), 3);
}

#[tokio::test]
async fn a_refusal_for_rate_closes_the_limit() {
    for code in [errors::RATE_LIMIT_REACHED, errors::ACCOUNT_ORDER_RATE_REACHED] {
        let script = Script::new([refusal(429, code)]);
        let clock = ManualClock::new(Timestamp::from_millis(0));
        let client = script.builder().clock(Arc::new(clock.clone())).retry(RetryPolicy::none()).build().unwrap();
        assert!(client.send_raw(&post("/new/thing")).await.unwrap_err().is_rate_limited());
        let at_once = SendOptions::default().limit_policy(LimitPolicy::Refuse);
        let error = client.exchange_raw(&post("/new/thing"), at_once).await.reply.unwrap_err();
        assert_eq!(error.limit().unwrap().free_in, Some(SECOND), "{error}");
        clock.advance(SECOND);
        let _ = client.exchange_raw(&post("/new/thing"), at_once).await.reply.unwrap();
        assert_eq!(script.seen().len(), 2);
    }
}

#[tokio::test]
async fn the_simulated_exchange_accepts_raw_requests() {
    let sim = okx_sim::Sim::start().await;
    let okx = crate::simulator::client(&sim);
    let order = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"0.01","px":"1000","clOrdId":"raw"}"#;
    let single = RawRequest::post(PlaceOrder::ROUTE.path, 60, 2 * SECOND).body(Json::parse(order).unwrap());
    let exchange = okx.exchange_raw(&single, SendOptions::default().within(SECOND)).await;
    let (taken_in, sent_out) = (exchange.in_time().unwrap(), exchange.out_time().unwrap());
    assert!(taken_in > 1_000_000_000_000_000 && taken_in <= sent_out);
    assert_eq!((exchange.http_status(), exchange.attempts()), (Some(200), 1));
    assert!(exchange.reply.unwrap().one().unwrap().get().contains(r#""clOrdId":"raw""#));
    let both = Json::parse(&format!("[{order},{}]", order.replace("raw", "other"))).unwrap();
    let batch = RawRequest::post(PlaceOrders::ROUTE.path, 60, 2 * SECOND).body(both);
    let rows = okx.send_raw(&batch).await.unwrap();
    assert_eq!((rows.iter().flatten().count(), rows.errors().count()), (1, 1), "the first name is taken: {rows:?}");
}
