//! Sections about sockets: channels to subscribe to, and operations to send.

use super::channel::{self, Channel};
use super::endpoint::fields_of;
use super::field::Field;
use super::guess::Guesses;
use super::operation::{self, Operation};
use super::outline::Outline;
use super::section::Section;
use super::topic::Topic;

/// Where a channel or operation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    /// The path on the socket's host.
    pub path: String,
    /// Whether one has to log in first.
    pub login: bool,
}

/// What a section about a socket is.
#[derive(Debug)]
pub(super) enum SocketSection {
    Channel(Channel),
    Operation(Operation),
}

/// Words that subscribe rather than act.
const SUBSCRIBING: [&str; 2] = ["subscribe", "unsubscribe"];

/// Reads a section with a `URL Path`; `None` for any other.
pub(super) fn socket_section(section: &Section, outline: &Outline<'_>, guesses: &mut Guesses) -> Option<SocketSection> {
    let socket = socket(outline.url_path.as_deref()?, guesses);
    let request = fields_of(outline.tables(&Topic::Request), guesses);
    let operations = words_of_op(&request);
    if operations.iter().any(|word| !SUBSCRIBING.contains(word)) {
        let operations = operations.iter().map(|word| (*word).to_owned()).collect();
        return Some(SocketSection::Operation(operation::operation(
            section, outline, socket, operations, request, guesses,
        )));
    }
    Some(SocketSection::Channel(channel::channel(section, outline, socket, request, guesses)))
}

fn words_of_op(request: &[Field]) -> Vec<&str> {
    let op = request.iter().find(|field| field.name == "op");
    op.into_iter().flat_map(|field| field.description.ticked.iter().map(String::as_str)).collect()
}

/// `/path (required login)`.
fn socket(text: &str, guesses: &mut Guesses) -> Socket {
    let plain = text.replace('`', "");
    let path = plain.split_whitespace().find(|word| word.starts_with('/')).unwrap_or_default();
    if path.is_empty() {
        guesses.say(format!("the path of the socket is called `{text}`"));
    }
    Socket { path: path.to_owned(), login: plain.to_lowercase().contains("login") }
}
