//! What a saved page of OKX's guide says, as a model to compare ours with.
//!
//! A page is read in four steps, each a plain function: HTML to blocks (`page`), blocks to sections (`section`), a section's blocks by topic
//! (`outline`), and topics to endpoints, channels, operations and codes. Nothing here fails: what could not be read is reported as a [`Guess`].

mod channel;
mod deadline;
mod endpoint;
mod error_code;
mod example;
mod field;
mod guess;
mod json;
mod limit;
pub(crate) mod name;
mod operation;
mod outline;
mod page;
mod prose;
mod section;
mod socket;
mod table;
mod topic;
pub mod whole;

pub use channel::Channel;
pub use endpoint::Endpoint;
pub use error_code::ErrorCode;
pub use example::{Example, Role};
pub use field::{BaseType, DataType, Field, Requirement, under, walk};
pub use guess::Guess;
pub use json::Json;
pub use limit::{Limit, LimitRule};
pub use operation::Operation;
pub use prose::Prose;
pub use socket::Socket;

use std::collections::BTreeSet;

use error_code::ErrorCodes;
use guess::Guesses;
use outline::Outline;
use section::Section;
use socket::SocketSection;

/// Everything a page says that our description can say too.
#[derive(Clone, Debug, Default)]
pub struct GuideModel {
    /// REST calls.
    pub endpoints: Vec<Endpoint>,
    /// Channels to subscribe to.
    pub channels: Vec<Channel>,
    /// Operations sent over sockets.
    pub operations: Vec<Operation>,
    /// Result codes.
    pub error_codes: Vec<ErrorCode>,
    /// The anchors of the calls and operations that take a deadline.
    pub deadlines: BTreeSet<String>,
    /// Where the reader had to guess.
    pub guesses: Vec<Guess>,
}

impl GuideModel {
    /// Reads a page. Any text is a page; one that is no guide has nothing in it, and neither has one that would take too long to read: what
    /// [`whole::PageScan`] says about it is then the only guess.
    pub fn read(html: &str) -> Self {
        let mut model = Self::default();
        if let Err(limit) = whole::PageScan::of(html) {
            let mut guesses = Guesses::about("");
            guesses.say(limit.to_string());
            model.guesses = guesses.finish();
            return model;
        }
        let mut codes = ErrorCodes::default();
        for section in section::sections(page::blocks(html)) {
            model.add(&section, &mut codes);
        }
        model.error_codes = codes.finish();
        model
    }

    fn add(&mut self, section: &Section, codes: &mut ErrorCodes) {
        let mut guesses = Guesses::about(&section.anchor);
        let outline = Outline::of(section, &mut guesses);
        let endpoints = endpoint::endpoints(section, &outline, &mut guesses);
        let socket_section = socket::socket_section(section, &outline, &mut guesses);
        codes.add(&section.anchor, &outline, &mut guesses);
        self.deadlines.extend(deadline::deadlines(&outline));
        let is_read = !endpoints.is_empty() || socket_section.is_some() || !outline.code_tables.is_empty();
        let is_missed = outline.announces_call && endpoints.is_empty()
            || outline.announces_socket && socket_section.is_none() && endpoints.is_empty();
        if is_missed {
            guesses.say("a call or a socket is announced, and none could be read");
        }
        self.add_endpoints(endpoints, &mut guesses);
        match socket_section {
            Some(SocketSection::Channel(channel)) => self.channels.push(channel),
            Some(SocketSection::Operation(operation)) => self.operations.push(operation),
            None => {}
        }
        if !is_read && !is_missed {
            return;
        }
        if section.anchor_is_made {
            guesses.mention("the heading has no id; the anchor was made from the titles");
        }
        self.guesses.extend(guesses.finish());
    }

    /// A call that is told about twice is the one that is told about first.
    fn add_endpoints(&mut self, endpoints: Vec<Endpoint>, guesses: &mut Guesses) {
        for endpoint in endpoints {
            let is_same = |known: &&Endpoint| (known.method, &known.path) == (endpoint.method, &endpoint.path);
            match self.endpoints.iter().find(is_same) {
                Some(known) => guesses.say(format!(
                    "{} {} is told about a second time; only what stands under #{} was read",
                    endpoint.method, endpoint.path, known.anchor
                )),
                None => self.endpoints.push(endpoint),
            }
        }
    }
}
