//! Arithmetic on decimals that returns the exact result or `None`. `Decimal`'s own operators round if there are too many digits.

use rust_decimal::Decimal;

/// The largest multiple of a positive step that is not above a value of zero or more. `None` if it has more digits than a `Decimal`
/// holds, and for other arguments.
pub(crate) fn floor(value: Decimal, step: Decimal) -> Option<Decimal> {
    let (value, step) = (Digits::of(value)?, Digits::of(step).filter(|step| step.number > 0)?);
    let rest = value.remainder(&step);
    if rest.number == 0 {
        return value.decimal();
    }
    let value = value.at(rest.scale)?;
    Digits { number: value - rest.number, scale: rest.scale }.decimal()
}

/// The sum; `None` if it has more digits than a `Decimal` holds.
pub(crate) fn sum(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (Digits::of(left)?, Digits::of(right)?);
    let scale = left.scale.max(right.scale);
    Digits { number: left.at(scale)?.checked_add(right.at(scale)?)?, scale }.decimal()
}

/// The difference; `None` if it is negative or has more digits than a `Decimal` holds.
pub(crate) fn difference(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (Digits::of(left)?, Digits::of(right)?);
    let scale = left.scale.max(right.scale);
    Digits { number: left.at(scale)?.checked_sub(right.at(scale)?)?, scale }.decimal()
}

/// Whether a value is nearer to the one below it than to the one above it.
pub(crate) fn is_nearer(value: Decimal, below: Decimal, above: Decimal) -> bool {
    let scale = [value, below, above].iter().map(Decimal::scale).max().unwrap_or_default();
    let at_scale = |value: Decimal| 10_i128.checked_pow(scale - value.scale())?.checked_mul(value.mantissa());
    match [value, below, above].map(at_scale) {
        [Some(value), Some(below), Some(above)] => value - below < above - value,
        // The digits do not fit only if the value above is far larger.
        _ => true,
    }
}

/// The product; `None` if it has more digits than a `Decimal` holds.
pub(crate) fn product(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (Digits::of(left.normalize())?, Digits::of(right.normalize())?);
    Digits { number: left.number.checked_mul(right.number)?, scale: left.scale + right.scale }.decimal()
}

/// How many whole positive steps fit into a value of zero or more, and the rest.
pub(crate) fn steps(value: Decimal, step: Decimal) -> Option<(Decimal, Decimal)> {
    let (value, step) = (Digits::of(value.normalize())?, Digits::of(step.normalize()).filter(|step| step.number > 0)?);
    let scale = value.scale.max(step.scale);
    let (value, step) = (value.at(scale)?, step.at(scale)?);
    let whole = Digits { number: value / step, scale: 0 };
    Some((whole.decimal()?, Digits { number: value % step, scale }.decimal()?))
}

/// The quotient by a positive divisor, rounded down to 18 decimal places, or to fewer if a `Decimal` does not hold as many.
pub(crate) fn quotient_below(value: Decimal, divisor: Decimal) -> Option<Decimal> {
    quotient(value, divisor, |number, divisor| number / divisor)
}

/// The same, rounded up.
pub(crate) fn quotient_above(value: Decimal, divisor: Decimal) -> Option<Decimal> {
    quotient(value, divisor, u128::div_ceil)
}

fn quotient(value: Decimal, divisor: Decimal, divide: impl Fn(u128, u128) -> u128) -> Option<Decimal> {
    let (value, divisor) = (Digits::of(value.normalize())?, Digits::of(divisor.normalize())?);
    let with_places = |places: u32| {
        let number = value.number.checked_mul(10_u128.checked_pow(places + divisor.scale)?)?;
        let divisor = divisor.number.checked_mul(10_u128.checked_pow(value.scale)?).filter(|divisor| *divisor > 0)?;
        Digits { number: divide(number, divisor), scale: places }.decimal()
    };
    (0..=18).rev().find_map(with_places)
}

/// A number of zero or more: `number` / 10^`scale`.
#[derive(Clone, Copy)]
struct Digits {
    number: u128,
    scale: u32,
}

impl Digits {
    fn of(value: Decimal) -> Option<Self> {
        Some(Self { number: u128::try_from(value.mantissa()).ok()?, scale: value.scale() })
    }

    /// The same number with this many decimal places, which must not be fewer than it has.
    fn at(self, scale: u32) -> Option<u128> {
        10_u128.checked_pow(scale - self.scale)?.checked_mul(self.number)
    }

    /// The remainder of the division by the step.
    fn remainder(self, step: &Self) -> Self {
        if self.scale < step.scale {
            // One decimal place at a time, so that no number gets longer than the step and one digit.
            let more = |rest, _| rest * 10 % step.number;
            return Self { number: (self.scale..step.scale).fold(self.number % step.number, more), scale: step.scale };
        }
        // A step that does not fit with this many decimal places is larger than any value.
        let number = step.at(self.scale).map_or(self.number, |step| self.number % step);
        Self { number, scale: self.scale }
    }

    /// The decimal without trailing zeros; `None` if it does not fit.
    fn decimal(mut self) -> Option<Decimal> {
        while self.scale > 0 && self.number.is_multiple_of(10) {
            self = Self { number: self.number / 10, scale: self.scale - 1 };
        }
        Decimal::try_from_i128_with_scale(i128::try_from(self.number).ok()?, self.scale).ok()
    }
}
