//! Types and families of instruments, read from their names.

/// The form of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name<'a> {
    /// `BTC-USDT`: spot, with or without margin.
    Spot,
    /// `BTC-USDT-SWAP`: a perpetual future.
    Swap,
    /// `BTC-USDT-261225`: a future that expires.
    Futures,
    /// `BTC-USD-261225-60000-C`: an option of the family `BTC-USD`.
    Option {
        /// The family of the option.
        family: &'a str,
    },
    /// `BTC-ABOVE-DAILY-261225-1600-65000`: an event contract of the series `BTC-ABOVE-DAILY`.
    Events {
        /// The series of the contract.
        series: &'a str,
    },
    /// Anything else.
    Unknown,
}

impl<'a> Name<'a> {
    /// Reads a name.
    pub(crate) fn read(inst_id: &'a str) -> Self {
        let mut dashes = inst_id.bytes().enumerate().filter(|(_, byte)| *byte == b'-').map(|(at, _)| at);
        let (Some(_), second) = (dashes.next(), dashes.next()) else { return Self::Unknown };
        let Some(second) = second else { return Self::Spot };
        match (&inst_id[second + 1..], dashes.next()) {
            ("SWAP", None) => Self::Swap,
            (expiry, None) if is_digits(expiry, 6) => Self::Futures,
            (rest, Some(_)) if is_expiry_strike_side(rest) => Self::Option { family: &inst_id[..second] },
            _ => event(inst_id),
        }
    }

    /// The wire name of its instrument type.
    pub(crate) fn instrument_type(self) -> Option<&'static str> {
        match self {
            Self::Spot => Some("SPOT"),
            Self::Swap => Some("SWAP"),
            Self::Futures => Some("FUTURES"),
            Self::Option { .. } => Some("OPTION"),
            Self::Events { .. } => Some("EVENTS"),
            Self::Unknown => None,
        }
    }
}

/// `261225-60000-C`.
fn is_expiry_strike_side(text: &str) -> bool {
    let mut parts = text.split('-');
    let expiry = parts.next().is_some_and(|part| is_digits(part, 6));
    let strike = parts.next().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    let side = matches!(parts.next(), Some("C" | "P"));
    expiry && strike && side && parts.next().is_none()
}

/// `…-261225-1600-65000` with any series in front.
fn event(inst_id: &str) -> Name<'_> {
    let mut parts = inst_id.rsplitn(4, '-');
    let (_strike, hour, day, series) = (parts.next(), parts.next(), parts.next(), parts.next());
    match series {
        Some(series) if day.is_some_and(|day| is_digits(day, 6)) && hour.is_some_and(|hour| is_digits(hour, 4)) => {
            Name::Events { series }
        }
        _ => Name::Unknown,
    }
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_forms() {
        for (inst_id, expected) in [
            ("BTC-USDT", Name::Spot),
            ("BTC-USDT-SWAP", Name::Swap),
            ("BTC-USD_UM-SWAP", Name::Swap),
            ("BTC-USDT-261225", Name::Futures),
            ("BTC-USD-261225-60000-C", Name::Option { family: "BTC-USD" }),
            ("SOL-USD_UM-261225-0.5-P", Name::Option { family: "SOL-USD_UM" }),
            ("BTC-ABOVE-DAILY-260224-1600-65000", Name::Events { series: "BTC-ABOVE-DAILY" }),
            ("", Name::Unknown),
            ("BTC", Name::Unknown),
            ("BTC-USDT-PERP", Name::Unknown),
            ("BTC-USD-261225-60000-X", Name::Unknown),
            ("BTC-USD-26122-60000-C", Name::Unknown),
        ] {
            assert_eq!(Name::read(inst_id), expected, "{inst_id}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(inst_id in "\\PC*|[A-Z0-9é.-]{0,40}") {
            let name = Name::read(&inst_id);
            prop_assert_eq!(name.instrument_type().is_none(), name == Name::Unknown);
        }
    }
}
