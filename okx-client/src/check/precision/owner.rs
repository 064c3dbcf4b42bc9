//! What has the grid that a value is held to.

use std::sync::Arc;

use super::grid::Grid;
use super::held::Held;
use crate::check::instruments::{Instrument, Instruments, Other};
use crate::error::Error;
use crate::facts::{Precision, PrecisionCase};

/// What has the grid that a value is held to.
pub(super) enum Owner {
    Instrument(Instrument),
    Other(Arc<Other>),
}

impl Owner {
    /// Looks it up, and has it loaded where it must be.
    pub(super) async fn of(held: &Held<'_>, instruments: &Instruments) -> Result<Self, Error> {
        match held.rule.listed_by {
            None => instruments.get(held.owner).await.map(Self::Instrument),
            Some(listed_by) => instruments.other(listed_by, held.owner).await.map(Self::Other),
        }
    }

    /// Whether it is this value that is held to its grid.
    pub(super) fn is_of(&self, held: &Held<'_>) -> bool {
        let listed_by = match self {
            Self::Instrument(_) => None,
            Self::Other(other) => Some(other.listed_by()),
        };
        listed_by == held.rule.listed_by && self.name() == held.owner
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Instrument(instrument) => instrument.inst_id().as_str(),
            Self::Other(other) => other.name(),
        }
    }

    /// Its type; only instruments have one.
    pub(super) fn instrument_type(&self) -> Option<&str> {
        match self {
            Self::Instrument(instrument) => Some(instrument.inst_type().as_str()),
            Self::Other(_) => None,
        }
    }

    /// The first figure of a case that could not be read, by its name on the wire. A step must be read exactly; a bound may be read
    /// toward zero.
    pub(super) fn unread_figure(&self, case: &PrecisionCase) -> Option<&'static str> {
        let is_unread = |wire: &&'static str| match self {
            Self::Instrument(instrument) => instrument.is_unread(wire),
            Self::Other(other) => other.is_unread(wire),
        };
        let is_absent = |wire: &&'static str| match self {
            Self::Instrument(instrument) => instrument.figure(wire).is_none(),
            Self::Other(other) => other.figure(wire).is_none(),
        };
        let bounds = [case.min, case.max].into_iter().flatten();
        case.step
            .into_iter()
            .find(is_unread)
            .or_else(|| bounds.into_iter().find(|wire| is_unread(wire) && is_absent(wire)))
    }

    /// The grid that a case of a precision rule means for it.
    pub(super) fn grid(&self, rule: &Precision, case: &PrecisionCase) -> Grid<'_> {
        match self {
            Self::Instrument(instrument) => instrument.grid(rule, case),
            Self::Other(other) => Grid::of(rule, case, |name| other.figure(name), &[]),
        }
    }
}
