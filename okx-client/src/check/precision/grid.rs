//! The valid values of a price or a size.

use rust_decimal::Decimal;

use super::exact;
use crate::facts::{Precision, PrecisionCase};

/// The valid values of a price or a size: multiples of the step, within the bounds, and greater than zero unless the grid is signed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid<'a> {
    pub(crate) steps: Steps<'a>,
    pub(crate) min: Option<Decimal>,
    pub(crate) max: Option<Decimal>,
    /// Whether zero and the negated values are valid too.
    pub(crate) signed: bool,
}

/// The steps of a grid.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Steps<'a> {
    /// Any value is valid.
    Any,
    /// Multiples of one step, which is positive.
    Every(Decimal),
    /// Multiples of a step that depends on the value. Bands are in ascending order. A value in two bands may be a multiple of either step.
    Bands(&'a [Band]),
}

/// The step within a range of prices, including both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    pub(crate) from: Decimal,
    pub(crate) to: Decimal,
    pub(crate) step: Decimal,
}

/// Why a value is not on a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GridViolation {
    /// It is zero or less.
    NotPositive,
    /// It is above the maximum.
    AboveMax(Decimal),
    /// It is below the minimum.
    BelowMin(Decimal),
    /// It is above the last band.
    AboveBands(Decimal),
    /// It is below the first band.
    BelowBands(Decimal),
    /// It is not a multiple of this step.
    OffStep(Decimal),
}

impl<'a> Grid<'a> {
    /// The grid of a product with these figures and bands under a case of a rule. Figures that are absent or not positive are ignored.
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

    /// Why a value is not valid; `None` if it is.
    pub(crate) fn violation(&self, value: Decimal) -> Option<GridViolation> {
        if value <= Decimal::ZERO && !self.signed {
            return Some(GridViolation::NotPositive);
        }
        let value = value.abs();
        let above = self.max.filter(|max| value > *max).map(GridViolation::AboveMax);
        let below = self.min.filter(|min| value < *min).map(GridViolation::BelowMin);
        above.or(below).or_else(|| self.steps.violation(value))
    }

    /// The nearest valid value that is not farther from zero.
    pub(crate) fn toward_zero(&self, value: Decimal) -> Option<Decimal> {
        self.mirrored(value, Self::at_or_below)
    }

    /// The nearest valid value that is not closer to zero.
    pub(crate) fn away_from_zero(&self, value: Decimal) -> Option<Decimal> {
        self.mirrored(value, Self::at_or_above)
    }

    /// Applies `find` to the absolute value on a signed grid, which is symmetric around zero.
    fn mirrored(&self, value: Decimal, find: impl Fn(&Self, Decimal) -> Option<Decimal>) -> Option<Decimal> {
        if !self.signed || value >= Decimal::ZERO {
            return find(self, value);
        }
        // Zero must not get a minus sign.
        find(self, -value).map(|found| if found.is_zero() { found } else { -found })
    }

    /// The largest valid value that is not above this one.
    pub(crate) fn at_or_below(&self, value: Decimal) -> Option<Decimal> {
        let value = self.max.map_or(value, |max| max.min(value));
        self.steps.at_or_below(value).filter(|found| self.violation(*found).is_none())
    }

    /// The smallest valid value that is not below this one.
    pub(crate) fn at_or_above(&self, value: Decimal) -> Option<Decimal> {
        let value = self.min.map_or(value, |min| min.max(value));
        let found = if self.signed || value > Decimal::ZERO {
            self.steps.at_or_above(value)
        } else {
            self.steps.first_above_zero()
        };
        found.filter(|found| self.violation(*found).is_none())
    }
}

impl Steps<'_> {
    /// Whether the value is not above the last band.
    pub(crate) fn reaches(&self, value: Decimal) -> bool {
        !matches!(self, Self::Bands(bands) if bands.last().is_some_and(|last| value > last.to))
    }

    fn violation(&self, value: Decimal) -> Option<GridViolation> {
        match self {
            Self::Any => None,
            Self::Every(step) => is_off(value, *step).then_some(GridViolation::OffStep(*step)),
            Self::Bands(bands) => {
                let above = bands.last().filter(|last| value > last.to).map(|last| GridViolation::AboveBands(last.to));
                let below =
                    bands.first().filter(|first| value < first.from).map(|first| GridViolation::BelowBands(first.from));
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

    /// The smallest value above zero; `None` if there is no smallest one.
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

/// The violation of a value between two bands, or in a band and not a multiple of its step.
fn off_bands(bands: &[Band], value: Decimal) -> Option<GridViolation> {
    let mut around = bands.iter().filter(|band| band.from <= value && value <= band.to).peekable();
    let nearest = around.peek().copied().or_else(|| bands.iter().find(|band| value < band.from))?;
    if around.any(|band| !is_off(value, band.step)) { None } else { Some(GridViolation::OffStep(nearest.step)) }
}

fn ceiling(value: Decimal, step: Decimal) -> Option<Decimal> {
    let below = exact::floor(value, step)?;
    if below == value { Some(value) } else { exact::sum(below, step) }
}
