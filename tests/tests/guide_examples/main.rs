//! The guide's own examples, through the typed requests and rows: they are read without a mistake or an undescribed member, and written
//! again they say the same. Where the guide's example contradicts the guide, `slips.rs` says how.

mod same;
mod slips;

use std::collections::BTreeSet;
use std::fs;

use okx_client::dynamic::{calls, reread, rewrite};
use okx_client::value::Json;
use serde_json::{Map, Value};

const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/okx-v5/endpoints.json");

/// The endpoints of the guide, or nothing where they are not at hand.
fn facts() -> Vec<Value> {
    let Ok(text) = fs::read_to_string(FACTS) else {
        println!("skipped: the facts of the guide are not here");
        return Vec::new();
    };
    serde_json::from_str(&text).expect("the facts are JSON")
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
    let reread = match reread(name, &example.to_string()) {
        Ok(reread) => reread,
        // Some examples show how the request is refused.
        Err(error) if error.code().is_some() => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    if !reread.undescribed.is_empty() {
        return Err(format!("undescribed {}", reread.undescribed.join(", ")));
    }
    let data = match &example["data"] {
        // One row by position may stand alone, without a list around it.
        Value::Array(rows) if reread.rows.len() == 1 && rows.len() > 1 => vec![example["data"].clone()],
        Value::Array(rows) => rows.clone(),
        Value::Null => Vec::new(),
        row => vec![row.clone()],
    };
    for (row, example) in reread.rows.into_iter().zip(data) {
        match row {
            Ok(row) => same::says(&read(&row), &example)?,
            Err(error) if error.code().is_some() => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(())
}

fn request(name: &str, parameters: &Value) -> Result<(), String> {
    let json = Json::parse(&parameters.to_string()).map_err(|error| error.to_string())?;
    let written = rewrite(name, &json).map_err(|error| error.to_string())?;
    same::says(&read(&written), parameters)
}

fn read(json: &Json) -> Value {
    serde_json::from_str(json.get()).expect("what is written is JSON")
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
    let model = okx_spec::shipped().expect("the shipped description has no mistakes");
    let endpoint = model.endpoints.iter().find(|endpoint| name == format!("{} {}", endpoint.method, endpoint.path));
    endpoint.and_then(|endpoint| model[endpoint.request].field(parameter)).is_some_and(|field| field.list)
}

#[test]
fn every_example_is_read_and_written_again() {
    let mut wrong = Vec::new();
    let mut excused = BTreeSet::new();
    let facts = facts();
    for endpoint in &facts {
        let name = format!("{} {}", endpoint["method"].as_str().unwrap_or(""), endpoint["path"].as_str().unwrap_or(""));
        if !calls().any(|call| format!("{} {}", call.method.as_str(), call.path) == name) {
            wrong.push(format!("{name}: not described"));
            continue;
        }
        for mistake in mistakes(&name, endpoint) {
            match slips::excuse(&name, &mistake) {
                Some(slip) => drop(excused.insert(slip)),
                None => wrong.push(format!("{name}: {mistake}")),
            }
        }
    }
    if !facts.is_empty() {
        wrong.extend(
            (0..slips::ALL.len())
                .filter(|slip| !excused.contains(slip))
                .map(|slip| format!("{:?} excuses nothing", slips::ALL[slip])),
        );
    }
    assert!(wrong.is_empty(), "{} mistakes:\n{}", wrong.len(), wrong.join("\n"));
}
