//! The parameters of every described call are judged, those of calls without behaviour too.

mod client;
mod plausible;

use client::{Answer, Request, stopped};
use okx_sim::{AccountOptions, Credentials, Sim};
use okx_spec::model::{Endpoint, Field, Form, Kind, Method, Presence, Scalar};
use plausible::{item, query};
use serde_json::{Map, Value, json};

const MISSING: &str = "50014";
const WRONG: &str = "51000";

/// The codes that say that a request is not as described, and not that what it is about is not there.
const OF_THE_FORM: [&str; 10] =
    ["404", "50000", "50002", "50006", "50014", "50015", "50024", "50115", "51000", "51111"];

struct Asking<'a> {
    sim: &'a Sim,
    credentials: Credentials,
    endpoint: &'a Endpoint,
    good: Map<String, Value>,
}

impl Asking<'_> {
    /// The code that one item is answered with, and the text.
    async fn ask(&self, item: Map<String, Value>) -> (String, String) {
        let request = match self.endpoint.method {
            Method::Get => Request::get(&format!("{}?{}", self.endpoint.path, query(&item))),
            Method::Post if self.endpoint.batch.is_some() => post(self.endpoint, &json!([item])),
            Method::Post => post(self.endpoint, &Value::Object(item)),
        };
        verdict(&self.send(request).await)
    }

    async fn send(&self, request: Request) -> Answer {
        request.signed(&self.credentials).send(self.sim).await
    }

    async fn assert_refused(&self, name: &str, value: Option<Value>, code: &str) {
        let mut item = self.good.clone();
        item.remove(name);
        item.extend(value.map(|value| (name.to_owned(), value)));
        let text = Value::Object(item.clone()).to_string();
        let (given, message) = self.ask(item).await;
        let path = &self.endpoint.path;
        assert_eq!(given, code, "{path} with {text}: {message}");
        assert!(message.contains(name), "{path} with {text}: {message}");
    }
}

fn post(endpoint: &Endpoint, body: &Value) -> Request {
    Request::post(&endpoint.path, &body.to_string())
}

/// The code and text of a refusal, which may stand in the row.
fn verdict(answer: &Answer) -> (String, String) {
    let body = answer.json();
    let row = &body["data"][0];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match text(&row["sCode"]) {
        Some(code) => (code, text(&row["sMsg"]).unwrap_or_default()),
        None => (answer.code(), text(&body["msg"]).unwrap_or_default()),
    }
}

/// A value that no field of this kind has; none where any text will do.
fn wrong_value(field: &Field) -> Option<Value> {
    let wrong = match field.kind {
        Kind::Scalar(Scalar::Text | Scalar::Json) | Kind::Id(_) => return None,
        _ => json!("no_such_value"),
    };
    Some(if field.list { json!([wrong]) } else { wrong })
}

async fn start() -> (Sim, Credentials) {
    let sim = stopped().0.start().await.expect("a free port");
    let credentials = sim.open_account(AccountOptions::new("all rights").withdrawing());
    (sim, credentials)
}

#[tokio::test]
async fn every_call_is_held_to_its_parameters() {
    let model = okx_spec::shipped().expect("a description without mistakes");
    let (sim, credentials) = start().await;
    for endpoint in &model.endpoints {
        let asking = Asking { sim: &sim, credentials: credentials.clone(), endpoint, good: item(model, endpoint) };
        let (code, message) = asking.ask(asking.good.clone()).await;
        assert!(!OF_THE_FORM.contains(&code.as_str()), "{}: {code} {message}", endpoint.path);
        asking.assert_refused("noSuchParameter", Some(json!("1")), WRONG).await;
        for field in &model[endpoint.request].fields {
            if field.presence == Presence::Required && !field.list {
                asking.assert_refused(&field.wire, None, MISSING).await;
                asking.assert_refused(&field.wire, Some(json!("")), MISSING).await;
            }
            if let Some(wrong) = wrong_value(field) {
                asking.assert_refused(&field.wire, Some(wrong), WRONG).await;
            }
        }
    }
}

#[tokio::test]
async fn every_call_takes_its_parameters_where_they_belong_and_no_more_items_than_it_may() {
    let model = okx_spec::shipped().expect("a description without mistakes");
    let (sim, credentials) = start().await;
    for endpoint in &model.endpoints {
        let asking = Asking { sim: &sim, credentials: credentials.clone(), endpoint, good: item(model, endpoint) };
        let good = Value::Object(asking.good.clone());
        let misplaced = match endpoint.method {
            Method::Get => Request { body: good.to_string(), ..Request::get(&endpoint.path) },
            Method::Post => {
                let request = post(endpoint, &good);
                Request { target: format!("{}?{}", request.target, "instId=BTC-USDT"), ..request }
            }
        };
        assert_eq!(asking.send(misplaced).await.code(), "50002", "{}", endpoint.path);
        let Method::Post = endpoint.method else { continue };
        let other_form = if endpoint.batch.is_some() { good.clone() } else { json!([good]) };
        assert_eq!(asking.send(post(endpoint, &other_form)).await.code(), "50002", "{}", endpoint.path);
        if let Some(batch) = &endpoint.batch {
            let too_many = Value::Array(vec![good; batch.up_to + 1]);
            let answer = asking.send(post(endpoint, &too_many)).await;
            assert_eq!(answer.code(), "51111", "{}: {}", endpoint.path, answer.body);
        }
    }
}

#[test]
fn requests_hold_objects_only_as_named_members() {
    let model = okx_spec::shipped().expect("a description without mistakes");
    for shape in model.parts_of(model.endpoints.iter().map(|endpoint| endpoint.request)) {
        assert_eq!(model[shape].form, Form::Object, "{}", model[shape].name);
    }
}

#[tokio::test]
async fn a_query_is_signed_as_it_was_sent_and_read_as_it_was_meant() {
    let (sim, credentials) = start().await;
    let answer = async |target: &str| Request::get(target).signed(&credentials).send(&sim).await;
    let path = "/api/v5/asset/deposit-withdraw-status?ccy=USDT&to=x&txId=t";
    for (chain, written_otherwise) in [
        ("USDT-Arbitrum%20One", "USDT-Arbitrum+One"),
        ("USDT-Arbitrum+One", "USDT-Arbitrum%20One"),
        ("a%2Bb%26c%2Fd", "a%2Bb%26c/d"),
        ("a/b", "a%2fb"),
        ("%E4%BB%A5%C3%A9", "%e4%bb%a5%c3%a9"),
    ] {
        let target = format!("{path}&chain={chain}");
        assert_eq!(answer(&target).await.code(), "0", "{chain}");
        let signed = Request::get(&target).signed(&credentials);
        let other = Request { target: format!("{path}&chain={written_otherwise}"), ..signed };
        assert_eq!(other.send(&sim).await.code(), "50113", "{written_otherwise} was not what was signed");
    }
    let unknown = answer(&format!("{path}&a%26b=1")).await;
    assert_eq!(unknown.code(), "51000");
    assert!(unknown.body.contains("a&b"), "{}", unknown.body);
}
