//! WebSocket channels.

use std::collections::BTreeSet;

use super::endpoint::fields_of;
use super::example::{Example, Role};
use super::field::Field;
use super::guess::{GuessKind, Guesses, excerpt};
use super::layout::Topic;
use super::limit::{Limit, LimitRule};
use super::outline::Outline;
use super::prose::{Prose, can_be_name};
use super::section::Section;
use super::socket::Socket;

/// A section about a channel, or about several channels that differ only in their names.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The id of its heading.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// The headings above it.
    pub chapter: Vec<String>,
    /// Its names, in the order of the page.
    pub names: Vec<String>,
    /// Where it is.
    pub socket: Socket,
    /// Its rate limits.
    pub limits: Vec<Limit>,
    /// By what they are counted.
    pub limit_rules: Vec<LimitRule>,
    /// What is given to subscribe, the channel's name included.
    pub arguments: Vec<Field>,
    /// The fields of a message that answers a subscription.
    pub reply: Vec<Field>,
    /// The fields of a pushed message, from the message's own top: `arg`, `data`.
    pub push: Vec<Field>,
    /// The guide's text about it, paragraph by paragraph.
    pub about: Vec<String>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// The channel of a section.
pub(super) fn channel(
    section: &Section,
    outline: &Outline<'_>,
    socket: Socket,
    request: Vec<Field>,
    guesses: &mut Guesses,
) -> Channel {
    let args = request.into_iter().find(|field| field.name == "args");
    let names = names(args.as_ref(), outline, guesses);
    let arguments = args.map(|args| args.fields).unwrap_or_default();
    let (reply, push) = reply_and_push(outline, guesses);
    Channel {
        anchor: section.anchor.clone(),
        title: section.title.clone(),
        chapter: section.chapter.clone(),
        names,
        socket,
        limits: outline.limits.clone(),
        limit_rules: outline.limit_rules.clone(),
        arguments,
        reply,
        push,
        about: outline.about.iter().map(|prose| prose.text.clone()).collect(),
        examples: outline.examples.clone(),
    }
}

/// Where a page has no table for pushed messages, a table of the response that has `data` is one.
fn reply_and_push(outline: &Outline<'_>, guesses: &mut Guesses) -> (Vec<Field>, Vec<Field>) {
    let reply = fields_of(outline.tables(&Topic::Response), guesses);
    let push = fields_of(outline.tables(&Topic::Push), guesses);
    if push.is_empty() && reply.iter().any(|field| field.name == "data") {
        guesses.note(GuessKind::PushTableUnderResponse);
        return (Vec::new(), reply);
    }
    if !push.iter().any(|field| field.name == "data") {
        guesses.note(GuessKind::NoPushData);
    }
    (reply, push)
}

/// The names in the table of arguments, and those that only the text lists. In the table, they are in the row of `channel` or, where that
/// row has none, in the row of the list.
fn names(args: Option<&Field>, outline: &Outline<'_>, guesses: &mut Guesses) -> Vec<String> {
    let channel = args.and_then(|args| args.fields.iter().find(|field| field.name == "channel"));
    let channel = channel.filter(|channel| !channel.description.ticked.is_empty()).or(args);
    let mut seen = BTreeSet::new();
    let mut names: Vec<String> = Vec::new();
    for written in channel.into_iter().flat_map(|field| &field.description.ticked) {
        let name: String = written.split_whitespace().collect();
        if name != *written {
            guesses.note(GuessKind::SpacesInChannelName { written: written.clone(), name: name.clone() });
        }
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    let listed: Vec<&str> = outline.items.iter().filter_map(|item| listed_name(item)).collect();
    if listed.iter().any(|name| seen.contains(*name)) {
        for name in listed.into_iter().filter(|name| seen.insert((*name).to_owned())) {
            guesses.note(GuessKind::ChannelNameInText { name: name.to_owned() });
            names.push(name.to_owned());
        }
    }
    if names.is_empty() { names_in_examples(&outline.examples, guesses) } else { names }
}

/// The names that example requests subscribe to.
fn names_in_examples(examples: &[Example], guesses: &mut Guesses) -> Vec<String> {
    let requests = examples.iter().filter(|example| example.role == Role::Request);
    let mut names = BTreeSet::new();
    for json in requests.flat_map(|example| &example.json) {
        let after_names = json.text.split("\"channel\":\"").skip(1);
        let found = after_names.filter_map(|rest| rest.split('"').next());
        names.extend(found.filter(|found| can_be_name(found)).map(str::to_owned));
    }
    let names: Vec<String> = names.into_iter().collect();
    guesses.note(if names.is_empty() {
        GuessKind::NoChannelName
    } else {
        GuessKind::ChannelNameInExample { names: excerpt(&names.join(", ")) }
    });
    names
}

/// The name a list item explains: `` `books5`: five levels … ``.
fn listed_name(item: &Prose) -> Option<&str> {
    let (name, explanation) = item.text.strip_prefix('`')?.split_once('`')?;
    let explained = explanation.starts_with(':') && !name.contains([' ', '/']) && can_be_name(name);
    explained.then_some(name)
}
