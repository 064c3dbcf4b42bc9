//! Chance that repeats: the same seed gives the same numbers on every machine.

/// A row of numbers that looks random and is fixed by its seed (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The row of this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A row of its own for one purpose, so that using one row more often does not change another.
    pub(crate) fn of(seed: u64, purpose: &str) -> Self {
        let mixed = purpose.bytes().fold(seed, |state, byte| Self(state ^ u64::from(byte)).next());
        Self(mixed)
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// The next number within these bounds, both included; the lower one when they are the wrong way round.
    pub(crate) fn between(&mut self, least: u64, most: u64) -> u64 {
        let width = most.saturating_sub(least).saturating_add(1);
        least.saturating_add(self.next() % width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_row() {
        let row = |seed| {
            std::iter::repeat_with({
                let mut chance = Chance::of(seed, "prices");
                move || chance.next()
            })
            .take(5)
            .collect::<Vec<_>>()
        };
        assert_eq!(row(1), row(1));
        assert_ne!(row(1), row(2));
    }

    #[test]
    fn purposes_have_rows_of_their_own() {
        assert_ne!(Chance::of(1, "prices").next(), Chance::of(1, "sizes").next());
    }

    #[test]
    fn bounds_are_kept() {
        let mut chance = Chance::new(7);
        assert!((0..1000).map(|_| chance.between(3, 5)).all(|number| (3..=5).contains(&number)));
        assert_eq!(chance.between(5, 3), 5);
    }
}
