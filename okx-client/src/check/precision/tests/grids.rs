//! A grid accepts its points and nothing else, and finds the nearest ones.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::exactness::any;
use crate::check::precision::grid::{Band, Grid, GridViolation, Steps};

/// Numbers in units of 10⁻³.
fn milli(number: i64) -> Decimal {
    Decimal::new(number, 3)
}

/// The bands of event contracts at OKX.
fn bands() -> [Band; 3] {
    [(1, 40, 1), (40, 960, 10), (960, 999, 1)].map(|(from, to, step)| Band {
        from: milli(from),
        to: milli(to),
        step: milli(step),
    })
}

/// Whether a number of thousandths is a point of those bands.
fn is_point(number: i64) -> bool {
    matches!(number, 1..=40 | 960..=999) || (matches!(number, 40..=960) && number % 10 == 0)
}

#[test]
fn the_smallest_value_at_or_above_zero_is_the_first_step() {
    let grid = |min| Grid { steps: Steps::Every(milli(5)), min, max: Some(milli(1_000)), signed: false };
    for min in [None, Some(milli(0))] {
        assert_eq!([-7, 0].map(|value| grid(min).at_or_above(milli(value))), [Some(milli(5)); 2]);
    }
}

proptest! {
    #[test]
    fn one_step_accepts_its_multiples_within_the_bounds(
        number in -1_000_i64..100_000, step in 1_i64..1_000, min in 0_i64..1_000, max in 1_000_i64..50_000,
    ) {
        let grid = Grid { steps: Steps::Every(milli(step)), min: Some(milli(min)), max: Some(milli(max)), signed: false };
        let is_valid = |number: i64| number > 0 && number % step == 0 && (min..=max).contains(&number);
        prop_assert_eq!(grid.violation(milli(number)).is_none(), is_valid(number));
        let (mut down, mut up) = ((0..=number).rev(), number.max(0)..=max);
        prop_assert_eq!(grid.at_or_below(milli(number)), down.find(|number| is_valid(*number)).map(milli));
        prop_assert_eq!(grid.at_or_above(milli(number)), up.find(|number| is_valid(*number)).map(milli));
    }

    #[test]
    fn bands_accept_their_points(number in -10_i64..1_100) {
        let bands = bands();
        let grid = Grid { steps: Steps::Bands(&bands), min: None, max: None, signed: false };
        prop_assert_eq!(grid.violation(milli(number)).is_none(), is_point(number));
        prop_assert_eq!(grid.at_or_below(milli(number)), (0..=number).rev().find(|number| is_point(*number)).map(milli));
        let above = (number.max(0)..1_000).find(|number| is_point(*number)).map(milli);
        prop_assert_eq!(grid.at_or_above(milli(number)), above);
    }

    #[test]
    fn extremes_neither_panic_nor_leave_the_grid(
        value in any(), step in any(), [min, max] in [any(), any()], [from, to] in [any(), any()], in_bands in proptest::bool::ANY,
    ) {
        let bands = [Band { from: Decimal::ZERO, to: from, step }, Band { from, to, step }];
        let steps = if in_bands { Steps::Bands(&bands) } else { Steps::Every(step) };
        let grid = Grid { steps, min: Some(min), max: Some(max), signed: false };
        let (below, above) = (grid.at_or_below(value), grid.at_or_above(value));
        prop_assert!(below.is_none_or(|below| below <= value && grid.violation(below).is_none()));
        prop_assert!(above.is_none_or(|above| above >= value && grid.violation(above).is_none()));
        if grid.violation(value).is_none() {
            prop_assert_eq!((below, above), (Some(value), Some(value)));
        }
    }

    #[test]
    fn values_between_points_are_invalid(number in 0_i64..1_000) {
        let bands = bands();
        let grid = Grid { steps: Steps::Bands(&bands), min: None, max: None, signed: false };
        prop_assert!(grid.violation(Decimal::new(number * 10 + 5, 4)).is_some());
    }
}

#[test]
fn bands_with_a_gap_and_uneven_ends() {
    // 0.005 to 0.0125 in steps of 0.002, a gap up to 0.02, then steps of 0.05. No end is a multiple of its own step.
    let band = |from, to, step| Band { from: Decimal::new(from, 4), to: Decimal::new(to, 4), step: milli(step) };
    let bands = [band(50, 125, 2), band(200, 1_250, 50)];
    let grid = Grid { steps: Steps::Bands(&bands), min: None, max: None, signed: false };
    let points: Vec<i64> = (0..=130).filter(|number| grid.violation(milli(*number)).is_none()).collect();
    assert_eq!(points, [6, 8, 10, 12, 50, 100]);
    assert_eq!(grid.violation(milli(15)), Some(GridViolation::OffStep(milli(50))));
    assert_eq!(grid.at_or_below(milli(49)), Some(milli(12)));
    assert_eq!(grid.at_or_above(milli(13)), Some(milli(50)));
    assert_eq!(grid.violation(milli(126)), Some(GridViolation::AboveBands(Decimal::new(1_250, 4))));
    assert_eq!(grid.violation(milli(4)), Some(GridViolation::BelowBands(milli(5))));
}

#[test]
fn without_a_step_any_positive_value_is_valid() {
    let grid = Grid { steps: Steps::Any, min: None, max: None, signed: false };
    let odd = Decimal::from_i128_with_scale(1, 28);
    assert_eq!((grid.violation(odd), grid.at_or_below(odd)), (None, Some(odd)));
    assert_eq!(grid.violation(Decimal::ZERO), Some(GridViolation::NotPositive));
    assert_eq!(grid.violation(-odd), Some(GridViolation::NotPositive));
}

proptest! {
    #[test]
    fn a_signed_grid_is_the_same_on_both_sides_of_zero(number in -100_000_i64..100_000, step in 1_i64..1_000) {
        let grid = Grid { steps: Steps::Every(milli(step)), min: None, max: None, signed: true };
        let (rest, value) = (number % step, milli(number));
        prop_assert_eq!(grid.violation(value).is_none(), rest == 0);
        prop_assert_eq!(grid.toward_zero(value), Some(milli(number - rest)));
        let away = if rest == 0 { number } else { number - rest + step * number.signum() };
        prop_assert_eq!(grid.away_from_zero(value), Some(milli(away)));
    }
}

#[test]
fn zero_has_no_minus_sign() {
    let grid = Grid { steps: Steps::Every(milli(10)), min: None, max: None, signed: true };
    assert_eq!(grid.toward_zero(milli(-3)).map(|zero| zero.to_string()).as_deref(), Some("0"));
    assert_eq!(grid.violation(milli(0)), None);
    assert_eq!(grid.violation(milli(-3)), Some(GridViolation::OffStep(milli(10))));
}
