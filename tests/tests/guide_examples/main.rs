//! The guide's own examples, decoded and encoded by the typed requests, rows and pushes. They are decoded without
//! errors or undescribed members, and encoding them gives the same content. `slips.rs` lists the examples that
//! contradict the guide.

mod channels;
mod operations;
mod same;
mod slips;

use std::collections::BTreeSet;
use std::fs;

use okx_client::dynamic::{calls, reread, rewrite};
use okx_client::fields::KeptText;
use okx_client::value::Json;
use serde_json::{Map, Value};

const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/okx-v5");

/// The entries of a file of the guide's facts, or nothing if the facts are not available.
fn facts(file: &str) -> Vec<Value> {
    let Ok(text) = fs::read_to_string(format!("{FACTS}/{file}")) else {
        println!("skipped: the facts of the guide are not available");
        return Vec::new();
    };
    serde_json::from_str(&text).expect("the file is JSON")
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

/// The mistakes in the examples of one call.
fn mistakes(name: &str, endpoint: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for example in list(&endpoint["examples"], "response").flat_map(|example| list(example, "json")) {
        found.extend(reply(name, example).err().map(|mistake| format!("reply: {mistake}")));
    }
    for example in list(&endpoint["examples"], "request") {
        let queries = list(example, "lines").filter_map(|line| query(name, line.as_str()?));
        for parameters in list(example, "json").cloned().chain(queries) {
            found.extend(request(name, &parameters).err().map(|mistake| format!("request: {mistake}")));
        }
    }
    found
}

fn reply(name: &str, example: &Value) -> Result<(), String> {
    let reread = reread(name, &example.to_string()).map_err(|error| error.to_string())?;
    if let Some(fault) = reread.faults().next() {
        return Err(fault.to_string());
    }
    is_read(&reread.kept)?;
    is_described(&reread.undescribed)?;
    same::says(&read(&reread.value), example)
}

fn is_read(kept: &[KeptText]) -> Result<(), String> {
    let paths: Vec<&str> = kept.iter().map(|kept| &*kept.path).collect();
    if paths.is_empty() { Ok(()) } else { Err(format!("cannot be decoded: {}", paths.join(", "))) }
}

fn is_described(undescribed: &[String]) -> Result<(), String> {
    if undescribed.is_empty() { Ok(()) } else { Err(format!("undescribed {}", undescribed.join(", "))) }
}

fn request(name: &str, parameters: &Value) -> Result<(), String> {
    let json = Json::parse(&parameters.to_string()).map_err(|error| error.to_string())?;
    let written = rewrite(name, &json).map_err(|error| error.to_string())?;
    same::says(&read(&written), parameters)
}

fn read(json: &Json) -> Value {
    serde_json::from_str(json.get()).expect("the output is valid JSON")
}

/// The parameters in the query of a request line. Lists in a query are joined by commas.
fn query(name: &str, line: &str) -> Option<Value> {
    let (_, query) = line.split_once('?')?;
    let parameters = query.trim().split('&').filter_map(|pair| pair.split_once('=')).map(|(parameter, value)| {
        let value = if is_list(name, parameter) { value.split(',').collect() } else { Value::from(value) };
        (parameter.to_owned(), value)
    });
    Some(Value::Object(parameters.collect::<Map<_, _>>()))
}

fn is_list(name: &str, parameter: &str) -> bool {
    let model = okx_spec::shipped().expect("the shipped description is valid");
    let endpoint = model.endpoints.iter().find(|endpoint| name == format!("{} {}", endpoint.method, endpoint.path));
    endpoint.and_then(|endpoint| model[endpoint.request].field(parameter)).is_some_and(|field| field.list)
}

/// Fails for mistakes that no slip of the guide explains, and for slips that explain no mistake.
#[track_caller]
fn assert_explained(mistakes: &[(String, String)], slips: &[slips::Slip]) {
    let explain = |(name, mistake): &(String, String)| slips::explaining_slip(slips, name, mistake);
    let explained: BTreeSet<_> = mistakes.iter().filter_map(explain).collect();
    let unexplained = mistakes.iter().filter(|mistake| explain(mistake).is_none());
    let mut wrong: Vec<String> = unexplained.map(|(name, mistake)| format!("{name}: {mistake}")).collect();
    let unused = slips.iter().enumerate().filter(|(place, _)| !explained.contains(place));
    wrong.extend(unused.map(|(_, slip)| format!("{slip:?} explains no mistake")));
    assert!(wrong.is_empty(), "{} mistakes:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_example_survives_a_round_trip() {
    let facts = facts("endpoints.json");
    let mut wrong = Vec::new();
    for endpoint in &facts {
        let name = format!("{} {}", endpoint["method"].as_str().unwrap_or(""), endpoint["path"].as_str().unwrap_or(""));
        if calls().any(|call| format!("{} {}", call.route().method.as_str(), call.route().path) == name) {
            wrong.extend(mistakes(&name, endpoint).into_iter().map(|mistake| (name.clone(), mistake)));
        } else {
            wrong.push((name, "not described".to_owned()));
        }
    }
    if !facts.is_empty() {
        assert_explained(&wrong, slips::CALLS);
    }
}
