//! Budgets and limits as written.

use super::{RawCondition, Text};
use crate::Location;
use crate::model::{Counts, Rate};

/// A budget that several calls share.
#[derive(Clone, Debug)]
pub(crate) struct RawBudget {
    pub(crate) name: Text,
    pub(crate) does: String,
    pub(crate) limit: RawLimit,
    pub(crate) lead_trader: Option<Rate>,
    pub(crate) counts: Counts,
    pub(crate) only: Vec<RawCondition>,
    pub(crate) exempt: Vec<RawCondition>,
    pub(crate) refused_with: Option<Text>,
    pub(crate) account_figure: bool,
}

/// `60/2s by user, symbol`.
#[derive(Clone, Debug)]
pub(crate) struct RawLimit {
    pub(crate) at: Location,
    pub(crate) rate: Rate,
    /// Words of the format, or fields.
    pub(crate) keys: Vec<String>,
}

impl RawLimit {
    /// Stands in for a limit that could not be read.
    pub(crate) fn stand_in(at: &Location) -> Self {
        Self { at: at.clone(), rate: Rate { count: 1, window_ms: 1000 }, keys: Vec::new() }
    }
}
