//! The guide's own examples, through the typed requests, rows and pushes: they are read without a mistake or an undescribed member, and
//! written again they say the same. Where the guide's example contradicts the guide, `slips.rs` says how.

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

/// What a file of the guide's facts lists, or nothing where they are not at hand.
fn facts(file: &str) -> Vec<Value> {
    let Ok(text) = fs::read_to_string(format!("{FACTS}/{file}")) else {
        println!("skipped: the facts of the guide are not here");
        return Vec::new();
    };
    serde_json::from_str(&text).expect("the file is JSON")
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

/// What is wrong with the examples of one call.
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
    if paths.is_empty() { Ok(()) } else { Err(format!("could not be read: {}", paths.join(", "))) }
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

/// The parameters in the query of a request line. In a query a list is one text with commas.
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

/// Tells of mistakes that no slip of the guide explains, and of slips that explain nothing.
#[track_caller]
fn are_excused(mistakes: &[(String, String)], slips: &[slips::Slip]) {
    let excuse = |(name, mistake): &(String, String)| slips::excuse(slips, name, mistake);
    let excused: BTreeSet<_> = mistakes.iter().filter_map(excuse).collect();
    let inexcusable = mistakes.iter().filter(|mistake| excuse(mistake).is_none());
    let mut wrong: Vec<String> = inexcusable.map(|(name, mistake)| format!("{name}: {mistake}")).collect();
    let idle = slips.iter().enumerate().filter(|(place, _)| !excused.contains(place));
    wrong.extend(idle.map(|(_, slip)| format!("{slip:?} excuses nothing")));
    assert!(wrong.is_empty(), "{} mistakes:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_example_is_read_and_written_again() {
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
        are_excused(&wrong, slips::CALLS);
    }
}
