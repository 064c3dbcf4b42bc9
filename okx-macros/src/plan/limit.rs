//! Rate limits in words.

use okx_spec::model::{Counts, KeyPart, Rate};

use super::prose;

/// `60 requests in 2 s per user and symbol`.
pub(crate) fn in_words(rate: Rate, counts: Counts, keys: &[KeyPart]) -> String {
    let keys: Vec<String> = keys.iter().map(key_in_words).collect();
    format!("{} per {}", rate_in_words(rate, counts), prose::joined(&keys, "and"))
}

/// `60 requests in 2 s`.
pub(crate) fn rate_in_words(rate: Rate, counts: Counts) -> String {
    let unit = match (counts, rate.count) {
        (Counts::Requests, 1) => "request",
        (Counts::Requests, _) => "requests",
        (Counts::Orders, 1) => "order",
        (Counts::Orders, _) => "orders",
    };
    format!("{} {unit} in {}", prose::grouped(rate.count.into()), window_in_words(rate.window_ms))
}

fn window_in_words(window_ms: u64) -> String {
    if window_ms.is_multiple_of(1_000) {
        format!("{} s", prose::grouped(window_ms / 1_000))
    } else {
        format!("{} ms", prose::grouped(window_ms))
    }
}

fn key_in_words(key: &KeyPart) -> String {
    match key {
        KeyPart::User => "user".to_owned(),
        KeyPart::Master => "master account".to_owned(),
        KeyPart::Ip => "IP address".to_owned(),
        KeyPart::Connection => "connection".to_owned(),
        KeyPart::Symbol => "symbol".to_owned(),
        KeyPart::Field(wire) => prose::code(wire),
    }
}
