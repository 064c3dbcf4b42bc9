//! The guide's examples: every request is sent with exactly its names and values, and decoding a reply or push keeps all its values.

#[path = "../../../../tests/tests/guide_examples/same.rs"]
mod same;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use okx_sim::{AccountOptions, Entry, Sim};
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{ErrorClass, Repeat};
use serde_json::{Map, Value, json};

use crate::run::okx;

/// A call, a part of its request or of the error message, and why the guide's example cannot be sent unchanged.
const REQUESTS: &[(&str, &str, &str)] = &[
    ("GET /api/v5/account/bills-history-archive", "`year`", "the example leaves out what is needed"),
    ("GET /api/v5/account/max-loan", "`mgnMode`", "the example leaves out what is needed"),
    ("GET /api/v5/account/position-tiers", "`instFamily`", "the example asks by `uly`, which the table no longer has"),
    ("GET /api/v5/fiat/withdrawal-payment-methods", "`ccy`", "the example leaves out what is needed"),
    ("GET /api/v5/public/insurance-fund", "`instFamily`", "the example asks by `uly`, which the table no longer has"),
    ("GET /api/v5/public/opt-summary", "`instFamily`", "the example asks by `uly`, which the table no longer has"),
    (
        "POST /api/v5/finance/staking-defi/purchase",
        "expected an object",
        "the example is only the list that belongs into `investData`",
    ),
    ("GET /api/v5/account/interest-rate", "\"code\"", "a reply stands among the requests"),
    ("POST /api/v5/rfq/cancel-batch-quotes", "\"code\"", "a reply stands among the requests"),
    ("POST /api/v5/rfq/cancel-batch-rfqs", "\"code\"", "a reply stands among the requests"),
    ("POST /api/v5/account/position-builder-graph", "greeksType", "the example gives a value the table does not list"),
    ("POST /api/v5/trade/order-precheck", "clOrdId error", "the example has a `clOrdId`, the table has none"),
    ("POST /api/v5/tradingBot/signal/create-signal", "signalDesc", "the example misspells `signalChanDesc`"),
    ("POST /api/v5/tradingBot/signal/order-algo", "tpSlType", "the example gives a value the table does not list"),
];

fn facts(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/okx-v5").join(file);
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: the facts of the guide are not here");
        return Vec::new();
    };
    serde_json::from_str(&text).expect("the facts are JSON")
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// The examples of a kind.
fn examples<'a>(entry: &'a Value, kind: &str) -> impl Iterator<Item = &'a Value> {
    list(&entry["examples"], kind).flat_map(|example| list(example, "json"))
}

/// Every example request of the guide, and one without parameters for each call without examples.
fn requests() -> Vec<Value> {
    let mut found = Vec::new();
    for endpoint in facts("endpoints.json") {
        let name = format!("{} {}", text(&endpoint, "method"), text(&endpoint, "path"));
        let lines = list(&endpoint["examples"], "request").flat_map(|example| list(example, "lines"));
        let queries = lines.filter_map(|line| query(line.as_str()?));
        let mut parameters: Vec<Value> = examples(&endpoint, "request").map(on_the_grid).chain(queries).collect();
        if parameters.is_empty() {
            parameters.push(json!({}));
        }
        found.extend(parameters.into_iter().map(|params| json!({ "endpoint": name, "params": params })));
    }
    found
}

/// The price of the guide's orders is not a multiple of the tick size of any simulated market, so the client refuses it. Its request for
/// quotes is for an option that expired years ago and is not listed.
fn on_the_grid(example: &Value) -> Value {
    let example = example.to_string().replace(r#""px":"2.15""#, r#""px":"2""#);
    let example = example.replace("BTC-USD-221208-100000-C", "BTC-USD-351228-60000-C");
    serde_json::from_str(&example).expect("it is still JSON")
}

fn query(line: &str) -> Option<Value> {
    let (_, query) = line.strip_prefix("GET ")?.split_once('?')?;
    let pairs = query.trim().split('&').filter_map(|pair| pair.split_once('='));
    Some(Value::Object(pairs.map(|(name, value)| (name.to_owned(), Value::from(decoded(value)))).collect()))
}

/// The decoded text of a query, by independent code.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).expect("two digits follow");
        let code = |high, low| u8::try_from(hex(high) * 16 + hex(low)).expect("two digits fit a byte");
        bytes.push(if byte == b'%' { code(rest.next(), rest.next()) } else { byte });
    }
    String::from_utf8(bytes).expect("it is UTF-8")
}

/// The parameters that arrived, without the id that the client added.
fn arrived(entry: &Entry, asked: &Value) -> Value {
    if entry.method == "GET" {
        return query(&format!("GET {}", entry.target)).unwrap_or_else(|| json!({}));
    }
    let mut body: Value = serde_json::from_str(&entry.body).expect("a body is JSON");
    let Some(name) = name_of(&entry.call) else { return body };
    let asked = asked.as_array().map_or(std::slice::from_ref(asked), Vec::as_slice);
    let items: Vec<&mut Value> =
        if body.is_array() { body.as_array_mut().into_iter().flatten().collect() } else { vec![&mut body] };
    for (item, _) in items.into_iter().zip(asked).filter(|(_, asked)| asked.get(name).is_none()) {
        item.as_object_mut().map(|item| item.remove(name));
    }
    body
}

/// The parameter that identifies what a call creates, if it has one.
fn name_of(call: &str) -> Option<&'static str> {
    let endpoint = model().endpoints.iter().find(|endpoint| full_name(model(), endpoint) == call)?;
    let Repeat::By(place) = endpoint.repeat else { return None };
    Some(&model()[endpoint.request].fields[place].wire)
}

fn model() -> &'static Model {
    okx_spec::shipped().expect("the shipped description has no mistakes")
}

/// The parameters with lists as in a query.
fn joined(parameters: &Value) -> Value {
    let plain = |value: &Value| match value.as_array() {
        Some(entries) => entries.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",").into(),
        None => value.clone(),
    };
    let members = parameters.as_object().into_iter().flatten();
    Value::Object(members.map(|(name, value)| (name.clone(), plain(value))).collect::<Map<_, _>>())
}

/// What is wrong with a request that was sent.
fn mistake(request: &Value, answer: &Value, entries: &[Entry]) -> Result<(), String> {
    let (endpoint, asked) = (text(request, "endpoint"), &request["params"]);
    let same = |entry: &&Entry| {
        let (arrived, asked) = if entry.method == "GET" {
            (arrived(entry, asked), joined(asked))
        } else {
            (arrived(entry, asked), asked.clone())
        };
        same::says(&arrived, &asked).is_ok()
    };
    let is_it = |entry: &&Entry| {
        endpoint.split_once(' ') == entry.target.split('?').next().map(|path| (entry.method.as_str(), path))
    };
    if !entries.iter().filter(is_it).any(|entry| same(&entry)) {
        return Err(format!("{asked} did not arrive so: {}", answer["error"]));
    }
    let refusal = list(&answer["body"], "data").map(|row| text(row, "sCode")).chain([text(&answer["body"], "code")]);
    let classes =
        refusal.filter_map(|code| model().errors.iter().find(|error| error.code == code)).map(|error| error.class);
    // Rights of the account and missing instruments do not count here.
    let about_the_way = [ErrorClass::Authentication, ErrorClass::Clock, ErrorClass::RateLimit, ErrorClass::Parameter];
    match classes.into_iter().find(|class| about_the_way.contains(class)) {
        // Leverage may be set by currency in another account mode than the simulator's.
        Some(_) if endpoint.ends_with("/set-leverage") => Ok(()),
        Some(class) => Err(format!("{asked} was refused for its {}: {}", class.as_str(), answer["error"])),
        None => Ok(()),
    }
}

fn excuse(excuses: &[(&str, &str, &str)], name: &str, mistake: &str) -> Option<usize> {
    excuses.iter().position(|(call, part, _)| *call == name && mistake.contains(part))
}

/// Checks that every mistake has an excuse, and that every excuse is needed.
#[track_caller]
fn check_excuses(mistakes: Vec<(String, String)>, excuses: &[(&str, &str, &str)]) {
    let mut used = BTreeSet::new();
    let wrong: Vec<String> = mistakes
        .into_iter()
        .filter(|(name, mistake)| excuse(excuses, name, mistake).map(|excuse| used.insert(excuse)).is_none())
        .map(|(name, mistake)| format!("{name}: {mistake}"))
        .collect();
    assert!(wrong.is_empty(), "{} mistakes:\n{}", wrong.len(), wrong.join("\n"));
    let unused: Vec<_> =
        (0..excuses.len()).filter(|excuse| !used.contains(excuse)).map(|excuse| excuses[excuse]).collect();
    assert!(unused.is_empty(), "{unused:?} excuse nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_request_arrives_unchanged() {
    let account = AccountOptions::new("demo").with_withdrawals();
    let sim = Sim::builder().limits_scaled_by(50).account(account).start().await.expect("loopback is there");
    let requests = requests();
    if requests.is_empty() {
        return;
    }
    let input: Vec<String> = requests.iter().map(ToString::to_string).collect();
    let answers = okx(&["call", "--jsonl"]).on(&sim).input(input.join("\n")).run().lines();
    assert_eq!(answers.len(), requests.len());
    let journal = sim.journal();
    let mistakes = requests.iter().zip(&answers).filter_map(|(request, answer)| {
        mistake(request, answer, &journal).err().map(|mistake| (text(request, "endpoint").to_owned(), mistake))
    });
    check_excuses(mistakes.collect(), REQUESTS);
}

/// Decodes messages and returns what is wrong with the results.
fn misread(lines: &[Value], name: &str) -> Vec<(String, String)> {
    let input: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let decoded = okx(&["decode", "--jsonl"]).input(input.join("\n")).run().lines();
    assert_eq!(decoded.len(), lines.len());
    let mistake = |(line, decoded): (&Value, &Value)| {
        let said = if decoded["ok"] == true {
            same::says(&decoded["value"], &line["body"])
        } else {
            Err(decoded["error"].to_string())
        };
        said.err().map(|mistake| (text(line, name).to_owned(), mistake))
    };
    lines.iter().zip(&decoded).filter_map(mistake).collect()
}

#[test]
fn every_example_reply_keeps_its_values() {
    let mut lines = Vec::new();
    for endpoint in facts("endpoints.json") {
        let name = format!("{} {}", text(&endpoint, "method"), text(&endpoint, "path"));
        lines.extend(examples(&endpoint, "response").map(|body| json!({ "endpoint": name, "body": body })));
    }
    if !lines.is_empty() {
        check_excuses(misread(&lines, "endpoint"), &[]);
    }
}

#[test]
fn every_example_push_keeps_its_values() {
    let mut lines = Vec::new();
    for channel in facts("channels.json") {
        let pushes = examples(&channel, "push");
        lines.extend(pushes.map(|body| json!({ "channel": body["arg"]["channel"], "body": body })));
    }
    if !lines.is_empty() {
        check_excuses(misread(&lines, "channel"), &[]);
    }
}
