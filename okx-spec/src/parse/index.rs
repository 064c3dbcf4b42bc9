//! index.yaml: the guide, the hosts, the other files.

use super::Text;
use super::limit::plain_rate;
use super::members::{Members, entries, items};
use super::node::Node;
use super::scalar::{count, date, host, named, seconds, sentence, url, word};
use crate::diagnostic::Sink;
use crate::model::{Letters, Rate, Socket};
use crate::{Law, Location};

/// The guide that a description was checked against.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawGuide {
    pub(crate) date: String,
    pub(crate) url: String,
}

/// The hosts of one region.
#[derive(Clone, Debug)]
pub(crate) struct RawEnvironment {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) rest: String,
    pub(crate) socket: String,
    pub(crate) demo_socket: String,
}

/// What connections of the sockets accept. Each part is `None` when it could not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawConnection {
    pub(crate) at: Option<Location>,
    pub(crate) paths: Vec<(Socket, Text)>,
    pub(crate) connects: Option<Rate>,
    pub(crate) requests: Option<Rate>,
    pub(crate) message_bytes: Option<usize>,
    pub(crate) id_length: Option<usize>,
    pub(crate) id_letters: Option<Letters>,
    pub(crate) idle: Option<u32>,
    pub(crate) notice: Option<u32>,
    pub(crate) counted: Option<usize>,
    pub(crate) heavy: Option<usize>,
}

/// The contents of index.yaml.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) guide: RawGuide,
    pub(crate) environments: Vec<RawEnvironment>,
    pub(crate) connection: RawConnection,
    pub(crate) files: Vec<Text>,
}

/// Reads index.yaml.
pub(crate) fn index(node: &Node, sink: &mut Sink) -> Index {
    let mut members = Members::of(node, "index.yaml", sink);
    let index = Index {
        guide: members.required("guide").map(|node| guide(node, sink)).unwrap_or_default(),
        environments: members.required("environments").map(|node| environments(node, sink)).unwrap_or_default(),
        connection: members.required("sockets").map(|node| connection(node, sink)).unwrap_or_default(),
        files: members.required("files").map(|node| files(node, sink)).unwrap_or_default(),
    };
    members.finish(sink);
    index
}

fn guide(node: &Node, sink: &mut Sink) -> RawGuide {
    let mut members = Members::of(node, "`guide:`", sink);
    let guide = RawGuide { date: date(&mut members, "date", sink), url: url(&mut members, "url", "https", sink) };
    members.finish(sink);
    guide
}

fn environments(node: &Node, sink: &mut Sink) -> Vec<RawEnvironment> {
    let entries = entries(node, "`environments:`", sink).unwrap_or_default();
    if entries.is_empty() && !sink.has_reported_at(&node.at) {
        sink.report(&node.at, Law::EmptyText, "`environments:` is empty; add at least one environment");
    }
    entries.iter().map(|entry| environment(&entry.key, &entry.node, sink)).collect()
}

fn environment(name: &Text, node: &Node, sink: &mut Sink) -> RawEnvironment {
    let mut members = Members::of(node, "an environment", sink);
    let environment = RawEnvironment {
        name: name.clone(),
        does: sentence(&mut members, "does", sink),
        rest: host(&mut members, "rest", "https", sink),
        socket: host(&mut members, "socket", "wss", sink),
        demo_socket: host(&mut members, "demo_socket", "wss", sink),
    };
    members.finish(sink);
    environment
}

fn connection(node: &Node, sink: &mut Sink) -> RawConnection {
    let mut members = Members::of(node, "`sockets:`", sink);
    let (id_length, id_letters) = members.required("id").map(|node| request_id(node, sink)).unwrap_or_default();
    let connection = RawConnection {
        at: Some(node.at.clone()),
        paths: members.required("paths").map(|node| paths(node, sink)).unwrap_or_default(),
        connects: members.required("connects").and_then(|node| plain_rate(node, "connects", sink)),
        requests: members.required("requests").and_then(|node| plain_rate(node, "requests", sink)),
        message_bytes: number(&mut members, "message_bytes", sink),
        id_length,
        id_letters,
        idle: members.required("idle").and_then(|node| seconds(node, "idle", sink)),
        notice: members.required("notice").and_then(|node| seconds(node, "notice", sink)),
        counted: number(&mut members, "counted", sink),
        heavy: number(&mut members, "heavy", sink),
    };
    members.finish(sink);
    connection
}

fn number(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Option<usize> {
    members.required(key).and_then(|node| count(node, key, 1, 100_000_000, sink))
}

fn request_id(node: &Node, sink: &mut Sink) -> (Option<usize>, Option<Letters>) {
    let mut members = Members::of(node, "`id:`", sink);
    let length = number(&mut members, "max_length", sink);
    let letters = members.required("letters").and_then(|node| word(node, "letters", Letters::ALL, sink));
    members.finish(sink);
    (length, letters)
}

/// The path of every socket. It is appended to a host, so it begins with a slash.
fn paths(node: &Node, sink: &mut Sink) -> Vec<(Socket, Text)> {
    let mut members = Members::of(node, "`paths:`", sink);
    let mut paths = Vec::new();
    for (key, socket) in Socket::ALL {
        let Some(path) = members.required(key).and_then(|node| named(node, key, sink)) else { continue };
        let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"/-_".contains(&letter);
        if !path.value.starts_with('/') || !path.value.bytes().all(fits) || path.value.contains("//") {
            let right = "write `/…`, without a host or a query";
            sink.report(
                &path.at,
                Law::SocketPath,
                format_args!("`{}` is not the path of a socket; {right}", path.value),
            );
        }
        paths.push((*socket, path));
    }
    members.finish(sink);
    paths
}

fn files(node: &Node, sink: &mut Sink) -> Vec<Text> {
    let items = items(node, "`files:`", sink).unwrap_or_default();
    if items.is_empty() && !sink.has_reported_at(&node.at) {
        sink.report(&node.at, Law::EmptyText, "`files:` is empty; list every other file of the description");
    }
    items.iter().filter_map(|item| named(item, "files", sink)).collect()
}
