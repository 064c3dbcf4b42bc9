//! Edits of entries: ranges of the nodes of the tree, replaced by keys and values as the format writes them.

use std::ops::Range;

use okx_spec::todo;
use okx_spec::yaml::{Entry, Node, Value};

use super::File;

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
            // YAML does not allow every letter unescaped, and a reader would not see some others.
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

/// A key or a value from the guide: without quotes where it cannot be mistaken for something else.
pub(super) fn word(text: &str) -> String {
    let is_plain = text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '/' | ' '))
        && !text.ends_with(' ')
        && !matches!(text, "true" | "false" | "null" | "yes" | "no");
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A type. One with brackets is quoted, for it would end a list that contains it.
pub(super) fn type_text(text: &str) -> String {
    if text.contains('[') { quoted(text) } else { text.to_owned() }
}

impl File {
    /// Adds lines after an entry of a block map, with the indentation of its keys.
    pub(super) fn add_lines_after(&mut self, entry: &Entry, lines: &[String]) -> bool {
        let indent = self.indent_of(entry);
        let (place, before) = self.edited.next_line(entry.span().end);
        self.edited.insert(place, format!("{before}{}", block(lines, &indent)))
    }

    /// Adds lines before an entry of a block map.
    pub(super) fn add_lines_before(&mut self, entry: &Entry, lines: &[String]) -> bool {
        let indent = self.indent_of(entry);
        let place = self.edited.line_start(entry.span().start);
        self.edited.insert(place, block(lines, &indent))
    }

    /// Replaces an empty map under a key by lines.
    pub(super) fn fill(&mut self, entry: &Entry, lines: &[String]) -> bool {
        let block = block(lines, &format!("{}  ", self.indent_of(entry)));
        self.edited.replace(entry.key_span.end..entry.span().end, format!(":\n{}", block.trim_end()))
    }

    /// Adds an entry to a map, after another one or first.
    pub(super) fn add_entry(&mut self, map: &Node, after: Option<&Entry>, text: &str) -> bool {
        match (after, map.entries().first()) {
            (Some(after), _) if map.is_flow => self.edited.insert(after.span().end, format!(", {text}")),
            (Some(after), _) => self.add_lines_after(after, &[text.to_owned()]),
            (None, Some(first)) if map.is_flow => self.edited.insert(first.span().start, format!("{text}, ")),
            (None, Some(first)) => self.add_lines_before(first, &[text.to_owned()]),
            (None, None) => map.is_flow && self.edited.insert(map.span.start + 1, text.to_owned()),
        }
    }

    /// Sets the value under a key of a map. A key that is not there is added after another one.
    pub(super) fn set(&mut self, map: &Node, key: &str, text: &str, after: &str) -> bool {
        match map.get(key) {
            Some(value) => self.edited.replace(value.span.clone(), text),
            None => self.add_entry(map, map.entry(after).or(map.entries().last()), &format!("{key}: {text}")),
        }
    }

    /// Sets what a field, a value or a code means. A short form, which is its type or its meaning alone, becomes the long form where needed.
    pub(super) fn set_means(&mut self, entry: &Entry, means: &str, short_form_is: &str) -> bool {
        let means = quoted(means);
        match &entry.node.value {
            Value::Scalar(_) if short_form_is == "means" => self.edited.replace(entry.node.span.clone(), means),
            Value::Scalar(text) => {
                let long = format!("{{{short_form_is}: {}, means: {means}}}", type_text(text));
                self.edited.replace(entry.node.span.clone(), long)
            }
            _ => self.set(&entry.node, "means", &means, short_form_is),
        }
    }

    /// Moves an entry of a map after another one, or to the top, with one of its nodes replaced.
    pub(super) fn move_entry(
        &mut self,
        map: &Node,
        entry: &Entry,
        after: Option<&Entry>,
        (node, with): (&Node, &str),
    ) -> bool {
        let span = if map.is_flow { entry.span() } else { self.lines_of(entry) };
        let (before, rest) = (span.start..node.span.start, node.span.end..span.end);
        let part = |range| self.edited.old.get(range).unwrap_or_default();
        let moved = format!("{}{with}{}", part(before), part(rest));
        if map.is_flow {
            return self.edited.replace(with_separator(map, entry), "") && self.add_entry(map, after, &moved);
        }
        let place = match (after, map.entries().first()) {
            (Some(after), _) => self.lines_of(after).end,
            (None, Some(first)) => self.lines_of(first).start,
            (None, None) => return false,
        };
        self.edited.replace(span, "") && self.edited.insert(place, moved)
    }

    /// Removes an entry with its lines.
    pub(super) fn remove_lines(&mut self, entry: &Entry) -> bool {
        let lines = self.lines_of(entry);
        self.edited.replace(lines, "")
    }

    /// The whole lines of an entry, with what follows it on the last one.
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

/// The range of an entry of a flow map, with the comma that belongs to it.
fn with_separator(map: &Node, entry: &Entry) -> Range<usize> {
    let entries = map.entries();
    let place = entries.iter().position(|one| one.span() == entry.span()).unwrap_or_default();
    match (place.checked_sub(1).and_then(|before| entries.get(before)), entries.get(place + 1)) {
        (_, Some(next)) => entry.span().start..next.span().start,
        (Some(before), None) => before.span().end..entry.span().end,
        (None, None) => entry.span(),
    }
}
