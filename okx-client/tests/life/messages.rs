//! The messages of errors. Run this test with `--nocapture` to read all of them.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use okx_client::account::GetBalance;
use okx_client::clock::ManualClock;
use okx_client::enums::{InstType, OrdType, Side, TdMode};
use okx_client::market::{GetTicker, GetTickers};
use okx_client::sbe::GetBooksSbe;
use okx_client::trade::{GetOrder, PlaceOrder, PlaceOrders};
use okx_client::value::{Json, Timestamp};
use okx_client::{
    CircuitBreaker, Client, Credentials, Decimal, Environment, Error, LimitPolicy, RawRequest, Region, RetryPolicy,
    SendOptions, Size, dec, errors,
};

use crate::script::{Script, Step, refusal, rows};

/// Phrases that are not plain English.
const FORBIDDEN: &[&str] =
    &["no multiple", "nobody", "that came", "came instead", "is told", "stands beside", "may not be there"];

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(1)).px(dec!(1)).cl_ord_id("mine")
}

fn reply(body: &str) -> Step {
    Step::Reply(200, body.to_owned())
}

/// A client that sends each request once.
fn client(steps: impl IntoIterator<Item = Step>) -> Client {
    let clock = ManualClock::new(Timestamp::from_millis(0));
    Script::new(steps).builder().clock(Arc::new(clock)).retry(RetryPolicy::none()).build().unwrap()
}

fn setup() -> Vec<Error> {
    let builder = || Client::builder().environment(Environment::live(Region::Global));
    vec![
        Client::builder().build().unwrap_err(),
        builder().base_url("http://openapi.example.com").build().unwrap_err(),
        builder().base_url("not an address").build().unwrap_err(),
        builder().root_certificates("not a certificate").build().unwrap_err(),
        builder().user_agent("two\r\nlines").build().unwrap_err(),
        builder().proxy("gopher://example.com").build().unwrap_err(),
        Credentials::new("", "secret", "passphrase").unwrap_err(),
        Credentials::from_file("/nowhere/okx.env").unwrap_err(),
    ]
}

async fn refused_by_the_client() -> Vec<Error> {
    let mut errors = vec![
        Json::parse("{\"a\":}").unwrap_err(),
        Json::from_value(&std::collections::BTreeMap::from([([1], 2)])).unwrap_err(),
        client([]).cancel_all_after(Duration::from_millis(1_500)).arm().await.unwrap_err(),
        client([])
            .send_with(&GetTicker::new("BTC-USDT"), SendOptions::default().within(Duration::ZERO))
            .await
            .unwrap_err(),
        client([]).send(&PlaceOrders::new(Vec::<PlaceOrder>::new())).await.unwrap_err(),
        client([]).send(&PlaceOrders::new(vec![order(); 21])).await.unwrap_err(),
        client([]).instruments().get("ODD").await.unwrap_err(),
    ];
    let mut unpriced = order();
    unpriced.px = None;
    let mut unnamed = order();
    unnamed.inst_id = "".into();
    let mut tiny = order();
    tiny.sz = dec!(0.000001);
    let mut huge = order();
    huge.sz = dec!(1_000_000);
    let mut negative = order();
    negative.sz = dec!(-1);
    let clashing = order().px_usd(dec!(1));
    for wrong in [
        unpriced,
        unnamed,
        tiny,
        huge,
        negative,
        clashing,
        order().px(dec!(1.05)),
        order().cl_ord_id("a-b"),
        order().cl_ord_id("a".repeat(33)),
        order().tag(""),
        PlaceOrder::new("NEW-USDT", TdMode::Cash, Side::Buy, OrdType::Market, dec!(1)),
    ] {
        errors.push(client([]).send(&wrong).await.unwrap_err());
    }
    let spot = client([]).instruments().get("BTC-USDT").await.unwrap();
    errors.extend([
        spot.size(Size::Contracts(Decimal::ONE), None).unwrap_err(),
        spot.size(Size::Quote(Decimal::ONE), None).unwrap_err(),
        spot.size(Size::Quote(dec!(0.5)), dec!(60_000)).unwrap_err(),
        spot.size(Size::Base(dec!(-1)), None).unwrap_err(),
        spot.size(Size::Margin { collateral: Decimal::ONE, leverage: Decimal::TWO }, dec!(1)).unwrap_err(),
        spot.size_in_quote(Decimal::ZERO).unwrap_err(),
        spot.size_in_quote(dec!(10)).unwrap().order(TdMode::Cash, Side::Buy, OrdType::Limit).unwrap_err(),
    ]);
    let second = Duration::from_secs(1);
    for wrong in [
        RawRequest::get("no/slash", 1, second),
        RawRequest::get("/a?b=c", 1, second),
        RawRequest::get("/a", 0, second),
        RawRequest::get("/a", 1, Duration::ZERO),
        RawRequest::post("/a", 1, second).body(Json::from(7)),
    ] {
        errors.push(client([]).send_raw(&wrong).await.unwrap_err());
    }
    errors.push(over_the_rate_limit().await);
    errors
}

async fn over_the_rate_limit() -> Error {
    let client = client([refusal(429, errors::RATE_LIMIT_REACHED)]);
    client.send(&order()).await.unwrap_err();
    client.send_with(&order(), SendOptions::default().limit_policy(LimitPolicy::Refuse)).await.unwrap_err()
}

async fn without_a_usable_answer() -> Vec<Error> {
    let mut errors = Vec::new();
    for step in [
        Step::NotSent,
        Step::Broken,
        Step::Reply(502, "<html>Bad gateway</html>".to_owned()),
        Step::Reply(302, "<html>".to_owned()),
        reply(r#"{"code":"0","da"#),
        reply(r#"{"code":"0"} x"#),
        reply(r#"{"code":"0","code":"1"}"#),
        reply("<html>"),
        rows(""),
        rows(r#"{"ordId":{}}"#),
        rows(r#"{"ordId":"1"},{"ordId":"2"}"#),
        refusal(200, "98765"),
        refusal(200, ""),
        refusal(400, errors::ENDPOINT_TIMEOUT),
    ] {
        errors.extend(client([step.clone()]).send(&GetOrder::new("BTC-USDT").cl_ord_id("mine")).await.err());
        errors.extend(client([step]).send(&order()).await.err());
    }
    let breaker = CircuitBreaker::default().failures(1).first_pause(Duration::from_secs(60));
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let builder = Script::new([Step::NotSent]).builder().clock(Arc::new(clock)).retry(RetryPolicy::none());
    let broken = builder.circuit_breaker(breaker).build().unwrap();
    errors.push(broken.send(&GetBalance::new()).await.unwrap_err());
    errors.push(broken.send(&GetBalance::new()).await.unwrap_err());
    errors.push(client([reply("(\u{0}\u{1}")]).send(&GetBooksSbe::new(7, 0)).await.unwrap_err());
    let strict = Script::new([rows(r#"{"instType":"SPOT","instId":"BTC-USDT","last":"nothing","ts":"1"}"#)]).builder();
    let strict = strict.retry(RetryPolicy::none()).strict_replies(true).build().unwrap();
    errors.push(strict.send(&GetTickers::new(InstType::Spot)).await.unwrap().all().unwrap_err());
    errors
}

async fn refused_by_okx() -> Vec<Error> {
    let row = |code: &str, name: &str| rows(&format!(r#"{{"clOrdId":"{name}","sCode":"{code}","sMsg":"No."}}"#));
    let mut errors = Vec::new();
    for step in [
        refusal(401, errors::KEY_UNKNOWN),
        refusal(401, errors::TIMESTAMP_EXPIRED),
        refusal(429, errors::RATE_LIMIT_REACHED),
        refusal(400, errors::INSUFFICIENT_FUNDS),
        Step::Reply(403, "<html>Forbidden</html>".to_owned()),
        Step::Reply(429, "<html>Slow down</html>".to_owned()),
        Step::Reply(301, "<html>".to_owned()),
        row(errors::INSUFFICIENT_FUNDS, "mine"),
        row("0", "other"),
    ] {
        errors.push(client([step]).send(&order()).await.unwrap_err());
    }
    errors
}

#[track_caller]
fn is_plain(message: &str) {
    assert!(!message.trim().is_empty() && !message.contains('\n'), "{message:?}");
    for phrase in FORBIDDEN {
        assert!(!message.contains(phrase), "`{phrase}`: {message}");
    }
}

#[tokio::test]
async fn every_error_has_one_kind_and_a_plain_message() {
    let groups =
        [setup(), Box::pin(refused_by_the_client()).await, without_a_usable_answer().await, refused_by_okx().await];
    let mut seen = [0; 6];
    for error in groups.iter().flatten() {
        println!("{error}");
        is_plain(&error.to_string());
        let kinds = [
            error.is_setup(),
            error.is_invalid(),
            error.is_unreachable(),
            error.is_refused(),
            error.outcome_unknown(),
            error.is_unreadable(),
        ];
        let kind = kinds.iter().position(|is_it| *is_it).unwrap();
        assert_eq!(kinds.iter().filter(|is_it| **is_it).count(), 1, "{error}");
        seen[kind] += 1;
    }
    assert!(seen.iter().all(|count| *count > 0), "an error of every kind: {seen:?}");
}

/// The constructors of errors that take a message.
const CONSTRUCTORS: &[&str] =
    &["setup(", "invalid(", "unreachable(", "unknown(", "unreadable(", "still_unknown(", "refused_by_http("];

/// The string literal that follows in a source text, if one does before the end of the statement.
fn literal(source: &str) -> Option<String> {
    let start = source.find('"')?;
    let before = &source[..start];
    if before.contains(';') || before.contains('|') || before.matches('(').count() > 2 {
        return None;
    }
    let mut text = String::new();
    let mut letters = source[start + 1..].chars();
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => match letters.next()? {
                // A line continuation skips the white space of the next line.
                '\n' => {
                    let rest = letters.as_str().trim_start();
                    letters = rest.chars();
                }
                escaped => text.push(escaped),
            },
            letter => text.push(letter),
        }
    }
}

fn messages_in(folder: &Path, found: &mut Vec<String>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if !path.ends_with("tests") {
                messages_in(&path, found);
            }
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        if path.ends_with("tests.rs") || path.ends_with("sample.rs") {
            continue;
        }
        for constructor in CONSTRUCTORS {
            for owner in ["Error::", "Self::", "."] {
                let call = format!("{owner}{constructor}");
                found.extend(code.match_indices(&call).filter_map(|(at, _)| literal(&code[at + call.len()..])));
            }
        }
    }
}

#[test]
fn every_message_in_the_sources_is_plain() {
    let mut messages = Vec::new();
    messages_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut messages);
    messages.sort();
    messages.dedup();
    assert!(messages.len() > 40, "only {} messages were found", messages.len());
    for message in messages.iter().filter(|message| !message.is_empty()) {
        println!("{message}");
        is_plain(message);
        assert!(!message.ends_with('.'), "a message is a clause without a full stop: {message}");
    }
}
