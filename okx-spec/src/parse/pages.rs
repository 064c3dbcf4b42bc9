//! `pages:`.

use super::Text;
use super::members::{Members, entries};
use super::node::Node;
use super::scalar::{count, name, named, optional_sentence, switch};
use crate::diagnostic::Sink;
use crate::{Law, Location};

/// How the reply of a call is paged, or why it cannot be.
#[derive(Clone, Debug)]
pub(crate) enum RawPages {
    /// `{by: ordId, older: after, newer: before, up_to: 100}`, or `{number: page, up_to: 100}`.
    Turned(Box<RawTurned>),
    /// `{cannot: It is the reason.}`.
    Cannot(String),
    /// A mistake was reported.
    Broken,
}

/// A list that can be read page by page.
#[derive(Clone, Debug)]
pub(crate) struct RawTurned {
    pub(crate) at: Location,
    pub(crate) order: RawOrder,
    /// The parameter for the size of a page, if it has an unusual name.
    pub(crate) size: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) up_to: Option<usize>,
    /// The field that identifies a row.
    pub(crate) id: Option<Text>,
    /// The list within the reply that has the rows.
    pub(crate) rows: Option<Text>,
    /// The field that has the time of a row, or `none`.
    pub(crate) time: Option<Text>,
    /// The parameters that bound this time.
    pub(crate) since: Option<Text>,
    pub(crate) until: Option<Text>,
    /// The fields, with their values, of a row that still changes.
    pub(crate) forming: Vec<(Text, Text)>,
}

/// How the next page is requested.
#[derive(Clone, Debug)]
pub(crate) enum RawOrder {
    /// By a bound: the value of a field of the rows.
    Cursor(RawCursor),
    /// By the parameter that holds the number of the page.
    Number(Text),
}

/// Pages by a bound.
#[derive(Clone, Debug)]
pub(crate) struct RawCursor {
    pub(crate) by: Text,
    pub(crate) older: Option<Text>,
    pub(crate) newer: Option<Text>,
    pub(crate) includes: bool,
    /// Parameters that must be sent with a bound, with their values.
    pub(crate) with: Vec<(Text, Text)>,
}

/// How a list is paged: by a field of its rows, by numbers, or not at all, which needs a reason.
pub(crate) fn pages(node: &Node, sink: &mut Sink) -> RawPages {
    let mut members = Members::of(node, "`pages:`", sink);
    let cannot = optional_sentence(&mut members, "cannot", sink);
    let by = members.optional("by").and_then(|node| named(node, "by", sink));
    let number = members.optional("number").and_then(|node| named(node, "number", sink));
    let pages = match (cannot, by, number) {
        (Some(reason), None, None) => RawPages::Cannot(reason),
        (None, Some(by), None) => {
            let order = RawOrder::Cursor(cursor(by, &mut members, sink));
            RawPages::Turned(Box::new(turned(node, order, &mut members, sink)))
        }
        (None, None, Some(number)) => {
            RawPages::Turned(Box::new(turned(node, RawOrder::Number(number), &mut members, sink)))
        }
        _ if members.is_broken() => RawPages::Broken,
        _ => {
            let text = "`pages:` needs exactly one of `by:`, `number:` and `cannot:`";
            sink.report(&node.at, Law::PagesForm, text);
            return RawPages::Broken;
        }
    };
    members.finish(sink);
    pages
}

fn turned(node: &Node, order: RawOrder, members: &mut Members<'_>, sink: &mut Sink) -> RawTurned {
    let mut optional = |key: &'static str| members.optional(key).and_then(|node| named(node, key, sink));
    let [size, id, rows, time, since, until] = ["size", "id", "rows", "time", "since", "until"].map(&mut optional);
    RawTurned {
        at: node.at.clone(),
        order,
        size,
        up_to: members.required("up_to").and_then(|node| count(node, "up_to", 1, 10_000, sink)),
        id,
        rows,
        time,
        since,
        until,
        forming: pairs(members, "forming", sink),
    }
}

fn cursor(by: Text, members: &mut Members<'_>, sink: &mut Sink) -> RawCursor {
    RawCursor {
        by,
        older: name(members, "older", sink),
        newer: members.optional("newer").and_then(|node| named(node, "newer", sink)),
        includes: switch(members, "includes", sink),
        with: pairs(members, "with", sink),
    }
}

/// Names with their values.
fn pairs(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Vec<(Text, Text)> {
    let what = format!("`{key}:`");
    let entries = members.optional(key).and_then(|node| entries(node, &what, sink)).unwrap_or_default();
    entries.iter().filter_map(|entry| Some((entry.key.clone(), named(&entry.node, key, sink)?))).collect()
}
