//! The source of random numbers, a trait so that tests can replace it.

use std::hash::{BuildHasher, RandomState};

/// Where the client takes random numbers from, for the jitter of its pauses and for the client order ids that it generates.
pub trait RandomSource: Send + Sync {
    /// The next random number. Numbers must not repeat in practice.
    fn next_u64(&self) -> u64;
}

/// Random numbers from the operating system, expanded by a keyed hash. Two processes get different numbers. Not for cryptographic keys.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl RandomSource for SystemRandom {
    fn next_u64(&self) -> u64 {
        // Every `RandomState` has its own keys, seeded by the operating system, so the hash of `()` is different each time.
        RandomState::new().hash_one(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn numbers_do_not_repeat() {
        let drawn: HashSet<u64> = (0..10_000).map(|_| SystemRandom.next_u64()).collect();
        assert_eq!(drawn.len(), 10_000);
    }
}
