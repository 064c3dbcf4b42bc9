//! Fast hashes for the keys of budgets.

use std::hash::{BuildHasherDefault, Hasher};

/// Hashes the parts of a key into one number within a few nanoseconds. It avoids accidental collisions, not attacks: only the user chooses
/// the names of instruments and accounts.
#[derive(Default)]
pub(super) struct KeyHasher(u64);

/// For tables whose keys are hashes already.
pub(super) type BuildPassThroughHasher = BuildHasherDefault<PassThroughHasher>;

/// Returns the number it is given.
#[derive(Default)]
pub(super) struct PassThroughHasher(u64);

/// An odd number with random-looking bits (2⁶⁴ divided by the golden ratio), so that multiplying spreads every bit upwards.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        // The length distinguishes a text from the same text with trailing zeros.
        self.write_u64(rest ^ (bytes.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u64(&mut self, word: u64) {
        // Each step is reversible, so two keys that differ in only one word never collide.
        let spread = (self.0 ^ word).wrapping_mul(SPREAD);
        self.0 = spread ^ (spread >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Hasher for PassThroughHasher {
    fn write(&mut self, _: &[u8]) {
        unreachable!("keys of these tables are single numbers")
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::account::hash_name;

    #[test]
    fn the_hash_of_a_name_is_the_same_in_all_processes() {
        // Changing it prevents processes of two versions from sharing their limits.
        assert_eq!(hash_name("https://openapi.okx.com"), 0x49a2_353d_367a_8867);
    }
}
