//! What the reader had to guess about a page, and what it could not read.

use std::fmt;

/// One place where the reader had to guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The section it is about, by its anchor.
    pub anchor: String,
    /// What was there and what the reader made of it.
    pub kind: GuessKind,
}

impl Guess {
    /// Whether nothing is lost by it: what was read is compared like anything else, or it is only an example.
    pub fn is_harmless(&self) -> bool {
        self.kind.is_harmless()
    }
}

macro_rules! guesses {
    ($($variant:ident $({ $($field:ident: $type:ty),+ })? = $harmless:literal, $name:literal, $text:literal;)*) => {
        /// What was there and what the reader made of it. Its [`Display`](fmt::Display) is a sentence for people.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum GuessKind {
            $(#[doc = concat!("A guess: ", $text, ".")]
            $variant $({ $(#[doc = concat!("`", stringify!($field), "` in the text.")] $field: $type),+ })?,)*
        }

        impl GuessKind {
            /// Every kind: whether it is harmless, its name, and its text with the names of its values.
            pub const ALL: &'static [(bool, &'static str, &'static str)] = &[$(($harmless, $name, $text),)*];

            /// Whether nothing is lost by it.
            pub fn is_harmless(&self) -> bool {
                match self { $(Self::$variant $({ $($field: _),+ })? => $harmless,)* }
            }

            /// A name and the values, for fingerprints. It stays the same when the text is reworded.
            pub(crate) fn key(&self) -> String {
                match self {
                    $(Self::$variant $({ $($field),+ })? => [$name.to_owned() $($(, $field.to_string())+)?].join("\n"),)*
                }
            }
        }

        impl fmt::Display for GuessKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$variant $({ $($field),+ })? => write!(f, $text),)* }
            }
        }
    };
}

guesses! {
    // Something may be lost.
    PageNotRead { limit: String } = false, "page", "{limit}";
    NothingRead = false, "nothing", "the section announces a call or a socket, and none could be read";
    DescribedTwice { call: String, anchor: String } = false, "twice", "{call} is described a second time; only #{anchor} was read";
    SeveralCalls { count: usize, most: usize } = false, "calls", "the section names {count} calls; the first {most} get the same fields";
    SeveralOps { ops: String } = false, "ops", "the operation has several names: {ops}";
    NoPermission = false, "no-permission", "the permission is missing";
    UnknownPermission { word: String } = false, "permission", "the permission `{word}` is unknown and was left out";
    NoLimit = false, "no-limit", "the rate limit is missing";
    NoLimitKey = false, "no-limit-key", "the rate limit rule is missing";
    UnreadableLimit { text: String } = false, "limit", "the rate limit `{text}` could not be read";
    LimitUnit { text: String, unit: String } = false, "limit-unit", "the rate limit `{text}` counts `{unit}`; read as requests";
    LimitSentence { text: String, count: u32, times: u64, seconds: u64 } = false, "limit-sentence",
        "the rate limit `{text}` is a sentence; read as {count} per {times} x {seconds} seconds";
    SeveralLimitKeys { text: String } = false, "limit-keys", "the rate limit is counted by one of several keys: `{text}`";
    UnreadableSocketPath { text: String } = false, "socket-path", "the path of the socket could not be read: `{text}`";
    NoChannelName = false, "no-channel-name", "neither a table nor an example names the channel";
    ChannelNameInExample { names: String } = false, "channel-in-example", "the table does not name the channel; read from the examples: {names}";
    NoPushData = false, "no-push-data", "the table for `data` of a pushed message is missing";
    PushTableUnderResponse = false, "push-under-response", "the table of the response was read as the one of the pushed messages";
    NoReplyFields = false, "no-reply", "the table of reply fields is missing";
    RequiredNotStated = false, "no-required", "a table of parameters does not state which of them are required";
    SecondTable = false, "second-table", "a second table without a caption was added to the first";
    UnplacedTable { what: &'static str } = false, "unplaced-table", "a table of {what} is under neither request nor response and was left out";
    UnknownTable { header: String } = false, "table", "a table with the header `{header}` has neither fields nor codes";
    RowWithoutName { row: String } = false, "row", "a row of a table has no name: `{row}`";
    CellCount { name: String, cells: usize, columns: usize } = false, "cells", "the row of `{name}` has {cells} cells under {columns} columns";
    SeveralWords { text: String, name: String } = false, "words", "the name `{text}` has several words; read as `{name}`";
    NestedTooDeep { name: String } = false, "nesting", "`{name}` is nested more than one level deeper than the row above it";
    NoType { name: String } = false, "no-type", "`{name}` has no type";
    UnknownType { name: String, text: String } = false, "type", "the type of `{name}` is unknown: `{text}`";
    UnknownRequirement { name: String, text: String } = false, "required", "whether `{name}` is required is unknown: `{text}`";
    NotACode { text: String } = false, "code", "`{text}` is not a code";
    UnknownHttpStatus { code: String, text: String } = false, "http", "the HTTP status of {code} is unknown: `{text}`";
    SeveralHttpStatuses { code: String, status: u16, others: String } = false, "http-twice",
        "{code} has the HTTP status {status} here and {others} elsewhere";
    // Nothing is lost.
    NoHeadingId = true, "no-id", "the heading has no id; the anchor was made from the titles";
    PublicByText { text: String } = true, "public", "the page calls it public, its permission is `{text}`; read as public";
    Trading = true, "trading", "the permission is `Trading`; read as Trade";
    LimitByField { text: String } = true, "limit-field", "the rate limit is counted by `{text}`; read as a field";
    SpacesInChannelName { written: String, name: String } = true, "channel-spaces", "the channel name `{written}` has spaces; read as `{name}`";
    ChannelNameInText { name: String } = true, "channel-in-text", "the channel `{name}` is named in the text only";
    ReplyTableUnderRequest = true, "reply-under-request", "a table under request was read as one of reply fields";
    ParametersUnderResponse = true, "parameters-under-response", "a table under response was read as one of parameters";
    EnvelopeInTable = true, "envelope", "the table of the response begins at the envelope";
    ParagraphInCell { name: String } = true, "paragraph", "the last cell of a table, that of `{name}`, seems to include the paragraph after it";
    SwappedCells { name: String } = true, "swapped", "the row of `{name}` has type and requirement in each other's column";
    UnusualRequirement { name: String, text: String, meaning: String } = true, "required-word",
        "whether `{name}` is required is stated as `{text}`; read as {meaning}";
    RequestUnderResponse { label: String } = true, "example", "the example `{label}` shows a request";
    RepairedJson { label: String, repair: String } = true, "json", "the JSON of the example `{label}` was repaired: {repair}";
    UnreadableJson { label: String } = true, "no-json", "the JSON of the example `{label}` could not be read";
}

/// A guess quotes what was there, which may be a cell as long as a page; in letters.
const LONGEST: usize = 200;

/// The beginning of a text of the page.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Collects the guesses made while one section is read.
#[derive(Debug)]
pub(super) struct Guesses {
    anchor: String,
    found: Vec<Guess>,
}

impl Guesses {
    pub(super) fn about(anchor: &str) -> Self {
        Self { anchor: anchor.to_owned(), found: Vec::new() }
    }

    /// Notes a guess. The same one several times in a row, as for every line of an example, is noted once.
    pub(super) fn note(&mut self, kind: GuessKind) {
        let guess = Guess { anchor: self.anchor.clone(), kind };
        if self.found.last() != Some(&guess) {
            self.found.push(guess);
        }
    }

    pub(super) fn finish(self) -> Vec<Guess> {
        self.found
    }
}
