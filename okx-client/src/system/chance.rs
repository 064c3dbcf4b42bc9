//! Randomness, which comes in through one door so that tests can hold it.

use std::hash::{BuildHasher, RandomState};

/// Where the client takes random bits from: the jitter of its pauses and the names it gives to orders.
pub trait Chance: Send + Sync {
    /// Sixty-four bits that nobody can guess to be the same twice.
    fn bits(&self) -> u64;
}

/// Random bits of the operating system, stretched by a keyed hash. Two programs that start together draw different bits; they are
/// not meant for keys.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn bits(&self) -> u64 {
        // Every `RandomState` has keys of its own, seeded by the operating system, so the hash of nothing differs each time.
        RandomState::new().hash_one(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn bits_do_not_repeat() {
        let drawn: HashSet<u64> = (0..10_000).map(|_| SystemChance.bits()).collect();
        assert_eq!(drawn.len(), 10_000);
    }
}
