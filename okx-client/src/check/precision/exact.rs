//! Arithmetic on decimals that gives the exact result or none: `Decimal`'s own rounds where digits run out.

use rust_decimal::Decimal;

/// The largest multiple of a positive step that is not above a value that is not negative. `None` where it has more digits than a
/// `Decimal` holds, and for other arguments.
pub(crate) fn floor(value: Decimal, step: Decimal) -> Option<Decimal> {
    let (value, step) = (Digits::of(value)?, Digits::of(step).filter(|step| step.number > 0)?);
    let rest = value.remainder(&step);
    if rest.number == 0 {
        return value.decimal();
    }
    let value = value.at(rest.scale)?;
    Digits { number: value - rest.number, scale: rest.scale }.decimal()
}

/// The sum, where a `Decimal` holds all its digits.
pub(crate) fn sum(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (Digits::of(left)?, Digits::of(right)?);
    let scale = left.scale.max(right.scale);
    Digits { number: left.at(scale)?.checked_add(right.at(scale)?)?, scale }.decimal()
}

/// The product, where a `Decimal` holds all its digits.
pub(crate) fn product(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (Digits::of(left.normalize())?, Digits::of(right.normalize())?);
    Digits { number: left.number.checked_mul(right.number)?, scale: left.scale + right.scale }.decimal()
}

/// How many whole positive steps a value holds that is not negative, and what is left over.
pub(crate) fn steps(value: Decimal, step: Decimal) -> Option<(Decimal, Decimal)> {
    let (value, step) = (Digits::of(value.normalize())?, Digits::of(step.normalize()).filter(|step| step.number > 0)?);
    let scale = value.scale.max(step.scale);
    let (value, step) = (value.at(scale)?, step.at(scale)?);
    let whole = Digits { number: value / step, scale: 0 };
    Some((whole.decimal()?, Digits { number: value % step, scale }.decimal()?))
}

/// A quotient by a positive divisor, cut after its 18th place, or after fewer where a `Decimal` does not hold as many. It is exact or
/// less than the exact one.
pub(crate) fn quotient_below(value: Decimal, divisor: Decimal) -> Option<Decimal> {
    quotient(value, divisor, |number, divisor| number / divisor)
}

/// The same, exact or one in its last place more than the one below.
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

/// A number that is not negative: `number` / 10^`scale`.
#[derive(Clone, Copy)]
struct Digits {
    number: u128,
    scale: u32,
}

impl Digits {
    fn of(value: Decimal) -> Option<Self> {
        Some(Self { number: u128::try_from(value.mantissa()).ok()?, scale: value.scale() })
    }

    /// The same number with so many places after the point, which are at least those it has.
    fn at(self, scale: u32) -> Option<u128> {
        10_u128.checked_pow(scale - self.scale)?.checked_mul(self.number)
    }

    /// What is left over a multiple of the step.
    fn remainder(self, step: &Self) -> Self {
        if self.scale < step.scale {
            // One place after the other, so that no number gets longer than the step and one digit.
            let more = |rest, _| rest * 10 % step.number;
            return Self { number: (self.scale..step.scale).fold(self.number % step.number, more), scale: step.scale };
        }
        // A step that does not fit with these places is larger than any value.
        let number = step.at(self.scale).map_or(self.number, |step| self.number % step);
        Self { number, scale: self.scale }
    }

    /// Without zeros at the end, where it fits.
    fn decimal(mut self) -> Option<Decimal> {
        while self.scale > 0 && self.number.is_multiple_of(10) {
            self = Self { number: self.number / 10, scale: self.scale - 1 };
        }
        Decimal::try_from_i128_with_scale(i128::try_from(self.number).ok()?, self.scale).ok()
    }
}
