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

/// Moves by whole steps.
impl Grid<'_> {
    /// The nearest valid value; the higher one of two that are equally near.
    pub(crate) fn nearest(&self, value: Decimal) -> Option<Decimal> {
        match (self.floor(value), self.ceiling(value)) {
            (Some(below), Some(above)) => Some(if exact::is_nearer(value, below, above) { below } else { above }),
            (below, above) => below.or(above),
        }
    }

    /// The largest valid value that is not above this one, also below zero.
    fn floor(&self, value: Decimal) -> Option<Decimal> {
        if value.is_sign_negative() { self.away_from_zero(value) } else { self.at_or_below(value) }
    }

    /// The smallest valid value that is not below this one, also below zero.
    fn ceiling(&self, value: Decimal) -> Option<Decimal> {
        if value.is_sign_negative() { self.toward_zero(value) } else { self.at_or_above(value) }
    }

    /// The valid value this many steps above a value, or below it if the number is negative.
    pub(crate) fn moved(&self, value: Decimal, steps: i64) -> Option<Decimal> {
        let moved = match (steps, self.steps) {
            (0, _) => Some(value),
            (_, Steps::Any) => None,
            (1.., Steps::Every(step)) => {
                // From below the minimum, the first step leads to it.
                let before_min = self.min.map(|min| Some(lower_index(ceiling(min, step)?, step)? - 1));
                let start = lower_index(value, step)?.max(before_min.unwrap_or(Some(i128::MIN))?);
                at_index(start.checked_add(steps.into())?, step)
            }
            (_, Steps::Every(step)) => at_index(i128::from(steps).checked_sub(lower_index(-value, step)?)?, step),
            (1.., Steps::Bands(bands)) => moved_up(bands, value, steps.unsigned_abs()),
            (_, Steps::Bands(bands)) => moved_down(bands, value, steps.unsigned_abs()),
        };
        moved.filter(|moved| self.violation(*moved).is_none())
    }

    /// How many steps lead from one valid value to another.
    pub(crate) fn steps_between(&self, from: Decimal, to: Decimal) -> Option<i64> {
        if [from, to].into_iter().any(|value| self.violation(value).is_some()) {
            return None;
        }
        match self.steps {
            Steps::Any => None,
            Steps::Every(step) => i64::try_from(lower_index(to, step)?.checked_sub(lower_index(from, step)?)?).ok(),
            Steps::Bands(bands) => {
                let count = i64::try_from(steps_up(bands, from.min(to), from.max(to))?).ok()?;
                Some(if to < from { -count } else { count })
            }
        }
    }
}

impl Steps<'_> {
    /// Whether any value is valid.
    pub(crate) fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }

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

/// How many steps the largest multiple that is not above a value is away from zero. `None` if there are too many to count exactly.
fn lower_index(value: Decimal, step: Decimal) -> Option<i128> {
    let (whole, rest) = exact::steps(value.abs(), step)?;
    let index = whole.mantissa();
    Some(if value.is_sign_positive() { index } else { -index - i128::from(!rest.is_zero()) })
}

/// The multiple with this index.
fn at_index(index: i128, step: Decimal) -> Option<Decimal> {
    let distance = exact::product(Decimal::try_from_i128_with_scale(index.abs(), 0).ok()?, step)?;
    // Zero must not get a minus sign.
    Some(if index < 0 { -distance } else { distance })
}

/// The value this many steps above a value, where the step depends on the value.
fn moved_up(bands: &[Band], value: Decimal, mut steps: u64) -> Option<Decimal> {
    let mut value = value;
    for band in bands {
        let Some((first, count)) = values_above(band, value) else { continue };
        if steps <= count {
            return exact::sum(first, exact::product(Decimal::from(steps - 1), band.step)?);
        }
        steps -= count;
        value = exact::floor(band.to, band.step)?;
    }
    None
}

/// The value this many steps below a value, where the step depends on the value.
fn moved_down(bands: &[Band], value: Decimal, mut steps: u64) -> Option<Decimal> {
    let mut value = value;
    for band in bands.iter().rev() {
        let Some((last, count)) = values_below(band, value) else { continue };
        if steps <= count {
            return exact::difference(last, exact::product(Decimal::from(steps - 1), band.step)?);
        }
        steps -= count;
        value = exact::difference(last, exact::product(Decimal::from(count - 1), band.step)?)?;
    }
    None
}

/// The number of valid values above one value, up to another one.
fn steps_up(bands: &[Band], from: Decimal, to: Decimal) -> Option<u64> {
    let (mut from, mut steps) = (from, 0_u64);
    for band in bands {
        let band = Band { to: band.to.min(to), ..*band };
        if let Some((_, count)) = values_above(&band, from) {
            steps = steps.checked_add(count)?;
            from = exact::floor(band.to, band.step)?;
        }
    }
    Some(steps)
}

/// The first value of a band above a value, and how many there are from it on.
fn values_above(band: &Band, value: Decimal) -> Option<(Decimal, u64)> {
    let value = value.max(Decimal::ZERO);
    let next = exact::sum(exact::floor(value, band.step)?, band.step)?;
    let first = next.max(ceiling(band.from.max(Decimal::ZERO), band.step)?);
    let count = count(first, exact::floor(band.to.max(Decimal::ZERO), band.step)?, band.step)?;
    Some((first, count))
}

/// The last value of a band below a value, and how many there are down from it.
fn values_below(band: &Band, value: Decimal) -> Option<(Decimal, u64)> {
    if value <= Decimal::ZERO {
        return None;
    }
    let previous = exact::difference(ceiling(value, band.step)?, band.step)?;
    let last = previous.min(exact::floor(band.to.max(Decimal::ZERO), band.step)?);
    let first = ceiling(band.from.max(Decimal::ZERO), band.step)?.max(band.step);
    Some((last, count(first, last, band.step)?))
}

/// How many multiples there are from one to another; `None` if there is none.
fn count(first: Decimal, last: Decimal, step: Decimal) -> Option<u64> {
    let (whole, _) = exact::steps(exact::difference(last, first)?, step)?;
    u64::try_from(whole.mantissa()).ok()?.checked_add(1)
}
