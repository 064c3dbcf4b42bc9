//! Reads a saved page of OKX's guide into a model that a description can be compared with.
//!
//! A page is read in four steps: HTML to blocks (`page`), blocks to sections (`section`), the blocks of a section by topic (`outline`), and
//! topics to endpoints, channels, operations and codes. The tags and words of the page are in one file, `layout`. Nothing here fails: what
//! could not be read is reported as a [`Guess`].

mod channel;
mod endpoint;
mod error_code;
mod example;
mod field;
mod guess;
mod json;
mod layout;
mod limit;
mod outline;
mod page;
mod prose;
mod section;
mod socket;
mod table;
pub mod whole;

pub use channel::Channel;
pub use endpoint::Endpoint;
pub use error_code::ErrorCode;
pub use example::{Example, Role};
pub use field::{BaseType, DataType, Field, Requirement, under, walk};
pub use guess::{Guess, GuessKind};
pub use json::Json;
pub use limit::{Limit, LimitRule};
pub use prose::Prose;
pub(crate) use prose::can_be_name;
pub use socket::{Operation, Socket};

use std::collections::BTreeSet;

use error_code::ErrorCodes;
use guess::{Guesses, excerpt};
use outline::Outline;
use section::Section;
use socket::SocketSection;

/// Everything on a page that a description can contain.
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
    /// The anchors of the calls and operations that accept a deadline.
    pub deadlines: BTreeSet<String>,
    /// Where the reader had to guess.
    pub guesses: Vec<Guess>,
}

impl GuideModel {
    /// Reads a page. Any text is a page: one that is not a guide gives an empty model. So does one that would take too long to read; its only
    /// guess is then what [`whole::PageScan`] says about it.
    pub fn read(html: &str) -> Self {
        let mut model = Self::default();
        if let Err(limit) = whole::PageScan::of(html) {
            let mut guesses = Guesses::about("");
            guesses.note(GuessKind::PageNotRead { limit: limit.to_string() });
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
        self.deadlines.extend(endpoint::deadlines(&outline));
        let is_read = !endpoints.is_empty() || socket_section.is_some() || !outline.code_tables.is_empty();
        let is_missed = outline.announces_call && endpoints.is_empty()
            || outline.announces_socket && socket_section.is_none() && endpoints.is_empty();
        if is_missed {
            guesses.note(GuessKind::NothingRead);
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
            guesses.note(GuessKind::NoHeadingId);
        }
        self.guesses.extend(guesses.finish());
    }

    /// Of a call that is described twice, the first description counts.
    fn add_endpoints(&mut self, endpoints: Vec<Endpoint>, guesses: &mut Guesses) {
        for endpoint in endpoints {
            let is_same = |known: &&Endpoint| (known.method, &known.path) == (endpoint.method, &endpoint.path);
            match self.endpoints.iter().find(is_same) {
                Some(known) => guesses.note(GuessKind::DescribedTwice {
                    call: format!("{} {}", endpoint.method, endpoint.path),
                    anchor: excerpt(&known.anchor),
                }),
                None => self.endpoints.push(endpoint),
            }
        }
    }
}
