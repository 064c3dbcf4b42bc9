//! Rate limits as the guide states them.

use super::guess::Guesses;

/// How much OKX takes in which time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: LimitUnit,
    /// The window, in seconds.
    pub seconds: u64,
    /// For whom, where it is not for everyone: `of lead trader lead instruments for copy trading`.
    pub scope: Option<String>,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitUnit {
    /// Requests, whatever they hold.
    Requests,
    /// Orders.
    Orders,
}

/// By what a limit is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitRule {
    /// Every part of the key, in the order of the page.
    pub keys: Vec<LimitKey>,
    /// When, where it is not always so: `options only`.
    pub when: Option<String>,
}

/// A part of the key of a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LimitKey {
    /// The account.
    User,
    /// The master account with its sub-accounts.
    Master,
    /// The address.
    Ip,
    /// The instrument.
    Instrument,
    /// The instrument's family.
    InstrumentFamily,
    /// The instrument's type.
    InstrumentType,
    /// The currency.
    Currency,
    /// Something else, as the page says.
    Other(String),
}

/// Reads the text after `Rate limit:`. One line may hold several limits, parted by semicolons.
pub(super) fn limits(text: &str, scope: Option<&str>, guesses: &mut Guesses) -> Vec<Limit> {
    let limits: Vec<Limit> = text.split(';').filter_map(|part| limit(part, scope, guesses)).collect();
    if limits.is_empty() {
        guesses.say(format!("the limit `{text}` could not be read"));
    }
    limits
}

/// A count, what is counted, `per`, and a time; words that are none of these are reported.
fn limit(text: &str, scope: Option<&str>, guesses: &mut Guesses) -> Option<Limit> {
    let words: Vec<&str> = text.split([' ', ',', '.', '(', ')']).filter(|word| !word.is_empty()).collect();
    let start = words.iter().position(|word| word.parse::<u32>().is_ok())?;
    let count = words.get(start)?.parse().ok()?;
    let unit_word = words.get(start + 1)?;
    let (unit_at, unit_seconds) =
        words.iter().enumerate().skip(start + 2).find_map(|(at, word)| Some((at, time_unit(word)?)))?;
    let times: u64 = words.get(unit_at - 1)?.parse().unwrap_or(1);
    let unit = match unit_word.to_lowercase().trim_end_matches('s') {
        "request" => LimitUnit::Requests,
        "order" => LimitUnit::Orders,
        _ => {
            guesses.say(format!("the limit `{text}` counts `{unit_word}`, taken for requests"));
            LimitUnit::Requests
        }
    };
    let plain = start == 0 && unit_at + 1 == words.len() && words.get(2) == Some(&"per") && unit_at <= 4;
    if !plain {
        guesses
            .say(format!("the limit `{text}` is a sentence, taken for {count} per {times} x {unit_seconds} seconds"));
    }
    Some(Limit { count, unit, seconds: times.checked_mul(unit_seconds)?, scope: scope.map(str::to_owned) })
}

fn time_unit(word: &str) -> Option<u64> {
    match word.to_lowercase().trim_end_matches('s') {
        "second" => Some(1),
        "minute" => Some(60),
        "hour" => Some(60 * 60),
        "day" => Some(24 * 60 * 60),
        "month" => Some(30 * 24 * 60 * 60),
        _ => None,
    }
}

/// Reads the text after `Rate limit rule:`.
pub(super) fn rule(text: &str, when: Option<&str>, guesses: &mut Guesses) -> LimitRule {
    let keys: Vec<LimitKey> = text.split('+').map(key).collect();
    for key in &keys {
        if let LimitKey::Other(other) = key {
            guesses.say(format!("the limit is counted by `{other}`, which has no meaning here yet"));
        }
    }
    LimitRule { keys, when: when.map(str::to_owned) }
}

fn key(text: &str) -> LimitKey {
    let text = text.trim().trim_matches(['(', ')']).trim();
    match text.to_lowercase().replace([' ', '-'], "").as_str() {
        "userid" => LimitKey::User,
        "masteraccountuserid" => LimitKey::Master,
        "ip" => LimitKey::Ip,
        "instrumentid" | "instid" | "instidcode" => LimitKey::Instrument,
        "instrumentfamily" | "instfamily" => LimitKey::InstrumentFamily,
        "instrumenttype" | "insttype" => LimitKey::InstrumentType,
        "currency" | "ccy" => LimitKey::Currency,
        _ => LimitKey::Other(text.to_owned()),
    }
}
