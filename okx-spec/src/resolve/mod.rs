//! From the description as written to the model: every name becomes a place in a table.
//!
//! Where a name cannot be resolved, the entry that was probably meant is used instead, so that one mistake gives one diagnostic. A model with
//! mistakes is never returned.

mod asked_by;
mod declare;
mod dictionary;
mod endpoint;
mod example;
mod field;
mod limit;
mod pages;
mod precision;
mod push;
mod rule;
mod scope;
mod socket;

use std::collections::BTreeMap;

use self::dictionary::Dictionary;
pub(crate) use self::limit::key_parts;
use self::scope::Scopes;
use crate::diagnostic::Sink;
use crate::model::{
    Chapter, ChapterId, Connection, EndpointId, Environment, ErrorCode, Guide, Letters, Model, Rate, ShapeId, Socket,
};
use crate::parse::{
    Raw, RawBudget, RawChannel, RawChapter, RawConnection, RawEndpoint, RawEnvironment, RawError, RawOperation,
    RawPrecision, Text,
};
use crate::{Location, names};

/// A model, and what else the laws need.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) model: Model,
    /// Entries of the dictionary that no field uses.
    pub(crate) idle_words: Vec<Text>,
    /// The user's own chapter, if there is one.
    pub(crate) own: Option<ChapterId>,
}

/// Resolves a description together with a user's own chapter, which becomes the last one.
pub(crate) fn resolve(raw: &Raw, own: Option<&RawChapter>, sink: &mut Sink) -> Resolved {
    let chapters: Vec<&RawChapter> = raw.chapters.iter().chain(own).collect();
    let mut resolver = Resolver {
        raw,
        own: own.map(|_| ChapterId(raw.chapters.len())),
        model: tables(raw, &chapters),
        scopes: Scopes::new(&chapters),
        chapters,
        precision: Vec::new(),
        budgets: Vec::new(),
        requests: Vec::new(),
        endpoints: Vec::new(),
        channels: Vec::new(),
        operations: Vec::new(),
        endpoint_names: Vec::new(),
        dictionary: Dictionary::default(),
    };
    resolver.declare(sink);
    resolver.fill_dictionary(sink);
    resolver.fill_objects(sink);
    resolver.fill_precision(sink);
    resolver.fill_budgets(sink);
    resolver.fill_endpoints(sink);
    resolver.fill_channels(sink);
    resolver.fill_operations(sink);
    Resolved { idle_words: resolver.dictionary.idle(), own: resolver.own, model: resolver.model }
}

/// The state while names are resolved.
struct Resolver<'a> {
    raw: &'a Raw,
    chapters: Vec<&'a RawChapter>,
    /// The user's own chapter, if there is one.
    own: Option<ChapterId>,
    model: Model,
    scopes: Scopes,
    /// Precision rules in the order of [`Model::precision`], each with the chapter it belongs to.
    precision: Vec<(Option<ChapterId>, &'a RawPrecision)>,
    /// Shared budgets in the order of [`Model::budgets`], each with the chapter it belongs to.
    budgets: Vec<(Option<ChapterId>, &'a RawBudget)>,
    /// The request of each endpoint, or an item of it; `None` for a batch of another call's requests.
    requests: Vec<Option<ShapeId>>,
    /// Endpoints in the order of [`Model::endpoints`].
    endpoints: Vec<(ChapterId, &'a RawEndpoint)>,
    /// Channels in the order of [`Model::channels`], each with its socket and its arguments.
    channels: Vec<(Socket, ShapeId, &'a RawChannel)>,
    /// Operations in the order of [`Model::operations`], each with the fields of its own.
    operations: Vec<(ShapeId, &'a RawOperation)>,
    /// The endpoints of each chapter by name.
    endpoint_names: Vec<BTreeMap<String, EndpointId>>,
    dictionary: Dictionary,
}

/// A model with all entries that refer to no others.
fn tables(raw: &Raw, chapters: &[&RawChapter]) -> Model {
    Model {
        guide: Guide { date: raw.guide.date.clone(), url: raw.guide.url.clone() },
        environments: raw.environments.iter().map(environment).collect(),
        connection: connection(&raw.connection),
        ids: Vec::new(),
        enums: Vec::new(),
        shapes: Vec::new(),
        precision: Vec::new(),
        budgets: Vec::new(),
        errors: raw.errors.iter().map(|error| error_code(error, &raw.errors)).collect(),
        chapters: chapters.iter().map(|chapter| chapter_of(chapter, &raw.guide.url)).collect(),
        endpoints: Vec::new(),
        channels: Vec::new(),
        operations: Vec::new(),
    }
}

fn environment(raw: &RawEnvironment) -> Environment {
    let RawEnvironment { name, does, rest, socket, demo_socket } = raw.clone();
    Environment {
        type_name: names::pascal(&name.value),
        name: name.value,
        does,
        rest,
        socket,
        demo_socket,
        at: name.at,
    }
}

/// What could not be read was reported. A model with mistakes is never returned.
fn connection(raw: &RawConnection) -> Connection {
    let unread = Rate { count: 1, window_ms: 1000 };
    Connection {
        paths: raw.paths.iter().map(|(socket, path)| (*socket, path.value.clone())).collect(),
        connects: raw.connects.unwrap_or(unread),
        requests: raw.requests.unwrap_or(unread),
        message_bytes: raw.message_bytes.unwrap_or_default(),
        id_length: raw.id_length.unwrap_or_default(),
        id_letters: raw.id_letters.unwrap_or(Letters::Alphanumeric),
        idle: raw.idle.unwrap_or_default(),
        notice: raw.notice.unwrap_or_default(),
        counted: raw.counted.unwrap_or_default(),
        heavy: raw.heavy.unwrap_or_default(),
        at: raw.at.clone().unwrap_or_else(|| Location { file: "index.yaml".into(), line: 1, column: 1 }),
    }
}

/// A sub-code without advice has the advice of its code.
fn error_code(raw: &RawError, all: &[RawError]) -> ErrorCode {
    let RawError { code, name, http, class, verdict, means, advice, closes } = raw.clone();
    let whole = || code.value.split_once('_').and_then(|(whole, _)| all.iter().find(|one| one.code.value == whole));
    let advice = advice.or_else(|| whole().and_then(|whole| whole.advice.clone()));
    ErrorCode { code: code.value, name: name.value, http, class, verdict, means, advice, closes, at: code.at }
}

fn chapter_of(raw: &RawChapter, url: &str) -> Chapter {
    Chapter {
        name: raw.name.value.clone(),
        title: raw.title.clone(),
        does: raw.does.clone(),
        guide: format!("{url}#{}", raw.guide),
        at: raw.name.at.clone(),
    }
}
