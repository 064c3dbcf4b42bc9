//! From bytes to a YAML tree in which every node has a place.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Event, Marker, Options, Parser, ScalarStyle, Span, StructureStyle, Tag};

use super::node::{Entry, Node, Text, Value};
use crate::diagnostic::Sink;
use crate::{Law, Location};

/// Files of the format are nested at most a dozen levels deep. The bound limits the memory that a hostile file can use.
const DEEPEST: usize = 64;

/// The maximum size of a file in bytes: ten times the size of the largest shipped file.
const LARGEST: usize = 4 << 20;

/// The tree of a file. `None` when the file is not plain YAML, which is reported.
pub fn tree(file: &Arc<str>, bytes: &[u8], sink: &mut Sink) -> Option<Node> {
    if bytes.len() > LARGEST {
        let at = Location { file: file.clone(), line: 1, column: 1 };
        let text = format_args!("the file has {} bytes, and the maximum is {LARGEST}; split it", bytes.len());
        sink.report(&at, Law::Readable, text);
        return None;
    }
    let text = decoded(file, bytes, sink)?;
    let base = bytes.len() - text.len();
    let mut builder = Builder { file, text, base, last_end: 0, sink, open: Vec::new(), root: None };
    for event in Parser::new_from_str_with_options(text, options()) {
        match event {
            Ok((event, span)) => builder.take(event, &span)?,
            Err(error) => {
                let at = place(file, &Span::empty(*error.marker()));
                builder.sink.report(&at, Law::Syntax, format_args!("this is not valid YAML: {}", error.info()));
                return None;
            }
        }
    }
    let root = builder.root.take();
    if root.is_none() {
        let at = Location { file: file.clone(), line: 1, column: 1 };
        sink.report(&at, Law::WrongForm, "the file is empty");
    }
    root
}

fn options() -> Options {
    granit_parser::options! {
        block_nesting_limit: DEEPEST,
        flow_nesting_limit: DEEPEST,
        emit_unresolved_aliases: true,
        disallow_directives: true,
    }
}

/// The file's text without a byte-order mark.
fn decoded<'a>(file: &Arc<str>, bytes: &'a [u8], sink: &mut Sink) -> Option<&'a str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let line = good.matches('\n').count() + 1;
            let column = good.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
            let at = Location { file: file.clone(), line, column };
            sink.report(&at, Law::Readable, "this byte is not UTF-8; save the file as UTF-8");
            None
        }
    }
}

fn place(file: &Arc<str>, span: &Span) -> Location {
    Location { file: file.clone(), line: span.start.line().max(1), column: span.start.col() + 1 }
}

/// Builds the tree from events. Open lists and maps are kept on a stack of its own, so that no nesting can exhaust the thread's stack.
struct Builder<'a> {
    file: &'a Arc<str>,
    text: &'a str,
    /// The number of bytes of a byte-order mark before the text.
    base: usize,
    /// Where the last scalar ends in the text.
    last_end: usize,
    sink: &'a mut Sink,
    open: Vec<Frame>,
    root: Option<Node>,
}

/// A list or a map that is not closed yet.
enum Frame {
    List { opened: Opened, items: Vec<Node> },
    Map { opened: Opened, entries: Vec<Entry>, key: PendingKey },
}

/// The beginning of a list or a map.
struct Opened {
    at: Location,
    start: usize,
    is_flow: bool,
}

/// What the next node of an open map is.
enum PendingKey {
    /// A key.
    Wanted,
    /// The value of this key.
    Given(Text, Range<usize>),
    /// The value of a key with a mistake, which was reported.
    Broken,
}

impl Builder<'_> {
    /// Handles the next event. `None` when the rest of the file cannot be read.
    fn take(&mut self, event: Event<'_>, span: &Span) -> Option<()> {
        let at = place(self.file, span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.plain(&at, anchor, tag.as_deref());
                let span = self.span_of_scalar(span, style);
                self.put(Node { at, span, is_flow: false, value: Value::Scalar(scalar(&text, style)) });
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.plain(&at, anchor, tag.as_deref());
                let opened = self.opened(at, span, style);
                self.open.push(Frame::List { opened, items: Vec::new() });
            }
            Event::MappingStart(style, anchor, tag) => {
                self.plain(&at, anchor, tag.as_deref());
                let opened = self.opened(at, span, style);
                self.open.push(Frame::Map { opened, entries: Vec::new(), key: PendingKey::Wanted });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.sink.report(
                    &at,
                    Law::PlainYaml,
                    "aliases (`*name`) are not part of the format; write the value itself",
                );
                self.put(Node { at, span: self.bytes(span), is_flow: false, value: Value::Broken });
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                self.sink.report(&at, Law::PlainYaml, "a file has one document; remove this `---` and what follows it");
                return None;
            }
            _ => {}
        }
        Some(())
    }

    /// The bytes of an event in the file. The parser knows every offset, because it reads from memory.
    fn bytes(&self, span: &Span) -> Range<usize> {
        let offset = |marker: &Marker| self.base + marker.byte_offset().unwrap_or_default();
        offset(&span.start)..offset(&span.end)
    }

    fn opened(&self, at: Location, span: &Span, style: StructureStyle) -> Opened {
        Opened { at, start: self.bytes(span).start, is_flow: matches!(style, StructureStyle::Flow) }
    }

    /// The bytes of a scalar. For a block scalar, the parser returns only the text below the indicator, but an edit must replace both.
    fn span_of_scalar(&mut self, span: &Span, style: ScalarStyle) -> Range<usize> {
        let Range { start, end } = self.bytes(span);
        let written = self.text.get(start - self.base..end - self.base).unwrap_or_default();
        let end = start + written.trim_end().len();
        let start = match style {
            ScalarStyle::Folded => self.start_of_block('>', start),
            ScalarStyle::Literal => self.start_of_block('|', start),
            _ => start,
        };
        self.last_end = end.max(start);
        start..end
    }

    /// The place of the indicator of a block scalar. It is on the lines after the last scalar, outside comments.
    fn start_of_block(&self, indicator: char, start: usize) -> usize {
        let mut place = self.last_end.max(self.base);
        let between = self.text.get(place - self.base..start - self.base).unwrap_or_default();
        for line in between.split_inclusive('\n') {
            let comment = line.find(" #").unwrap_or(line.len());
            if let Some(found) = line[..comment].find(indicator) {
                return place + found;
            }
            place += line.len();
        }
        start
    }

    /// Anchors and tags could give a value a meaning that is not visible in its place.
    fn plain(&mut self, at: &Location, anchor: usize, tag: Option<&Tag>) {
        if anchor != 0 {
            self.sink.report(at, Law::PlainYaml, "anchors (`&name`) are not part of the format; remove it");
        }
        if tag.is_some() {
            self.sink.report(at, Law::PlainYaml, "tags (`!name`) are not part of the format; remove it");
        }
    }

    /// Completes the innermost list or map.
    fn close(&mut self, span: &Span) {
        let end = self.bytes(span).end;
        match self.open.pop() {
            Some(Frame::List { opened, items }) => {
                let last = items.last().map(|item| item.span.end);
                self.put(opened.node(end, last, Value::List(items)));
            }
            Some(Frame::Map { opened, entries, .. }) => {
                let last = entries.last().map(|entry| entry.span().end);
                let entries = self.without_duplicates(entries);
                self.put(opened.node(end, last, Value::Map(entries)));
            }
            None => {}
        }
    }

    /// Adds a node to the innermost open list or map, or makes it the root.
    fn put(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Frame::List { items, .. }) => items.push(node),
            Some(Frame::Map { entries, key, .. }) => match std::mem::replace(key, PendingKey::Wanted) {
                PendingKey::Given(key, key_span) => entries.push(Entry { key, key_span, node }),
                PendingKey::Broken => {}
                PendingKey::Wanted => *key = pending(node, self.sink),
            },
        }
    }

    /// Reports keys that are given twice. One of the two values would be ignored silently.
    fn without_duplicates(&mut self, entries: Vec<Entry>) -> Vec<Entry> {
        let mut first: HashMap<String, usize> = HashMap::with_capacity(entries.len());
        let mut kept = Vec::with_capacity(entries.len());
        for entry in entries {
            let Text { value: key, at } = &entry.key;
            if let Some(line) = first.get(key) {
                let text = format_args!("the key `{key}` is already given on line {line}; remove one of the two");
                self.sink.report(at, Law::DuplicateKey, text);
            } else {
                first.insert(key.clone(), at.line);
                kept.push(entry);
            }
        }
        kept
    }
}

impl Opened {
    /// Without a closing bracket, a list or a map ends with its last entry.
    fn node(self, end: usize, last: Option<usize>, value: Value) -> Node {
        let end = if self.is_flow { end } else { last.unwrap_or(self.start) };
        Node { at: self.at, span: self.start..end, is_flow: self.is_flow, value }
    }
}

/// Reads a node as a key.
fn pending(node: Node, sink: &mut Sink) -> PendingKey {
    match node.value {
        Value::Scalar(value) => PendingKey::Given(Text { value, at: node.at }, node.span),
        Value::Broken => PendingKey::Broken,
        Value::List(_) | Value::Map(_) => {
            sink.report(
                &node.at,
                Law::PlainYaml,
                format_args!("a key must be a text, but this is {}", node.value.form()),
            );
            PendingKey::Broken
        }
    }
}

/// The parser returns a plain `~` for a value that is not there.
fn scalar(text: &str, style: ScalarStyle) -> String {
    if style == ScalarStyle::Plain && text == "~" { String::new() } else { text.to_owned() }
}
