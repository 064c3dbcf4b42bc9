//! From the files of a description to the description as written. Names are text and nothing is looked up yet. Where something cannot be
//! read, a diagnostic is reported and a placeholder used, so that the rest is still checked.

mod aka;
mod chapter;
mod condition;
mod field;
mod index;
mod limit;
mod members;
mod node;
mod pages;
mod precision;
mod push;
mod rule;
mod scalar;
mod socket;
mod tree;
mod vocabulary;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub(crate) use self::chapter::{RawAskedBy, RawBatch, RawChapter, RawEndpoint};
pub(crate) use self::condition::RawCondition;
pub(crate) use self::field::{RawField, RawOutcome, RawShape, RawType};
use self::index::Index;
pub(crate) use self::index::{RawConnection, RawEnvironment, RawGuide};
pub(crate) use self::limit::limit;
pub(crate) use self::limit::{RawBudget, RawLimit};
pub use self::members::{Members, items};
pub use self::node::{Entry, Located, Node, Text, Value};
pub(crate) use self::pages::{RawCursor, RawOrder, RawPages, RawTurned};
pub(crate) use self::precision::{RawCase, RawPrecision};
pub(crate) use self::push::{RawFill, RawFillCall, RawOnce, RawRowKey, RawSilence, RawSnapshot};
pub(crate) use self::rule::RawRule;
pub use self::scalar::{name, named, sentence, word};
pub(crate) use self::socket::{RawChannel, RawOperation, RawSocket};
pub use self::tree::tree;
pub(crate) use self::vocabulary::{RawEnum, RawError, RawId, RawVocabulary, RawWord};
use crate::diagnostic::Sink;
use crate::model::Socket;
use crate::{Law, Location, Source, nearest};

/// A whole description as written.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) guide: RawGuide,
    pub(crate) environments: Vec<RawEnvironment>,
    pub(crate) connection: RawConnection,
    pub(crate) dictionary: Vec<RawWord>,
    /// What all chapters may use.
    pub(crate) shared: RawVocabulary,
    /// The code of budgets that do not have one of their own.
    pub(crate) refused_with: Option<Text>,
    pub(crate) errors: Vec<RawError>,
    pub(crate) chapters: Vec<RawChapter>,
    pub(crate) sockets: Vec<RawSocket>,
    pub(crate) operations: Vec<RawOperation>,
}

const INDEX: &str = "index.yaml";

/// Reads a whole description, beginning with index.yaml.
pub(crate) fn description(sources: &[Source], sink: &mut Sink) -> Raw {
    let index = read_index(sources, sink);
    let mut raw = Raw {
        guide: index.guide,
        environments: index.environments,
        connection: index.connection,
        dictionary: Vec::new(),
        shared: RawVocabulary::default(),
        refused_with: None,
        errors: Vec::new(),
        chapters: Vec::new(),
        sockets: Vec::new(),
        operations: Vec::new(),
    };
    let by_name: HashMap<&str, &Source> = sources.iter().map(|source| (&*source.name, source)).collect();
    let mut listed = HashSet::from([INDEX]);
    for name in &index.files {
        if !listed.insert(&name.value) {
            sink.report(
                &name.at,
                Law::MissingFile,
                format_args!("`{}` is listed twice; remove one of the two lines", name.value),
            );
        } else if let Some(place) = place_of(name, sink) {
            match by_name.get(name.value.as_str()) {
                Some(source) => file(place, source, &mut raw, sink),
                None => sink.report(&name.at, Law::MissingFile, missing(&name.value, sources)),
            }
        }
    }
    for source in sources.iter().filter(|source| !listed.contains(&*source.name)) {
        let at = Location { file: source.name.as_ref().into(), line: 1, column: 1 };
        let name = Text { value: source.name.to_string(), at: at.clone() };
        let Some(place) = place_of(&name, sink) else { continue };
        // Without an index nothing is listed, which was reported. The files are still read.
        if !index.files.is_empty() {
            sink.report(&at, Law::UnlistedFile, "index.yaml does not list this file; add it to `files:`, or delete it");
        }
        file(place, source, &mut raw, sink);
    }
    raw
}

/// Reads a user's own file: one chapter, which may have ids, enums, precision rules and budgets of its own.
pub(crate) fn own_chapter(source: &Source, sink: &mut Sink) -> Option<RawChapter> {
    let file = Arc::from(&*source.name);
    let start = Location { file: Arc::clone(&file), line: 1, column: 1 };
    let root = tree(&file, &source.bytes, sink)?;
    let stem = source.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(".yaml").or_else(|| stem.strip_suffix(".yml")).unwrap_or(stem);
    Some(chapter::chapter(Text { value: stem.to_owned(), at: start }, &root, true, sink))
}

fn read_index(sources: &[Source], sink: &mut Sink) -> Index {
    let file: Arc<str> = Arc::from(INDEX);
    let Some(source) = sources.iter().find(|source| source.name == INDEX) else {
        let at = Location { file, line: 1, column: 1 };
        sink.report(&at, Law::MissingFile, "there is no index.yaml; it must list every other file");
        return Index::default();
    };
    tree(&file, &source.bytes, sink).map(|root| index::index(&root, sink)).unwrap_or_default()
}

fn missing(name: &str, sources: &[Source]) -> String {
    let names = sources.iter().map(|source| &*source.name);
    let right = nearest::suggestion(name, names, "write the file, or remove it from the list");
    format!("there is no file `{name}`; {right}")
}

/// What a file describes.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// A chapter of this name.
    Chapter(&'a str),
    /// The channels of a socket.
    Socket(Socket),
    /// The operations of all sockets.
    Operations,
    /// A file shared by all chapters.
    Shared(&'static str),
}

const SOCKETS: &[(&str, Place<'_>)] = &[
    ("ws/public.yaml", Place::Socket(Socket::Public)),
    ("ws/private.yaml", Place::Socket(Socket::Private)),
    ("ws/business.yaml", Place::Socket(Socket::Business)),
    ("ws/operations.yaml", Place::Operations),
];

const SHARED: &[&str] =
    &["fields.yaml", "ids.yaml", "enums.yaml", "objects.yaml", "precision.yaml", "limits.yaml", "errors.yaml"];

/// What a file describes, by its name. A file with an unknown name would never be read.
fn place_of<'a>(name: &'a Text, sink: &mut Sink) -> Option<Place<'a>> {
    if let Some(shared) = SHARED.iter().find(|shared| **shared == name.value) {
        return Some(Place::Shared(shared));
    }
    if let Some((_, place)) = SOCKETS.iter().find(|(file, _)| *file == name.value) {
        return Some(*place);
    }
    let chapter = name.value.strip_prefix("rest/").and_then(|name| name.strip_suffix(".yaml"));
    if chapter.is_none() {
        let files = SHARED.iter().copied().chain(SOCKETS.iter().map(|(file, _)| *file));
        let right = nearest::suggestion(&name.value, files, "a file of calls is named `rest/CHAPTER.yaml`");
        sink.report(
            &name.at,
            Law::UnknownFile,
            format_args!("`{}` is not the name of a file of the format; {right}", name.value),
        );
    }
    chapter.map(Place::Chapter)
}

/// Reads one file into its part of the description.
fn file(place: Place<'_>, source: &Source, raw: &mut Raw, sink: &mut Sink) {
    let file = Arc::<str>::from(&*source.name);
    let Some(root) = tree(&file, &source.bytes, sink) else { return };
    match place {
        Place::Chapter(module) => {
            let at = Location { file, line: 1, column: 1 };
            raw.chapters.push(chapter::chapter(Text { value: module.to_owned(), at }, &root, false, sink));
        }
        Place::Socket(place) => raw.sockets.push(socket::socket(place, &root, sink)),
        Place::Operations => operations(&root, raw, sink),
        Place::Shared(name) => shared(name, &root, raw, sink),
    }
}

/// Reads a file shared by all chapters. It has one section, named like the file.
fn shared(name: &str, root: &Node, raw: &mut Raw, sink: &mut Sink) {
    let mut members = Members::of(root, "this file", sink);
    match name {
        "fields.yaml" => {
            raw.dictionary = section(&mut members, "fields", vocabulary::dictionary, sink);
        }
        "ids.yaml" => raw.shared.ids = section(&mut members, "ids", vocabulary::ids, sink),
        "enums.yaml" => raw.shared.enums = section(&mut members, "enums", vocabulary::enums, sink),
        "objects.yaml" => raw.shared.objects = section(&mut members, "objects", vocabulary::objects, sink),
        "precision.yaml" => raw.shared.precision = section(&mut members, "precision", precision::precision, sink),
        "limits.yaml" => {
            raw.refused_with = scalar::name(&mut members, "refused_with", sink);
            raw.shared.budgets = section(&mut members, "budgets", limit::budgets, sink);
        }
        _ => raw.errors = section(&mut members, "errors", vocabulary::errors, sink),
    }
    members.finish(sink);
}

fn operations(root: &Node, raw: &mut Raw, sink: &mut Sink) {
    let mut members = Members::of(root, "this file", sink);
    raw.operations = section(&mut members, "operations", socket::operations, sink);
    members.finish(sink);
}

fn section<T: Default>(
    members: &mut Members<'_>,
    key: &'static str,
    read: fn(&Node, &mut Sink) -> T,
    sink: &mut Sink,
) -> T {
    members.required(key).map(|node| read(node, sink)).unwrap_or_default()
}
