//! A host that fails again and again.

use std::sync::Arc;
use std::time::Duration;

use okx_client::account::GetBalance;
use okx_client::clock::ManualClock;
use okx_client::enums::{OrdType, Side, TdMode};
use okx_client::trade::{CancelOrder, GetOrdersPending, PlaceOrder};
use okx_client::value::Timestamp;
use okx_client::{CircuitBreaker, Client, Decimal, Error, RetryPolicy, errors};

use crate::script::{Script, Step, refusal, rows};

const SECOND: Duration = Duration::from_secs(1);

fn client(script: &Script, circuit_breaker: CircuitBreaker) -> (Client, ManualClock) {
    let clock = ManualClock::new(Timestamp::from_millis(0));
    let builder = script.builder().clock(Arc::new(clock.clone())).retry(RetryPolicy::none());
    (builder.circuit_breaker(circuit_breaker).build().unwrap(), clock)
}

fn balance() -> Step {
    rows(r#"{"totalEq":"1","uTime":"1"}"#)
}

async fn ask(okx: &Client) -> Result<(), Error> {
    okx.send(&GetBalance::new()).await.map(drop)
}

#[tokio::test]
async fn it_is_left_alone_until_one_request_gets_through() {
    let failures = [Step::Reply(502, "<html>".to_owned()), refusal(500, errors::ENDPOINT_TIMEOUT), Step::NotSent];
    let script = Script::new(failures.into_iter().chain([Step::Broken, balance()]));
    let (okx, clock) = client(&script, CircuitBreaker::default().failures(3).first_pause(SECOND));
    for _ in 0..3 {
        assert!(!ask(&okx).await.unwrap_err().to_string().contains("nothing is sent"));
    }
    let error = ask(&okx).await.unwrap_err();
    assert!(
        error.is_unreachable() && error.to_string().contains("for another 1000 ms, because 3 sendings in a row"),
        "{error}"
    );
    assert_eq!(script.seen().len(), 3);
    clock.advance(SECOND);
    assert!(ask(&okx).await.is_err(), "the trial fails");
    clock.advance(SECOND);
    assert!(ask(&okx).await.unwrap_err().to_string().contains("for another 1000 ms"), "the pause has doubled");
    clock.advance(SECOND);
    ask(&okx).await.unwrap();
    ask(&okx).await.unwrap_err();
    assert_eq!(script.seen().len(), 6);
}

#[tokio::test]
async fn a_refusal_shows_that_somebody_is_there() {
    let trouble = || Step::Reply(503, "<html>".to_owned());
    let steps =
        [trouble(), refusal(400, errors::INSUFFICIENT_FUNDS), trouble(), refusal(401, errors::KEY_UNKNOWN), trouble()];
    let script = Script::new(steps);
    let (okx, _) = client(&script, CircuitBreaker::default().failures(2));
    for _ in 0..5 {
        assert!(!ask(&okx).await.unwrap_err().to_string().contains("nothing is sent"));
    }
    assert_eq!(script.seen().len(), 5);
}

#[tokio::test]
async fn switched_off_everything_is_sent() {
    let script = Script::new((0..50).map(|_| Step::NotSent));
    let builder = script.builder().clock(Arc::new(crate::outcomes::impatient())).retry(RetryPolicy::none());
    let okx = builder.circuit_breaker(CircuitBreaker::off()).build().unwrap();
    for _ in 0..50 {
        ask(&okx).await.unwrap_err();
    }
    assert_eq!(script.seen().len(), 50);
}

#[tokio::test]
async fn a_gateway_in_trouble_is_left_alone() {
    let sim = okx_sim::Sim::start().await;
    sim.faults().next(3, "trade.get_orders_pending", okx_sim::Fault::WebPage { status: 502, acted: false });
    let careful = CircuitBreaker::default().failures(3).first_pause(3_600 * SECOND);
    let keys = sim.credentials();
    let okx = Client::builder()
        .environment(okx_client::Environment::demo(okx_client::Region::Global))
        .base_url(sim.url())
        .credentials(okx_client::Credentials::new(&keys.key, &keys.secret, &keys.passphrase).unwrap())
        .retry(RetryPolicy::none())
        .circuit_breaker(careful)
        .build()
        .unwrap();
    let pending = GetOrdersPending::new();
    for _ in 0..3 {
        assert_eq!(okx.send(&pending).await.unwrap_err().http_status(), Some(502));
    }
    let arrived = sim.journal().len();
    assert!(okx.send(&pending).await.unwrap_err().is_unreachable());
    assert_eq!(sim.journal().len(), arrived, "nothing more is sent");
}

#[tokio::test]
async fn an_unknown_outcome_stays_unknown() {
    // The circuit opens while the first order is under way: that one may be done, and the next one is not.
    let script = Script::new([Step::Broken]);
    let (okx, _) = client(&script, CircuitBreaker::default().failures(1));
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, Decimal::ONE).px(Decimal::ONE);
    assert!(okx.send(&order).await.unwrap_err().outcome_unknown());
    assert!(okx.send(&order).await.unwrap_err().is_unreachable());
    // A cancellation may be sent twice. The second sending is refused here, and the first may have been done.
    let script = Script::new([Step::Broken]);
    let clock = crate::outcomes::impatient();
    let builder = script.builder().clock(Arc::new(clock));
    let okx = builder.circuit_breaker(CircuitBreaker::default().failures(1).first_pause(10 * SECOND)).build().unwrap();
    let error = okx.send(&CancelOrder::new("BTC-USDT").ord_id("1")).await.unwrap_err();
    assert!(error.outcome_unknown() && error.to_string().contains("nothing is sent"), "{error}");
    assert_eq!(script.seen().len(), 1);
}
