//! Delivery alone: one attempt over a carrier that returns a prepared outcome.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{NOW, clock};
use crate::api::objects::OrderAck;
use crate::api::{Request, Rows};
use crate::auth::credentials::{Credentials, CredentialsProvider};
use crate::auth::server_time::ServerTime;
use crate::carriers::{Attempt, Carrier, DeliverFuture, ReadReply};
use crate::engine::delivery::Delivery;
use crate::engine::prepare::Prepared;
use crate::engine::unresolved::{UnresolvedGuard, UnresolvedList};
use crate::facts::{Method, Operation, RestRoute, Route};
use crate::fields::sample::Sample;
use crate::fields::{DecodePolicy, Items};
use crate::judge::TransportError;
use crate::judge::attribution::Identity;
use crate::judge::outcome::AttemptOutcome;
use crate::judge::reading::Reply;
use crate::judge::record::ExchangeRecord;
use crate::system::clock::{Clock, ManualClock};
use crate::value::Timestamp;

const REPLY: &str =
    r#"{"code":"0","msg":"","data":[{"ordId":"7","clOrdId":"mine","sCode":"0","sMsg":""}],"inTime":"1","outTime":"2"}"#;

static OPERATION: Operation =
    Operation { name: "chapter.call", identities: &["clOrdId"], deadline: true, ..Operation::PLAIN };
static CANCELLATION: Operation = Operation { reduces_risk: true, name: "chapter.cancel", ..Operation::PLAIN };
static ROUTE: RestRoute = RestRoute { method: Method::Post, path: "/" };

/// A carrier that takes 100 ms, and then returns a reply with this body, or loses it.
struct CannedCarrier {
    clock: ManualClock,
    body: Option<&'static str>,
    /// The number and the signature timestamp of each attempt.
    attempts: Mutex<Vec<(u32, Option<Timestamp>)>>,
}

impl Carrier for CannedCarrier {
    fn origin(&self) -> &'static str {
        "https://example.com"
    }

    fn deliver<'a>(&'a self, attempt: Attempt<'a>, read: &'a mut ReadReply<'_>) -> DeliverFuture<'a> {
        self.attempts.lock().unwrap().push((attempt.number, attempt.signature.map(|(_, time)| time)));
        Box::pin(async move {
            self.clock.advance(Duration::from_millis(100));
            match self.body {
                Some(body) => read(Reply { body: body.into(), status: 200, date: None }),
                None => AttemptOutcome::Lost(TransportError::broken("connection reset")),
            }
        })
    }
}

fn delivery(clock: &ManualClock, body: Option<&'static str>) -> (Delivery, Arc<CannedCarrier>) {
    let carrier = Arc::new(CannedCarrier { clock: clock.clone(), body, attempts: Mutex::default() });
    let delivery = Delivery {
        rest: Arc::clone(&carrier) as Arc<dyn Carrier>,
        socket: Arc::clone(&carrier) as Arc<dyn Carrier>,
        time: Arc::new(ServerTime::new(Arc::new(clock.clone()))),
        decode_policy: DecodePolicy::default(),
        clock: Arc::new(clock.clone()),
    };
    (delivery, carrier)
}

fn request<'a>(operation: &'static Operation, item: &'a Sample) -> Request<'a> {
    Request { operation, route: Route::Rest(&ROUTE), items: Items::One(item) }
}

fn signed(request: Request<'_>, expires: Option<Timestamp>) -> Prepared<'_> {
    let credentials = Credentials::new("key", "secret", "passphrase").unwrap();
    let CredentialsProvider::Fixed(signer) = CredentialsProvider::fixed(credentials) else {
        unreachable!("these credentials are fixed")
    };
    Prepared { signer: Some(signer), expires, ..Prepared::unsigned(request, Duration::from_secs(10)) }
}

/// What one attempt leaves behind.
struct Sent {
    outcome: AttemptOutcome,
    rows: Rows<OrderAck>,
    record: ExchangeRecord,
    /// The longest time to arrival, as given to the rate limits before sending.
    longest: Option<Duration>,
}

async fn send(delivery: &Delivery, prepared: &Prepared<'_>, list: &UnresolvedList) -> Sent {
    let identities = Identity::of_items(prepared.request(), None);
    let mut guard = UnresolvedGuard::new(list, prepared.request(), identities);
    let (mut rows, mut record, mut longest) = (Rows::default(), ExchangeRecord::default(), None);
    let outcome = delivery.send(prepared, &mut guard, &mut rows, &mut record, |time| longest = Some(time)).await;
    Sent { outcome, rows, record, longest }
}

#[tokio::test]
async fn a_reply_is_read_into_rows_and_recorded() {
    let clock = clock();
    let (delivery, carrier) = delivery(&clock, Some(REPLY));
    let (item, list) = (Sample::texts(&[("clOrdId", "mine")]), UnresolvedList::default());
    let sent = send(&delivery, &signed(request(&OPERATION, &item), None), &list).await;
    assert!(
        matches!(&sent.outcome, AttemptOutcome::Replied { status: 200, read: Ok(summary) } if &*summary.code == "0")
    );
    assert_eq!(sent.rows.one().unwrap().ord_id, Some("7".into()));
    assert_eq!((sent.record.attempts, sent.record.in_time, sent.record.out_time), (1, Some(1), Some(2)));
    assert_eq!(sent.record.body.as_deref(), Some(REPLY.as_bytes()));
    assert_eq!((sent.record.signed, carrier.attempts.lock().unwrap().clone()), (Some(NOW), vec![(1, Some(NOW))]));
}

#[tokio::test]
async fn a_lost_reply_leaves_the_request_unresolved() {
    let clock = clock();
    let (delivery, _) = delivery(&clock, None);
    let (item, list) = (Sample::texts(&[("clOrdId", "mine")]), UnresolvedList::default());
    let sent = send(&delivery, &signed(request(&OPERATION, &item), None), &list).await;
    assert!(matches!(&sent.outcome, AttemptOutcome::Lost(error) if error.may_have_arrived()));
    assert_eq!((sent.rows.len(), sent.record.body), (0, None));
    let entries = list.all(NOW);
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].call(), entries[0].is_in_flight()), ("chapter.call", false));
    assert_eq!(entries[0].expires_at(), Some(NOW + Duration::from_secs(30)));
}

#[tokio::test]
async fn the_rate_limits_are_told_how_long_the_request_can_take_to_arrive() {
    let clock = clock();
    let (delivery, _) = delivery(&clock, Some(REPLY));
    let (item, list) = (Sample::texts(&[]), UnresolvedList::default());
    let unsigned = Prepared::unsigned(request(&OPERATION, &item), Duration::from_secs(10));
    let lifetime = Duration::from_secs(30);
    assert_eq!(send(&delivery, &unsigned, &list).await.longest, Some(lifetime));

    // The offset of OKX's clock is unknown, so OKX's clock may be up to 30 s behind.
    let deadline = NOW + Duration::from_secs(5);
    let with_deadline = send(&delivery, &signed(request(&OPERATION, &item), Some(deadline)), &list).await;
    let elapsed = Duration::from_millis(100);
    assert_eq!(with_deadline.longest, Some((lifetime + Duration::from_secs(5)).saturating_sub(elapsed)));

    let cancellation = send(&delivery, &signed(request(&CANCELLATION, &item), None), &list).await;
    assert_eq!(cancellation.longest, Some(Duration::from_secs(1)));
}

#[tokio::test]
async fn every_attempt_is_numbered_and_signed_again() {
    let clock = clock();
    let (delivery, carrier) = delivery(&clock, Some(REPLY));
    let (item, list) = (Sample::texts(&[]), UnresolvedList::default());
    let prepared = signed(request(&OPERATION, &item), None);
    let mut guard = UnresolvedGuard::new(&list, prepared.request(), Vec::new());
    let (mut rows, mut record) = (Rows::<OrderAck>::default(), ExchangeRecord::default());
    for _ in 0..2 {
        delivery.send(&prepared, &mut guard, &mut rows, &mut record, |_| {}).await;
    }
    assert_eq!(record.attempts, 2);
    let second = NOW + clock.monotonic() / 2;
    assert_eq!(*carrier.attempts.lock().unwrap(), [(1, Some(NOW)), (2, Some(second))]);
}
