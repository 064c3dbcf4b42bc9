//! Rate limits.

use std::fmt;

use super::{ChapterId, Condition, EndpointId};
use crate::Location;

/// A number of requests or orders that OKX takes within a time.
#[derive(Clone, Debug)]
pub struct Budget {
    /// `order.place`, for a call's own limit `chapter.endpoint`, for an operation's `ws.operation`.
    pub name: String,
    /// What it is for.
    pub does: String,
    /// The chapter whose module it lives in; `None` when it is shared.
    pub chapter: Option<ChapterId>,
    /// The call whose own limit it is, over REST or, where the name begins with `ws.`, over a socket; `None` when
    /// several may draw on it.
    pub call: Option<EndpointId>,
    /// How much, in which time.
    pub rate: Rate,
    /// The rate for a lead trader's lead instruments in copy trading, where it differs.
    pub lead_trader: Option<Rate>,
    /// What makes one budget of it: each different key has a budget of its own.
    pub keys: Vec<KeyPart>,
    /// What is counted.
    pub counts: Counts,
    /// Only items for which all of these hold are counted; empty means every item.
    pub only: Vec<Condition>,
    /// Items for which all of these hold are not counted; empty means no exemption.
    pub exempt: Vec<Condition>,
    /// The code OKX answers when it is used up.
    pub refused_with: String,
    /// Whether OKX may grant an account another count.
    pub account_figure: bool,
    /// Where it was written.
    pub at: Location,
}

/// A count within a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: u32,
    /// The window, in milliseconds.
    pub window_ms: u64,
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}s", self.count, self.window_ms / 1000)
    }
}

/// What a budget counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Each request is one, whatever it holds.
    Requests,
    /// Each order of a request is one.
    Orders,
}

/// A part of a budget's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPart {
    /// The account; a sub-account is one of its own.
    User,
    /// The master account with all its sub-accounts.
    Master,
    /// The address the requests come from.
    Ip,
    /// The socket connection.
    Connection,
    /// The instrument, or for options its family.
    Symbol,
    /// A field of the request, by wire name.
    Field(String),
}

impl KeyPart {
    /// The parts that are words of the format.
    pub const WORDS: &'static [Self] = &[Self::User, Self::Master, Self::Ip, Self::Connection, Self::Symbol];
}

impl fmt::Display for KeyPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::User => "user",
            Self::Master => "master",
            Self::Ip => "ip",
            Self::Connection => "connection",
            Self::Symbol => "symbol",
            Self::Field(wire) => wire,
        })
    }
}
