//! A page as a flat list of blocks, in reading order. Tags matter; ids of small headings, styles and nesting do not.

use scraper::node::Element;
use scraper::{Html, Node};

use super::layout::{self, Tag};
use super::prose::{Prose, ProseWriter};

/// One piece of a page.
#[derive(Debug)]
pub(super) enum Block {
    Heading(Heading),
    Paragraph(Prose),
    /// A list item.
    Item(Prose),
    /// The line above an example that says what it shows.
    Label(String),
    Code(Code),
    Table(Table),
}

#[derive(Debug)]
pub(super) struct Heading {
    /// 1 to 6.
    pub(super) level: u8,
    pub(super) id: Option<String>,
    pub(super) text: String,
}

#[derive(Debug)]
pub(super) struct Code {
    /// What the page says it is written in: `json`, `shell`, `python`.
    pub(super) language: Option<String>,
    pub(super) text: String,
}

/// A table as rows of cells; the header is the first row that is made of header cells.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) header: Vec<Prose>,
    pub(super) rows: Vec<Vec<Prose>>,
}

/// Splits a page into blocks, visiting every node once.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    let page = Html::parse_document(html);
    let mut reader = PageReader::default();
    let mut node = page.tree.root();
    'nodes: loop {
        reader.open(node.value());
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            reader.close(node.value());
            if let Some(next) = node.next_sibling() {
                node = next;
                continue 'nodes;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return reader.finish(),
            }
        }
    }
}

/// What has been read and what is open.
#[derive(Debug, Default)]
struct PageReader {
    blocks: Vec<Block>,
    prose: ProseWriter,
    /// How many elements are open whose content is not read.
    skipped: usize,
    /// The block that the collected text will become.
    container: Container,
    code: Option<Code>,
    code_depth: usize,
    table: Table,
    table_depth: usize,
    row: Row,
}

#[derive(Debug, Default)]
enum Container {
    #[default]
    Paragraph,
    Item,
    Label,
    Heading {
        level: u8,
        id: Option<String>,
    },
}

/// The table row being read.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Prose>,
    header_cells: usize,
}

impl PageReader {
    fn open(&mut self, node: &Node) {
        match node {
            Node::Element(element) => self.open_element(element),
            Node::Text(text) if self.skipped == 0 => match &mut self.code {
                Some(code) => code.text.push_str(text),
                None => self.prose.text(text),
            },
            _ => {}
        }
    }

    fn open_element(&mut self, element: &Element) {
        match Tag::of(element.name()) {
            Tag::Skipped => self.skipped += 1,
            Tag::Table => self.open_table(),
            tag @ (Tag::Row | Tag::Cell | Tag::HeaderCell) if self.table_depth == 1 => self.open_table_part(tag),
            Tag::Code if self.table_depth == 0 => self.open_code(element),
            Tag::LineBreak => self.line_break(),
            _ if self.code.is_some() => {}
            Tag::InlineCode => self.prose.open_code(),
            Tag::Strike => self.prose.open_strike(),
            Tag::Strong => self.prose.open_strong(),
            Tag::Link => element.attr("href").into_iter().for_each(|address| self.prose.link(address)),
            Tag::Heading(level) => self.start(Container::Heading { level, id: element.id().map(str::to_owned) }),
            Tag::Label => self.start(Container::Label),
            Tag::Item => self.start(Container::Item),
            Tag::Block => self.boundary(),
            Tag::Row | Tag::Cell | Tag::HeaderCell | Tag::Code | Tag::Other => {}
        }
    }

    fn close(&mut self, node: &Node) {
        let Node::Element(element) = node else { return };
        match Tag::of(element.name()) {
            Tag::Skipped => self.skipped = self.skipped.saturating_sub(1),
            Tag::Table => self.close_table(),
            tag @ (Tag::Cell | Tag::HeaderCell) if self.table_depth == 1 => self.close_cell(tag),
            Tag::Row if self.table_depth == 1 => self.close_row(),
            Tag::Code if self.table_depth == 0 => self.close_code(),
            _ if self.code.is_some() => {}
            Tag::InlineCode => self.prose.close_code(),
            Tag::Strike => self.prose.close_strike(),
            Tag::Strong => self.prose.close_strong(),
            Tag::Label | Tag::Item | Tag::Heading(_) => self.start(Container::Paragraph),
            Tag::Block => self.boundary(),
            Tag::Row | Tag::Cell | Tag::HeaderCell | Tag::Code | Tag::LineBreak | Tag::Link | Tag::Other => {}
        }
    }

    fn line_break(&mut self) {
        match &mut self.code {
            Some(code) => code.text.push('\n'),
            None => self.prose.line_break(),
        }
    }

    /// Ends the text before. Inside a table it only begins a new line, for a cell is one text.
    fn boundary(&mut self) {
        if self.table_depth > 0 {
            self.prose.line_break();
        } else {
            self.flush();
        }
    }

    fn start(&mut self, container: Container) {
        self.boundary();
        if self.table_depth == 0 {
            self.container = container;
        }
    }

    /// Makes a block of the text collected so far.
    fn flush(&mut self) {
        let prose = self.prose.take();
        if prose.text.is_empty() {
            return;
        }
        self.blocks.push(match &mut self.container {
            Container::Paragraph => Block::Paragraph(prose),
            Container::Item => Block::Item(prose),
            Container::Label => Block::Label(prose.text),
            Container::Heading { level, id } => {
                Block::Heading(Heading { level: *level, id: id.take(), text: prose.text })
            }
        });
    }

    fn open_code(&mut self, element: &Element) {
        if self.code.is_none() {
            self.flush();
            self.code = Some(Code { language: language(element), text: String::new() });
        }
        self.code_depth += 1;
    }

    fn close_code(&mut self) {
        self.code_depth = self.code_depth.saturating_sub(1);
        if self.code_depth == 0 {
            self.blocks.extend(self.code.take().map(Block::Code));
        }
    }

    fn open_table(&mut self) {
        self.boundary();
        self.table_depth += 1;
    }

    fn close_table(&mut self) {
        if self.table_depth == 1 {
            self.close_row();
            self.blocks.push(Block::Table(std::mem::take(&mut self.table)));
        }
        self.table_depth = self.table_depth.saturating_sub(1);
    }

    fn open_table_part(&mut self, tag: Tag) {
        if tag == Tag::Row {
            self.close_row();
        }
        // Text between cells belongs to none of them.
        self.prose.take();
    }

    fn close_cell(&mut self, tag: Tag) {
        self.row.cells.push(self.prose.take());
        self.row.header_cells += usize::from(tag == Tag::HeaderCell);
    }

    fn close_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if row.cells.is_empty() {
            return;
        }
        let is_header = self.table.header.is_empty() && row.header_cells == row.cells.len();
        if is_header {
            self.table.header = row.cells;
        } else {
            self.table.rows.push(row.cells);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.flush();
        self.blocks
    }
}

fn language(element: &Element) -> Option<String> {
    element.classes().find_map(layout::language).map(str::to_ascii_lowercase)
}
