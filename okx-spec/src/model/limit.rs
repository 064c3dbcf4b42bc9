//! Rate limits.

use std::fmt;

use super::{ChapterId, Condition, Counts, EndpointId};
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

/// A part of a budget's key.
pub type KeyPart = okx_facts::KeyPart<String>;
