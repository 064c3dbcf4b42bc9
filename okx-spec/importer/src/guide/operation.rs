//! Operations sent over a socket: the orders one can also place over REST.

use super::endpoint::{fields_of, say_what_limits_lack};
use super::example::Example;
use super::field::Field;
use super::guess::Guesses;
use super::limit::{Limit, LimitRule};
use super::outline::Outline;
use super::section::Section;
use super::socket::Socket;
use super::topic::Topic;

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
    /// What the guide says of it, paragraph by paragraph.
    pub about: Vec<String>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// The operation of a section. Of several words for `op` the first is taken.
pub(super) fn operation(
    section: &Section,
    outline: &Outline<'_>,
    socket: Socket,
    words: Vec<String>,
    request: Vec<Field>,
    guesses: &mut Guesses,
) -> Operation {
    if words.len() > 1 {
        guesses.say(format!("the operation goes by several words: {}", words.join(", ")));
    }
    say_what_limits_lack(outline, guesses);
    let reply = fields_of(outline.tables(&Topic::Response), guesses);
    if reply.is_empty() {
        guesses.say("no table of reply fields is given");
    }
    Operation {
        anchor: section.anchor.clone(),
        title: section.title.clone(),
        chapter: section.chapter.clone(),
        op: words.into_iter().next().unwrap_or_default(),
        socket,
        limits: outline.limits.clone(),
        limit_rules: outline.limit_rules.clone(),
        request,
        reply,
        about: outline.about.iter().map(|prose| prose.text.clone()).collect(),
        examples: outline.examples.clone(),
    }
}
