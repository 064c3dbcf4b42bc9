//! Text in columns.

use comfy_table::{Table, presets};

/// Lines in which the same part of each row begins at the same place.
pub(super) fn columns<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for row in rows {
        table.add_row(row);
    }
    table.lines().map(|line| line.trim().to_owned()).collect()
}

/// Appends a heading and its entries, if there are any.
pub(super) fn section(lines: &mut Vec<String>, heading: &str, entries: &[String]) {
    if !entries.is_empty() {
        lines.extend([String::new(), heading.to_owned()]);
        lines.extend(entries.iter().map(|entry| format!("  {entry}")));
    }
}
