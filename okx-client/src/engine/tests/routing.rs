//! Routing: which carrier a request goes over, and what changes on the way.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use super::{NOW, clock, is_pending};
use crate::api::enums::{OrdType, Side, TdMode};
use crate::api::objects::{NewAttachedAlgoOrder, OrderAck};
use crate::api::trade::{AmendOrder, CancelOrder, GetOrder, PlaceOrder};
use crate::api::{Endpoint, Environment, Request, Rows};
use crate::auth::credentials::{Credentials, CredentialsProvider};
use crate::auth::server_time::ServerTime;
use crate::carriers::ws::{FrameText, OperationSender, ReplyFuture, SocketCarrier, SocketRequest};
use crate::carriers::{Attempt, Carrier, DeliverFuture, ReadReply};
use crate::check::rules::Safeguards;
use crate::dec;
use crate::engine::{Engine, EngineConfig, SendOptions, SendRoute};
use crate::error::Error;
use crate::facts::Socket;
use crate::judge::TransportError;
use crate::judge::breaker::CircuitBreaker;
use crate::judge::reading::Reply;
use crate::judge::retry::RetryPolicy;
use crate::limits::{LimitPolicy, Limits};
use crate::system::clock::{Clock, ManualClock};
use crate::system::random::SystemRandom;

const ACK: &str = r#"{"code":"0","msg":"","data":[{"ordId":"7","clOrdId":"mine","sCode":"0","sMsg":""}]}"#;
const UNKNOWN_INSTRUMENT: &str = r#"{"code":"1","msg":"","data":[{"ordId":"","clOrdId":"mine","sCode":"51001","sMsg":"Instrument ID does not exist"}]}"#;

/// The REST API: it lists one instrument, and accepts every order.
struct RestApi {
    code: Mutex<&'static str>,
    sent: Mutex<Vec<&'static str>>,
    clock: ManualClock,
}

impl Carrier for RestApi {
    fn origin(&self) -> &'static str {
        "https://example.com"
    }

    fn deliver<'a>(&'a self, attempt: Attempt<'a>, read: &'a mut ReadReply<'_>) -> DeliverFuture<'a> {
        let name = attempt.request.operation.name;
        self.sent.lock().unwrap().push(name);
        let code = *self.code.lock().unwrap();
        let body = match name {
            "public.get_instruments" => format!(
                r#"{{"code":"0","msg":"","data":[{{"instType":"SPOT","instId":"BTC-USDT","state":"live","tickSz":"0.1","lotSz":"0.001",
                "minSz":"0.001","maxLmtSz":"9999","maxMktSz":"1000000","tradeQuoteCcyList":[],"upcChg":[]{code}}}]}}"#
            ),
            "public.get_time" => {
                let now = (NOW + self.clock.monotonic()).as_millis();
                format!(r#"{{"code":"0","msg":"","data":[{{"ts":"{now}"}}]}}"#)
            }
            _ => ACK.to_owned(),
        };
        Box::pin(async move { read(Reply { body: body.into(), status: 200, date: None }) })
    }
}

/// A socket that answers with the prepared replies, in order, and then not at all.
#[derive(Default)]
struct FakeSocket {
    replies: Mutex<VecDeque<Result<&'static str, TransportError>>>,
    sent: Mutex<Vec<(Socket, SocketRequest)>>,
}

impl OperationSender for FakeSocket {
    fn origin(&self) -> &'static str {
        "wss://example.com"
    }

    fn send(&self, socket: Socket, message: SocketRequest) -> ReplyFuture<'_> {
        self.sent.lock().unwrap().push((socket, message));
        Box::pin(poll_fn(|_| match self.replies.lock().unwrap().pop_front() {
            Some(reply) => Poll::Ready(reply.map(FrameText::from)),
            None => Poll::Pending,
        }))
    }
}

impl FakeSocket {
    /// Prepares another reply.
    fn reply(&self, reply: Result<&'static str, TransportError>) {
        self.replies.lock().unwrap().push_back(reply);
    }
}

struct Setup {
    engine: Arc<Engine>,
    rest: Arc<RestApi>,
    socket: Arc<FakeSocket>,
}

impl Setup {
    fn new(send_route: SendRoute, replies: impl IntoIterator<Item = Result<&'static str, TransportError>>) -> Self {
        let clock = clock();
        let rest = Arc::new(RestApi {
            code: Mutex::new(r#","instIdCode":5000000001"#),
            sent: Mutex::default(),
            clock: clock.clone(),
        });
        let socket =
            Arc::new(FakeSocket { replies: Mutex::new(replies.into_iter().collect()), ..FakeSocket::default() });
        let credentials = Credentials::new("key", "secret", "passphrase").unwrap();
        let engine = Engine::new(EngineConfig {
            environment: Environment::demo(crate::api::environments::Region::Global),
            keys: Some(Arc::new(CredentialsProvider::fixed(credentials))),
            account: None,
            master_account: None,
            lead_instruments: Vec::new(),
            instruments_max_age: Duration::from_secs(3_600),
            request_timeout: Duration::from_secs(10),
            retry: RetryPolicy::none(),
            circuit_breaker: CircuitBreaker::off(),
            limits: Limits::with_clock(Arc::new(clock.clone())),
            strict_replies: false,
            limit_policy: LimitPolicy::Wait,
            safeguards: Safeguards::On,
            rest: Arc::clone(&rest) as Arc<dyn Carrier>,
            socket: Arc::new(SocketCarrier::new(
                Arc::clone(&socket) as Arc<dyn OperationSender>,
                None,
                Arc::new(clock.clone()),
            )),
            send_route,
            time: Arc::new(ServerTime::new(Arc::new(clock.clone()))),
            clock: Arc::new(clock),
            random: Arc::new(SystemRandom),
        });
        Self { engine, rest, socket }
    }

    async fn send<E: Endpoint>(&self, request: &E, options: SendOptions) -> Result<Rows<E::Row>, Error> {
        let mut rows = Rows::default();
        self.engine.send(Request::rest(request), options, &mut rows).await.map(|()| rows)
    }

    /// The names of the operations that were sent over REST, except for those that the client sends for itself.
    fn over_rest(&self) -> Vec<&'static str> {
        let sent = self.rest.sent.lock().unwrap();
        sent.iter().copied().filter(|name| !name.starts_with("public.")).collect()
    }

    fn over_socket(&self) -> Vec<String> {
        self.socket.sent.lock().unwrap().iter().map(|(_, message)| message.args.clone()).collect()
    }
}

fn order() -> PlaceOrder {
    PlaceOrder::new("BTC-USDT", TdMode::Cash, Side::Buy, OrdType::Limit, dec!(0.5)).px(dec!(60000)).cl_ord_id("mine")
}

fn over_socket() -> SendOptions {
    SendOptions::default().over_socket()
}

#[tokio::test]
async fn an_order_is_sent_over_the_socket_with_the_code_of_its_instrument() {
    let setup = Setup::new(SendRoute::Rest, [Ok(ACK)]);
    let rows: Rows<OrderAck> = setup.send(&order(), over_socket()).await.unwrap();
    assert_eq!(rows.one().unwrap().ord_id, Some("7".into()));
    assert!(setup.over_rest().is_empty());
    let sent = setup.over_socket();
    assert!(sent[0].contains(r#""instIdCode":5000000001"#) && !sent[0].contains("instId\""), "{sent:?}");
}

#[tokio::test]
async fn a_deadline_is_sent_as_a_member_of_the_message() {
    let setup = Setup::new(SendRoute::Rest, [Ok(ACK)]);
    setup.send(&order(), over_socket().within(Duration::from_secs(2))).await.unwrap().one().unwrap();
    assert_eq!(setup.socket.sent.lock().unwrap()[0].1.exp_time, Some(NOW.as_millis() + 2_000));
    let error =
        setup.send(&CancelOrder::new("BTC-USDT").ord_id("7"), over_socket().within(Duration::from_secs(2))).await;
    assert!(error.unwrap_err().to_string().contains("does not support a deadline"));
}

#[tokio::test]
async fn an_operation_without_a_socket_is_rejected_if_a_socket_is_asked_for() {
    let setup = Setup::new(SendRoute::Socket, []);
    let lookup = GetOrder::new("BTC-USDT").ord_id("7");
    let error = setup.send(&lookup, over_socket()).await.unwrap_err();
    assert!(error.is_invalid(), "{error}");
    // The setting of the client applies only to operations that sockets accept.
    setup.send(&lookup, SendOptions::default()).await.ok();
    assert_eq!(setup.over_rest(), ["trade.get_order"]);
}

#[tokio::test]
async fn a_field_that_sockets_do_not_accept_is_rejected_before_sending() {
    let algo = NewAttachedAlgoOrder {
        tp_trigger_px: Some(dec!(70000)),
        tp_ord_px: Some(dec!(-1)),
        ..NewAttachedAlgoOrder::default()
    };
    let attached = order().attach_algo_ords([algo]);
    let setup = Setup::new(SendRoute::Rest, []);
    let error = setup.send(&attached, over_socket()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "trade.place_order: `attachAlgoOrds`: is not accepted over a socket; send this request over REST, or by `SendRoute::SocketOrRest`"
    );
    let setup = Setup::new(SendRoute::SocketOrRest, []);
    setup.send(&attached, SendOptions::default()).await.unwrap().one().unwrap();
    assert_eq!(setup.over_rest(), ["trade.place_order"]);
}

#[tokio::test]
async fn rest_is_the_fallback_only_if_nothing_was_sent() {
    let setup = Setup::new(SendRoute::SocketOrRest, [Err(TransportError::not_sent("no connection"))]);
    setup.send(&order(), SendOptions::default()).await.unwrap().one().unwrap();
    assert_eq!((setup.over_socket().len(), setup.over_rest()), (1, vec!["trade.place_order"]));
    assert_eq!(setup.socket.sent.lock().unwrap()[0].1.send_within, Duration::from_secs(1));

    let setup = Setup::new(SendRoute::SocketOrRest, [Err(TransportError::broken("connection lost"))]);
    let error = setup.send(&order(), SendOptions::default()).await.unwrap_err();
    assert!(error.outcome_unknown() && setup.over_rest().is_empty(), "{error}");
    assert_eq!(setup.engine.unresolved().all(NOW).len(), 1);

    let setup = Setup::new(SendRoute::Socket, [Err(TransportError::not_sent("no connection"))]);
    let error = setup.send(&order(), SendOptions::default()).await.unwrap_err();
    assert!(error.is_unreachable() && setup.over_rest().is_empty(), "{error}");
}

#[tokio::test]
async fn an_order_is_sent_once_more_with_the_new_code_of_a_relisted_instrument() {
    let setup = Setup::new(SendRoute::Socket, [Ok(ACK), Ok(UNKNOWN_INSTRUMENT), Ok(ACK)]);
    setup.send(&order(), SendOptions::default()).await.unwrap().one().unwrap();
    *setup.rest.code.lock().unwrap() = r#","instIdCode":5000000002"#;
    let rows = setup.send(&order(), SendOptions::default()).await.unwrap();
    assert!(rows.one().is_ok());
    let sent = setup.over_socket();
    assert!(sent[1].contains("5000000001") && sent[2].contains("5000000002"), "{sent:?}");

    let setup = Setup::new(SendRoute::Socket, [Ok(UNKNOWN_INSTRUMENT)]);
    let rows = setup.send(&order(), SendOptions::default()).await.unwrap();
    assert!(rows.one().unwrap_err().is_refused(), "the code is the same, so the order is not sent again");
}

#[tokio::test]
async fn an_instrument_without_a_code_is_rejected() {
    let setup = Setup::new(SendRoute::Socket, []);
    *setup.rest.code.lock().unwrap() = "";
    let error = setup.send(&order(), SendOptions::default()).await.unwrap_err();
    assert!(error.is_invalid() && error.to_string().contains("lists no numeric code for BTC-USDT"), "{error}");
}

#[tokio::test]
async fn a_fourth_amendment_of_an_order_waits_for_the_first() {
    let setup = Setup::new(SendRoute::Socket, []);
    let amendment = AmendOrder::new("BTC-USDT").ord_id("7").new_px(dec!(60000));
    let send = || Box::pin(setup.send(&amendment, SendOptions::default()));
    // The socket does not answer before the test has prepared replies.
    let mut under_way: Vec<_> = (0..4).map(|_| send()).collect();
    for amendment in &mut under_way {
        assert!(is_pending(amendment.as_mut()).await);
    }
    assert_eq!(setup.over_socket().len(), 3);
    setup.socket.reply(Ok(ACK));
    let first = under_way.remove(0);
    first.await.unwrap().one().unwrap();
    assert!(is_pending(under_way[2].as_mut()).await);
    assert_eq!(setup.over_socket().len(), 4);
}
