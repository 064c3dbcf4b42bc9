//! Budgets and limits as written.

use super::{RawCondition, Text};
use crate::Location;
use crate::model::{Counts, Rate};

/// A budget that several calls share.
#[derive(Clone, Debug)]
pub(crate) struct RawBudget {
    pub(crate) name: Text,
    pub(crate) does: String,
    /// `None` when it could not be read.
    pub(crate) limit: Option<RawLimit>,
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
