//! A table that grows: one line for each row of a push, under a heading that is repeated when the columns change.

use okx_spec::Model;
use serde_json::Value;

use super::book::Book;
use super::cells;
use super::channel::ChosenChannel;
use super::layout::{Column, ColumnForm, Layout};
use crate::output::Output;
use crate::screen::Screen;

/// The space between two columns.
const GAP: &str = "  ";

/// The table of a channel.
pub(super) struct PushTable {
    /// The columns; those of a channel that is not described follow from its rows.
    layout: Option<Layout>,
    book: Book,
    lines: Lines,
}

impl PushTable {
    pub(super) fn new(model: &Model, channel: &ChosenChannel<'_>, out: &Output) -> Self {
        let layout = channel.described().map(|described| Layout::of(model, described, channel.name()));
        Self { layout, book: Book::default(), lines: Lines::new(out.screen(), out.width()) }
    }

    /// The lines of a push.
    ///
    /// # Errors
    ///
    /// It is not JSON.
    pub(super) fn push(&mut self, text: &str) -> Result<String, String> {
        let push: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let rows = match &push["data"] {
            Value::Array(rows) => rows.as_slice(),
            Value::Null => &[],
            row => std::slice::from_ref(row),
        };
        let Some(first) = rows.first() else { return Ok(String::new()) };
        let layout = self.layout.clone().unwrap_or_else(|| Layout::of_row(first));
        let is_update = push["action"] == "update";
        let mut cells = Vec::new();
        for row in rows {
            let of_book = layout.is_book.then(|| self.book.apply(row, is_update));
            cells.extend(cells::lines(&layout, of_book.as_ref().unwrap_or(row), &push));
        }
        Ok(self.lines.of(&layout.columns, &cells))
    }

    /// Something may be missing.
    pub(super) fn gap(&mut self) {
        self.book.clear();
    }
}

/// The lines, with the widths so far.
struct Lines {
    screen: Screen,
    /// The width of the terminal. Columns that do not fit are left out.
    width: Option<usize>,
    columns: Vec<Column>,
    widths: Vec<usize>,
    /// How many columns the last heading had.
    headed: usize,
}

impl Lines {
    fn new(screen: Screen, width: Option<usize>) -> Self {
        Self { screen, width, columns: Vec::new(), widths: Vec::new(), headed: 0 }
    }

    fn of(&mut self, columns: &[Column], rows: &[Vec<String>]) -> String {
        if self.columns != columns {
            self.columns = columns.to_vec();
            self.widths = columns.iter().map(|column| column.wire.chars().count()).collect();
            self.headed = 0;
        }
        for row in rows {
            for (width, cell) in self.widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let fitting = self.fitting();
        let mut lines = Vec::new();
        if self.headed != fitting {
            self.headed = fitting;
            let names: Vec<String> = self.columns.iter().map(|column| column.wire.clone()).collect();
            lines.push(self.screen.bold(&self.line(&names, |text, _| text)));
        }
        let coloured = |text: String, cell: &str| match cell {
            "buy" => self.screen.good(&text),
            "sell" => self.screen.bad(&text),
            _ => text,
        };
        lines.extend(rows.iter().map(|row| self.line(row, coloured)));
        lines.join("\n")
    }

    /// The number of columns that fit into the terminal, at least one.
    fn fitting(&self) -> usize {
        let Some(most) = self.width else { return self.widths.len() };
        let mut used = 0;
        let fits = |width: &&usize| {
            used += **width + if used > 0 { GAP.len() } else { 0 };
            used <= most
        };
        self.widths.iter().take_while(fits).count().max(1)
    }

    fn line(&self, cells: &[String], style: impl Fn(String, &str) -> String) -> String {
        let padded =
            self.columns.iter().zip(&self.widths).zip(cells).take(self.headed).map(|((column, width), cell)| {
                let text = match column.form {
                    ColumnForm::Number => format!("{cell:>width$}"),
                    ColumnForm::Time | ColumnForm::Text => format!("{cell:<width$}"),
                };
                style(text, cell)
            });
        padded.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(names: &[&str]) -> Vec<Column> {
        let column = |name: &&str| Column { wire: (*name).to_owned(), form: ColumnForm::Number };
        names.iter().map(column).collect()
    }

    fn cells(values: &[&str]) -> Vec<Vec<String>> {
        vec![values.iter().map(ToString::to_string).collect()]
    }

    #[test]
    fn the_heading_is_repeated_when_the_columns_change() {
        let mut lines = Lines::new(Screen::new(false), None);
        assert_eq!(lines.of(&columns(&["a", "px"]), &cells(&["1", "10.25"])), "a     px\n1  10.25");
        assert_eq!(lines.of(&columns(&["a", "px"]), &cells(&["20", "9"])), "20      9");
        assert_eq!(lines.of(&columns(&["b"]), &cells(&["3"])), "b\n3");
    }

    #[test]
    fn columns_that_do_not_fit_into_the_terminal_are_left_out() {
        let mut lines = Lines::new(Screen::new(false), Some(8));
        assert_eq!(lines.of(&columns(&["a", "b", "c"]), &cells(&["1", "22", "3"])), "a   b  c\n1  22  3");
        assert_eq!(lines.of(&columns(&["a", "b", "c"]), &cells(&["1", "333", "3"])), "a    b\n1  333");
    }
}
