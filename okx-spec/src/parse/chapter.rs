//! A chapter (`rest/<chapter>.yaml`), and a user's own file.

use super::asked_by::asked_by;
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
use crate::Law;
use crate::complaint::Sink;
use crate::model::{Access, Method};
use crate::raw::{Located, RawBatch, RawCall, RawChapter, RawEndpoint, RawRepeat, RawVocabulary, Text};

/// A chapter file. Only a user's own may name ids, enums, precision rules and budgets: among the shipped files each
/// of these has one place where everybody looks for it.
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
        guide: anchor(&mut members, "guide", sink),
        call: name(&mut members, "call", sink).and_then(|text| call(&text, sink)),
        access: members.required("access").and_then(|node| word(node, "access", Access::ALL, sink)),
        limit: members.optional("limit").map(|node| limit(node, sink)),
        draws: list(&mut members, "draws", sink),
        deadline: switch(&mut members, "deadline", sink),
        reduces_risk: switch(&mut members, "reduces_risk", sink),
        repeat: members.optional("repeat").and_then(|node| repeat(node, sink)),
        asked_by: members.optional("asked_by").map(|node| asked_by(node, sink)),
        batch: members.optional("batch").map(|node| batch(node, request.is_some(), sink)),
        request,
        rules: rules(&mut members, sink),
        response: members.required("response").and_then(|node| type_of(node, sink)),
        pages: members.optional("pages").map(|node| pages(node, sink)),
    };
    members.finish(sink);
    endpoint
}

/// `METHOD /path`.
fn call(text: &Text, sink: &mut Sink) -> Option<RawCall> {
    const METHODS: &[(&str, Method)] = &[("GET", Method::Get), ("POST", Method::Post)];
    let (method, path) = text.value.split_once(' ').unwrap_or((&text.value, ""));
    let Some((_, method)) = METHODS.iter().find(|(word, _)| *word == method) else {
        let text_of = format_args!("`{}` is not a call; write `GET /path` or `POST /path`", text.value);
        sink.say(&text.at, Law::MalformedCall, text_of);
        return None;
    };
    // Anything else would be signed for one host and sent to another, or be another version with other rules.
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"/-_.".contains(&letter);
    let rest = path.strip_prefix("/api/v5/").unwrap_or_default();
    if rest.is_empty() || !rest.bytes().all(fits) {
        let right = "it begins with `/api/v5/` and has no query";
        sink.say(&text.at, Law::ForeignPath, format_args!("the path `{path}` does not belong to this API; {right}"));
    } else if rest.split('/').any(|segment| segment.bytes().all(|letter| letter == b'.')) {
        let right = "no part of it is empty or consists of dots";
        sink.say(&text.at, Law::RewrittenPath, format_args!("the path `{path}` would be sent as another one; {right}"));
    }
    Some(RawCall { method: *method, path: path.to_owned() })
}

fn repeat(node: &Node, sink: &mut Sink) -> Option<Located<RawRepeat>> {
    let Text { value, at } = text(node, "`repeat:`", sink)?;
    let repeat = match value.as_str() {
        "always" => RawRepeat::Always,
        "never" => RawRepeat::Never,
        other => {
            let field = other.strip_prefix("by ");
            if field.is_none() {
                let right = "it is `always`, `never` or `by FIELD`";
                sink.say(&at, Law::UnknownWord, format_args!("`{other}` is not a value of `repeat:`; {right}"));
            }
            field.map_or(RawRepeat::Never, |field| RawRepeat::By(field.trim().to_owned()))
        }
    };
    Some(Located { value: repeat, at })
}

/// What an item looks like is said by the call that it would be, or by a request beside the batch: nothing else knows.
fn batch(node: &Node, has_request: bool, sink: &mut Sink) -> RawBatch {
    let mut members = Members::of(node, "`batch:`", sink);
    let of = members.optional("of");
    if of.is_none() && !has_request && !members.is_broken() {
        let text = "the items of this batch are not described; name a call with `of: CALL`, or add a `request:` to the endpoint";
        sink.say(&node.at, Law::BatchForm, text);
    }
    let of = of.and_then(|node| named(node, "of", sink));
    let up_to = members.required("up_to").and_then(|node| count(node, "up_to", 0, 10_000, sink));
    members.finish(sink);
    RawBatch { at: node.at.clone(), of, up_to }
}
