//! Text in columns.

use comfy_table::{Table, presets};

/// Lines with aligned columns.
pub(super) fn columns<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for row in rows {
        table.add_row(row);
    }
    table.lines().map(|line| line.trim().to_owned()).collect()
}

/// Appends a heading and its entries, unless there are none.
pub(super) fn section(lines: &mut Vec<String>, heading: &str, entries: &[String]) {
    if !entries.is_empty() {
        lines.extend([String::new(), heading.to_owned()]);
        lines.extend(entries.iter().map(|entry| format!("  {entry}")));
    }
}
