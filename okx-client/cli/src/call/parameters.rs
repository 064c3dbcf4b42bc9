//! The parameters of a call as JSON, from flags or from JSON.

use std::fmt;
use std::io::{ErrorKind, Read as _};

use clap::ArgMatches;
use okx_client::value::Json;
use okx_client::{Error, dynamic};
use okx_spec::Model;
use okx_spec::describe::full_name;
use okx_spec::model::{Endpoint, Field};
use serde_json::value::RawValue;

use super::flags::{self, JSON};
use super::names::Names;
use crate::ending::Failure;
use crate::members::Members;

/// The parameters on the command line.
pub(super) fn of_matches(
    model: &Model,
    endpoint: &Endpoint,
    matches: &ArgMatches,
    names: &Names<'_>,
) -> Result<Json, Failure> {
    let json = matches.get_one::<String>(JSON).map(String::as_str);
    let flag = model[endpoint.request].fields.iter().find(|field| matches.contains_id(&flags::id(field)));
    if let (Some(_), Some(field)) = (json, flag) {
        return Err(Failure::Usage(names.in_message(&format!(
            "the parameters are given as JSON, but `{}` is given as well; use either JSON or flags",
            field.wire
        ))));
    }
    match json {
        Some("-") => of_json(model, endpoint, &stdin()?),
        Some(text) => of_json(model, endpoint, text),
        None => of_flags(model, endpoint, matches, names),
    }
}

/// Whether the parameters on the command line are JSON.
pub(super) fn are_json(matches: &ArgMatches) -> bool {
    matches.contains_id(JSON)
}

/// Parameters as JSON. A list may also be one string with commas, as in a query, and a batch of one item may be the item alone.
pub(super) fn of_json(model: &Model, endpoint: &Endpoint, text: &str) -> Result<Json, Failure> {
    let wrong = |error: &dyn fmt::Display| {
        Failure::Usage(format!("the parameters must be a JSON object or a list of objects: {error}"))
    };
    let text = if text.trim().is_empty() { "{}" } else { text };
    let fields = &model[endpoint.request].fields;
    let items: Vec<Members> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(|error| wrong(&error))?
    } else {
        vec![serde_json::from_str(text).map_err(|error| wrong(&error))?]
    };
    let objects: Vec<String> = items.iter().map(|item| written(item, fields)).collect();
    let is_list = endpoint.batch.is_some() || text.trim_start().starts_with('[');
    let json = if is_list { format!("[{}]", objects.join(",")) } else { objects.concat() };
    Ok(Json::parse(&json)?)
}

/// Checks parameters before anything is opened, and returns warnings about those that are sent unchanged: names and values that are not
/// described, which OKX may have added recently. Only the first warnings are listed, because a request may have thousands.
pub(super) fn check(
    model: &Model,
    endpoint: &Endpoint,
    parameters: &Json,
    names: &Names<'_>,
) -> Result<Vec<String>, Failure> {
    const SHOWN: usize = 10;

    names.check_required(parameters.get())?;
    let name = full_name(model, endpoint);
    // Values that a parameter cannot have.
    let wrong = |error: Error| Failure::Usage(names.in_message(&error.to_string()));
    let undescribed = dynamic::undescribed_names(&name, parameters).map_err(wrong)?;
    let unknown = dynamic::unknown_values(&name, parameters).map_err(wrong)?;
    let lower_case = lower_case(model, endpoint, parameters);
    let more = (undescribed.len() + unknown.len() + lower_case.len()).saturating_sub(SHOWN);
    let undescribed = undescribed.iter().map(|name| format!("{name} (sent unchanged)"));
    let unknown = unknown.iter().map(|value| format!("{value} (sent unchanged)"));
    let more = (more > 0).then(|| format!("and {more} more unknown names and values (sent unchanged)"));
    let all = undescribed.chain(unknown).chain(lower_case).take(SHOWN).chain(more);
    Ok(all.map(|warning| names.in_message(&warning)).collect())
}

/// Warnings about instrument IDs with lower-case letters. OKX does not find them.
fn lower_case(model: &Model, endpoint: &Endpoint, parameters: &Json) -> Vec<String> {
    let fields = &model[endpoint.request].fields;
    let is_instrument =
        |wire: &str| fields.iter().any(|field| field.wire == wire && !field.list && field.kind.word(model) == "InstId");
    let items: Vec<Members> = serde_json::from_str(parameters.get())
        .or_else(|_| serde_json::from_str(parameters.get()).map(|item| vec![item]))
        .unwrap_or_default();
    let warning = |(wire, value): (String, Box<RawValue>)| {
        let given = serde_json::from_str::<String>(value.get()).ok().filter(|_| is_instrument(&wire))?;
        let upper = given.to_ascii_uppercase();
        let quoted = |text: &str| Json::from(text).get().to_owned();
        (given != upper).then(|| {
            let (given, upper) = (quoted(&given), quoted(&upper));
            format!("`{wire}`: {given} has lower-case letters; did you mean {upper}? (sent unchanged)")
        })
    };
    items.into_iter().flat_map(|Members(members)| members).filter_map(warning).collect()
}

fn of_flags(model: &Model, endpoint: &Endpoint, matches: &ArgMatches, names: &Names<'_>) -> Result<Json, Failure> {
    let fields = &model[endpoint.request].fields;
    let mut members = Vec::new();
    for field in fields {
        let Some(values) = matches.get_many::<String>(&flags::id(field)) else { continue };
        let values = values.map(|value| one(field, value, names)).collect::<Result<Vec<_>, _>>()?;
        let value = if field.list { list(&values) } else { values.concat() };
        members.push(format!("{}:{value}", Json::from(field.wire.as_str())));
    }
    let object = format!("{{{}}}", members.join(","));
    Ok(Json::parse(&if endpoint.batch.is_some() { format!("[{object}]") } else { object })?)
}

/// The value of a flag as JSON. Scalars are strings, which every type reads.
fn one(field: &Field, value: &str, names: &Names<'_>) -> Result<String, Failure> {
    if field.kind.is_plain() {
        return Ok(Json::from(value).get().to_owned());
    }
    let wrong = |error| names.in_message(&format!("`{}` must be JSON: {error}", field.wire));
    let json = Json::parse(value).map_err(|error| Failure::Usage(wrong(error)))?;
    Ok(json.get().to_owned())
}

/// The entries of a list. Some values may be lists themselves.
fn list(values: &[String]) -> String {
    let entries =
        values.iter().map(|value| value.strip_prefix('[').and_then(|value| value.strip_suffix(']')).unwrap_or(value));
    let entries: Vec<&str> = entries.filter(|entries| !entries.trim().is_empty()).collect();
    format!("[{}]", entries.join(","))
}

fn stdin() -> Result<String, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().read_to_string(&mut text);
    read.map_err(|error| {
        let what = format!("the parameters cannot be read from standard input: {error}");
        if error.kind() == ErrorKind::InvalidData { Failure::Usage(what) } else { Failure::Machine(what) }
    })?;
    Ok(text)
}

/// The members as the request needs them: lists of these fields may be one string with commas.
fn written(Members(members): &Members, fields: &[Field]) -> String {
    let is_list = |name: &str| fields.iter().any(|field| field.wire == name && field.list);
    let member = |(name, value): &(String, Box<RawValue>)| {
        let value = match serde_json::from_str::<String>(value.get()) {
            Ok(text) if is_list(name) && !text.is_empty() => {
                list(&text.split(',').map(|entry| Json::from(entry.trim()).get().to_owned()).collect::<Vec<_>>())
            }
            _ => value.get().to_owned(),
        };
        format!("{}:{value}", Json::from(name.as_str()))
    };
    format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
}
