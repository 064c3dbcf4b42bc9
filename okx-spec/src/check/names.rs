//! Laws about names: they must be valid in Rust, and have one meaning.

use std::collections::{HashMap, HashSet};

use super::{Checked, Reach};
use crate::diagnostic::Sink;
use crate::model::{ChapterId, Home, Model, is_digits};
use crate::{Law, Location, names};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { resolved, model, reach } = checked;
    types_are_pascal_and_free(model, sink);
    modules_and_calls_are_snake(model, resolved.own, sink);
    channels_and_operations_are_snake(model, sink);
    rules_budgets_and_regions_are_snake(model, sink);
    statics_of_a_module_differ(model, sink);
    budgets_differ_from_those_of_calls(model, sink);
    channels_and_regions_differ(model, sink);
    wires_are_sendable(model, sink);
    fields_fit_and_differ(model, sink);
    types_of_required_fields_are_new(model, reach, sink);
    values_fit_and_differ(model, sink);
    choices_of_a_channel_fit_and_differ(model, sink);
    errors_are_pascal_and_differ(model, sink);
    codes_are_digits(model, sink);
}

/// Types with these names are generated into modules in which `Option`, `Text` and others are already in scope.
fn types_are_pascal_and_free(model: &Model, sink: &mut Sink) {
    let ids = model.ids.iter().map(|id| (&id.name, &id.at));
    let enums = model.enums.iter().map(|entry| (&entry.name, &entry.at));
    let objects = model.shapes.iter().filter(|shape| shape.is_object()).map(|shape| (&shape.name, &shape.at));
    for (name, at) in ids.chain(enums).chain(objects) {
        type_fits(name, at, sink);
    }
}

/// Modules of the client that are not chapters. The budgets of operations are named like calls of a chapter `ws`.
const TAKEN_MODULES: &[&str] =
    &["budgets", "calls", "enums", "environments", "errors", "ids", "objects", "precision", "ws"];

/// A chapter becomes a module, and a call becomes a type with its name in `PascalCase`. The module of a user's own file is elsewhere.
fn modules_and_calls_are_snake(model: &Model, own: Option<ChapterId>, sink: &mut Sink) {
    for (place, chapter) in model.chapters.iter().enumerate() {
        let fits = snake_fits(&chapter.name, "a chapter's file", &chapter.at, sink);
        if fits && own != Some(ChapterId(place)) && TAKEN_MODULES.contains(&chapter.name.as_str()) {
            let text = format_args!("`{}` is already the name of another module; rename the file", chapter.name);
            sink.report(&chapter.at, Law::UnfitName, text);
        }
    }
    for endpoint in &model.endpoints {
        if snake_fits(&endpoint.name, "a call", &endpoint.at, sink) {
            type_fits(&endpoint.type_name, &endpoint.at, sink);
        }
    }
}

/// Channels and operations are named like calls.
fn channels_and_operations_are_snake(model: &Model, sink: &mut Sink) {
    for channel in &model.channels {
        if snake_fits(&channel.name, "a channel", &channel.at, sink) {
            type_fits(&channel.type_name, &channel.at, sink);
        }
    }
    for operation in &model.operations {
        snake_fits(&operation.name, "an operation", &operation.at, sink);
    }
}

/// Precision rules and budgets become statics, and regions become variants.
fn rules_budgets_and_regions_are_snake(model: &Model, sink: &mut Sink) {
    for rule in &model.precision {
        snake_fits(&rule.name, "a precision rule", &rule.at, sink);
    }
    for region in &model.environments {
        snake_fits(&region.name, "an environment", &region.at, sink);
    }
    for budget in model.budgets.iter().filter(|budget| budget.call.is_none()) {
        if !budget.name.split('.').all(names::is_snake) {
            let text =
                format_args!("`{}` is not a name for a budget; write `group.purpose` in snake_case", budget.name);
            sink.report(&budget.at, Law::UnfitName, text);
        }
    }
}

/// `order.place` and `order_place` would be the same static. The rules and budgets of a user's own file are in one module.
fn statics_of_a_module_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<(Option<ChapterId>, &str, String), &str> = HashMap::new();
    let precision = model.precision.iter().map(|rule| (rule.chapter, "precision", &rule.name, &rule.at));
    let shared = model.budgets.iter().filter(|budget| budget.call.is_none());
    let budgets = shared.map(|budget| (budget.chapter, "budgets", &budget.name, &budget.at));
    for (chapter, module, name, at) in precision.chain(budgets) {
        let module = if chapter.is_some() { "" } else { module };
        let key = (chapter, module, names::constant(name));
        // Names that are equal as written were already reported when they were declared.
        if let Some(other) = found.insert(key, name)
            && other != name
        {
            let text =
                format_args!("`{name}` and `{other}` are both `{}` in Rust; rename one of them", names::constant(name));
            sink.report(at, Law::NameCollision, text);
        }
    }
}

/// Channels of one socket become types of one module, and regions become variants of one enum. `book_1` and `book1` are both `Book1`.
fn channels_and_regions_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<(&str, &str), &str> = HashMap::new();
    let channels = model.channels.iter().map(|one| (one.socket.as_str(), &one.type_name, &one.name, &one.at));
    let regions = model.environments.iter().map(|one| ("region", &one.type_name, &one.name, &one.at));
    for (place, type_name, name, at) in channels.chain(regions) {
        if let Some(other) = found.insert((place, type_name), name)
            && other != name
        {
            let text = format_args!("`{name}` and `{other}` are both `{type_name}` in Rust; rename one of them");
            sink.report(at, Law::NameCollision, text);
        }
    }
}

/// Budgets with the same name are one budget at run time, and a call's own budget has the name of its call.
fn budgets_differ_from_those_of_calls(model: &Model, sink: &mut Sink) {
    let own: HashSet<&str> =
        model.budgets.iter().filter(|one| one.call.is_some()).map(|one| one.name.as_str()).collect();
    for budget in model.budgets.iter().filter(|one| one.call.is_none() && own.contains(one.name.as_str())) {
        let text = format_args!("`{}` is already the name of a call's own budget; choose another name", budget.name);
        sink.report(&budget.at, Law::DuplicateName, text);
    }
}

/// The name of a field is sent as written, in JSON and in queries. Other characters would have to be escaped.
fn wires_are_sendable(model: &Model, sink: &mut Sink) {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_' || letter == b'-' || letter == b'.';
    for field in model.shapes.iter().flat_map(|shape| &shape.fields) {
        if !field.wire.bytes().all(fits) {
            let text = format_args!(
                "{:?} is not the name of a field; a name has letters and digits without spaces",
                field.wire
            );
            sink.report(&field.at, Law::UnfitWire, text);
        }
    }
}

/// Fields become members and setters. Two wire names can have the same Rust name (`ordID`, `ordId`), or one that the generated type uses.
fn fields_fit_and_differ(model: &Model, sink: &mut Sink) {
    for shape in &model.shapes {
        let mut found: HashMap<&str, &str> = HashMap::new();
        for field in &shape.fields {
            field_fits(&field.name, &field.wire, &field.at, sink);
            if let Some(other) = found.insert(&field.name, &field.wire) {
                let text = format_args!("`{}` and `{other}` are both `{}` in Rust", field.wire, field.name);
                let right = "give one of them another Rust name with `as:`";
                sink.report(&field.at, Law::NameCollision, format_args!("{text}; {right}"));
            }
        }
    }
}

/// When required fields have the same type, another type is generated that gives them by name.
fn types_of_required_fields_are_new(model: &Model, reach: &Reach, sink: &mut Sink) {
    let ids = model.ids.iter().map(|id| &id.name);
    let enums = model.enums.iter().map(|entry| &entry.name);
    let shapes = model.shapes.iter().map(|shape| &shape.name);
    let calls = model.endpoints.iter().map(|endpoint| &endpoint.type_name);
    let taken: HashSet<&String> = ids.chain(enums).chain(shapes).chain(calls).collect();
    for (shape, _) in model.shapes.iter().zip(&reach.sent).filter(|(_, is_sent)| **is_sent) {
        if let Some(name) = shape.required_type().filter(|name| taken.contains(name)) {
            let text = format_args!(
                "`{}` has required fields of the same type, for which the type `{name}` is generated",
                shape.name
            );
            let right = "that type already exists; rename one of the two";
            sink.report(&shape.at, Law::NameCollision, format_args!("{text}; {right}"));
        }
    }
}

/// Values become variants. `Unknown` is the variant for values that OKX adds later. Of two spellings of one value (`post_only`, `postOnly`), OKX
/// accepts one.
fn values_fit_and_differ(model: &Model, sink: &mut Sink) {
    for entry in &model.enums {
        if entry.values.is_empty() {
            let text = format_args!("`{}` has no values; use `Text` instead of an enum without values", entry.name);
            sink.report(&entry.at, Law::UnfitValue, text);
        }
        let mut found: HashMap<&str, &str> = HashMap::new();
        for value in &entry.values {
            value_is_sendable(&value.wire, &value.at, sink);
            if !names::is_pascal(&value.name) || value.name == "Unknown" {
                let text =
                    format_args!("`{}` cannot be turned into a Rust name; write `{{as: Name, means: …}}`", value.wire);
                sink.report(&value.at, Law::UnfitName, text);
            } else if let Some(other) = found.insert(&value.name, &value.wire) {
                let text = format_args!("`{}` and `{other}` are both `{}` in Rust", value.wire, value.name);
                let right = "remove the misspelt one, or give one of them another Rust name with `as:`";
                sink.report(&value.at, Law::NameCollision, format_args!("{text}; {right}"));
            }
        }
    }
}

/// In an entry for several channels, each becomes a variant of a type. That type is in one module with the socket's objects and with the
/// arguments of its channels.
fn choices_of_a_channel_fit_and_differ(model: &Model, sink: &mut Sink) {
    for channel in &model.channels {
        let Some(choice) = channel.choice_type() else { continue };
        let here = [Home::Socket(channel.socket), Home::Sent(channel.socket)];
        if model.shapes.iter().any(|shape| here.contains(&shape.home) && shape.name == choice) {
            let text =
                format_args!("`{}` has several channels, for which the type `{choice}` is generated", channel.name);
            let right = "a type with that name already exists; rename one of the two";
            sink.report(&channel.at, Law::NameCollision, format_args!("{text}; {right}"));
        }
        let mut found: HashMap<String, &str> = HashMap::new();
        for wire in &channel.channels {
            let name = names::pascal(wire);
            if !names::is_pascal(&name) || name == "Unknown" {
                let text =
                    format_args!("the channel `{wire}` cannot be turned into a Rust name; give it an entry of its own");
                sink.report(&channel.at, Law::UnfitName, text);
            } else if let Some(other) = found.insert(name, wire) {
                let text =
                    format_args!("the channels `{wire}` and `{other}` are both `{}` in Rust", names::pascal(wire));
                sink.report(
                    &channel.at,
                    Law::NameCollision,
                    format_args!("{text}; give one of them an entry of its own"),
                );
            }
        }
    }
}

/// Each code becomes a constant with this name.
fn errors_are_pascal_and_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<String, &str> = HashMap::new();
    for error in model.errors.iter().filter(|error| !error.name.is_empty()) {
        if !names::is_pascal(&error.name) {
            let text = format_args!("`{}` is not a name for an error; write it in PascalCase", error.name);
            sink.report(&error.at, Law::UnfitName, text);
        }
        if let Some(other) = found.insert(names::constant(&error.name), &error.code) {
            let text = format_args!("`{}` is already the name of the code `{other}`; choose another name", error.name);
            sink.report(&error.at, Law::DuplicateName, text);
        }
    }
}

/// The result of a reply is looked up by code and sub-code in this spelling.
fn codes_are_digits(model: &Model, sink: &mut Sink) {
    for error in &model.errors {
        let (code, sub_code) = error.code.split_once('_').unwrap_or((&error.code, "0"));
        if !is_digits(code) || !is_digits(sub_code) {
            let text = format_args!(
                "`{}` is not a result code; write `\"50011\"`, or `\"51000_1\"` with a sub-code",
                error.code
            );
            sink.report(&error.at, Law::MalformedCode, text);
        }
    }
}

/// OKX sends `""` for "not applicable", so it cannot be a value. With stray spaces, OKX would not know the value.
fn value_is_sendable(wire: &str, at: &Location, sink: &mut Sink) {
    if wire.is_empty() || wire.trim() != wire || wire.chars().any(char::is_control) {
        let text = format_args!(
            "{wire:?} is not a value that OKX sends; a value must not be empty or begin or end with a space"
        );
        sink.report(at, Law::UnfitValue, text);
    }
}

fn type_fits(name: &str, at: &Location, sink: &mut Sink) {
    if !names::is_pascal(name) {
        sink.report(at, Law::UnfitName, format_args!("`{name}` is not a name for a type; write it in PascalCase"));
    } else if !names::is_free_type(name) {
        sink.report(
            at,
            Law::UnfitName,
            format_args!("`{name}` already has another meaning in Rust; choose another name"),
        );
    }
}

fn snake_fits(name: &str, what: &str, at: &Location, sink: &mut Sink) -> bool {
    let fits = names::is_snake(name);
    if !fits {
        sink.report(at, Law::UnfitName, format_args!("`{name}` is not a name for {what}; write it in snake_case"));
    }
    fits
}

fn field_fits(name: &str, wire: &str, at: &Location, sink: &mut Sink) {
    if !names::is_snake(name) {
        let text = format_args!("`{wire}` cannot be turned into a Rust name; write `{{type: …, as: rust_name}}`");
        sink.report(at, Law::UnfitName, text);
    } else if !names::is_free_field(name) {
        let text =
            format_args!("every generated type uses the name `{name}`; give the field another Rust name with `as:`");
        sink.report(at, Law::UnfitName, text);
    }
}
