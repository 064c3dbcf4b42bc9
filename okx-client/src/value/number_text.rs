//! The text of numbers as OKX writes them, without an allocation: half the time of writing an order is spent on its numbers.

use rust_decimal::Decimal;

/// Enough bytes for the longest number: a sign, a point and the 29 digits of a decimal.
const ROOM: usize = 32;

/// The text of a number.
pub(crate) struct NumberText {
    bytes: [u8; ROOM],
    start: usize,
}

impl NumberText {
    /// A decimal with all its digits, including trailing zeros.
    pub(crate) fn decimal(number: &Decimal) -> Self {
        let mut text = Self { bytes: [b'0'; ROOM], start: ROOM };
        let (mantissa, scale) = (number.mantissa().unsigned_abs(), number.scale() as usize);
        match u64::try_from(mantissa) {
            Ok(small) => text.digits(small, |rest| (rest / 10, (rest % 10) as u8), scale),
            Err(_) => text.digits(mantissa, |rest| (rest / 10, (rest % 10) as u8), scale),
        }
        text.sign(number.is_sign_negative());
        text
    }

    /// A whole number.
    pub(crate) fn whole(number: i64) -> Self {
        let mut text = Self { bytes: [b'0'; ROOM], start: ROOM };
        text.digits(number.unsigned_abs(), |rest| (rest / 10, (rest % 10) as u8), 0);
        text.sign(number < 0);
        text
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..]).expect("digits, a point and a sign are ASCII")
    }

    /// Writes digits from the last to the first, with the point before the last `scale` digits and at least one digit before the point.
    fn digits<N: Copy + Default + PartialEq>(&mut self, number: N, split: impl Fn(N) -> (N, u8), scale: usize) {
        let mut rest = number;
        let mut count = 0;
        while rest != N::default() || count <= scale {
            if count == scale && scale > 0 {
                self.push(b'.');
            }
            let digit;
            (rest, digit) = split(rest);
            self.push(b'0' + digit);
            count += 1;
        }
    }

    fn sign(&mut self, negative: bool) {
        if negative {
            self.push(b'-');
        }
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn decimals_are_written_exactly(mantissa in -(2_i128.pow(96) - 1)..2_i128.pow(96), scale in 0_u32..=28) {
            let number = Decimal::try_from_i128_with_scale(mantissa, scale).unwrap();
            prop_assert_eq!(NumberText::decimal(&number).as_str().to_owned(), number.to_string());
        }

        #[test]
        fn small_decimals_are_written_exactly(mantissa in -1_000_000_i64..1_000_000, scale in 0_u32..=28) {
            let number = Decimal::new(mantissa, scale);
            prop_assert_eq!(NumberText::decimal(&number).as_str().to_owned(), number.to_string());
        }

        #[test]
        fn whole_numbers_are_written_exactly(number in any::<i64>()) {
            prop_assert_eq!(NumberText::whole(number).as_str().to_owned(), number.to_string());
        }
    }

    #[test]
    fn the_extreme_numbers_fit() {
        for number in [Decimal::MIN, Decimal::MAX, Decimal::ZERO, -Decimal::ZERO, Decimal::new(-1, 28)] {
            assert_eq!(NumberText::decimal(&number).as_str(), number.to_string());
        }
        assert_eq!(NumberText::whole(i64::MIN).as_str(), i64::MIN.to_string());
    }
}
