//! Text in the width of a terminal: words stay whole, and columns keep their places.

use console::measure_text_width;

use crate::screen::Screen;

/// The narrowest last column. If less is left, its text goes below the others.
const NARROWEST: usize = 34;

/// How far text below its line is indented.
const INDENT: usize = 4;

/// A text that grows line by line.
pub(crate) struct Page {
    lines: Vec<String>,
    /// The number of columns; `None` when lines may have any length, as in a file.
    width: Option<usize>,
    pub(crate) screen: Screen,
}

impl Page {
    pub(crate) fn new(width: Option<usize>, screen: Screen) -> Self {
        Self { lines: Vec::new(), width, screen }
    }

    /// A paragraph.
    pub(crate) fn text(&mut self, text: &str) {
        self.lines.extend(wrapped(text, self.width));
    }

    /// A line as it is.
    pub(crate) fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// A command, continued on further lines where it does not fit. Its words are not broken.
    pub(crate) fn command(&mut self, indent: usize, words: &[String]) {
        let mut lines = vec![" ".repeat(indent)];
        for word in words {
            let used = lines.last().map(String::len).unwrap_or_default();
            if used > indent && self.width.is_some_and(|width| used + measure_text_width(word) + 3 > width) {
                lines.push(" ".repeat(indent + INDENT));
            }
            if let Some(line) = lines.last_mut() {
                line.push_str(if line.trim().is_empty() { "" } else { " " });
                line.push_str(word);
            }
        }
        self.lines.push(lines.join(" \\\n"));
    }

    /// A heading, after an empty line.
    pub(crate) fn heading(&mut self, heading: &str, more: &str) {
        let text = format!("{}{more}", self.screen.bold(heading));
        self.lines.push(String::new());
        self.text(&text);
    }

    /// A section with a line for each entry, unless there are none.
    pub(crate) fn section<const N: usize>(&mut self, heading: &str, more: &str, rows: &[[String; N]]) {
        if !rows.is_empty() {
            self.heading(heading, more);
            self.columns(2, rows);
        }
    }

    /// Rows in columns, the last of which is wrapped.
    pub(crate) fn columns<const N: usize>(&mut self, indent: usize, rows: &[[String; N]]) {
        let widths: Vec<usize> = (0..N.saturating_sub(1))
            .map(|column| rows.iter().map(|row| measure_text_width(&row[column])).max().unwrap_or_default())
            .collect();
        let start = indent + widths.iter().filter(|width| **width > 0).map(|width| width + 2).sum::<usize>();
        let left = self.width.map(|width| width.saturating_sub(start));
        for row in rows {
            let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
            let cells: String = cells.map(|(cell, width)| padded(cell, width + 2)).collect();
            let last = row.last().map_or("", String::as_str);
            let line = format!("{}{cells}", " ".repeat(indent));
            if left.is_some_and(|left| left < NARROWEST) {
                self.line(line.trim_end());
                self.below(indent + INDENT, last);
            } else {
                self.hanging(&line, start, last);
            }
        }
    }

    /// A text after the beginning of a line; its further lines are indented as far.
    fn hanging(&mut self, begin: &str, start: usize, text: &str) {
        let parts = wrapped(text, self.width.map(|width| width.saturating_sub(start)));
        let mut parts = parts.into_iter();
        self.line(format!("{begin}{}", parts.next().unwrap_or_default()).trim_end());
        self.lines.extend(parts.map(|part| format!("{}{part}", " ".repeat(start))));
    }

    fn below(&mut self, indent: usize, text: &str) {
        let parts = wrapped(text, self.width.map(|width| width.saturating_sub(indent)));
        self.lines.extend(
            parts.into_iter().filter(|part| !part.is_empty()).map(|part| format!("{}{part}", " ".repeat(indent))),
        );
    }

    pub(crate) fn finish(self) -> String {
        self.lines.join("\n")
    }
}

/// The text in lines of at most this width. A word that is longer stays whole.
pub(crate) fn wrapped(text: &str, width: Option<usize>) -> Vec<String> {
    let Some(width) = width else { return vec![text.to_owned()] };
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if measure_text_width(line) + 1 + measure_text_width(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The first sentence, without what does not fit, ended with `…` after a whole word.
pub(crate) fn cut(text: &str, width: Option<usize>) -> String {
    let text = text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.');
    let lines = wrapped(text, width.map(|width| width.saturating_sub(2)));
    match lines.as_slice() {
        [first, ..] if width.is_some_and(|width| measure_text_width(first) > width.saturating_sub(2)) => "…".to_owned(),
        [first, _, ..] => format!("{} …", first.trim_end_matches([',', ';', ':', '.'])),
        _ => text.to_owned(),
    }
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(measure_text_width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: usize, rows: &[[&str; 3]]) -> String {
        let mut page = Page::new(Some(width), Screen::new(false));
        page.columns(2, &rows.iter().map(|row| row.map(str::to_owned)).collect::<Vec<_>>());
        page.finish()
    }

    #[test]
    fn the_last_column_is_wrapped_between_words() {
        let rows = [["px", "Decimal", "The price of the order, in quote currency."], ["longName", "Text", "A name."]];
        let lines = [
            "  px        Decimal  The price of the order, in quote",
            "                     currency.",
            "  longName  Text     A name.",
        ];
        assert_eq!(page(56, &rows), lines.join("\n"));
    }

    #[test]
    fn the_last_column_goes_below_if_the_line_is_narrow() {
        let rows = [["px", "Decimal", "The price of the order, in quote currency."]];
        assert_eq!(page(36, &rows), "  px  Decimal\n      The price of the order, in\n      quote currency.");
    }

    #[test]
    fn a_cut_text_ends_after_a_word() {
        assert_eq!(cut("Places one order, or none.", Some(19)), "Places one order …");
        assert_eq!(cut("Places one order.", Some(7)), "…");
        assert_eq!(cut("Places one order. It may fail.", Some(40)), "Places one order");
        assert_eq!(cut("Places one order.", None), "Places one order");
    }

    #[test]
    fn columns_that_are_empty_take_no_room() {
        assert_eq!(page(80, &[["px", "", "Price."]]), "  px  Price.");
    }
}
