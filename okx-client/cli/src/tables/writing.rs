//! Writes a table once: for people, as JSON, or as CSV.

use okx_spec::Model;
use okx_spec::model::{Field, Kind};

use super::Table;
use super::book::Levels;
use super::fetch::Fetched;
use super::grid::{Grid, GridColumn, wrapped};
use super::record::Record;
use super::sums;
use crate::downloads::csv_cell;
use crate::ending::{Ending, Failure};
use crate::errors::joined;
use crate::indent::indented;
use crate::output::{Output, message};
use crate::spec;

/// Writes what was received. Rows that could not be read or were refused are told, and decide how the command ends.
pub(super) fn write(table: &Table<'_>, fetched: &Fetched, out: &mut Output) -> Result<Ending, Failure> {
    let ending = fetched.errors.iter().map(Ending::of).max().unwrap_or(Ending::Done);
    if !fetched.rows.is_empty() || fetched.errors.is_empty() {
        write_rows(table, fetched, out)?;
    }
    if let Some(errors) = joined(&fetched.errors) {
        message(errors);
    }
    Ok(ending)
}

fn write_rows(table: &Table<'_>, fetched: &Fetched, out: &mut Output) -> Result<(), Failure> {
    if table.arguments.json {
        let rows: Vec<&str> = fetched.rows.iter().map(okx_client::value::Json::get).collect();
        let json = format!("[{}]", rows.join(","));
        return if out.is_terminal() { out.json(&indented(&json)) } else { out.json(&json) };
    }
    let rows = fetched.rows.iter().filter_map(|row| Record::read(row.get()));
    if let Some((inst_id, _)) = &table.book {
        return rows.into_iter().try_for_each(|row| write_book(table, inst_id, &row, out));
    }
    let view = table.request.view;
    // The balances of an account are in one row, with its totals.
    let whole: Vec<Record> = rows.collect();
    let lines: Vec<Record> = whole.iter().cloned().flat_map(|row| view.lines(row)).collect();
    if table.arguments.csv {
        return write_csv(table, &lines, out);
    }
    if lines.is_empty() {
        return out.line(&table.request.nothing);
    }
    write_grid(&view.columns(&lines), lines.len(), out)?;
    let mut parts = vec![sums::summary(view, &lines)];
    let total = whole.iter().map(|row| row.text("totalEq")).find(|total| !total.is_empty());
    if let Some(total) = total.filter(|_| view.entries.is_some()) {
        parts.push(format!("totalEq {total} USD"));
    }
    if fetched.has_more {
        parts.push("there are more: add --limit, --from or --to".to_owned());
    }
    write_dim(&parts.join("; "), out)
}

/// Writes a text that is not part of the table.
fn write_dim(text: &str, out: &mut Output) -> Result<(), Failure> {
    let screen = out.screen();
    let lines: Vec<String> = wrapped(text, out.width()).iter().map(|line| screen.dim(line)).collect();
    out.line(&lines.join("\n"))
}

/// Writes the columns that fit, and names the others.
fn write_grid(columns: &[GridColumn], rows: usize, out: &mut Output) -> Result<(), Failure> {
    let screen = out.screen();
    let grid = Grid::new(columns, rows, out.width(), screen);
    out.line(&grid.lines.join("\n"))?;
    if grid.left_out.is_empty() {
        return Ok(());
    }
    write_dim(&format!("not shown: {}", grid.left_out.join(", ")), out)
}

fn write_book(table: &Table<'_>, inst_id: &str, row: &Record, out: &mut Output) -> Result<(), Failure> {
    let levels = Levels::of(row);
    if table.arguments.csv {
        return out.line(&levels.csv());
    }
    if levels.is_empty() {
        return out.line(&format!("the order book of {inst_id} is empty"));
    }
    let title = levels.title(inst_id, row.text("ts").parse().ok());
    write_dim(&title, out)?;
    write_grid(&levels.columns(), levels.rows(), out)
}

/// Writes all plain fields, in the order of the description.
fn write_csv(table: &Table<'_>, rows: &[Record], out: &mut Output) -> Result<(), Failure> {
    let names = plain_fields(table.model, table)?;
    out.line(&names.join(","))?;
    for row in rows {
        let cells: Vec<String> = names.iter().map(|name| csv_cell(&row.text(name)).into_owned()).collect();
        out.line(&cells.join(","))?;
    }
    Ok(())
}

fn plain_fields(model: &Model, table: &Table<'_>) -> Result<Vec<String>, Failure> {
    let row = &model[spec::call(model, table.request.call)?.response.row];
    let entries = table.request.view.entries;
    let entry = row.fields.iter().find(|field| entries == Some(&field.wire)).map(|field| field.kind);
    let shape = match entry {
        Some(Kind::Shape(entry)) => &model[entry],
        _ => row,
    };
    let is_plain = |field: &&Field| field.kind.is_plain() && !field.list;
    Ok(shape.fields.iter().filter(is_plain).map(|field| field.wire.clone()).collect())
}
