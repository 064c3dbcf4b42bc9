//! Replies with values or rows that cannot be read.

use std::sync::{Arc, Mutex};

use okx_client::endpoint::Endpoint as _;
use okx_client::enums::{InstType, OrdType, Side, TdMode};
use okx_client::environments::Region;
use okx_client::market::GetTicker;
use okx_client::public::{GetInstruments, GetTime};
use okx_client::sbe::GetBooksSbe;
use okx_client::signal_bot::PlaceSubOrder;
use okx_client::trade::PlaceOrder;
use okx_client::transport::{HttpReply, HttpRequest, SendFuture, Transport};
use okx_client::{Client, ClientBuilder, Credentials, Environment, RawRequest, Rows, SendOptions, dec};
use tracing_subscriber::fmt::MakeWriter;

use crate::script::{Script, rows};

/// A transport that answers every request with the same bytes.
struct Same(Vec<u8>);

impl Transport for Same {
    fn send(&self, request: HttpRequest) -> SendFuture<'_> {
        let time = br#"{"code":"0","msg":"","data":[{"ts":"1597026383085"}]}"#;
        let body = if request.target() == GetTime::ROUTE.path { time.to_vec() } else { self.0.clone() };
        Box::pin(async move { Ok(HttpReply::new(200, body)) })
    }
}

fn answering(body: impl Into<Vec<u8>>) -> ClientBuilder {
    Client::builder()
        .environment(Environment::demo(Region::Global))
        .credentials(Credentials::new("key", "secret", "passphrase").unwrap())
        .transport(Arc::new(Same(body.into())))
}

const TICKER: &str = r#"{"instType":"SPOT","instId":"BTC-USDT","last":"nothing","askPx":"1.00000000000000000000000000009","ts":"1597026383085"}"#;

#[tokio::test]
async fn an_unreadable_value_is_left_out_unless_replies_are_strict() {
    let ticker = Script::new([rows(TICKER)]).client().send(&GetTicker::new("BTC-USDT")).await.unwrap();
    assert_eq!((ticker.last, ticker.ask_px), (None, Some(dec!(1))));
    let kept: Vec<_> = ticker.kept_texts().into_iter().map(|kept| (kept.path, kept.text.get().to_owned())).collect();
    assert_eq!(
        kept,
        [
            ("last".to_owned(), r#""nothing""#.to_owned()),
            ("askPx".to_owned(), r#""1.00000000000000000000000000009""#.to_owned())
        ]
    );
    let strict = Script::new([rows(TICKER)]).builder().strict_replies(true).build().unwrap();
    let error = strict.send(&GetTicker::new("BTC-USDT")).await.unwrap_err();
    assert!(error.is_unreadable(), "{error}");
    assert_eq!((error.field(), error.row_text()), (Some("last"), Some(TICKER)));
}

/// The captured log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn an_unreadable_field_is_logged_once() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let row = r#"{"instType":"SPOT","instId":"A-USDT","state":"live","tickSz":"a tenth","maxTwapSz":"7351 soon","maxStopSz":"0.123456789012345678901234567891"}"#;
    let client = answering(format!(r#"{{"code":"0","data":[{}]}}"#, [row; 50].join(","))).build().unwrap();
    for _ in 0..2 {
        let rows = client.send(&GetInstruments::new(InstType::Spot)).await.unwrap().all().unwrap();
        assert_eq!((rows.len(), rows[7].kept_texts().len()), (50, 3));
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for field in ["tickSz", "maxTwapSz"] {
        assert_eq!(log.matches(&format!("field=\"{field}\"")).count(), 1, "{log}");
    }
    assert!(!log.contains("maxStopSz") && !log.contains("7351"), "neither rounding nor a value is logged: {log}");
}

#[tokio::test]
async fn an_unreadable_instrument_is_not_reported_as_missing() {
    let rows = r#"{"instType":"SPOT","instId":"BTC-USDT","state":"live","tickSz":"0.1","lotSz":"0.1","minSz":"1"},{"instType":"SPOT","instId":"BAD-USDT","state":"live","tickSz":"a tenth","lotSz":"0.1","minSz":"1"}"#;
    let reply = format!(r#"{{"code":"0","msg":"","data":[{rows}]}}"#);
    let strict = answering(reply.clone()).strict_replies(true).build().unwrap();
    assert!(strict.instruments().get("BTC-USDT").await.is_ok());
    let error = strict.instruments().get("BAD-USDT").await.unwrap_err();
    assert!(error.is_unreachable(), "{error}");
    let expected = "OKX lists \"BAD-USDT\", but its row could not be read (";
    assert!(
        error.to_string().starts_with(expected) && error.to_string().contains("`tickSz`: expected a decimal"),
        "{error}"
    );
    let order = PlaceOrder::new("BAD-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(1)).px(dec!(1));
    let error = strict.send(&order).await.unwrap_err();
    assert!(error.is_unreachable() && error.to_string().contains(expected), "nothing was sent: {error}");
    let lenient = answering(reply).build().unwrap();
    let error = lenient.send(&order).await.unwrap_err();
    assert!(error.is_unreachable(), "nothing was sent: {error}");
    assert!(error.to_string().contains("cannot be checked: `tickSz` of BAD-USDT could not be read exactly"), "{error}");
}

#[tokio::test]
async fn a_reply_without_the_outcome_of_an_order_leaves_it_unknown() {
    let sub_order = PlaceSubOrder::new("BTC-USDT", "1", Side::Buy, OrdType::Market, dec!(1));
    let order = PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(1)).px(dec!(1));
    for data in ["[]", "[[]]", "[{}]", "{}", "null", "[7]", r#"[{"sCode":{}}]"#] {
        let script =
            || Script::new([crate::script::Step::Reply(200, format!(r#"{{"code":"0","msg":"","data":{data}}}"#))]);
        if ["[[]]", "[7]"].contains(&data) {
            let error = script().client().send(&sub_order).await.and_then(Rows::all).unwrap_err();
            assert!(error.outcome_unknown(), "{data}: {error}");
        }
        let error = script().client().send(&order).await.unwrap_err();
        assert!(error.outcome_unknown(), "{data}: {error}");
    }
}

#[tokio::test]
async fn a_binary_reply_is_returned_unchanged() {
    let bytes: Vec<u8> = [vec![0x28, 0, 0xee, 3, 1, 0], (0..=255).collect()].concat();
    let client = answering(bytes.clone()).build().unwrap();
    let exchange = client.exchange(&GetBooksSbe::new(7, 0), SendOptions::default()).await;
    assert_eq!(
        (exchange.body(), exchange.text(), exchange.attempts()),
        (Some(&*bytes), None, 1),
        "it is not asked for again"
    );
    let error = exchange.reply.unwrap_err();
    assert!(error.is_unreadable(), "{error}");
    assert!(error.to_string().contains("the reply is binary (262 bytes) and not JSON"), "{error}");
    let raw =
        RawRequest::get(GetBooksSbe::ROUTE.path, 10, std::time::Duration::from_secs(10)).parameter("instIdCode", 7);
    assert_eq!(client.exchange_raw(&raw, SendOptions::default()).await.body(), Some(&*bytes));
}
