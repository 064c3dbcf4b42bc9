//! A section by topic: what its headings announce, collected before it is decided what the section describes.

use okx_spec::model::Method;

use super::example::Example;
use super::guess::{GuessKind, Guesses, excerpt};
use super::layout::{self, Topic};
use super::limit::{self, Limit, LimitRule};
use super::page::{Block, Table};
use super::prose::{Prose, can_be_name};
use super::section::Section;
use super::table::{self, Kind, Rows};

/// `Take Profit / Stop Loss Order` has seven.
const MOST_WORDS_OF_A_CAPTION: usize = 8;

/// The content of a section, by topic.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Paragraphs and list items outside of every topic.
    pub(super) about: Vec<&'a Prose>,
    /// List items anywhere in the section.
    pub(super) items: Vec<&'a Prose>,
    pub(super) calls: Vec<(Method, String)>,
    /// Whether a heading announces a call.
    pub(super) announces_call: bool,
    /// Whether a heading announces the path of a socket.
    pub(super) announces_socket: bool,
    pub(super) url_path: Option<String>,
    pub(super) permission: Option<String>,
    pub(super) limits: Vec<Limit>,
    pub(super) limit_rules: Vec<LimitRule>,
    pub(super) field_tables: Vec<FieldTable<'a>>,
    pub(super) code_tables: Vec<Rows<'a>>,
    pub(super) examples: Vec<Example>,
}

/// A table of fields and what is above it.
#[derive(Debug)]
pub(super) struct FieldTable<'a> {
    pub(super) topic: Topic,
    /// A bold line between the heading and the table, or a few words directly above it.
    pub(super) caption: Option<&'a str>,
    pub(super) rows: Rows<'a>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(section: &'a Section, guesses: &mut Guesses) -> Self {
        let mut writer = Writer { outline: Self::default(), topic: None, caption: None, above: None, example: None };
        for block in &section.blocks {
            writer.block(block, guesses);
        }
        writer.end_example(guesses);
        writer.outline
    }

    /// The tables of one topic.
    pub(super) fn tables(&self, topic: &Topic) -> impl Iterator<Item = &FieldTable<'a>> {
        self.field_tables.iter().filter(move |table| table.topic == *topic)
    }
}

/// What is being collected and what was announced last.
struct Writer<'a> {
    outline: Outline<'a>,
    topic: Option<Topic>,
    caption: Option<&'a str>,
    /// The paragraph directly above, if there is one.
    above: Option<&'a str>,
    example: Option<Example>,
}

impl<'a> Writer<'a> {
    fn block(&mut self, block: &'a Block, guesses: &mut Guesses) {
        let above = self.above.take();
        match block {
            Block::Heading(heading) => self.heading(&heading.text, guesses),
            Block::Paragraph(prose) => self.paragraph(prose),
            Block::Item(prose) => {
                self.outline.items.push(prose);
                self.outline.about.push(prose);
            }
            Block::Label(label) => {
                self.end_example(guesses);
                self.example = Some(Example::labelled(label));
            }
            Block::Code(code) => self.example.get_or_insert_with(|| Example::labelled("")).add(code, guesses),
            Block::Table(table) => self.table(table, above, guesses),
        }
    }

    fn heading(&mut self, text: &str, guesses: &mut Guesses) {
        self.end_example(guesses);
        self.caption = None;
        match Topic::of(text) {
            Topic::Limit { scope, text } => {
                self.outline.limits.extend(limit::limits(&text, scope.as_deref(), guesses));
            }
            Topic::LimitRule { when, text } => {
                self.outline.limit_rules.extend(limit::rules(&text, when.as_deref(), guesses));
            }
            Topic::Permission(text) => self.outline.permission = Some(text),
            Topic::Example => self.example = Some(Example::labelled(text)),
            topic => {
                self.outline.announces_call |= topic == Topic::HttpRequest;
                self.outline.announces_socket |= topic == Topic::UrlPath;
                self.topic = Some(topic);
            }
        }
    }

    fn paragraph(&mut self, prose: &'a Prose) {
        match self.topic {
            Some(Topic::HttpRequest) => self.outline.calls.extend(prose.text.split('`').filter_map(call)),
            Some(Topic::UrlPath) if self.outline.url_path.is_none() => {
                self.outline.url_path = Some(prose.text.clone());
            }
            _ => self.outline.about.push(prose),
        }
        if prose.bold && self.topic.is_some() {
            self.caption = Some(&prose.text);
        }
        self.above = Some(&prose.text);
    }

    fn table(&mut self, table: &'a Table, above: Option<&'a str>, guesses: &mut Guesses) {
        match table::kind(table) {
            Kind::Codes(rows) => self.outline.code_tables.push(rows),
            Kind::Fields(rows) => {
                let topic = self.topic.clone().unwrap_or(Topic::Other);
                let caption = above.filter(|text| is_caption(text)).or(self.caption);
                self.outline.field_tables.push(FieldTable { topic, caption, rows });
            }
            Kind::Other => {
                let header: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
                guesses.note(GuessKind::UnknownTable { header: excerpt(&header.join(" | ")) });
            }
        }
    }

    fn end_example(&mut self, guesses: &mut Guesses) {
        let Some(example) = self.example.take() else { return };
        if !example.is_empty() {
            self.outline.examples.push(example.settle(guesses));
        }
    }
}

/// A few words that are not a sentence.
fn is_caption(text: &str) -> bool {
    text.split_whitespace().count() <= MOST_WORDS_OF_A_CAPTION && !text.ends_with(['.', ':', '。', '：'])
}

/// `GET /path` and nothing else.
fn call(text: &str) -> Option<(Method, String)> {
    let mut words = text.split_whitespace();
    let method = layout::method(words.next()?)?;
    let path = words.next().filter(|word| word.starts_with('/') && can_be_name(word))?;
    Some((method, path.to_owned()))
}
