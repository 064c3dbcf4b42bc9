//! WebSocket channels.

use std::collections::BTreeSet;

use super::endpoint::fields_of;
use super::example::{Example, Role};
use super::field::Field;
use super::guess::Guesses;
use super::limit::{Limit, LimitRule};
use super::name;
use super::outline::Outline;
use super::prose::Prose;
use super::section::Section;
use super::socket::Socket;
use super::topic::Topic;

/// One section about a channel, or about a family of channels that differ by name only.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The id of its heading.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// The headings above it.
    pub chapter: Vec<String>,
    /// The names it goes by, in the order of the page.
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
    /// What the guide says of it, paragraph by paragraph.
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
    let arguments = request.into_iter().find(|field| field.name == "args").map(|args| args.fields).unwrap_or_default();
    let names = names(&arguments, outline, guesses);
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
        guesses.say("the table of the response is the one of the pushed messages".to_owned());
        return (Vec::new(), reply);
    }
    if !push.iter().any(|field| field.name == "data") {
        guesses.say("no table tells what `data` of a pushed message holds");
    }
    (reply, push)
}

/// The names in the table of arguments, and those that the text lists beside them.
fn names(arguments: &[Field], outline: &Outline<'_>, guesses: &mut Guesses) -> Vec<String> {
    let channel = arguments.iter().find(|field| field.name == "channel");
    let mut seen = BTreeSet::new();
    let mut names: Vec<String> = Vec::new();
    for written in channel.into_iter().flat_map(|field| &field.description.ticked) {
        let name: String = written.split_whitespace().collect();
        if name != *written {
            guesses.mention(format!("the channel `{written}` has spaces in its name, taken for `{name}`"));
        }
        if seen.insert(name.clone()) {
            names.push(name);
        }
    }
    let listed: Vec<&str> = outline.items.iter().filter_map(|item| listed_name(item)).collect();
    if listed.iter().any(|name| seen.contains(*name)) {
        for name in listed.into_iter().filter(|name| seen.insert((*name).to_owned())) {
            guesses.mention(format!("the channel `{name}` is named in the text only"));
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
        names.extend(found.filter(|found| name::can_be(found)).map(str::to_owned));
    }
    let names: Vec<String> = names.into_iter().collect();
    let found = if names.is_empty() { "nowhere".to_owned() } else { format!("in the examples: {}", names.join(", ")) };
    guesses.say(format!("the table does not name the channel; its name stands {found}"));
    names
}

/// The name a list item explains: `` `books5`: five levels … ``.
fn listed_name(item: &Prose) -> Option<&str> {
    let (name, explanation) = item.text.strip_prefix('`')?.split_once('`')?;
    let explained = explanation.starts_with(':') && !name.contains([' ', '/']) && name::can_be(name);
    explained.then_some(name)
}
