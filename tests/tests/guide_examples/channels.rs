//! The guide's examples of channels: pushes are decoded as their row types, subscriptions as their argument types.

use okx_client::dynamic::{reread_push, subscription};
use okx_client::value::Json;
use serde_json::Value;

use crate::{assert_explained, facts, is_described, is_read, list, read, same};

/// The channel of a push or a subscription.
fn channel(arg: &Value) -> &str {
    arg["channel"].as_str().unwrap_or_default()
}

/// All examples of a section regardless of their label, because some labels are wrong.
fn examples(section: &Value) -> impl Iterator<Item = &Value> {
    let groups = section["examples"].as_object().into_iter().flat_map(|groups| groups.values());
    groups.flat_map(|group| group.as_array().into_iter().flatten()).flat_map(|example| list(example, "json"))
}

fn push(example: &Value) -> Result<(), String> {
    let push = reread_push(channel(&example["arg"]), &example.to_string()).map_err(|error| error.to_string())?;
    if let Some(fault) = push.faults().next() {
        return Err(fault.to_string());
    }
    is_read(&push.kept)?;
    is_described(&push.undescribed)?;
    same::says(&read(&push.value), example)
}

fn subscribe(arg: &Value) -> Result<(), String> {
    let mut arguments = arg.clone();
    arguments.as_object_mut().and_then(|members| members.remove("channel"));
    let arguments = Json::parse(&arguments.to_string()).map_err(|error| error.to_string())?;
    let written = subscription(channel(arg), &arguments).map_err(|error| error.to_string())?;
    same::says(&read(&written), arg)
}

#[test]
fn every_push_and_subscription_survives_a_round_trip() {
    let sections = facts("channels.json");
    let mut wrong = Vec::new();
    for section in &sections {
        let is_push = |example: &&Value| example.is_object() && example.get("data").is_some();
        if examples(section).filter(is_push).count() == 0 {
            wrong.push((section["id"].to_string(), "no example of a push".to_owned()));
        }
        for example in examples(section) {
            let (name, mistake) = if is_push(&example) {
                (channel(&example["arg"]), push(example).map_err(|mistake| format!("push: {mistake}")))
            } else if let Some(arg) = list(example, "args").next() {
                (
                    channel(arg),
                    list(example, "args").try_for_each(subscribe).map_err(|mistake| format!("arg: {mistake}")),
                )
            } else {
                continue;
            };
            wrong.extend(mistake.err().map(|mistake| (name.to_owned(), mistake)));
        }
    }
    if !sections.is_empty() {
        assert_explained(&wrong, &[]);
    }
}
