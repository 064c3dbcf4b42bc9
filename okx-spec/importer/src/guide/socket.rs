//! Sections about sockets: channels to subscribe to, and operations to send.

use super::channel::{self, Channel};
use super::endpoint::{fields_of, note_missing_limit};
use super::example::Example;
use super::field::Field;
use super::guess::{GuessKind, Guesses, excerpt};
use super::layout::{SUBSCRIBING, Topic, says_login};
use super::limit::{Limit, LimitRule};
use super::outline::Outline;
use super::section::Section;

/// The socket of a channel or an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    /// The path on the socket's host.
    pub path: String,
    /// Whether a login is needed.
    pub login: bool,
}

/// What a section about a socket describes.
#[derive(Debug)]
pub(super) enum SocketSection {
    Channel(Channel),
    Operation(Operation),
}

/// Reads a section with a `URL Path`; `None` for any other.
pub(super) fn socket_section(section: &Section, outline: &Outline<'_>, guesses: &mut Guesses) -> Option<SocketSection> {
    let socket = socket(outline.url_path.as_deref()?, guesses);
    let request = fields_of(outline.tables(&Topic::Request), guesses);
    let ops = values_of_op(&request);
    if ops.iter().any(|op| !SUBSCRIBING.contains(op)) {
        let ops = ops.iter().map(|op| (*op).to_owned()).collect();
        return Some(SocketSection::Operation(operation(section, outline, socket, ops, request, guesses)));
    }
    Some(SocketSection::Channel(channel::channel(section, outline, socket, request, guesses)))
}

fn values_of_op(request: &[Field]) -> Vec<&str> {
    let op = request.iter().find(|field| field.name == "op");
    op.into_iter().flat_map(|field| field.description.ticked.iter().map(String::as_str)).collect()
}

/// `/path (required login)`.
fn socket(text: &str, guesses: &mut Guesses) -> Socket {
    let plain = text.replace('`', "");
    let path = plain.split_whitespace().find(|word| word.starts_with('/')).unwrap_or_default();
    if path.is_empty() {
        guesses.note(GuessKind::UnreadableSocketPath { text: excerpt(text) });
    }
    Socket { path: path.to_owned(), login: says_login(&plain) }
}

/// One operation as the guide states it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The id of its heading.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// The headings above it.
    pub chapter: Vec<String>,
    /// What is sent as `op`.
    pub op: String,
    /// Where it is sent.
    pub socket: Socket,
    /// Its rate limits.
    pub limits: Vec<Limit>,
    /// By what they are counted.
    pub limit_rules: Vec<LimitRule>,
    /// The fields of a request, from the message's own top: `id`, `op`, `args`.
    pub request: Vec<Field>,
    /// The fields of a reply, from the message's own top: `id`, `op`, `code`, `data`.
    pub reply: Vec<Field>,
    /// The guide's text about it, paragraph by paragraph.
    pub about: Vec<String>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// The operation of a section. Of several values of `op` the first is taken.
fn operation(
    section: &Section,
    outline: &Outline<'_>,
    socket: Socket,
    ops: Vec<String>,
    request: Vec<Field>,
    guesses: &mut Guesses,
) -> Operation {
    if ops.len() > 1 {
        guesses.note(GuessKind::SeveralOps { ops: excerpt(&ops.join(", ")) });
    }
    note_missing_limit(outline, guesses);
    let reply = fields_of(outline.tables(&Topic::Response), guesses);
    if reply.is_empty() {
        guesses.note(GuessKind::NoReplyFields);
    }
    Operation {
        anchor: section.anchor.clone(),
        title: section.title.clone(),
        chapter: section.chapter.clone(),
        op: ops.into_iter().next().unwrap_or_default(),
        socket,
        limits: outline.limits.clone(),
        limit_rules: outline.limit_rules.clone(),
        request,
        reply,
        about: outline.about.iter().map(|prose| prose.text.clone()).collect(),
        examples: outline.examples.clone(),
    }
}
