//! From bytes to a YAML tree in which every node has a place.

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, StructureStyle, Tag};

use crate::diagnostic::Sink;
use crate::{Law, Location};

/// Something that was written, with its place.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub at: Location,
}

/// A text that was written.
pub type Text = Located<String>;

/// One value.
#[derive(Debug)]
pub struct Node {
    /// Where it begins.
    pub at: Location,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Debug)]
pub enum Value {
    /// Text as written, quoted or not: `no`, `1` and `1.0` are texts. A missing value is an empty text.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in order, every key once.
    Map(Vec<Entry>),
    /// A mistake that was already reported.
    Broken,
}

/// One key of a map with its value.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// The value.
    pub node: Node,
}

impl Value {
    /// What it is, in words.
    pub fn form(&self) -> &'static str {
        match self {
            Self::Scalar(text) if text.is_empty() => "nothing",
            Self::Scalar(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Broken => "a mistake",
        }
    }
}

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
    let mut builder = Builder { file, sink, open: Vec::new(), root: None };
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
    sink: &'a mut Sink,
    open: Vec<Frame>,
    root: Option<Node>,
}

/// A list or a map that is not closed yet.
enum Frame {
    List { at: Location, items: Vec<Node> },
    Map { at: Location, entries: Vec<Entry>, key: PendingKey },
}

/// What the next node of an open map is.
enum PendingKey {
    /// A key.
    Wanted,
    /// The value of this key.
    Given(Text),
    /// The value of a key with a mistake, which was reported.
    Broken,
}

impl Builder<'_> {
    /// Handles the next event. `None` when the rest of the file cannot be read.
    fn take(&mut self, event: Event<'_>, span: &Span) -> Option<()> {
        let at = place(self.file, span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.node(at, anchor, tag.as_deref(), Value::Scalar(scalar(&text, style)));
                self.put(node);
            }
            Event::SequenceStart(StructureStyle::Block | StructureStyle::Flow, anchor, tag) => {
                self.plain(&at, anchor, tag.as_deref());
                self.open.push(Frame::List { at, items: Vec::new() });
            }
            Event::MappingStart(StructureStyle::Block | StructureStyle::Flow, anchor, tag) => {
                self.plain(&at, anchor, tag.as_deref());
                self.open.push(Frame::Map { at, entries: Vec::new(), key: PendingKey::Wanted });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.sink.report(
                    &at,
                    Law::PlainYaml,
                    "aliases (`*name`) are not part of the format; write the value itself",
                );
                self.put(Node { at, value: Value::Broken });
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                self.sink.report(&at, Law::PlainYaml, "a file has one document; remove this `---` and what follows it");
                return None;
            }
            _ => {}
        }
        Some(())
    }

    fn node(&mut self, at: Location, anchor: usize, tag: Option<&Tag>, value: Value) -> Node {
        self.plain(&at, anchor, tag);
        Node { at, value }
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

    /// A list or a map is complete.
    fn close(&mut self) {
        match self.open.pop() {
            Some(Frame::List { at, items }) => self.put(Node { at, value: Value::List(items) }),
            Some(Frame::Map { at, entries, .. }) => {
                let entries = self.without_duplicates(entries);
                self.put(Node { at, value: Value::Map(entries) });
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
                PendingKey::Given(text) => entries.push(Entry { key: text, node }),
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

/// Reads a node as a key.
fn pending(node: Node, sink: &mut Sink) -> PendingKey {
    match node.value {
        Value::Scalar(value) => PendingKey::Given(Text { value, at: node.at }),
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
