//! The parameters of every described call are validated, including calls without behavior.

mod client;
mod plausible;

use client::{Answer, Request, stopped};
use okx_sim::{AccountOptions, Credentials, Sim};
use okx_spec::model::{Endpoint, Field, Form, Kind, Method, Presence, Scalar};
use plausible::{item, query};
use serde_json::{Map, Value, json};

const MISSING: &str = "50014";
const WRONG: &str = "51000";

/// The codes for malformed requests, in contrast to requests about something that does not exist.
const MALFORMED_CODES: [&str; 10] =
    ["404", "50000", "50002", "50006", "50014", "50015", "50024", "50115", "51000", "51111"];

struct CallTester<'a> {
    sim: &'a Sim,
    credentials: Credentials,
    endpoint: &'a Endpoint,
    valid_item: Map<String, Value>,
}

impl CallTester<'_> {
    /// Sends one item and returns the code and message of the reply.
    async fn send_item(&self, item: Map<String, Value>) -> (String, String) {
        let request = match self.endpoint.method {
            Method::Get => Request::get(&format!("{}?{}", self.endpoint.path, query(&item))),
            Method::Post if self.endpoint.batch.is_some() => post(self.endpoint, &json!([item])),
            Method::Post => post(self.endpoint, &Value::Object(item)),
        };
        code_and_message(&self.send(request).await)
    }

    async fn send(&self, request: Request) -> Answer {
        request.signed(&self.credentials).send(self.sim).await
    }

    async fn assert_refused(&self, name: &str, value: Option<Value>, code: &str) {
        let mut item = self.valid_item.clone();
        item.remove(name);
        item.extend(value.map(|value| (name.to_owned(), value)));
        let text = Value::Object(item.clone()).to_string();
        let (given, message) = self.send_item(item).await;
        let path = &self.endpoint.path;
        assert_eq!(given, code, "{path} with {text}: {message}");
        assert!(message.contains(name), "{path} with {text}: {message}");
    }
}

fn post(endpoint: &Endpoint, body: &Value) -> Request {
    Request::post(&endpoint.path, &body.to_string())
}

/// The code and message of the first row, or of the envelope if the row has no code.
fn code_and_message(answer: &Answer) -> (String, String) {
    let body = answer.json();
    let row = &body["data"][0];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match text(&row["sCode"]) {
        Some(code) => (code, text(&row["sMsg"]).unwrap_or_default()),
        None => (answer.code(), text(&body["msg"]).unwrap_or_default()),
    }
}

/// A value that is invalid for this field, or `None` if any text is valid.
fn wrong_value(field: &Field) -> Option<Value> {
    let wrong = match field.kind {
        Kind::Scalar(Scalar::Text | Scalar::Json) | Kind::Id(_) => return None,
        _ => json!("no_such_value"),
    };
    Some(if field.list { json!([wrong]) } else { wrong })
}

async fn start() -> (Sim, Credentials) {
    let sim = stopped().0.start().await.expect("a free port");
    let credentials = sim.open_account(AccountOptions::new("all rights").with_withdrawals());
    (sim, credentials)
}

#[tokio::test]
async fn every_call_validates_its_parameters() {
    let model = okx_spec::shipped().expect("the shipped description is valid");
    let (sim, credentials) = start().await;
    for endpoint in &model.endpoints {
        let tester =
            CallTester { sim: &sim, credentials: credentials.clone(), endpoint, valid_item: item(model, endpoint) };
        let (code, message) = tester.send_item(tester.valid_item.clone()).await;
        assert!(!MALFORMED_CODES.contains(&code.as_str()), "{}: {code} {message}", endpoint.path);
        tester.assert_refused("noSuchParameter", Some(json!("1")), WRONG).await;
        for field in &model[endpoint.request].fields {
            if field.presence == Presence::Required && !field.list {
                tester.assert_refused(&field.wire, None, MISSING).await;
                tester.assert_refused(&field.wire, Some(json!("")), MISSING).await;
            }
            if let Some(wrong) = wrong_value(field) {
                tester.assert_refused(&field.wire, Some(wrong), WRONG).await;
            }
        }
    }
}

#[tokio::test]
async fn every_call_rejects_misplaced_parameters_and_too_many_items() {
    let model = okx_spec::shipped().expect("the shipped description is valid");
    let (sim, credentials) = start().await;
    for endpoint in &model.endpoints {
        let tester =
            CallTester { sim: &sim, credentials: credentials.clone(), endpoint, valid_item: item(model, endpoint) };
        let valid_item = Value::Object(tester.valid_item.clone());
        let misplaced = match endpoint.method {
            Method::Get => Request { body: valid_item.to_string(), ..Request::get(&endpoint.path) },
            Method::Post => {
                let request = post(endpoint, &valid_item);
                Request { target: format!("{}?{}", request.target, "instId=BTC-USDT"), ..request }
            }
        };
        assert_eq!(tester.send(misplaced).await.code(), "50002", "{}", endpoint.path);
        let Method::Post = endpoint.method else { continue };
        let other_form = if endpoint.batch.is_some() { valid_item.clone() } else { json!([valid_item]) };
        assert_eq!(tester.send(post(endpoint, &other_form)).await.code(), "50002", "{}", endpoint.path);
        if let Some(batch) = &endpoint.batch {
            let too_many = Value::Array(vec![valid_item; batch.up_to + 1]);
            let answer = tester.send(post(endpoint, &too_many)).await;
            assert_eq!(answer.code(), "51111", "{}: {}", endpoint.path, answer.body);
        }
    }
}

#[test]
fn objects_in_requests_are_named_members() {
    let model = okx_spec::shipped().expect("the shipped description is valid");
    for shape in model.parts_of(model.endpoints.iter().map(|endpoint| endpoint.request)) {
        assert_eq!(model[shape].form, Form::Object, "{}", model[shape].name);
    }
}

#[tokio::test]
async fn a_query_is_signed_as_sent_and_decoded_once() {
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
        assert_eq!(other.send(&sim).await.code(), "50113", "{written_otherwise} is not the query that was signed");
    }
    let unknown = answer(&format!("{path}&a%26b=1")).await;
    assert_eq!(unknown.code(), "51000");
    assert!(unknown.body.contains("a&b"), "{}", unknown.body);
}
