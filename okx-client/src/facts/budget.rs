//! Rate limits.

use super::{Condition, KeyPart};

/// A rate limit: how many requests or orders OKX accepts within a time window.
#[derive(Debug)]
pub struct Budget {
    /// Its name. Budgets with the same name are the same budget.
    pub name: &'static str,
    /// The number of requests or orders per window.
    pub count: u32,
    /// The window, in milliseconds.
    pub window_ms: u64,
    /// Count and window in milliseconds for the lead instruments of lead traders in copy trading, if they differ.
    pub lead_trader: Option<(u32, u64)>,
    /// What it is counted by. Requests with different keys do not share it.
    pub keys: &'static [KeyPart],
    /// Whether each item counts, and not each request.
    pub counts_items: bool,
    /// Only items for which all of these conditions hold are counted.
    pub only: &'static [Condition],
    /// Items for which all of these conditions hold are not counted; empty means no exemption.
    pub exempt: &'static [Condition],
    /// The code with which OKX refuses requests over the limit; empty if that may be any rate limit code.
    pub refused_with: &'static str,
    /// Whether OKX may grant the account a different count.
    pub account_figure: bool,
}

impl Budget {
    /// A budget with default values, for struct update syntax.
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
