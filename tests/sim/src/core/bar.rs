//! The period of a candle.

use crate::calendar::month_start;

pub(super) const DAY_MS: i64 = 86_400_000;
pub(super) const EIGHT_HOURS_MS: i64 = 28_800_000;

/// The period of a candle.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bar {
    /// A fixed duration; aligned to midnight UTC+8 if the second field is set.
    Fixed { length: i64, shift: i64 },
    /// A number of calendar months.
    Months { months: i64, shift: i64 },
}

impl Bar {
    /// Parses a bar such as `5m`, `4H`, `1D` (days start at midnight UTC+8) or `1Dutc`.
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

    /// The start of the bar that contains this time.
    pub(super) fn start(self, at: i64) -> i64 {
        match self {
            Self::Fixed { length, shift } => (at + shift).div_euclid(length) * length - shift,
            Self::Months { months, shift } => month_start(at + shift, months) - shift,
        }
    }

    /// The end of the bar that starts at this time.
    pub(super) fn next(self, start: i64) -> i64 {
        match self {
            Self::Fixed { length, .. } => start + length,
            // No month is longer than 31 days, so 31 days after the start of its last month, the bar has ended and
            // the next one has started.
            Self::Months { months, .. } => self.start(start + months * 31 * DAY_MS),
        }
    }

    /// The start of the bar that is this many bars earlier than the one starting at this time.
    pub(super) fn back(self, start: i64, bars: i64) -> i64 {
        match self {
            Self::Fixed { length, .. } => start - bars * length,
            Self::Months { .. } => (0..bars).fold(start, |start, _| self.start(start - 1)),
        }
    }
}
