//! Rate limits as the guide states them.

use okx_spec::model::{Counts, KeyPart, Rate};

use super::guess::{GuessKind, Guesses, excerpt};
use super::layout;

/// How many requests or orders OKX accepts within a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many, in which time.
    pub rate: Rate,
    /// Of what.
    pub counts: Counts,
    /// For whom, where it is not for everyone: `of lead trader lead instruments for copy trading`.
    pub scope: Option<String>,
}

/// By what a limit is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitRule {
    /// Every part of the key, in the order of the page.
    pub keys: Vec<KeyPart>,
    /// When it applies, where it is not always: `options only`.
    pub when: Option<String>,
}

/// Reads the text after `Rate limit:`. One line may hold several limits, separated by semicolons.
pub(super) fn limits(text: &str, scope: Option<&str>, guesses: &mut Guesses) -> Vec<Limit> {
    let limits: Vec<Limit> = text.split(';').filter_map(|part| limit(part, scope, guesses)).collect();
    if limits.is_empty() {
        guesses.note(GuessKind::UnreadableLimit { text: excerpt(text) });
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
        words.iter().enumerate().skip(start + 2).find_map(|(at, word)| Some((at, layout::seconds(word)?)))?;
    let times: u64 = words.get(unit_at - 1)?.parse().unwrap_or(1);
    let counts = layout::counts(unit_word).unwrap_or_else(|| {
        guesses.note(GuessKind::LimitUnit { text: excerpt(text), unit: excerpt(unit_word) });
        Counts::Requests
    });
    let plain = start == 0 && unit_at + 1 == words.len() && words.get(2) == Some(&"per") && unit_at <= 4;
    if !plain {
        guesses.note(GuessKind::LimitSentence { text: excerpt(text), count, times, seconds: unit_seconds });
    }
    let window_ms = times.checked_mul(unit_seconds)?.checked_mul(1000)?;
    Some(Limit { rate: Rate { count, window_ms }, counts, scope: scope.map(str::to_owned) })
}

/// Reads the text after `Rate limit rule:`. One line may hold two, for two kinds of users: `User ID(Private) or IP(Public)`.
pub(super) fn rules(text: &str, when: Option<&str>, guesses: &mut Guesses) -> Vec<LimitRule> {
    let parts: Vec<&str> = text.split(" or ").collect();
    if let [only] = parts.as_slice() {
        return vec![LimitRule { keys: keys(only, guesses), when: when.map(str::to_owned) }];
    }
    guesses.note(GuessKind::SeveralLimitKeys { text: excerpt(text) });
    let rule = |part: &&str| {
        let (by, when) = part.split_once('(').unwrap_or((part, ""));
        LimitRule { keys: keys(by, guesses), when: Some(when.trim_end_matches(')').to_owned()) }
    };
    parts.iter().map(rule).collect()
}

fn keys(text: &str, guesses: &mut Guesses) -> Vec<KeyPart> {
    text.split('+').map(|part| key(part, guesses)).collect()
}

fn key(text: &str, guesses: &mut Guesses) -> KeyPart {
    let text = text.trim().trim_matches(['(', ')']).trim();
    layout::limit_key(text).unwrap_or_else(|| {
        guesses.note(GuessKind::LimitByField { text: excerpt(text) });
        KeyPart::Field(text.to_owned())
    })
}
