//! A page as a flat run of blocks, in reading order. Which tags there are matters; ids of small headings, styles and nesting do not.

use scraper::node::Element;
use scraper::{Html, Node};

use super::prose::{Prose, ProseWriter};

/// One piece of a page.
#[derive(Debug)]
pub(super) enum Block {
    Heading(Heading),
    Paragraph(Prose),
    /// A list item.
    Item(Prose),
    /// What stands above an example and says what it shows.
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
    /// Elements whose content nobody reads: scripts, styles, drawings, buttons.
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
        match element.name() {
            "script" | "style" | "svg" | "title" | "button" | "nav" | "template" | "noscript" => self.skipped += 1,
            "table" => self.open_table(),
            "tr" | "td" | "th" if self.table_depth == 1 => self.open_table_part(element.name()),
            "pre" if self.table_depth == 0 => self.open_code(element),
            "br" => self.line_break(),
            _ if self.code.is_some() => {}
            "code" => self.prose.open_code(),
            "del" | "s" | "strike" => self.prose.open_strike(),
            "strong" | "b" => self.prose.open_strong(),
            "a" => element.attr("href").into_iter().for_each(|address| self.prose.link(address)),
            name => self.open_container(name, element),
        }
    }

    fn open_container(&mut self, name: &str, element: &Element) {
        let Some(level) = heading_level(name) else {
            match name {
                "blockquote" => self.start(Container::Label),
                "li" => self.start(Container::Item),
                _ if is_block(name) => self.boundary(),
                _ => {}
            }
            return;
        };
        self.start(Container::Heading { level, id: element.id().map(str::to_owned) });
    }

    fn close(&mut self, node: &Node) {
        let Node::Element(element) = node else { return };
        match element.name() {
            "script" | "style" | "svg" | "title" | "button" | "nav" | "template" | "noscript" => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            "table" => self.close_table(),
            "td" | "th" if self.table_depth == 1 => self.close_cell(element.name()),
            "tr" if self.table_depth == 1 => self.close_row(),
            "pre" if self.table_depth == 0 => self.close_code(),
            _ if self.code.is_some() => {}
            "code" => self.prose.close_code(),
            "del" | "s" | "strike" => self.prose.close_strike(),
            "strong" | "b" => self.prose.close_strong(),
            "blockquote" | "li" => self.start(Container::Paragraph),
            name if heading_level(name).is_some() => self.start(Container::Paragraph),
            name if is_block(name) => self.boundary(),
            _ => {}
        }
    }

    fn line_break(&mut self) {
        match &mut self.code {
            Some(code) => code.text.push('\n'),
            None => self.prose.line_break(),
        }
    }

    /// The end of what came before; inside a table only a new line, for a cell is one text.
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

    /// Text collected so far becomes a block.
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

    fn open_table_part(&mut self, name: &str) {
        if name == "tr" {
            self.close_row();
        }
        // Whatever stands between cells belongs to none.
        self.prose.take();
    }

    fn close_cell(&mut self, name: &str) {
        self.row.cells.push(self.prose.take());
        self.row.header_cells += usize::from(name == "th");
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

fn heading_level(name: &str) -> Option<u8> {
    match name {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ => None,
    }
}

/// Tags that end the text before them.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "section"
            | "article"
            | "main"
            | "aside"
            | "header"
            | "footer"
            | "hr"
            | "body"
            | "html"
            | "details"
            | "summary"
            | "figure"
    )
}

/// `tab-python` and `language-python` both say `python`.
fn language(element: &Element) -> Option<String> {
    element.classes().find_map(|class| {
        let name = class.strip_prefix("tab-").or_else(|| class.strip_prefix("language-"))?;
        Some(name.to_ascii_lowercase())
    })
}
