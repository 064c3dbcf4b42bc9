//! Rust names for OKX's names.

use crate::model::Scalar;

/// Names that are in scope in every module, and names of derives. A generated type with such a name would hide them.
const TAKEN_TYPES: &[&str] = &[
    "Box",
    "Clone",
    "Debug",
    "Default",
    "Eq",
    "Extra",
    "From",
    "Hash",
    "Into",
    "None",
    "Ok",
    "Option",
    "Err",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Methods of generated requests, and the member that keeps what is not described.
const TAKEN_FIELDS: &[&str] = &["clone", "default", "extra", "items", "new"];

/// The name of a field or a module: `instId` → `inst_id`, `uTime` → `u_time`, `volCcy24h` → `vol_ccy24h`.
pub fn snake(text: &str) -> String {
    words(text).map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_")
}

/// The name of a type or a value: `post_only` → `PostOnly`, `SPOT` → `Spot`, `BTC-USDT` → `BtcUsdt`, `netMode` →
/// `NetMode`.
pub fn pascal(text: &str) -> String {
    words(text).map(capitalised).collect()
}

/// The name of a constant: `order.place` → `ORDER_PLACE`, `RateLimitReached` → `RATE_LIMIT_REACHED`.
pub fn constant(text: &str) -> String {
    snake(text).to_ascii_uppercase()
}

/// Whether it is a valid `snake_case` name. Keywords are valid: they are written `r#type`.
pub fn is_snake(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    text.starts_with(|letter: char| letter.is_ascii_lowercase()) && text.chars().all(fits) && !text.ends_with('_')
}

/// Whether it is a valid `PascalCase` name.
pub fn is_pascal(text: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric();
    text.starts_with(|letter: char| letter.is_ascii_uppercase()) && text.chars().all(fits) && text != "Self"
}

/// Whether a generated type may have this name.
pub fn is_free_type(text: &str) -> bool {
    !TAKEN_TYPES.contains(&text) && Scalar::named(text).is_none()
}

/// Whether a field of a generated type may have this name.
pub fn is_free_field(text: &str) -> bool {
    !TAKEN_FIELDS.contains(&text)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters.map(|letter| letter.to_ascii_lowercase())).collect()
}

/// The words of a name. A word ends before a character that is not an ASCII letter or digit, before a capital letter that follows a small
/// letter or a digit, and before the last capital letter of a run that is followed by a small letter (`USDTAmt` is `USDT`, `Amt`). The `s`
/// of a plural (`instIDs`) belongs to the run.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    parts.flat_map(humps).filter(|word| !word.is_empty())
}

/// The words of a part that has only ASCII letters and digits, so that every byte is a character.
fn humps(part: &str) -> Vec<&str> {
    let letters = part.as_bytes();
    let mut words = Vec::new();
    let mut start = 0;
    for place in 1..letters.len() {
        if begins_word(letters, place) {
            words.push(&part[start..place]);
            start = place;
        }
    }
    words.push(&part[start..]);
    words
}

fn begins_word(letters: &[u8], place: usize) -> bool {
    if !letters[place].is_ascii_uppercase() {
        return false;
    }
    let rest = &letters[place + 1..];
    let after_run = letters[place - 1].is_ascii_uppercase();
    let plural = rest.first() == Some(&b's') && rest.get(1).is_none_or(u8::is_ascii_uppercase);
    !after_run || (rest.first().is_some_and(u8::is_ascii_lowercase) && !plural)
}
