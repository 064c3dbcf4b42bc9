//! Keys and values of YAML as they are written here.

use std::ops::Range;

use okx_spec::todo;

use super::File;
use super::layout::{Entry, Piece, Value};

/// A text for a person to replace.
pub(super) fn todo(what: &str) -> String {
    format!("{}: {what}", todo::MARK)
}

/// A text between quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            // YAML allows not every letter bare, and a reader would not see the others.
            letter if !(letter == ' ' || letter.is_ascii_graphic() || letter.is_alphanumeric()) => {
                let code = u32::from(letter);
                quoted.push_str("\\U");
                quoted.extend((0..8).rev().filter_map(|place| char::from_digit((code >> (place * 4)) & 0xF, 16)));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A key or a value out of the guide: bare where nobody could take it for something else.
pub(super) fn word(text: &str) -> String {
    let is_plain = text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '/' | ' '))
        && !text.ends_with(' ')
        && !matches!(text, "true" | "false" | "null" | "yes" | "no");
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A type; one with brackets would end a list that it stands in.
pub(super) fn type_text(text: &str) -> String {
    if text.contains('[') { quoted(text) } else { text.to_owned() }
}

impl File {
    /// Puts lines after an entry of a map that stands line by line, with the indentation of its keys.
    pub(super) fn add_lines_after(&mut self, entry: &Entry, lines: &[String]) -> bool {
        let indent = self.indent_of(entry);
        let (place, before) = self.edited.next_line(entry.span().end);
        self.edited.insert(place, format!("{before}{}", block(lines, &indent)))
    }

    /// Puts lines before an entry of a map that stands line by line.
    pub(super) fn add_lines_before(&mut self, entry: &Entry, lines: &[String]) -> bool {
        let indent = self.indent_of(entry);
        let place = self.edited.line_start(entry.span().start);
        self.edited.insert(place, block(lines, &indent))
    }

    /// Puts lines under the key of an empty map.
    pub(super) fn fill(&mut self, entry: &Entry, lines: &[String]) -> bool {
        let block = block(lines, &format!("{}  ", self.indent_of(entry)));
        self.edited.replace(entry.key.span.end..entry.span().end, format!(":\n{}", block.trim_end()))
    }

    /// Puts an entry into a map after another one, or first.
    pub(super) fn add_entry(&mut self, map: &Piece, after: Option<&Entry>, text: &str) -> bool {
        match (after, map.entries().first()) {
            (Some(after), _) if map.is_flow() => self.edited.insert(after.span().end, format!(", {text}")),
            (Some(after), _) => self.add_lines_after(after, &[text.to_owned()]),
            (None, Some(first)) if map.is_flow() => self.edited.insert(first.span().start, format!("{text}, ")),
            (None, Some(first)) => self.add_lines_before(first, &[text.to_owned()]),
            (None, None) => map.is_flow() && self.edited.insert(map.span.start + 1, text.to_owned()),
        }
    }

    /// Sets the value under a key of a map, which is added behind another one where it is not there.
    pub(super) fn set(&mut self, map: &Piece, key: &str, text: &str, behind: &str) -> bool {
        match map.get(key) {
            Some(value) => self.edited.replace(value.span.clone(), text),
            None => self.add_entry(map, map.entry(behind).or(map.entries().last()), &format!("{key}: {text}")),
        }
    }

    /// Sets what a field, a value or a code means. The short form, which is its type or its meaning alone, becomes the long one where needed.
    pub(super) fn set_means(&mut self, entry: &Entry, means: &str, short_form_is: &str) -> bool {
        let means = quoted(means);
        match &entry.value.value {
            Value::Scalar(_) if short_form_is == "means" => self.edited.replace(entry.value.span.clone(), means),
            Value::Scalar(text) => {
                let long = format!("{{{short_form_is}: {}, means: {means}}}", type_text(text));
                self.edited.replace(entry.value.span.clone(), long)
            }
            _ => self.set(&entry.value, "means", &means, short_form_is),
        }
    }

    /// Moves an entry of a map behind another one, or to the top, with one stretch of it replaced.
    pub(super) fn move_entry(
        &mut self,
        map: &Piece,
        entry: &Entry,
        after: Option<&Entry>,
        (piece, with): (&Piece, &str),
    ) -> bool {
        let span = if map.is_flow() { entry.span() } else { self.lines_of(entry) };
        let (before, rest) = (span.start..piece.span.start, piece.span.end..span.end);
        let part = |range| self.edited.old.get(range).unwrap_or_default();
        let moved = format!("{}{with}{}", part(before), part(rest));
        if map.is_flow() {
            return self.edited.replace(with_separator(map, entry), "") && self.add_entry(map, after, &moved);
        }
        let place = match (after, map.entries().first()) {
            (Some(after), _) => self.lines_of(after).end,
            (None, Some(first)) => self.lines_of(first).start,
            (None, None) => return false,
        };
        self.edited.replace(span, "") && self.edited.insert(place, moved)
    }

    /// Takes an entry away with the lines it stands on.
    pub(super) fn remove_lines(&mut self, entry: &Entry) -> bool {
        let lines = self.lines_of(entry);
        self.edited.replace(lines, "")
    }

    /// The whole lines that an entry stands on, with what follows it on the last one.
    fn lines_of(&self, entry: &Entry) -> Range<usize> {
        self.edited.line_start(entry.span().start)..self.edited.next_line(entry.span().end).0
    }

    fn indent_of(&self, entry: &Entry) -> String {
        let start = self.edited.line_start(entry.span().start);
        let indent = self.edited.old.get(start..entry.span().start).unwrap_or_default();
        " ".repeat(indent.chars().count())
    }
}

/// Lines with the same indentation.
fn block(lines: &[String], indent: &str) -> String {
    lines.iter().flat_map(|line| [indent, line, "\n"]).collect()
}

/// An entry between braces with the comma that goes with it.
fn with_separator(map: &Piece, entry: &Entry) -> Range<usize> {
    let entries = map.entries();
    let place = entries.iter().position(|one| one.span() == entry.span()).unwrap_or_default();
    match (place.checked_sub(1).and_then(|before| entries.get(before)), entries.get(place + 1)) {
        (_, Some(next)) => entry.span().start..next.span().start,
        (Some(before), None) => before.span().end..entry.span().end,
        (None, None) => entry.span(),
    }
}
