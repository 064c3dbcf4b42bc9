//! How often OKX lets something be done.

use super::{Condition, KeyPart};

/// A number of requests or orders that OKX takes within a time.
#[derive(Debug)]
pub struct Budget {
    /// Its name; budgets of the same name are one.
    pub name: &'static str,
    /// How many.
    pub count: u32,
    /// The window, in milliseconds.
    pub window_ms: u64,
    /// Count and window for lead instruments of lead traders in copy trading, where they differ.
    pub lead_trader: Option<(u32, u64)>,
    /// What makes one budget of it.
    pub keys: &'static [KeyPart],
    /// Each item counts, rather than each request.
    pub counts_items: bool,
    /// Only items for which all of these hold are counted.
    pub only: &'static [Condition],
    /// Items for which all of these hold are not counted; empty means no exemption.
    pub exempt: &'static [Condition],
    /// The code OKX answers when it is used up; empty where that may be any code that says that a limit is used up.
    pub refused_with: &'static str,
    /// Whether OKX may grant the account another count.
    pub account_figure: bool,
}

impl Budget {
    /// A budget of which nothing special is to be said: what others are written down from.
    pub const PLAIN: Self = Self {
        name: "",
        count: 0,
        window_ms: 0,
        lead_trader: None,
        keys: &[],
        counts_items: false,
        only: &[],
        exempt: &[],
        refused_with: "",
        account_figure: false,
    };
}
