//! Numbers as OKX writes them, without an allocation: half of what it takes to write an order is its two or three numbers.

use rust_decimal::Decimal;

/// Room for the longest number: a sign, a point and the 29 digits of a decimal.
const ROOM: usize = 32;

/// The text of a number.
pub(crate) struct Written {
    bytes: [u8; ROOM],
    start: usize,
}

impl Written {
    /// A decimal with all its digits, trailing zeros too.
    pub(crate) fn decimal(number: &Decimal) -> Self {
        let mut written = Self { bytes: [b'0'; ROOM], start: ROOM };
        let (mantissa, scale) = (number.mantissa().unsigned_abs(), number.scale() as usize);
        match u64::try_from(mantissa) {
            Ok(small) => written.digits(small, |rest| (rest / 10, (rest % 10) as u8), scale),
            Err(_) => written.digits(mantissa, |rest| (rest / 10, (rest % 10) as u8), scale),
        }
        written.sign(number.is_sign_negative());
        written
    }

    /// A whole number.
    pub(crate) fn whole(number: i64) -> Self {
        let mut written = Self { bytes: [b'0'; ROOM], start: ROOM };
        written.digits(number.unsigned_abs(), |rest| (rest / 10, (rest % 10) as u8), 0);
        written.sign(number < 0);
        written
    }

    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..]).expect("digits, a point and a sign are ASCII")
    }

    /// Writes digits from the last to the first, with the point before the last `scale` of them, and at least one before the point.
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
        fn decimals_are_written_as_they_are(mantissa in -(2_i128.pow(96) - 1)..2_i128.pow(96), scale in 0_u32..=28) {
            let number = Decimal::try_from_i128_with_scale(mantissa, scale).unwrap();
            prop_assert_eq!(Written::decimal(&number).as_str().to_owned(), number.to_string());
        }

        #[test]
        fn so_are_small_ones(mantissa in -1_000_000_i64..1_000_000, scale in 0_u32..=28) {
            let number = Decimal::new(mantissa, scale);
            prop_assert_eq!(Written::decimal(&number).as_str().to_owned(), number.to_string());
        }

        #[test]
        fn so_are_whole_numbers(number in any::<i64>()) {
            prop_assert_eq!(Written::whole(number).as_str().to_owned(), number.to_string());
        }
    }

    #[test]
    fn the_ends_of_the_range_fit() {
        for number in [Decimal::MIN, Decimal::MAX, Decimal::ZERO, -Decimal::ZERO, Decimal::new(-1, 28)] {
            assert_eq!(Written::decimal(&number).as_str(), number.to_string());
        }
        assert_eq!(Written::whole(i64::MIN).as_str(), i64::MIN.to_string());
    }
}
