//! Numbers that stand for keys.

use std::hash::{BuildHasherDefault, Hasher};

/// Makes one number of all that a key is made of, in a few nanoseconds. It resists accidents, not attackers: whoever could choose the
/// names of instruments and accounts would be the user.
#[derive(Default)]
pub(super) struct Mixer(u64);

/// For tables whose keys were mixed already.
pub(super) type Mixed = BuildHasherDefault<Unchanged>;

/// Takes the number it is given.
#[derive(Default)]
pub(super) struct Unchanged(u64);

/// An odd number whose bits look random (2⁶⁴ divided by the golden ratio), so that multiplying spreads every bit upwards.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        // With the length, text and the same text with zeros before its end are not the same.
        self.write_u64(rest ^ (bytes.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u64(&mut self, word: u64) {
        // Each step can be undone, so two keys that differ in one word only never meet.
        let spread = (self.0 ^ word).wrapping_mul(SPREAD);
        self.0 = spread ^ (spread >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Hasher for Unchanged {
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
    use super::super::account::number;

    #[test]
    fn processes_agree_on_the_number_of_a_name() {
        // Whoever changes it keeps processes of two versions from sharing their limits.
        assert_eq!(number("https://openapi.okx.com"), 0x49a2_353d_367a_8867);
    }
}
