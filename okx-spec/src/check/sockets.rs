//! What channels and operations look like.

use std::collections::HashMap;

use crate::Law;
use crate::complaint::Sink;
use crate::model::{Field, Kind, Method, Model, Socket};

/// A push is known by its channel's name alone; one that two sections tell of would have two shapes.
pub(super) fn channels_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<&str, &str> = HashMap::new();
    for channel in &model.channels {
        for name in &channel.channels {
            if let Some(other) = found.insert(name, &channel.name) {
                let text = format_args!("`{}` and `{other}` both tell of the channel `{name}`", channel.name);
                sink.say(&channel.at, Law::DuplicateName, format_args!("{text}; leave it to one of them"));
            }
        }
    }
}

/// A subscription is found again by its arguments, which OKX repeats as texts in every push.
pub(super) fn arguments_are_plain(model: &Model, sink: &mut Sink) {
    for field in model.channels.iter().flat_map(|channel| &model[channel.arguments].fields) {
        if !is_plain(field) {
            let text = format_args!("`{}` is no plain value; a channel's argument is one, without grid", field.wire);
            sink.say(&field.at, Law::ArgumentForm, text);
        }
    }
}

/// A client that does not log in first would be refused every time.
pub(super) fn private_channels_need_a_login(model: &Model, sink: &mut Sink) {
    let private = model.channels.iter().filter(|channel| channel.socket == Socket::Private);
    for channel in private.filter(|channel| !channel.login) {
        let text = format_args!("`{}` is on the private socket; say `login: true`", channel.name);
        sink.say(&channel.at, Law::LoginUnsaid, text);
    }
}

/// OKX knows an operation by its `op` alone.
pub(super) fn operations_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<&str, &str> = HashMap::new();
    for operation in &model.operations {
        if let Some(other) = found.insert(&operation.op, &operation.name) {
            let text = format_args!("`{}` and `{other}` are both the operation `{}`", operation.name, operation.op);
            sink.say(&operation.at, Law::DuplicateName, format_args!("{text}; remove one of the two"));
        }
    }
}

/// What only asks is subscribed to; an operation does something.
pub(super) fn operations_are_posts(model: &Model, sink: &mut Sink) {
    for operation in &model.operations {
        let call = &model[operation.of];
        if call.method == Method::Get {
            let text = format_args!("`{}` is of `{}`, which is a GET", operation.name, call.name);
            sink.say(&operation.at, Law::OperationForm, format_args!("{text}; an operation is of a POST"));
        }
    }
}

/// A field that the call has already would be sent twice; anything with a grid belongs to the call, where it is judged.
pub(super) fn additions_are_new_and_plain(model: &Model, sink: &mut Sink) {
    for operation in &model.operations {
        let call = &model[operation.of];
        for field in &model[operation.adds].fields {
            if model[call.request].field(&field.wire).is_some() {
                let text =
                    format_args!("`{}` has the field `{}` already; take it out of `adds:`", call.name, field.wire);
                sink.say(&field.at, Law::OperationForm, text);
            }
            if !is_plain(field) {
                let text =
                    format_args!("`{}` is no plain value; an operation adds only such, without grid", field.wire);
                sink.say(&field.at, Law::OperationForm, text);
            }
        }
    }
}

fn is_plain(field: &Field) -> bool {
    !field.list && field.precision.is_none() && !matches!(field.kind, Kind::Shape(_) | Kind::Json)
}
