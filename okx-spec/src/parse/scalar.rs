//! Texts with a meaning: sentences, words of the format, switches, counts, addresses.

use super::members::{Members, listed, text};
use super::node::Node;
use crate::diagnostic::Sink;
use crate::parse::Text;
use crate::{Law, nearest};

/// The sentence of a required key. It becomes documentation, so it must not be empty.
pub fn sentence(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> String {
    members.required(key).and_then(|node| said(node, key, sink)).unwrap_or_default()
}

/// The sentence of an optional key.
pub(crate) fn optional_sentence(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Option<String> {
    members.optional(key).and_then(|node| said(node, key, sink))
}

/// A sentence.
pub(crate) fn said(node: &Node, key: &str, sink: &mut Sink) -> Option<String> {
    let Text { value, at } = text(node, format_args!("`{key}:`"), sink)?;
    let value = value.trim();
    if value.is_empty() {
        sink.report(&at, Law::EmptyText, format_args!("`{key}:` is empty; write a sentence"));
    }
    Some(value.to_owned())
}

/// The name of a required key. It must not be empty.
pub fn name(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> Option<Text> {
    members.required(key).and_then(|node| named(node, key, sink))
}

/// A name, which must not be empty.
pub fn named(node: &Node, key: &str, sink: &mut Sink) -> Option<Text> {
    let text = text(node, format_args!("`{key}:`"), sink)?;
    if text.value.is_empty() {
        sink.report(&text.at, Law::EmptyText, format_args!("`{key}:` is empty"));
        return None;
    }
    Some(text)
}

/// One of a set of words.
pub fn word<T: Copy>(node: &Node, key: &str, words: &[(&str, T)], sink: &mut Sink) -> Option<T> {
    let Text { value, at } = text(node, format_args!("`{key}:`"), sink)?;
    if let Some((_, meant)) = words.iter().find(|(word, _)| *word == value) {
        return Some(*meant);
    }
    let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let otherwise = format!("it must be one of {}", listed(&names));
    let right = nearest::suggestion(&value, names.iter().copied(), &otherwise);
    sink.report(&at, Law::UnknownWord, format_args!("`{value}` is not a value of `{key}:`; {right}"));
    None
}

/// The words of a switch.
pub(crate) const SWITCH: &[(&str, bool)] = &[("true", true), ("false", false)];

/// `true` or `false`. The default is `false`.
pub(crate) fn switch(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> bool {
    members.optional(key).and_then(|node| word(node, key, SWITCH, sink)).unwrap_or(false)
}

/// A whole number.
pub(crate) fn count(node: &Node, key: &str, least: usize, most: usize, sink: &mut Sink) -> Option<usize> {
    let Text { value, at } = text(node, format_args!("`{key}:`"), sink)?;
    let digits = !value.is_empty() && value.bytes().all(|letter| letter.is_ascii_digit());
    match value.parse() {
        Ok(count) if digits && (least..=most).contains(&count) => Some(count),
        _ => {
            let text =
                format_args!("`{value}` is not a value of `{key}:`; write a whole number from {least} to {most}");
            sink.report(&at, Law::MalformedCount, text);
            None
        }
    }
}

/// A time in whole seconds: `60s`.
pub(crate) fn seconds(node: &Node, key: &str, sink: &mut Sink) -> Option<u32> {
    let Text { value, at } = text(node, format_args!("`{key}:`"), sink)?;
    let digits = value.strip_suffix('s').filter(|digits| digits.bytes().all(|letter| letter.is_ascii_digit()));
    let seconds = digits.and_then(|digits| digits.parse().ok()).filter(|seconds| *seconds > 0);
    if seconds.is_none() {
        let text = format_args!("`{value}` is not a value of `{key}:`; write a number of seconds, such as `60s`");
        sink.report(&at, Law::MalformedDuration, text);
    }
    seconds
}

/// The date of the guide. Dates are compared as texts, so all must have the same form.
pub(crate) fn date(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> String {
    let Some(text) = name(members, key, sink) else { return String::new() };
    if !is_date(&text.value) {
        let text_of = format_args!("`{}` is not a date; write `YYYY-MM-DD`, in quotes", text.value);
        sink.report(&text.at, Law::MalformedDate, text_of);
    }
    text.value
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, letters: usize, most: u32| {
        let digits = part.len() == letters && part.bytes().all(|letter| letter.is_ascii_digit());
        digits && part.parse().is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    number(year, 4, 9999) && number(month, 2, 12) && number(day, 2, 31)
}

/// The address of a host or a page. Keys and orders are sent to it, so the connection must be encrypted.
pub(crate) fn url(members: &mut Members<'_>, key: &'static str, scheme: &str, sink: &mut Sink) -> String {
    let Some(text) = name(members, key, sink) else { return String::new() };
    if !is_url(&text.value, scheme) {
        let right = format_args!("`{}` is not an address for `{key}:`; write `{scheme}://HOST…`", text.value);
        sink.report(&text.at, Law::MalformedUrl, right);
    }
    text.value
}

fn is_url(text: &str, scheme: &str) -> bool {
    let rest = text.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://"));
    let visible = text.bytes().all(|letter| letter.is_ascii_graphic() && letter != b'#');
    visible && rest.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()))
}

/// The address of a host. Paths are appended to it, so it must not have a path, a user, a query or a final slash.
pub(crate) fn host(members: &mut Members<'_>, key: &'static str, scheme: &str, sink: &mut Sink) -> String {
    let Some(text) = name(members, key, sink) else { return String::new() };
    let fits = |letter: u8| letter.is_ascii_alphanumeric() || b"-.:[]".contains(&letter);
    let host = text.value.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://"));
    if !is_url(&text.value, scheme) || !host.is_some_and(|host| host.bytes().all(fits)) {
        let right = format_args!("write `{scheme}://HOST`, without a path");
        sink.report(&text.at, Law::MalformedUrl, format_args!("`{}` is not a host for `{key}:`; {right}", text.value));
    }
    text.value
}

/// An anchor on the guide's page. A `#` or a whole address would make a broken link.
pub(crate) fn anchor(members: &mut Members<'_>, key: &'static str, sink: &mut Sink) -> String {
    let Some(text) = name(members, key, sink) else { return String::new() };
    let fits = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-' || letter == b'_';
    if !text.value.bytes().all(fits) || text.value.starts_with('-') || text.value.ends_with('-') {
        let right = "an anchor has lower-case letters and digits, with `-` or `_` between them, and no `#`";
        sink.report(&text.at, Law::MalformedAnchor, format_args!("`{}` is not an anchor; {right}", text.value));
    }
    text.value
}
