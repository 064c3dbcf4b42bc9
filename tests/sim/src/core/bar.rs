//! The time one candle covers.

use crate::calendar::month_start;

pub(super) const DAY_MS: i64 = 86_400_000;
pub(super) const EIGHT_HOURS_MS: i64 = 28_800_000;

/// The time one candle covers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bar {
    /// A fixed time, counted from midnight of UTC+8 where the second is set.
    Fixed { length: i64, shift: i64 },
    /// So many months of the calendar.
    Months { months: i64, shift: i64 },
}

impl Bar {
    /// The bar as it is written: `5m`, `4H`, `1D` (days begin at midnight UTC+8), `1Dutc`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (text, utc) = text.strip_suffix("utc").map_or((text, false), |text| (text, true));
        let (count, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let count: i64 = count.parse().ok().filter(|count| (1..=30).contains(count))?;
        let shift = if utc { 0 } else { EIGHT_HOURS_MS };
        Some(match unit {
            "s" => Self::Fixed { length: count * 1_000, shift: 0 },
            "m" => Self::Fixed { length: count * 60_000, shift: 0 },
            "H" if count < 6 => Self::Fixed { length: count * 3_600_000, shift: 0 },
            "H" => Self::Fixed { length: count * 3_600_000, shift },
            "D" => Self::Fixed { length: count * DAY_MS, shift },
            "W" => Self::Fixed { length: 7 * count * DAY_MS, shift: shift + 3 * DAY_MS },
            "M" => Self::Months { months: count, shift },
            _ => return None,
        })
    }

    /// When the bar around this time began.
    pub(super) fn start(self, at: i64) -> i64 {
        match self {
            Self::Fixed { length, shift } => (at + shift).div_euclid(length) * length - shift,
            Self::Months { months, shift } => month_start(at + shift, months) - shift,
        }
    }

    /// When the bar that began at this time ends.
    pub(super) fn next(self, start: i64) -> i64 {
        match self {
            Self::Fixed { length, .. } => start + length,
            // No month is longer than 31 days, and 31 days after the start of the last month of a bar the next one has
            // begun.
            Self::Months { months, .. } => self.start(start + months * 31 * DAY_MS),
        }
    }

    /// When the bar so many bars before the one that began at this time began.
    pub(super) fn back(self, start: i64, bars: i64) -> i64 {
        match self {
            Self::Fixed { length, .. } => start - bars * length,
            Self::Months { .. } => (0..bars).fold(start, |start, _| self.start(start - 1)),
        }
    }
}
