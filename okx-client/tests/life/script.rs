//! A transport that answers from a script and records the requests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use okx_client::clock::{Clock, ManualClock};
use okx_client::endpoint::Endpoint;
use okx_client::environments::Region;
use okx_client::public::{GetInstruments, GetTime};
use okx_client::transport::{HttpReply, HttpRequest, SendFuture, Transport, TransportError};
use okx_client::{Client, ClientBuilder, Credentials, Environment};

pub(crate) const KEY: &str = "Key-of-nobody";
pub(crate) const SECRET: &str = "Secret-of-nobody";
pub(crate) const PASSPHRASE: &str = "Passphrase-of-nobody";

/// What happens to one request.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// It is answered with this status and body.
    Reply(u16, String),
    /// It is not sent.
    NotSent,
    /// The connection breaks after it was sent.
    Broken,
    /// No reply ever comes.
    Hangs,
}

/// A reply of OKX with success and these rows.
pub(crate) fn rows(rows: &str) -> Step {
    Step::Reply(200, format!(r#"{{"code":"0","msg":"","data":[{rows}]}}"#))
}

/// A refusal of the whole request.
pub(crate) fn refusal(status: u16, code: &str) -> Step {
    Step::Reply(status, format!(r#"{{"code":"{code}","msg":"Refused.","data":[]}}"#))
}

/// One of the two instruments.
const INSTRUMENT: &str = r#"{"instType":"SPOT","instId":"BTC-USDT","tickSz":"0.1","lotSz":"0.00000001","minSz":"0.00001",
    "maxLmtSz":"1000","maxMktSz":"1000","state":"live"}"#;

/// The name of the other instrument.
const OTHER_INSTRUMENT: &str = "ETH-USDT";

/// Answers requests with the steps in order, and further requests with an empty success. Requests for the time and for instruments are
/// answered separately.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    steps: VecDeque<Step>,
    seen: Vec<Seen>,
    asked_for_time: usize,
    time: Option<Time>,
}

/// What OKX's clock shows.
enum Time {
    Standing(i64),
    /// It does not answer.
    Silent,
    By(ManualClock),
}

/// A request that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) body: String,
    headers: Vec<(String, String)>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| &**value)
    }
}

impl Script {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let script = Self::default();
        script.0.lock().unwrap().steps = steps.into_iter().collect();
        script
    }

    /// Sets OKX's clock. Until it is set, requests for the time are not sent.
    pub(crate) fn set_time(&self, millis: i64) {
        self.0.lock().unwrap().time = Some(Time::Standing(millis));
    }

    /// From now on, requests for the time are not sent.
    pub(crate) fn unset_time(&self) {
        self.0.lock().unwrap().time = None;
    }

    /// From now on, requests for the time are not answered.
    pub(crate) fn silence_time(&self) {
        self.0.lock().unwrap().time = Some(Time::Silent);
    }

    /// Lets OKX's clock follow this one.
    pub(crate) fn set_clock(&self, clock: &ManualClock) {
        self.0.lock().unwrap().time = Some(Time::By(clock.clone()));
    }

    /// All requests except those for the time and for instruments.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.0.lock().unwrap().seen.clone()
    }

    pub(crate) fn asked_for_time(&self) -> usize {
        self.0.lock().unwrap().asked_for_time
    }

    /// A client of demo trading that sends through this script.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder()
            .environment(Environment::demo(Region::Global))
            .credentials(Credentials::new(KEY, SECRET, PASSPHRASE).unwrap())
            .transport(Arc::new(self.clone()))
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    fn step(&self, request: &HttpRequest) -> Step {
        let mut state = self.0.lock().unwrap();
        if request.target() == GetTime::ROUTE.path {
            state.asked_for_time += 1;
            let time = match &state.time {
                Some(Time::Standing(millis)) => *millis,
                Some(Time::By(clock)) => clock.wall().as_millis(),
                Some(Time::Silent) => return Step::Hangs,
                None => return Step::NotSent,
            };
            return rows(&format!(r#"{{"ts":"{time}"}}"#));
        }
        if request.target().starts_with(GetInstruments::ROUTE.path) {
            return rows(&format!("{INSTRUMENT},{}", INSTRUMENT.replace("BTC-USDT", OTHER_INSTRUMENT)));
        }
        let header = |header: &okx_client::transport::Header| (header.name().to_owned(), header.value().to_owned());
        state.seen.push(Seen {
            method: request.method().as_str(),
            target: request.target().to_owned(),
            body: String::from_utf8(request.body().to_vec()).unwrap(),
            headers: request.headers().iter().map(header).collect(),
        });
        state.steps.pop_front().unwrap_or_else(|| rows(""))
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> SendFuture<'_> {
        let step = self.step(&request);
        Box::pin(async move {
            match step {
                Step::Reply(status, body) => Ok(HttpReply::new(status, body.into_bytes())),
                Step::NotSent => Err(TransportError::not_sent("no way")),
                Step::Broken => Err(TransportError::broken("cut")),
                Step::Hangs => std::future::pending().await,
            }
        })
    }
}
