//! Lays out a table: numbers aligned on the point, and only the columns that fit.

use okx_client::Printable;

use crate::page;
use crate::screen::Screen;

/// The space between two columns.
const GAP: usize = 2;

/// A text of a row has at most this many characters.
const LONGEST: usize = 40;

/// How the values of a column are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
    /// Numbers are aligned on the point.
    Point,
}

/// What a value says at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tone {
    #[default]
    Plain,
    Good,
    Bad,
}

/// A value of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    /// A value. Control characters are escaped, and a long text is cut.
    pub(super) fn new(text: &str, tone: Tone) -> Self {
        let shown = Printable(text).to_string();
        let text = match shown.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &shown[..end]),
            None => shown,
        };
        Self { text, tone }
    }

    /// The number of characters before and after the point.
    fn parts(&self) -> (usize, usize) {
        let length = self.text.chars().count();
        let whole = self.text.chars().position(|letter| letter == '.').unwrap_or(length);
        (whole, length - whole)
    }
}

/// A column and its values.
#[derive(Clone, Debug)]
pub(super) struct GridColumn {
    pub(super) name: String,
    pub(super) align: Align,
    pub(super) cells: Vec<Cell>,
}

impl GridColumn {
    fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.is_empty())
    }

    /// The most characters before and after the point of its values.
    fn parts(&self) -> (usize, usize) {
        let parts = self.cells.iter().map(Cell::parts);
        parts.fold((0, 0), |(whole, part), (other_whole, other_part)| (whole.max(other_whole), part.max(other_part)))
    }

    fn width(&self) -> usize {
        let (whole, part) = self.parts();
        let cells = match self.align {
            Align::Point => whole + part,
            Align::Left | Align::Right => self.cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(0),
        };
        cells.max(self.name.chars().count())
    }

    fn heading(&self, width: usize) -> String {
        match self.align {
            Align::Left => format!("{:<width$}", self.name),
            Align::Right | Align::Point => format!("{:>width$}", self.name),
        }
    }

    fn line(&self, row: usize, width: usize, part: usize, screen: Screen) -> String {
        let Some(cell) = self.cells.get(row) else { return " ".repeat(width) };
        let text = match self.align {
            Align::Left => format!("{:<width$}", cell.text),
            Align::Right => format!("{:>width$}", cell.text),
            Align::Point => {
                let number = format!("{}{}", cell.text, " ".repeat(part.saturating_sub(cell.parts().1)));
                format!("{number:>width$}")
            }
        };
        match cell.tone {
            Tone::Plain => text,
            Tone::Good => screen.good(&text),
            Tone::Bad => screen.bad(&text),
        }
    }
}

/// The lines of a table, and the names of the columns that did not fit.
pub(super) struct Grid {
    pub(super) lines: Vec<String>,
    pub(super) left_out: Vec<String>,
}

impl Grid {
    /// Lays out columns, the most important first. Columns without values are left out, and so are the last ones if there is a width that
    /// they do not fit into.
    pub(super) fn new(columns: &[GridColumn], rows: usize, width: Option<usize>, screen: Screen) -> Self {
        let columns: Vec<&GridColumn> = columns.iter().filter(|column| !column.is_empty()).collect();
        let mut used = 0;
        let fits = |column: &&&GridColumn| {
            used += column.width() + if used > 0 { GAP } else { 0 };
            width.is_none_or(|width| used <= width)
        };
        let count = columns.iter().take_while(fits).count().max(1).min(columns.len());
        let (shown, left_out) = columns.split_at(count);
        let widths: Vec<(usize, usize)> = shown.iter().map(|column| (column.width(), column.parts().1)).collect();
        let gap = " ".repeat(GAP);
        let headings: Vec<String> =
            shown.iter().zip(&widths).map(|(column, (width, _))| column.heading(*width)).collect();
        let mut lines = vec![screen.bold(headings.join(&gap).trim_end())];
        lines.extend((0..rows).map(|row| {
            let cells =
                shown.iter().zip(&widths).map(|(column, (width, part))| column.line(row, *width, *part, screen));
            cells.collect::<Vec<_>>().join(&gap).trim_end().to_owned()
        }));
        Self { lines, left_out: left_out.iter().map(|column| column.name.clone()).collect() }
    }
}

/// A text in lines that fit, with whole words. A word that is longer than a line is cut.
pub(super) fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let text = Printable(text).to_string();
    let Some(width) = width else { return vec![text] };
    let words: Vec<String> = text.split(' ').map(|word| fitted(word, width)).collect();
    page::wrapped(&words.join(" "), Some(width))
}

/// A text in one line that fits, cut if it is too long.
pub(super) fn fitted(text: &str, width: usize) -> String {
    match text.char_indices().nth(width) {
        Some(_) => text.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, align: Align, cells: &[&str]) -> GridColumn {
        let cells = cells.iter().map(|text| Cell::new(text, Tone::Plain)).collect();
        GridColumn { name: name.to_owned(), align, cells }
    }

    #[test]
    fn numbers_are_aligned_on_the_point_with_all_their_digits() {
        let columns = [
            column("ccy", Align::Left, &["BTC", "USDT"]),
            column("eq", Align::Point, &["0.12345678", "1000000"]),
            column("note", Align::Right, &["", ""]),
            column("n", Align::Right, &["5", "10"]),
        ];
        let grid = Grid::new(&columns, 2, None, Screen::new(false));
        assert_eq!(
            grid.lines,
            ["ccy                 eq   n", "BTC         0.12345678   5", "USDT  1000000           10"]
        );
        assert!(grid.left_out.is_empty(), "a column without values is not missed");
    }

    #[test]
    fn the_last_columns_are_left_out_if_they_do_not_fit() {
        let columns =
            [column("a", Align::Left, &["1234"]), column("b", Align::Left, &["56"]), column("c", Align::Left, &["7"])];
        for (width, lines, left_out) in [(11, 11, 0), (10, 8, 1), (7, 4, 2), (1, 4, 2)] {
            let grid = Grid::new(&columns, 1, Some(width), Screen::new(false));
            assert_eq!((grid.lines[1].len(), grid.left_out.len()), (lines, left_out), "{width}");
        }
    }

    #[test]
    fn long_texts_are_cut_and_control_characters_escaped() {
        let cell = Cell::new(&"x".repeat(50), Tone::Plain);
        assert_eq!(cell.text.chars().count(), LONGEST + 1);
        assert!(!Cell::new("\u{1b}[2J", Tone::Plain).text.contains('\u{1b}'));
    }

    #[test]
    fn texts_are_wrapped_between_words() {
        assert_eq!(wrapped("ab cd  ef", Some(5)), ["ab cd", " ef"]);
        assert_eq!(wrapped("abcdefg h", Some(4)), ["abc…", "h"]);
        assert_eq!(wrapped("ab cd", None), ["ab cd"]);
        assert_eq!(fitted("abcd", 4), "abcd");
    }
}
