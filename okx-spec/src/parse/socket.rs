//! The sockets' channels (`ws/<socket>.yaml`) and operations (`ws/operations.yaml`).

use super::aka::aka;
use super::condition::{list, texts};
use super::field::{fields, type_of};
use super::limit::limit;
use super::members::{Members, entries, items};
use super::node::Node;
use super::push::{RawFill, RawOnce, RawSilence, RawSnapshot, fill, once, silence, snapshot, values};
use super::scalar::{SWITCH, anchor, name, sentence, switch, word};
use super::vocabulary::objects;
use super::{RawField, RawLimit, RawShape, RawType, Text};
use crate::diagnostic::Sink;
use crate::model::{Socket, choice_type};
use crate::{Law, names};

/// One socket.
#[derive(Clone, Debug)]
pub(crate) struct RawSocket {
    pub(crate) socket: Socket,
    pub(crate) objects: Vec<RawShape>,
    pub(crate) channels: Vec<RawChannel>,
}

/// One channel, or several with the same arguments and pushes.
#[derive(Clone, Debug)]
pub(crate) struct RawChannel {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) aka: Vec<String>,
    /// Its anchor.
    pub(crate) guide: String,
    pub(crate) channels: Vec<Text>,
    pub(crate) login: bool,
    pub(crate) arguments: Vec<RawField>,
    /// Read together with the arguments.
    pub(crate) example: Option<Node>,
    /// `None` when it could not be read.
    pub(crate) push: Option<RawType>,
    pub(crate) beside: Option<RawType>,
    pub(crate) silence: Option<RawSilence>,
    pub(crate) excludes: Vec<(Text, Vec<Text>)>,
    pub(crate) once: Option<RawOnce>,
    pub(crate) counted: bool,
    pub(crate) heavy: Vec<Text>,
    pub(crate) snapshot: Option<RawSnapshot>,
    pub(crate) filled_by: Option<RawFill>,
}

impl RawChannel {
    /// The names of its generated types: the subscription, and the choice between several channels.
    pub(crate) fn type_names(&self) -> Vec<String> {
        let type_name = names::pascal(&self.name.value);
        let choice = choice_type(&type_name, self.channels.len());
        [Some(type_name), choice].into_iter().flatten().collect()
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct RawOperation {
    pub(crate) name: Text,
    pub(crate) does: String,
    /// Its anchor.
    pub(crate) guide: String,
    /// `None` when it could not be read.
    pub(crate) op: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) socket: Option<Socket>,
    /// `chapter.call`; `None` when it could not be read.
    pub(crate) of: Option<Text>,
    pub(crate) without: Vec<Text>,
    pub(crate) adds: Vec<RawField>,
    pub(crate) limit: Option<RawLimit>,
    pub(crate) draws: Vec<Text>,
}

/// The file of one socket.
pub(crate) fn socket(socket: Socket, node: &Node, sink: &mut Sink) -> RawSocket {
    let mut members = Members::of(node, "a socket's file", sink);
    let socket = RawSocket {
        socket,
        objects: members.optional("objects").map(|node| objects(node, sink)).unwrap_or_default(),
        channels: members.required("channels").map(|node| channels(node, sink)).unwrap_or_default(),
    };
    members.finish(sink);
    socket
}

fn channels(node: &Node, sink: &mut Sink) -> Vec<RawChannel> {
    let entries = entries(node, "`channels:`", sink).unwrap_or_default();
    entries.iter().map(|entry| channel(&entry.key, &entry.node, sink)).collect()
}

fn channel(channel: &Text, node: &Node, sink: &mut Sink) -> RawChannel {
    let mut members = Members::of(node, "a channel", sink);
    let channel = RawChannel {
        name: channel.clone(),
        does: sentence(&mut members, "does", sink),
        aka: aka(&mut members, sink),
        guide: anchor(&mut members, "guide", sink),
        channels: names(channel, &mut members, sink),
        // An unknown word was probably meant as `true`.
        login: members.optional("login").is_some_and(|node| word(node, "login", SWITCH, sink).unwrap_or(true)),
        arguments: optional_fields(&mut members, "arguments", sink),
        example: members.optional("example").cloned(),
        push: members.required("push").and_then(|node| type_of(node, sink)),
        beside: members.optional("beside").and_then(|node| type_of(node, sink)),
        silence: members.optional("silence").and_then(|node| silence(node, sink)),
        excludes: members.optional("excludes").map(|node| values(node, "excludes", sink)).unwrap_or_default(),
        once: members.optional("once").map(|node| once(node, sink)),
        counted: switch(&mut members, "counted", sink),
        heavy: list(&mut members, "heavy", sink),
        snapshot: members.optional("snapshot").and_then(|node| snapshot(node, sink)),
        filled_by: members.optional("filled_by").map(|node| fill(node, sink)),
    };
    members.finish(sink);
    channel
}

/// OKX's names of the channels, at least one.
fn names(channel: &Text, members: &mut Members<'_>, sink: &mut Sink) -> Vec<Text> {
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_';
    let Some(node) = members.required("names") else { return Vec::new() };
    let names = items(node, "`names:`", sink).map(|nodes| texts(nodes, sink)).unwrap_or_default();
    if names.is_empty() && !sink.has_reported_at(&node.at) {
        let text = format_args!("`{}` has no channel; list OKX's names of the channels in `names:`", channel.value);
        sink.report(&channel.at, Law::ChannelName, text);
    }
    for name in names.iter().filter(|name| !name.value.bytes().all(fits)) {
        let right = "a name has letters and digits with `-` or `_` between them";
        sink.report(&name.at, Law::ChannelName, format_args!("`{}` is not the name of a channel; {right}", name.value));
    }
    names
}

fn optional_fields(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Vec<RawField> {
    members.optional(key).map(|node| fields(node, &format!("`{key}:`"), sink)).unwrap_or_default()
}

/// The operations of all sockets.
pub(crate) fn operations(node: &Node, sink: &mut Sink) -> Vec<RawOperation> {
    let entries = entries(node, "`operations:`", sink).unwrap_or_default();
    entries.iter().map(|entry| operation(&entry.key, &entry.node, sink)).collect()
}

fn operation(operation: &Text, node: &Node, sink: &mut Sink) -> RawOperation {
    let mut members = Members::of(node, "an operation", sink);
    let operation = RawOperation {
        name: operation.clone(),
        does: sentence(&mut members, "does", sink),
        guide: anchor(&mut members, "guide", sink),
        op: name(&mut members, "op", sink),
        socket: members.required("socket").and_then(|node| word(node, "socket", Socket::ALL, sink)),
        of: name(&mut members, "of", sink),
        without: list(&mut members, "without", sink),
        adds: optional_fields(&mut members, "adds", sink),
        limit: members.optional("limit").map(|node| limit(node, sink)),
        draws: list(&mut members, "draws", sink),
    };
    members.finish(sink);
    operation
}
