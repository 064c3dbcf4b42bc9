//! Rounding and moving by steps, compared with a list of all valid values, and with numbers of any length.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::check::precision::grid::{Band, Grid, Steps};

fn every(step: Decimal, signed: bool) -> Grid<'static> {
    Grid { steps: Steps::Every(step), min: None, max: None, signed }
}

/// All valid values from `least` to `most`, in units of 10^-`places`.
fn valid(grid: &Grid<'_>, least: i64, most: i64, places: u32) -> Vec<Decimal> {
    (least..=most).map(|number| Decimal::new(number, places)).filter(|value| grid.violation(*value).is_none()).collect()
}

/// Compares every operation with what the list of valid values says of it. The list reaches farther than `value` and the moves.
fn agrees(grid: &Grid<'_>, valid: &[Decimal], value: Decimal) -> Result<(), TestCaseError> {
    let below = valid.iter().rev().find(|one| **one <= value).copied();
    let above = valid.iter().find(|one| **one >= value).copied();
    prop_assert_eq!(if value < Decimal::ZERO { grid.away_from_zero(value) } else { grid.at_or_below(value) }, below);
    prop_assert_eq!(if value < Decimal::ZERO { grid.toward_zero(value) } else { grid.at_or_above(value) }, above);
    let nearest = match (below, above) {
        (Some(below), Some(above)) if value - below < above - value => Some(below),
        (below, above) => above.or(below),
    };
    prop_assert_eq!(grid.nearest(value), nearest);
    let higher: Vec<_> = valid.iter().filter(|one| **one > value).copied().collect();
    let lower: Vec<_> = valid.iter().rev().filter(|one| **one < value).copied().collect();
    for (steps, index) in [(1, 0), (2, 1), (3, 2), (7, 6), (40, 39)] {
        prop_assert_eq!(grid.moved(value, steps), higher.get(index).copied(), "{} steps up from {}", steps, value);
        prop_assert_eq!(grid.moved(value, -steps), lower.get(index).copied(), "{} steps down from {}", steps, value);
    }
    prop_assert_eq!(grid.moved(value, 0), valid.contains(&value).then_some(value));
    for (index, other) in valid.iter().enumerate() {
        let from = valid.iter().position(|one| *one == value);
        let between = from.map(|from| i64::try_from(index).unwrap() - i64::try_from(from).unwrap());
        prop_assert_eq!(grid.steps_between(value, *other), between);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn with_one_step(step in 1_i64..40, places in 0_u32..6, number in 1_i64..400) {
        let grid = every(Decimal::new(step, places), false);
        agrees(&grid, &valid(&grid, 1, 2_100, places), Decimal::new(number, places))?;
    }

    #[test]
    fn below_zero_too(step in 1_i64..40, places in 0_u32..6, number in -300_i64..300) {
        let grid = every(Decimal::new(step, places), true);
        agrees(&grid, &valid(&grid, -2_100, 2_100, places), Decimal::new(number, places))?;
    }

    #[test]
    fn with_a_minimum(step in 1_i64..20, lots in 1_i64..9, places in 0_u32..6, number in 1_i64..300) {
        let min = Some(Decimal::new(step * lots, places));
        let grid = Grid { min, ..every(Decimal::new(step, places), false) };
        agrees(&grid, &valid(&grid, 1, 1_200, places), Decimal::new(number, places))?;
    }

    #[test]
    fn in_bands(sizes in prop::array::uniform3(1_i64..120), steps in prop::array::uniform3(1_i64..15), places in 0_u32..6, number in 1_i64..360) {
        let mut from = 0;
        let bands: Vec<Band> = std::iter::zip(sizes, steps).map(|(size, step)| {
            let band = Band { from: Decimal::new(from, places), to: Decimal::new(from + size, places), step: Decimal::new(step, places) };
            from += size;
            band
        }).collect();
        let grid = Grid { steps: Steps::Bands(&bands), min: None, max: None, signed: false };
        prop_assume!(number <= from);
        agrees(&grid, &valid(&grid, 1, from, places), Decimal::new(number, places))?;
    }

    #[test]
    fn numbers_of_any_length_never_overflow(
        value in 1_i128..=79_228_162_514_264_337_593_543_950_335, places in 0..=28_u32,
        step in 1_i128..=79_228_162_514_264_337_593_543_950_335, step_places in 0..=28_u32,
        steps in any::<i64>(), is_negative in any::<bool>(), shift in 0_u32..90,
    ) {
        let value = Decimal::from_i128_with_scale(if is_negative { -value } else { value }, places);
        let step = Decimal::from_i128_with_scale((step >> shift).max(1), step_places);
        let bands = [Band { from: Decimal::ZERO, to: step, step }, Band { from: step, to: Decimal::MAX, step: Decimal::ONE }];
        for grid in [every(step, true), Grid { steps: Steps::Bands(&bands), min: None, max: None, signed: false }] {
            if is_negative && !grid.signed {
                continue;
            }
            if let Some(nearest) = grid.nearest(value) {
                prop_assert!(grid.violation(nearest).is_none());
            }
            if let Some(below) = if is_negative { grid.away_from_zero(value) } else { grid.at_or_below(value) } {
                prop_assert!(below <= value);
            }
            if let Some(above) = if is_negative { grid.toward_zero(value) } else { grid.at_or_above(value) } {
                prop_assert!(above >= value);
            }
            for steps in [steps, 1, -1, i64::MIN, i64::MAX] {
                if let Some(moved) = grid.moved(value, steps) {
                    prop_assert!(grid.violation(moved).is_none() && moved.cmp(&value) == steps.cmp(&0));
                }
            }
            let _ = grid.steps_between(value, step);
        }
    }
}
