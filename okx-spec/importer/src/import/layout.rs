//! Where everything of a YAML file stands, byte by byte: the reader of the format needs only beginnings, an editor needs ends too.

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

/// A value and its stretch of the file, without the space around it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    Scalar(String),
    List(Vec<Piece>),
    /// Between braces or line by line; keys with their values.
    Map {
        flow: bool,
        entries: Vec<Entry>,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: Piece,
    pub(super) value: Piece,
}

impl Piece {
    /// The layout of a file that was read before; `None` for what is no YAML.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut builder = Builder { text, open: Vec::new(), root: None, last_end: 0 };
        for event in Parser::new_from_str(text) {
            let (event, span) = event.ok()?;
            builder.take(event, &span)?;
        }
        builder.root
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a map; none for anything else.
    pub(super) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value under a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// A key with its value.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.text() == Some(key))
    }

    /// Whether it stands between brackets or braces.
    pub(super) fn is_flow(&self) -> bool {
        matches!(self.value, Value::Map { flow: true, .. })
    }

    /// Every scalar in it, keys of maps left out.
    pub(super) fn scalars<'p>(&'p self, found: &mut Vec<&'p Self>) {
        match &self.value {
            Value::Scalar(_) => found.push(self),
            Value::List(items) => items.iter().for_each(|item| item.scalars(found)),
            Value::Map { entries, .. } => entries.iter().for_each(|entry| entry.value.scalars(found)),
        }
    }
}

impl Entry {
    /// From the key's beginning to the value's end.
    pub(super) fn span(&self) -> Range<usize> {
        self.key.span.start..self.value.span.end.max(self.key.span.end)
    }
}

struct Builder<'t> {
    text: &'t str,
    open: Vec<Frame>,
    root: Option<Piece>,
    /// Where the scalar before this place ends.
    last_end: usize,
}

/// A list or a map that is not closed yet. For a map, keys and values take turns.
struct Frame {
    start: usize,
    flow: bool,
    is_map: bool,
    pieces: Vec<Piece>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: &Span) -> Option<()> {
        let (start, end) = (span.start.byte_offset()?, span.end.byte_offset()?);
        match event {
            Event::Scalar(value, style, ..) => {
                let written = self.text.get(start..end)?;
                let end = start + written.trim_end().len();
                let start = match style {
                    ScalarStyle::Folded => self.block_start('>', start),
                    ScalarStyle::Literal => self.block_start('|', start),
                    _ => start,
                };
                self.last_end = end.max(start);
                self.put(Piece { span: start..end, value: Value::Scalar(value.into_owned()) });
            }
            Event::SequenceStart(style, ..) => self.begin(start, style, false),
            Event::MappingStart(style, ..) => self.begin(start, style, true),
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            _ => {}
        }
        Some(())
    }

    /// Where the indicator of a block scalar stands. The parser gives only the place of the text below it, and who replaces the text must
    /// replace the indicator too.
    fn block_start(&self, indicator: char, start: usize) -> usize {
        let mut place = self.last_end;
        for line in self.text.get(place..start).unwrap_or_default().split_inclusive('\n') {
            let comment = line.find(" #").unwrap_or(line.len());
            if let Some(found) = line[..comment].find(indicator) {
                return place + found;
            }
            place += line.len();
        }
        start
    }

    fn begin(&mut self, start: usize, style: StructureStyle, is_map: bool) {
        self.open.push(Frame { start, flow: matches!(style, StructureStyle::Flow), is_map, pieces: Vec::new() });
    }

    /// What has no closing bracket ends with the last thing in it.
    fn close(&mut self, end: usize) {
        let Some(frame) = self.open.pop() else { return };
        let last = frame.pieces.iter().map(|piece| piece.span.end).max().unwrap_or(frame.start);
        let span = frame.start..if frame.flow { end } else { last };
        let value = if frame.is_map {
            Value::Map { flow: frame.flow, entries: entries(frame.pieces) }
        } else {
            Value::List(frame.pieces)
        };
        self.put(Piece { span, value });
    }

    fn put(&mut self, piece: Piece) {
        match self.open.last_mut() {
            Some(frame) => frame.pieces.push(piece),
            None => self.root = Some(piece),
        }
    }
}

fn entries(pieces: Vec<Piece>) -> Vec<Entry> {
    let mut pieces = pieces.into_iter();
    let mut entries = Vec::new();
    while let (Some(key), Some(value)) = (pieces.next(), pieces.next()) {
        entries.push(Entry { key, value });
    }
    entries
}
