//! Names that Rust takes, and that mean one thing.

use std::collections::{HashMap, HashSet};

use super::reach::Reach;
use crate::complaint::Sink;
use crate::model::{ChapterId, Home, Model};
use crate::{Law, Location, names};

/// Types are generated under these names, into modules that already know `Option`, `Text` and so on.
pub(super) fn types_are_pascal_and_free(model: &Model, sink: &mut Sink) {
    let ids = model.ids.iter().map(|id| (&id.name, &id.at));
    let enums = model.enums.iter().map(|entry| (&entry.name, &entry.at));
    let objects = model.shapes.iter().filter(|shape| shape.is_object()).map(|shape| (&shape.name, &shape.at));
    for (name, at) in ids.chain(enums).chain(objects) {
        type_fits(name, at, sink);
    }
}

/// A chapter is a module, and a call is a type of its name in `PascalCase`.
pub(super) fn modules_and_calls_are_snake(model: &Model, sink: &mut Sink) {
    for chapter in &model.chapters {
        snake_fits(&chapter.name, "a chapter's file", &chapter.at, sink);
    }
    for endpoint in &model.endpoints {
        if snake_fits(&endpoint.name, "a call", &endpoint.at, sink) {
            type_fits(&endpoint.type_name, &endpoint.at, sink);
        }
    }
}

/// Channels and operations are named like calls.
pub(super) fn channels_and_operations_are_snake(model: &Model, sink: &mut Sink) {
    for channel in &model.channels {
        if snake_fits(&channel.name, "a channel", &channel.at, sink) {
            type_fits(&channel.type_name, &channel.at, sink);
        }
    }
    for operation in &model.operations {
        snake_fits(&operation.name, "an operation", &operation.at, sink);
    }
}

/// Precision rules and budgets become statics, regions become variants: all from one spelling.
pub(super) fn rules_budgets_and_regions_are_snake(model: &Model, sink: &mut Sink) {
    for rule in &model.precision {
        snake_fits(&rule.name, "a precision rule", &rule.at, sink);
    }
    for region in &model.environments {
        snake_fits(&region.name, "an environment", &region.at, sink);
    }
    for budget in model.budgets.iter().filter(|budget| budget.call.is_none()) {
        if !budget.name.split('.').all(names::is_snake) {
            let text = format_args!("`{}` is no name for a budget; it reads `group.what_it_is_for`", budget.name);
            sink.say(&budget.at, Law::UnfitName, text);
        }
    }
}

/// `order.place` and `order_place` would be the same static. In a user's own file rules and budgets are in one module.
pub(super) fn statics_of_a_module_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<(Option<ChapterId>, &str, String), &str> = HashMap::new();
    let precision = model.precision.iter().map(|rule| (rule.chapter, "precision", &rule.name, &rule.at));
    let shared = model.budgets.iter().filter(|budget| budget.call.is_none());
    let budgets = shared.map(|budget| (budget.chapter, "budgets", &budget.name, &budget.at));
    for (chapter, module, name, at) in precision.chain(budgets) {
        let module = if chapter.is_some() { "" } else { module };
        let key = (chapter, module, names::constant(name));
        // Names that are equal as written were complained about when they were declared.
        if let Some(other) = found.insert(key, name)
            && other != name
        {
            let text = format_args!("`{name}` and `{other}` are both `{}` in Rust; rename one", names::constant(name));
            sink.say(at, Law::NameCollision, text);
        }
    }
}

/// Fields become members and setters. Two wire names can meet in one Rust name (`ordID`, `ordId`), or in one that the
/// generated type has for itself.
pub(super) fn fields_fit_and_differ(model: &Model, sink: &mut Sink) {
    for shape in &model.shapes {
        let mut found: HashMap<&str, &str> = HashMap::new();
        for field in &shape.fields {
            field_fits(&field.name, &field.wire, &field.at, sink);
            if let Some(other) = found.insert(&field.name, &field.wire) {
                let text = format_args!("`{}` and `{other}` are both `{}` in Rust", field.wire, field.name);
                let right = "give one of them another name with `as:`";
                sink.say(&field.at, Law::NameCollision, format_args!("{text}; {right}"));
            }
        }
    }
}

/// Required fields of one type become the fields of a type beside the one that has them.
pub(super) fn types_of_required_fields_are_free(model: &Model, reach: &Reach, sink: &mut Sink) {
    let ids = model.ids.iter().map(|id| &id.name);
    let enums = model.enums.iter().map(|entry| &entry.name);
    let shapes = model.shapes.iter().map(|shape| &shape.name);
    let calls = model.endpoints.iter().map(|endpoint| &endpoint.type_name);
    let taken: HashSet<&String> = ids.chain(enums).chain(shapes).chain(calls).collect();
    for (shape, _) in model.shapes.iter().zip(&reach.sent).filter(|(_, is_sent)| **is_sent) {
        if let Some(name) = shape.required_type().filter(|name| taken.contains(name)) {
            let text = format_args!("`{}` has required fields of one type, which become the type `{name}`", shape.name);
            let right = "there is one already; give one of the two another name";
            sink.say(&shape.at, Law::NameCollision, format_args!("{text}; {right}"));
        }
    }
}

/// Values become variants; `Unknown` is the one for values that OKX adds later. Two spellings of one value
/// (`post_only`, `postOnly`) are two wishes, of which OKX fulfils one.
pub(super) fn values_fit_and_differ(model: &Model, sink: &mut Sink) {
    for entry in &model.enums {
        if entry.values.is_empty() {
            let text = format_args!("`{}` has no value; without any it is `Text`", entry.name);
            sink.say(&entry.at, Law::UnfitValue, text);
        }
        let mut found: HashMap<&str, &str> = HashMap::new();
        for value in &entry.values {
            value_is_sendable(&value.wire, &value.at, sink);
            if !names::is_pascal(&value.name) || value.name == "Unknown" {
                let text =
                    format_args!("`{}` makes no Rust name of its own; write `{{as: Name, means: …}}`", value.wire);
                sink.say(&value.at, Law::UnfitName, text);
            } else if let Some(other) = found.insert(&value.name, &value.wire) {
                let text = format_args!("`{}` and `{other}` are both `{}` in Rust", value.wire, value.name);
                let right = "remove the one that is misspelt, or name one of them with `as:`";
                sink.say(&value.at, Law::NameCollision, format_args!("{text}; {right}"));
            }
        }
    }
}

/// Where an entry is about several channels, each becomes a variant of a type, which stands in one module with the
/// socket's objects and with the arguments of its channels.
pub(super) fn choices_of_a_channel_fit_and_differ(model: &Model, sink: &mut Sink) {
    for channel in &model.channels {
        let Some(choice) = channel.choice_type() else { continue };
        let here = [Home::Socket(channel.socket), Home::Sent(channel.socket)];
        if model.shapes.iter().any(|shape| here.contains(&shape.home) && shape.name == choice) {
            let text = format_args!("`{}` names several channels, which become the type `{choice}`", channel.name);
            let right = "there is one already; give one of the two another name";
            sink.say(&channel.at, Law::NameCollision, format_args!("{text}; {right}"));
        }
        let mut found: HashMap<String, &str> = HashMap::new();
        for wire in &channel.channels {
            let name = names::pascal(wire);
            if !names::is_pascal(&name) || name == "Unknown" {
                let text = format_args!("the channel `{wire}` makes no Rust name; leave it to an entry of its own");
                sink.say(&channel.at, Law::UnfitName, text);
            } else if let Some(other) = found.insert(name, wire) {
                let text =
                    format_args!("the channels `{wire}` and `{other}` are both `{}` in Rust", names::pascal(wire));
                sink.say(&channel.at, Law::NameCollision, format_args!("{text}; leave one to an entry of its own"));
            }
        }
    }
}

/// A caller names an error by this constant; two codes of one name could not be told apart.
pub(super) fn errors_are_pascal_and_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<String, &str> = HashMap::new();
    for error in model.errors.iter().filter(|error| !error.name.is_empty()) {
        if !names::is_pascal(&error.name) {
            let text = format_args!("`{}` is no name for an error; it is in PascalCase", error.name);
            sink.say(&error.at, Law::UnfitName, text);
        }
        if let Some(other) = found.insert(names::constant(&error.name), &error.code) {
            let text = format_args!("`{}` is the name of `{other}` already; what differs about this one?", error.name);
            sink.say(&error.at, Law::DuplicateName, text);
        }
    }
}

/// Answers are looked up by code and sub-code in this spelling; another one would never be found.
pub(super) fn codes_are_digits(model: &Model, sink: &mut Sink) {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit());
    for error in &model.errors {
        let (code, sub_code) = error.code.split_once('_').unwrap_or((&error.code, "0"));
        if !digits(code) || !digits(sub_code) {
            let text = format_args!(
                "`{}` is no result code; it reads `\"50011\"`, or `\"51000_1\"` with a sub-code",
                error.code
            );
            sink.say(&error.at, Law::MalformedCode, text);
        }
    }
}

/// OKX sends `""` for "not applicable", so no value can be that; stray spaces would make a value that OKX does not
/// know.
fn value_is_sendable(wire: &str, at: &Location, sink: &mut Sink) {
    if wire.is_empty() || wire.trim() != wire || wire.chars().any(char::is_control) {
        let text = format_args!("{wire:?} is no value that OKX sends; it is not empty and has no spaces around it");
        sink.say(at, Law::UnfitValue, text);
    }
}

fn type_fits(name: &str, at: &Location, sink: &mut Sink) {
    if !names::is_pascal(name) {
        sink.say(at, Law::UnfitName, format_args!("`{name}` is no name for a type; it is in PascalCase"));
    } else if !names::is_free_type(name) {
        sink.say(at, Law::UnfitName, format_args!("`{name}` means something else already; choose another name"));
    }
}

fn snake_fits(name: &str, what: &str, at: &Location, sink: &mut Sink) -> bool {
    let fits = names::is_snake(name);
    if !fits {
        sink.say(at, Law::UnfitName, format_args!("`{name}` is no name for {what}; it is in snake_case"));
    }
    fits
}

fn field_fits(name: &str, wire: &str, at: &Location, sink: &mut Sink) {
    if !names::is_snake(name) {
        let text = format_args!("`{wire}` makes no Rust name; write `{{type: …, as: rust_name}}`");
        sink.say(at, Law::UnfitName, text);
    } else if !names::is_free_field(name) {
        let text = format_args!("`{name}` is something that every generated type has; name the field with `as:`");
        sink.say(at, Law::UnfitName, text);
    }
}
