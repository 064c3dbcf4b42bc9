//! index.yaml: the guide, the hosts, the other files.

use super::Text;
use super::members::{Members, entries, items};
use super::node::Node;
use super::scalar::{date, host, named, sentence, url};
use crate::Law;
use crate::diagnostic::Sink;

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

/// The contents of index.yaml.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) guide: RawGuide,
    pub(crate) environments: Vec<RawEnvironment>,
    pub(crate) files: Vec<Text>,
}

/// Reads index.yaml.
pub(crate) fn index(node: &Node, sink: &mut Sink) -> Index {
    let mut members = Members::of(node, "index.yaml", sink);
    let index = Index {
        guide: members.required("guide").map(|node| guide(node, sink)).unwrap_or_default(),
        environments: members.required("environments").map(|node| environments(node, sink)).unwrap_or_default(),
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

fn files(node: &Node, sink: &mut Sink) -> Vec<Text> {
    let items = items(node, "`files:`", sink).unwrap_or_default();
    if items.is_empty() && !sink.has_reported_at(&node.at) {
        sink.report(&node.at, Law::EmptyText, "`files:` is empty; list every other file of the description");
    }
    items.iter().filter_map(|item| named(item, "files", sink)).collect()
}
