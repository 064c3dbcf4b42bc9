//! Laws about channels and operations.

use std::collections::HashMap;

use super::Checked;
use crate::Law;
use crate::diagnostic::Sink;
use crate::model::{Field, Method, Model, Repeat, Socket};

/// Checks the laws of this file.
pub(super) fn check(checked: &Checked<'_>, sink: &mut Sink) {
    let Checked { model, .. } = checked;
    channels_differ(model, sink);
    arguments_are_plain(model, sink);
    names_of_members_are_not_used(model, sink);
    operations_are_not_those_of_the_socket(model, sink);
    operations_send_the_id(model, sink);
    private_channels_need_a_login(model, sink);
    operations_differ(model, sink);
    close_codes_are_of_the_protocol(model, sink);
    operations_are_posts(model, sink);
    additions_are_new_and_plain(model, sink);
}

/// A push is recognized by the name of its channel alone, so each channel is described once.
fn channels_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<&str, &str> = HashMap::new();
    for channel in &model.channels {
        for name in &channel.channels {
            if let Some(other) = found.insert(name, &channel.name) {
                let text = format_args!("`{}` and `{other}` both name the channel `{name}`", channel.name);
                sink.report(&channel.at, Law::DuplicateName, format_args!("{text}; remove it from one of them"));
            }
        }
    }
}

/// A subscription is identified by its arguments, which OKX repeats as texts in every push.
fn arguments_are_plain(model: &Model, sink: &mut Sink) {
    for field in model.channels.iter().flat_map(|channel| &model[channel.arguments].fields) {
        if !is_plain(field) {
            let text = format_args!(
                "`{}` is not a plain value; an argument must not be a list or an object, and must not have a precision rule",
                field.wire
            );
            sink.report(&field.at, Law::ArgumentForm, text);
        }
    }
}

/// Members of a socket's messages. OKX adds `uid` to an argument after a login.
const OF_MESSAGES: &[&str] = &["arg", "args", "channel", "code", "connId", "data", "event", "id", "msg", "op", "uid"];

/// The members that every push has.
const OF_PUSHES: &[&str] = &["arg", "data"];

/// A subscription is a message with `channel` and the arguments. An argument with the name of another member would replace it.
fn names_of_members_are_not_used(model: &Model, sink: &mut Sink) {
    for channel in &model.channels {
        for field in &model[channel.arguments].fields {
            let taken = OF_MESSAGES.contains(&field.wire.as_str());
            if taken || field.name == "channel" {
                let name = if taken { &field.wire } else { &field.name };
                let text = format_args!("`{}` cannot have an argument `{name}`", channel.name);
                sink.report(&field.at, Law::ReservedName, format_args!("{text}, because OKX's messages use this name"));
            }
        }
        let beside = channel.beside.map_or(&[] as &[Field], |beside| &model[beside].fields);
        for field in beside.iter().filter(|field| OF_PUSHES.contains(&field.wire.as_str())) {
            let text = format_args!(
                "every push already has the member `{}`; remove it from the object in `beside:`",
                field.wire
            );
            sink.report(&field.at, Law::ReservedName, text);
        }
    }
}

/// The operations of the socket itself.
const OWN_OPERATIONS: &[&str] = &["login", "notice", "subscribe", "unsubscribe"];

/// With such a name, an operation would be mistaken for a login or a subscription. OKX rejects other characters.
fn operations_are_not_those_of_the_socket(model: &Model, sink: &mut Sink) {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_';
    for operation in model.operations.iter().filter(|operation| !operation.op.is_empty()) {
        if OWN_OPERATIONS.contains(&operation.op.as_str()) {
            let text =
                format_args!("`{}` is an operation of the socket itself; write the `op` of the call", operation.op);
            sink.report(&operation.at, Law::ReservedName, text);
        } else if !operation.op.bytes().all(fits) {
            let right = "a name has letters and digits with `-` or `_` between them";
            let text = format_args!("`{}` is not the name of an operation; {right}", operation.op);
            sink.report(&operation.at, Law::OperationForm, text);
        }
    }
}

/// OKX rejects subscriptions to the private socket before a login.
fn private_channels_need_a_login(model: &Model, sink: &mut Sink) {
    let private = model.channels.iter().filter(|channel| channel.socket == Socket::Private);
    for channel in private.filter(|channel| !channel.login) {
        let text = format_args!("`{}` is on the private socket; add `login: true`", channel.name);
        sink.report(&channel.at, Law::LoginUnsaid, text);
    }
}

/// OKX recognizes an operation by its `op` alone.
fn operations_differ(model: &Model, sink: &mut Sink) {
    let mut found: HashMap<&str, &str> = HashMap::new();
    for operation in &model.operations {
        if let Some(other) = found.insert(&operation.op, &operation.name) {
            let text = format_args!("`{}` and `{other}` both name the operation `{}`", operation.name, operation.op);
            sink.report(&operation.at, Law::DuplicateName, format_args!("{text}; remove one of the two"));
        }
    }
}

/// A code that no connection is closed with would never be found.
fn close_codes_are_of_the_protocol(model: &Model, sink: &mut Sink) {
    let closes = |code: &str| code.parse().is_ok_and(|code: u16| (1000..5000).contains(&code));
    for error in model.errors.iter().filter(|error| error.closes.is_some() && !closes(&error.code)) {
        let text = format_args!("`{}` is not a close code, which is from 1000 to 4999; remove `closes:`", error.code);
        sink.report(&error.at, Law::CloseCode, text);
    }
}

/// OKX has no operations for reading.
fn operations_are_posts(model: &Model, sink: &mut Sink) {
    for operation in &model.operations {
        let call = &model[operation.of];
        if call.method == Method::Get {
            let text = format_args!("`{}` names `{}` in `of:`, which is a GET", operation.name, call.name);
            sink.report(&operation.at, Law::OperationForm, format_args!("{text}; an operation must name a POST"));
        }
    }
}

/// The outcome of a request is looked up by this field, so an operation must send it.
fn operations_send_the_id(model: &Model, sink: &mut Sink) {
    for operation in &model.operations {
        let call = &model[operation.of];
        let fields = &model[call.request].fields;
        let twice =
            operation.without.iter().enumerate().find(|(place, field)| operation.without[..*place].contains(field));
        if let Some((_, field)) = twice {
            let text = format_args!("`{}` leaves out `{}` twice; name it once", operation.name, fields[*field].wire);
            sink.report(&operation.at, Law::OperationForm, text);
        }
        if let Repeat::By(name) = call.repeat
            && operation.without.contains(&name)
        {
            let text = format_args!("`{}` has `repeat: by {}`", call.name, fields[name].wire);
            let right = format_args!("`{}` cannot leave it out", operation.name);
            sink.report(&operation.at, Law::OperationForm, format_args!("{text}, so {right}"));
        }
    }
}

/// A field that the call already has would be sent twice. Fields with a precision rule belong to the call, where they are checked.
fn additions_are_new_and_plain(model: &Model, sink: &mut Sink) {
    for operation in &model.operations {
        let call = &model[operation.of];
        for field in &model[operation.adds].fields {
            if model[call.request].field(&field.wire).is_some() {
                let text =
                    format_args!("`{}` already has the field `{}`; remove it from `adds:`", call.name, field.wire);
                sink.report(&field.at, Law::OperationForm, text);
            } else if let Some(other) = model[call.request].fields.iter().find(|other| other.name == field.name) {
                let text = format_args!("`{}` and `{}` are both `{}` in Rust", field.wire, other.wire, field.name);
                let right = "give one of them another Rust name with `as:`";
                sink.report(&field.at, Law::NameCollision, format_args!("{text}; {right}"));
            }
            if !is_plain(field) {
                let text = format_args!(
                    "`{}` is not a plain value; a field in `adds:` must not be a list or an object, and must not have a precision rule",
                    field.wire
                );
                sink.report(&field.at, Law::OperationForm, text);
            }
        }
    }
}

fn is_plain(field: &Field) -> bool {
    !field.list && field.precision.is_none() && field.kind.is_plain()
}
