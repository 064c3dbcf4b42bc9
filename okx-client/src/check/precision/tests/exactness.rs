//! Exact arithmetic against whole numbers.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::check::precision::exact::{floor, product, quotient_above, quotient_below, steps, sum};

/// The number of decimal places at which all numbers of a test fit into 128 bits as integers.
const PLACES: u32 = 12;

/// A number of up to 16 digits with up to 12 decimal places, and the same number in units of 10⁻¹².
fn small() -> impl Strategy<Value = (Decimal, i128)> {
    (0_i64..10_000_000_000_000_000, 0..=PLACES)
        .prop_map(|(number, scale)| (Decimal::new(number, scale), i128::from(number) * 10_i128.pow(PLACES - scale)))
}

/// Any number, often an extreme one.
pub(super) fn any() -> impl Strategy<Value = Decimal> {
    let number = prop_oneof![Just(0), Just(1), Just(MAX), Just(MAX - 1), 0..=MAX, 0..=1_000_i128];
    (number, 0_u32..=28, proptest::bool::ANY).prop_map(|(number, scale, is_negative)| {
        Decimal::from_i128_with_scale(if is_negative { -number } else { number }, scale)
    })
}

const MAX: i128 = (1 << 96) - 1;

proptest! {
    #[test]
    fn floor_is_the_largest_multiple_that_is_not_above((value, units) in small(), (step, step_units) in small()) {
        let expected = units.checked_div(step_units).map(|steps| Decimal::from_i128_with_scale(steps * step_units, PLACES));
        prop_assert_eq!(floor(value, step), expected);
    }

    #[test]
    fn a_product_is_exact_or_none(left in any(), right in any()) {
        let found = product(left, right);
        let checked = left.checked_mul(right).filter(|_| !left.is_sign_negative() && !right.is_sign_negative());
        let places = left.normalize().scale() + right.normalize().scale();
        match (found, checked) {
            // `Decimal` keeps all places of a product unless it rounds.
            (Some(found), Some(checked)) if places <= 28 => prop_assert_eq!(found, checked),
            (Some(found), Some(checked)) => prop_assert!((found - checked).abs() <= Decimal::new(1, 27)),
            (Some(found), None) => prop_assert!(found.is_zero(), "{} has more digits than a decimal", found),
            (None, _) => {}
        }
    }

    #[test]
    fn steps_and_rest_add_up_to_the_value((value, units) in small(), (step, step_units) in small()) {
        let expected = (step_units > 0).then(|| {
            let of = |units: i128| Decimal::from_i128_with_scale(units, PLACES);
            (Decimal::from_i128_with_scale(units / step_units, 0), of(units % step_units))
        });
        prop_assert_eq!(steps(value, step), expected);
    }

    #[test]
    fn quotients_enclose_the_exact_quotient((value, _) in small(), (divisor, units) in small()) {
        match (quotient_below(value, divisor), quotient_above(value, divisor)) {
            (Some(below), Some(above)) => {
                let last_place = Decimal::new(1, below.scale().max(above.scale()));
                prop_assert!(below <= above && (above - below <= last_place || above - below <= Decimal::new(1, 18)));
                if let (Some(least), Some(most)) = (product(below, divisor), product(above, divisor)) {
                    prop_assert!(least <= value && value <= most);
                }
            }
            found => prop_assert!(units == 0, "{:?}", found),
        }
    }

    #[test]
    fn multiples_stay_unchanged(step in any(), times in 0_u32..1_000_000) {
        if let Some(multiple) = step.checked_mul(times.into()).filter(|multiple| multiple.scale() == step.scale()) {
            let expected = (step > Decimal::ZERO).then_some(multiple);
            prop_assert_eq!(floor(multiple, step), expected);
        }
    }

    #[test]
    fn extremes_neither_panic_nor_round(value in any(), step in any()) {
        let Some(found) = floor(value, step) else { return Ok(()) };
        prop_assert!(Decimal::ZERO <= found && found <= value);
        prop_assert_eq!(floor(found, step), Some(found));
        if let Some(next) = sum(found, step) {
            prop_assert!(value < next, "{value} is not within one step {step} of {found}");
        }
    }

    #[test]
    fn sums_are_exact((left, left_units) in small(), (right, right_units) in small()) {
        prop_assert_eq!(sum(left, right), Some(Decimal::from_i128_with_scale(left_units + right_units, PLACES)));
    }
}

#[test]
fn results_that_do_not_fit_are_not_rounded() {
    let most = Decimal::MAX;
    let least = Decimal::from_i128_with_scale(1, 28);
    assert_eq!(sum(most, Decimal::ONE), None);
    assert_eq!(sum(most, least), None);
    assert_eq!(floor(most, least), Some(most));
    assert_eq!(floor(most, Decimal::from_i128_with_scale(11, 28)), None);
    assert_eq!(floor(most, Decimal::from_i128_with_scale(5, 1)), Some(most));
    assert_eq!(floor(least, most), Some(Decimal::ZERO));
}

#[test]
fn results_have_no_trailing_zeros() {
    assert_eq!(floor(Decimal::new(6_000_005, 2), Decimal::new(1, 1)).unwrap().to_string(), "60000");
    assert_eq!(floor(Decimal::new(12_500, 3), Decimal::new(50, 2)).unwrap().to_string(), "12.5");
}
