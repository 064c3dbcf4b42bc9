//! Rate limits.

use std::fmt;

use super::{ChapterId, Condition, Counts, EndpointId};
use crate::Location;

/// A number of requests or orders that OKX accepts within a window of time.
#[derive(Clone, Debug)]
pub struct Budget {
    /// `order.place`. For the own limit of a call `chapter.endpoint`, and of an operation `ws.operation`.
    pub name: String,
    /// What it is for.
    pub does: String,
    /// The chapter whose module has it. `None` when it is shared.
    pub chapter: Option<ChapterId>,
    /// The call whose own limit it is, over REST or, where the name begins with `ws.`, over a socket. `None` when several calls may draw on it.
    pub call: Option<EndpointId>,
    /// Count and window.
    pub rate: Rate,
    /// The rate for a lead trader's lead instruments in copy trading, where it differs.
    pub lead_trader: Option<Rate>,
    /// The parts of its key. Each value of the key has a budget of its own.
    pub keys: Vec<KeyPart>,
    /// What is counted.
    pub counts: Counts,
    /// Only items for which all of these hold are counted. Empty means every item.
    pub only: Vec<Condition>,
    /// Items for which all of these hold are not counted. Empty means no exemption.
    pub exempt: Vec<Condition>,
    /// The code that OKX sends when it is used up.
    pub refused_with: String,
    /// Whether OKX may grant an account a different count.
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
