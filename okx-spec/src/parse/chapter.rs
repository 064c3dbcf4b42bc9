//! A chapter file (`rest/<chapter>.yaml`), or a user's own file.

use std::collections::BTreeSet;

use super::aka::aka;
use super::condition::list;
use super::field::{fields, type_of};
use super::limit::{budgets, limit};
use super::members::{Members, entries, text};
use super::node::Node;
use super::pages::pages;
use super::precision::precision;
use super::rule::rules;
use super::scalar::{anchor, count, name, named, sentence, switch, word};
use super::vocabulary::{enums, ids, objects};
use super::{Located, RawField, RawLimit, RawPages, RawRule, RawType, RawVocabulary, Text};
use crate::diagnostic::Sink;
use crate::model::{Access, Demo, Method, Repeat};
use crate::{Law, Location, names};

/// One file of calls.
#[derive(Clone, Debug)]
pub(crate) struct RawChapter {
    /// The module's name, from the file's.
    pub(crate) name: Text,
    pub(crate) title: String,
    pub(crate) does: String,
    /// Its anchor.
    pub(crate) guide: String,
    pub(crate) vocabulary: RawVocabulary,
    pub(crate) endpoints: Vec<RawEndpoint>,
}

/// One call.
#[derive(Clone, Debug)]
pub(crate) struct RawEndpoint {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) aka: Vec<String>,
    /// Its anchor, without the chapter's.
    pub(crate) guide: String,
    /// `None` when it could not be read.
    pub(crate) call: Option<RawCall>,
    /// `None` when it could not be read.
    pub(crate) access: Option<Access>,
    pub(crate) limit: Option<RawLimit>,
    pub(crate) draws: Vec<Text>,
    pub(crate) demo: Demo,
    pub(crate) deadline: bool,
    pub(crate) reduces_risk: bool,
    pub(crate) in_flight: Option<Located<u32>>,
    pub(crate) repeat: Option<Located<Repeat<String>>>,
    pub(crate) asked_by: Option<RawAskedBy>,
    /// `None` when it is not given.
    pub(crate) request: Option<Vec<RawField>>,
    pub(crate) batch: Option<RawBatch>,
    pub(crate) rules: Vec<RawRule>,
    /// Read together with the fields of the request.
    pub(crate) example: Option<Node>,
    pub(crate) codes: Vec<Text>,
    /// `None` when it could not be read.
    pub(crate) response: Option<RawType>,
    pub(crate) pages: Option<RawPages>,
}

impl RawEndpoint {
    /// The names of its generated types: of the request and, for a batch with items of its own, of an item.
    pub(crate) fn type_names(&self) -> BTreeSet<String> {
        [names::pascal(&self.name.value)].into_iter().chain(self.shape_name()).collect()
    }

    /// The name of the shape of its fields: the request, or an item of a batch with items of its own. `None` for a batch of another call,
    /// which has that call's fields.
    pub(crate) fn shape_name(&self) -> Option<String> {
        let type_name = names::pascal(&self.name.value);
        match &self.batch {
            None => Some(type_name),
            Some(batch) if batch.of.is_none() => Some(format!("{type_name}Item")),
            Some(_) => None,
        }
    }
}

/// `POST /api/v5/trade/order`.
#[derive(Clone, Debug)]
pub(crate) struct RawCall {
    pub(crate) method: Method,
    pub(crate) path: String,
}

/// `{of: place_order, up_to: 20}`, or `{up_to: 20}` together with a `request:`.
#[derive(Clone, Debug)]
pub(crate) struct RawBatch {
    pub(crate) at: Location,
    pub(crate) of: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) up_to: Option<usize>,
}

/// `{call: get_order, name: clOrdId, with: [instId], missing: ["51603"], made: cTime, remembered: 7200}`.
#[derive(Clone, Debug)]
pub(crate) struct RawAskedBy {
    pub(crate) at: Location,
    /// `None` when it could not be read.
    pub(crate) call: Option<Text>,
    /// `None` when it could not be read.
    pub(crate) name: Option<Text>,
    pub(crate) with: Vec<Text>,
    pub(crate) missing: Vec<Text>,
    pub(crate) made: Option<Text>,
    pub(crate) remembered: Option<usize>,
}

/// A chapter file. Only a user's own file may have ids, enums, precision rules and budgets. In the shipped description, each of these has
/// its own file.
pub(crate) fn chapter(module: Text, node: &Node, own: bool, sink: &mut Sink) -> RawChapter {
    let mut members = Members::of(node, "a chapter", sink);
    let mut vocabulary = if own { own_vocabulary(&mut members, sink) } else { RawVocabulary::default() };
    vocabulary.objects = members.optional("objects").map(|node| objects(node, sink)).unwrap_or_default();
    let chapter = RawChapter {
        name: module,
        title: sentence(&mut members, "chapter", sink),
        does: sentence(&mut members, "does", sink),
        guide: anchor(&mut members, "guide", sink),
        vocabulary,
        endpoints: members.required("endpoints").map(|node| endpoints(node, sink)).unwrap_or_default(),
    };
    members.finish(sink);
    chapter
}

fn own_vocabulary(members: &mut Members<'_>, sink: &mut Sink) -> RawVocabulary {
    RawVocabulary {
        ids: members.optional("ids").map(|node| ids(node, sink)).unwrap_or_default(),
        enums: members.optional("enums").map(|node| enums(node, sink)).unwrap_or_default(),
        objects: Vec::new(),
        precision: members.optional("precision").map(|node| precision(node, sink)).unwrap_or_default(),
        budgets: members.optional("budgets").map(|node| budgets(node, sink)).unwrap_or_default(),
    }
}

fn endpoints(node: &Node, sink: &mut Sink) -> Vec<RawEndpoint> {
    let entries = entries(node, "`endpoints:`", sink).unwrap_or_default();
    entries.iter().map(|entry| endpoint(&entry.key, &entry.node, sink)).collect()
}

fn endpoint(endpoint: &Text, node: &Node, sink: &mut Sink) -> RawEndpoint {
    let mut members = Members::of(node, "an endpoint", sink);
    let request = members.optional("request").map(|node| fields(node, "`request:`", sink));
    let endpoint = RawEndpoint {
        name: endpoint.clone(),
        does: sentence(&mut members, "does", sink),
        aka: aka(&mut members, sink),
        guide: anchor(&mut members, "guide", sink),
        call: name(&mut members, "call", sink).and_then(|text| call(&text, sink)),
        access: members.required("access").and_then(|node| word(node, "access", Access::ALL, sink)),
        limit: members.optional("limit").map(|node| limit(node, sink)),
        draws: list(&mut members, "draws", sink),
        demo: members.optional("demo").and_then(|node| word(node, "demo", DEMO, sink)).unwrap_or(Demo::Both),
        deadline: switch(&mut members, "deadline", sink),
        reduces_risk: switch(&mut members, "reduces_risk", sink),
        in_flight: members.optional("in_flight").and_then(|node| in_flight(node, sink)),
        repeat: members.optional("repeat").and_then(|node| repeat(node, sink)),
        asked_by: members.optional("asked_by").map(|node| asked_by(node, sink)),
        batch: members.optional("batch").map(|node| batch(node, request.is_some(), sink)),
        request,
        rules: rules(&mut members, sink),
        example: members.optional("example").cloned(),
        codes: list(&mut members, "codes", sink),
        response: members.required("response").and_then(|node| type_of(node, sink)),
        pages: members.optional("pages").map(|node| pages(node, sink)),
    };
    members.finish(sink);
    endpoint
}

/// The words of `demo:`.
const DEMO: &[(&str, Demo)] = &[("false", Demo::LiveOnly), ("only", Demo::DemoOnly)];

/// `METHOD /path`.
fn call(text: &Text, sink: &mut Sink) -> Option<RawCall> {
    let (method, path) = text.value.split_once(' ').unwrap_or((&text.value, ""));
    let Some((_, method)) = Method::ALL.iter().find(|(word, _)| *word == method) else {
        let text_of = format_args!("`{}` is not a call; write `GET /path` or `POST /path`", text.value);
        sink.report(&text.at, Law::MalformedCall, text_of);
        return None;
    };
    // Any other path could be signed for one host and sent to another, or belong to another version of the API.
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"/-_.".contains(&letter);
    let rest = path.strip_prefix("/api/v5/").unwrap_or_default();
    if rest.is_empty() || !rest.bytes().all(fits) {
        let right = "a path must begin with `/api/v5/` and must not have a query";
        sink.report(&text.at, Law::ForeignPath, format_args!("the path `{path}` is not part of this API; {right}"));
    } else if rest.split('/').any(|segment| segment.bytes().all(|letter| letter == b'.')) {
        let right = "no part of it is empty or consists of dots";
        sink.report(
            &text.at,
            Law::RewrittenPath,
            format_args!("the path `{path}` would be sent as another one; {right}"),
        );
    }
    Some(RawCall { method: *method, path: path.to_owned() })
}

fn repeat(node: &Node, sink: &mut Sink) -> Option<Located<Repeat<String>>> {
    let Text { value, at } = text(node, "`repeat:`", sink)?;
    let repeat = match (value.as_str(), value.strip_prefix("by ")) {
        ("always", _) => Repeat::Always,
        ("never", _) => Repeat::Never,
        (_, Some(field)) => Repeat::By(field.trim().to_owned()),
        (other, None) => {
            let right = "write `always`, `never` or `by FIELD`";
            sink.report(&at, Law::UnknownWord, format_args!("`{other}` is not a value of `repeat:`; {right}"));
            Repeat::Never
        }
    };
    Some(Located { value: repeat, at })
}

/// How many requests about one order may be in progress.
fn in_flight(node: &Node, sink: &mut Sink) -> Option<Located<u32>> {
    let value = count(node, "in_flight", 1, 1_000, sink)?;
    u32::try_from(value).ok().map(|value| Located { value, at: node.at.clone() })
}

/// The items are described by the call of a single item, or by the `request:` of the endpoint.
fn batch(node: &Node, has_request: bool, sink: &mut Sink) -> RawBatch {
    let mut members = Members::of(node, "`batch:`", sink);
    let of = members.optional("of");
    if of.is_none() && !has_request && !members.is_broken() {
        let text = "the items of this batch are not described; name a call with `of: CALL`, or add a `request:` to the endpoint";
        sink.report(&node.at, Law::BatchForm, text);
    }
    let of = of.and_then(|node| named(node, "of", sink));
    let up_to = members.required("up_to").and_then(|node| count(node, "up_to", 0, 10_000, sink));
    members.finish(sink);
    RawBatch { at: node.at.clone(), of, up_to }
}

/// The maximum of `remembered:`, in seconds: ten years.
const LONGEST: usize = 315_360_000;

/// How to find out whether a call was done.
pub(crate) fn asked_by(node: &Node, sink: &mut Sink) -> RawAskedBy {
    let mut members = Members::of(node, "`asked_by:`", sink);
    let asked_by = RawAskedBy {
        at: node.at.clone(),
        call: name(&mut members, "call", sink),
        name: name(&mut members, "name", sink),
        with: list(&mut members, "with", sink),
        missing: list(&mut members, "missing", sink),
        made: members.optional("made").and_then(|node| named(node, "made", sink)),
        remembered: members.optional("remembered").and_then(|node| count(node, "remembered", 1, LONGEST, sink)),
    };
    members.finish(sink);
    asked_by
}
