//! The values a price or a size may have.

use rust_decimal::Decimal;

use super::exact;
use crate::facts::{Precision, PrecisionCase};

/// The values a price or a size may have: on the steps, within the bounds, and unless it is signed, positive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid<'a> {
    pub(crate) steps: Steps<'a>,
    pub(crate) min: Option<Decimal>,
    pub(crate) max: Option<Decimal>,
    /// The same values below zero, and zero itself, are there as well.
    pub(crate) signed: bool,
}

/// What values are multiples of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Steps<'a> {
    /// Nothing.
    Any,
    /// One step, which is positive.
    Every(Decimal),
    /// A step that depends on the value. Bands follow each other upwards; a value that two share may be on the steps of either.
    Bands(&'a [Band]),
}

/// The step within a range of prices, both its ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    pub(crate) from: Decimal,
    pub(crate) to: Decimal,
    pub(crate) step: Decimal,
}

/// Why a value is not on a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is zero or less.
    NotPositive,
    /// It is above the largest there may be.
    AboveMax(Decimal),
    /// It is below the smallest there may be.
    BelowMin(Decimal),
    /// It is above the last band.
    AboveBands(Decimal),
    /// It is below the first band.
    BelowBands(Decimal),
    /// It is no multiple of this step.
    OffStep(Decimal),
}

impl<'a> Grid<'a> {
    /// The grid that a case of a rule means for what has these figures and bands. A figure OKX does not tell, or that is not positive,
    /// bounds nothing.
    pub(crate) fn of(
        rule: &Precision,
        case: &PrecisionCase,
        figure: impl Fn(&str) -> Option<Decimal>,
        bands: &'a [Band],
    ) -> Self {
        let figure = |name| figure(name).filter(|figure| *figure > Decimal::ZERO);
        let steps = match case.step.and_then(figure) {
            _ if case.bands && !bands.is_empty() => Steps::Bands(bands),
            Some(step) => Steps::Every(step),
            None => Steps::Any,
        };
        Self { steps, min: case.min.and_then(figure), max: case.max.and_then(figure), signed: rule.signed }
    }

    /// Why a value may not be sent; `None` when it may.
    pub(crate) fn fault(&self, value: Decimal) -> Option<Fault> {
        if value <= Decimal::ZERO && !self.signed {
            return Some(Fault::NotPositive);
        }
        let value = value.abs();
        let above = self.max.filter(|max| value > *max).map(Fault::AboveMax);
        let below = self.min.filter(|min| value < *min).map(Fault::BelowMin);
        above.or(below).or_else(|| self.steps.fault(value))
    }

    /// The value there may be that is nearest to this one and not farther from zero.
    pub(crate) fn toward_zero(&self, value: Decimal) -> Option<Decimal> {
        self.mirrored(value, Self::at_or_below)
    }

    /// The value there may be that is nearest to this one and not nearer to zero.
    pub(crate) fn away_from_zero(&self, value: Decimal) -> Option<Decimal> {
        self.mirrored(value, Self::at_or_above)
    }

    /// Below zero a signed grid is what it is above.
    fn mirrored(&self, value: Decimal, find: impl Fn(&Self, Decimal) -> Option<Decimal>) -> Option<Decimal> {
        if !self.signed || value >= Decimal::ZERO {
            return find(self, value);
        }
        // Zero has no sign.
        find(self, -value).map(|found| if found.is_zero() { found } else { -found })
    }

    /// The largest value there may be that is not above this one.
    pub(crate) fn at_or_below(&self, value: Decimal) -> Option<Decimal> {
        let value = self.max.map_or(value, |max| max.min(value));
        self.steps.at_or_below(value).filter(|found| self.fault(*found).is_none())
    }

    /// The smallest value there may be that is not below this one.
    pub(crate) fn at_or_above(&self, value: Decimal) -> Option<Decimal> {
        let value = self.min.map_or(value, |min| min.max(value));
        let found = if self.signed || value > Decimal::ZERO {
            self.steps.at_or_above(value)
        } else {
            self.steps.first_above_zero()
        };
        found.filter(|found| self.fault(*found).is_none())
    }
}

impl Steps<'_> {
    /// Whether they go up to this value.
    pub(crate) fn reaches(&self, value: Decimal) -> bool {
        !matches!(self, Self::Bands(bands) if bands.last().is_some_and(|last| value > last.to))
    }

    fn fault(&self, value: Decimal) -> Option<Fault> {
        match self {
            Self::Any => None,
            Self::Every(step) => is_off(value, *step).then_some(Fault::OffStep(*step)),
            Self::Bands(bands) => {
                let above = bands.last().filter(|last| value > last.to).map(|last| Fault::AboveBands(last.to));
                let below = bands.first().filter(|first| value < first.from).map(|first| Fault::BelowBands(first.from));
                above.or(below).or_else(|| off_bands(bands, value))
            }
        }
    }

    fn at_or_below(&self, value: Decimal) -> Option<Decimal> {
        match self {
            Self::Any => Some(value),
            Self::Every(step) => exact::floor(value, *step),
            Self::Bands(bands) => bands
                .iter()
                .rev()
                .filter(|band| band.from <= value)
                .find_map(|band| exact::floor(band.to.min(value), band.step).filter(|found| *found >= band.from)),
        }
    }

    /// The smallest value above zero; `None` where there is no smallest one.
    fn first_above_zero(&self) -> Option<Decimal> {
        match self {
            Self::Any => None,
            Self::Every(step) => Some(*step),
            Self::Bands(bands) => bands.iter().find_map(|band| {
                let first = ceiling(band.from.max(Decimal::ZERO), band.step)?;
                let first = if first.is_zero() { band.step } else { first };
                Some(first).filter(|first| *first <= band.to)
            }),
        }
    }

    fn at_or_above(&self, value: Decimal) -> Option<Decimal> {
        match self {
            Self::Any => Some(value),
            Self::Every(step) => ceiling(value, *step),
            Self::Bands(bands) => bands
                .iter()
                .filter(|band| value <= band.to)
                .find_map(|band| ceiling(band.from.max(value), band.step).filter(|found| *found <= band.to)),
        }
    }
}

fn is_off(value: Decimal, step: Decimal) -> bool {
    exact::floor(value, step) != Some(value)
}

/// A value between two bands, or in one of them and on none of their steps.
fn off_bands(bands: &[Band], value: Decimal) -> Option<Fault> {
    let mut around = bands.iter().filter(|band| band.from <= value && value <= band.to).peekable();
    let nearest = around.peek().copied().or_else(|| bands.iter().find(|band| value < band.from))?;
    if around.any(|band| !is_off(value, band.step)) { None } else { Some(Fault::OffStep(nearest.step)) }
}

fn ceiling(value: Decimal, step: Decimal) -> Option<Decimal> {
    let below = exact::floor(value, step)?;
    if below == value { Some(value) } else { exact::sum(below, step) }
}
