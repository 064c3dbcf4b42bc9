//! Tables, read by the headers of their columns.

use super::field::{DataType, Field, Requirement};
use super::guess::{GuessKind, Guesses, excerpt};
use super::layout::{self, Column, NESTING};
use super::page::Table;
use super::prose::{Prose, can_be_name};

/// More marks than this are ignored, so that trees stay shallow whatever the page contains.
const DEEPEST: usize = 8;

/// Which column holds what.
#[derive(Debug, Default)]
struct Columns {
    count: usize,
    name: Option<usize>,
    data_type: Option<usize>,
    required: Option<usize>,
    description: Option<usize>,
    code: Option<usize>,
    http: Option<usize>,
    message: Option<usize>,
}

impl Columns {
    fn of(header: &[Prose]) -> Self {
        let mut columns = Self { count: header.len(), ..Self::default() };
        for (index, cell) in header.iter().enumerate() {
            if let Some(column) = columns.named(&cell.text) {
                column.get_or_insert(index);
            }
        }
        columns
    }

    fn named(&mut self, header: &str) -> Option<&mut Option<usize>> {
        Some(match Column::of(header)? {
            Column::Name => &mut self.name,
            Column::Type => &mut self.data_type,
            Column::Required => &mut self.required,
            Column::Description => &mut self.description,
            Column::Code => &mut self.code,
            Column::Http => &mut self.http,
            Column::Message => &mut self.message,
        })
    }
}

/// A table whose columns are known.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    table: &'a Table,
    columns: Columns,
}

/// What a table is about.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    Fields(Rows<'a>),
    Codes(Rows<'a>),
    Other,
}

/// Finds out from the header what a table is about.
pub(super) fn kind(table: &Table) -> Kind<'_> {
    let columns = Columns::of(&table.header);
    if columns.code.is_some() && columns.message.is_some() {
        Kind::Codes(Rows { table, columns })
    } else if columns.name.is_some() && (columns.data_type.is_some() || columns.description.is_some()) {
        Kind::Fields(Rows { table, columns })
    } else {
        Kind::Other
    }
}

/// One row of a table of error codes.
#[derive(Debug)]
pub(super) struct CodeRow<'a> {
    pub(super) code: &'a str,
    pub(super) http: &'a str,
    pub(super) message: &'a Prose,
}

impl Rows<'_> {
    /// Whether the table has a column for what is required, as tables of parameters do.
    pub(super) fn has_required(&self) -> bool {
        self.columns.required.is_some()
    }

    /// Whether it has a row for a field of this name.
    pub(super) fn names(&self, wire: &str) -> bool {
        self.table.rows.iter().any(|cells| cell(cells, self.columns.name).is_some_and(|cell| cell.text == wire))
    }

    /// The rows of a table of error codes; one without a message has an empty one.
    pub(super) fn codes(&self) -> impl Iterator<Item = CodeRow<'_>> {
        const EMPTY: &Prose =
            &Prose { text: String::new(), ticked: Vec::new(), links: Vec::new(), struck: false, bold: false };
        self.table.rows.iter().map(|cells| CodeRow {
            code: cell(cells, self.columns.code).map_or("", |cell| cell.text.as_str()),
            http: cell(cells, self.columns.http).map_or("", |cell| cell.text.as_str()),
            message: cell(cells, self.columns.message).unwrap_or(EMPTY),
        })
    }

    /// The rows of a table of fields as trees, by the `>` before their names.
    pub(super) fn fields(&self, variant: Option<&str>, guesses: &mut Guesses) -> Vec<Field> {
        let mut tree = FieldTree::default();
        let last = self.table.rows.len().saturating_sub(1);
        for (index, cells) in self.table.rows.iter().enumerate() {
            let Some((marks, field)) = self.field(cells, variant, guesses) else { continue };
            if index == last && field.description.text.contains("  ") {
                guesses.note(GuessKind::ParagraphInCell { name: field.name.clone() });
            }
            tree.add(marks, field, guesses);
        }
        tree.finish()
    }

    fn field(&self, cells: &[Prose], variant: Option<&str>, guesses: &mut Guesses) -> Option<(usize, Field)> {
        let name_cell = cell(cells, self.columns.name)?;
        let plain = name_cell.text.replace("~~", "").replace('`', "");
        let (depth, name) = nested_name(&plain);
        let Some(name) = whole_name(name, guesses) else {
            guesses.note(GuessKind::RowWithoutName { row: excerpt(&row_text(cells)) });
            return None;
        };
        if cells.len() != self.columns.count {
            let columns = self.columns.count;
            guesses.note(GuessKind::CellCount { name: name.clone(), cells: cells.len(), columns });
        }
        let (type_text, required_text) = self.type_and_required(cells, &name, guesses);
        let data_type = data_type(type_text, &name, guesses);
        let required = required_text.and_then(|text| requirement(text, &name, guesses));
        let mut description = cell(cells, self.columns.description).cloned().unwrap_or_default();
        description.struck |= name_cell.struck;
        let variant = if depth == 0 { variant.map(str::to_owned) } else { None };
        Some((depth, Field { name, data_type, required, description, variant, fields: Vec::new() }))
    }

    /// The cells of type and requirement, which some rows have in each other's column.
    fn type_and_required<'c>(
        &self,
        cells: &'c [Prose],
        name: &str,
        guesses: &mut Guesses,
    ) -> (&'c str, Option<&'c str>) {
        let data_type = cell(cells, self.columns.data_type).map_or("", |cell| cell.text.as_str());
        let required = cell(cells, self.columns.required).map(|cell| cell.text.as_str());
        match required {
            Some(required) if layout::requirement(data_type).is_some() && DataType::read(required).1 => {
                guesses.note(GuessKind::SwappedCells { name: name.to_owned() });
                (required, Some(data_type))
            }
            _ => (data_type, required),
        }
    }
}

fn data_type(text: &str, name: &str, guesses: &mut Guesses) -> DataType {
    let (data_type, known) = DataType::read(text);
    if text.is_empty() {
        guesses.note(GuessKind::NoType { name: name.to_owned() });
    } else if !known {
        guesses.note(GuessKind::UnknownType { name: name.to_owned(), text: excerpt(text) });
    }
    data_type
}

fn requirement(text: &str, name: &str, guesses: &mut Guesses) -> Option<Requirement> {
    let Some((requirement, usual)) = layout::requirement(text) else {
        guesses.note(GuessKind::UnknownRequirement { name: name.to_owned(), text: excerpt(text) });
        return None;
    };
    if !usual {
        let meaning = requirement.word().to_owned();
        guesses.note(GuessKind::UnusualRequirement { name: name.to_owned(), text: excerpt(text), meaning });
    }
    Some(requirement)
}

fn cell(cells: &[Prose], column: Option<usize>) -> Option<&Prose> {
    cells.get(column?)
}

/// How deep a name is nested, and the name: `>> ccy`, `> > ccy` and `>ccy` all occur.
fn nested_name(text: &str) -> (usize, &str) {
    let name = text.trim_start_matches(|letter| NESTING.contains(&letter) || matches!(letter, ' ' | '\n'));
    let marks = text.get(..text.len() - name.len()).unwrap_or_default();
    (marks.chars().filter(|mark| NESTING.contains(mark)).count(), name)
}

/// A name is one word; of several the first is taken.
fn whole_name(text: &str, guesses: &mut Guesses) -> Option<String> {
    let mut words = text.split_whitespace();
    let name = words.next().filter(|name| can_be_name(name))?;
    if words.next().is_some() {
        guesses.note(GuessKind::SeveralWords { text: excerpt(text), name: name.to_owned() });
    }
    Some(name.to_owned())
}

fn row_text(cells: &[Prose]) -> String {
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    texts.join(" | ")
}

/// Fields being put into their trees.
#[derive(Debug, Default)]
struct FieldTree {
    roots: Vec<Field>,
    /// The last field and those it is nested in, outermost first, each with the number of marks before its name.
    open: Vec<(usize, Field)>,
}

impl FieldTree {
    /// A field belongs to the nearest field above it with fewer marks, even if it has several marks more.
    fn add(&mut self, marks: usize, field: Field, guesses: &mut Guesses) {
        let marks = marks.min(DEEPEST);
        while self.open.last().is_some_and(|(above, _)| *above >= marks) {
            self.close();
        }
        if marks > self.open.last().map_or(0, |(above, _)| above + 1) {
            guesses.note(GuessKind::NestedTooDeep { name: field.name.clone() });
        }
        self.open.push((marks, field));
    }

    fn close(&mut self) {
        let Some((_, field)) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some((_, parent)) => parent.fields.push(field),
            None => self.roots.push(field),
        }
    }

    fn finish(mut self) -> Vec<Field> {
        while !self.open.is_empty() {
            self.close();
        }
        self.roots
    }
}
