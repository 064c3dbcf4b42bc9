//! The columns of a channel's table.

use okx_spec::Model;
use okx_spec::model::{Channel, Field, Form, Kind, Presence, Scalar};
use serde_json::Value;

/// A table has at most this many columns, unless they are listed here.
const MOST_COLUMNS: usize = 10;

/// The columns of a table, by OKX's names of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) columns: Vec<Column>,
    /// The names of the values of a row that is an array.
    pub(super) positions: Vec<String>,
    /// Lists in a row; each of their entries is a line.
    pub(super) lists: &'static [&'static str],
    /// Whether the rows are changes of an order book.
    pub(super) is_book: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) wire: String,
    pub(super) form: ColumnForm,
}

/// How the values of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnForm {
    /// Milliseconds since the epoch, written as the time of day.
    Time,
    /// Aligned on the right.
    Number,
    Text,
}

/// Columns that were chosen for a channel, and the lists in its rows.
struct Chosen {
    columns: &'static [&'static str],
    lists: &'static [&'static str],
}

/// The columns of an order book: its best prices, the number of levels, and the sequence ID.
const BOOK: [&str; 8] = ["ts", "bid", "bidSz", "ask", "askSz", "bids", "asks", "seqId"];

fn chosen(name: &str) -> Option<Chosen> {
    let plain = |columns| Some(Chosen { columns, lists: &[] });
    match name {
        "tickers" => plain(&["ts", "instId", "last", "lastSz", "bidPx", "bidSz", "askPx", "askSz", "vol24h"]),
        "trades" | "trades-all" => plain(&["ts", "instId", "side", "px", "sz", "tradeId"]),
        "orders" => plain(&[
            "uTime",
            "instId",
            "side",
            "ordType",
            "state",
            "px",
            "sz",
            "accFillSz",
            "avgPx",
            "ordId",
            "clOrdId",
        ]),
        "orders-algo" => plain(&[
            "uTime",
            "instId",
            "side",
            "ordType",
            "state",
            "sz",
            "slTriggerPx",
            "tpTriggerPx",
            "algoId",
            "algoClOrdId",
        ]),
        "fills" => plain(&["ts", "instId", "side", "fillPx", "fillSz", "execType", "tradeId", "ordId"]),
        "account" => Some(Chosen {
            columns: &["uTime", "ccy", "eq", "cashBal", "availBal", "frozenBal", "upl", "eqUsd"],
            lists: &["details"],
        }),
        "positions" => plain(&[
            "uTime", "instId", "mgnMode", "posSide", "pos", "avgPx", "markPx", "upl", "uplRatio", "lever", "liqPx",
        ]),
        "balance_and_position" => Some(Chosen {
            columns: &["pTime", "eventType", "ccy", "cashBal", "instId", "mgnMode", "posSide", "pos", "avgPx"],
            lists: &["balData", "posData"],
        }),
        _ if name.starts_with("candle") => plain(&["ts", "instId", "o", "h", "l", "c", "vol", "confirm"]),
        _ => None,
    }
}

impl Layout {
    /// The columns of a described channel.
    pub(super) fn of(model: &Model, channel: &Channel, name: &str) -> Self {
        let row = &model[channel.push.row];
        let arguments = &model[channel.arguments].fields;
        let lists = chosen(name).map_or(&[][..], |chosen| chosen.lists);
        let is_book = ["bids", "asks"].iter().all(|side| row.fields.iter().any(|field| field.wire == *side));
        let columns: Vec<String> = match chosen(name) {
            Some(chosen) => chosen.columns.iter().map(ToString::to_string).collect(),
            None if is_book => {
                let required = arguments.iter().filter(|field| field.presence == Presence::Required);
                let mut columns: Vec<String> = BOOK.iter().map(ToString::to_string).collect();
                columns.splice(1..1, required.map(|field| field.wire.clone()));
                columns
            }
            None => key_fields(&row.fields, arguments),
        };
        let parts = row.fields.iter().filter(|field| lists.contains(&field.wire.as_str())).filter_map(|field| {
            match field.kind {
                Kind::Shape(part) => Some(&model[part].fields),
                _ => None,
            }
        });
        let fields: Vec<&Field> = parts.flatten().chain(&row.fields).chain(arguments).collect();
        let form = |wire: &str| {
            let is_of_book = is_book && !matches!(wire, "ts" | "instId" | "sprdId");
            let field = fields.iter().find(|field| field.wire == wire);
            if is_of_book { ColumnForm::Number } else { field.map_or(ColumnForm::Text, |field| form_of(field)) }
        };
        let columns = columns.into_iter().map(|wire| Column { form: form(&wire), wire }).collect();
        let names = |field: &Field| field.wire.clone();
        let positions = if row.form == Form::Row { row.fields.iter().map(names).collect() } else { Vec::new() };
        Self { columns, positions, lists, is_book }
    }

    /// The columns of a channel that is not described, by one of its rows.
    pub(super) fn of_row(row: &Value) -> Self {
        let names: Vec<String> = match row {
            Value::Object(members) => {
                let plain = members.iter().filter(|(_, value)| !value.is_array() && !value.is_object());
                plain.map(|(name, _)| name.clone()).collect()
            }
            Value::Array(values) => (1..=values.len()).map(|place| place.to_string()).collect(),
            _ => vec!["value".to_owned()],
        };
        let column = |name: &String| Column { wire: name.clone(), form: ColumnForm::Text };
        let columns = names.iter().take(MOST_COLUMNS).map(column).collect();
        let positions = if row.is_array() { names } else { Vec::new() };
        Self { columns, positions, lists: &[], is_book: false }
    }
}

/// The first time, the required arguments, and then fields of the rows: first those that every row has.
fn key_fields(row: &[Field], arguments: &[Field]) -> Vec<String> {
    let is_required = |field: &&Field| field.presence == Presence::Required;
    let is_plain = |field: &&Field| field.kind.is_plain() && !field.list;
    let time = row.iter().find(|field| form_of(field) == ColumnForm::Time);
    let of_rows = |required: bool| {
        row.iter()
            .filter(is_plain)
            .filter(move |field| is_required(field) == required && form_of(field) != ColumnForm::Time)
    };
    let all = time.into_iter().chain(arguments.iter().filter(is_required)).chain(of_rows(true)).chain(of_rows(false));
    let mut columns: Vec<String> = Vec::new();
    for field in all {
        if columns.len() < MOST_COLUMNS && !columns.contains(&field.wire) {
            columns.push(field.wire.clone());
        }
    }
    columns
}

fn form_of(field: &Field) -> ColumnForm {
    match field.kind {
        Kind::Scalar(Scalar::Timestamp) => ColumnForm::Time,
        Kind::Scalar(scalar) if matches!(scalar.name(), "Decimal" | "Integer" | "Number") => ColumnForm::Number,
        _ => ColumnForm::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chosen_column_is_a_described_field() {
        let model = okx_spec::shipped().expect("the shipped description has no mistakes");
        for channel in &model.channels {
            for name in &channel.channels {
                let layout = Layout::of(model, channel, name);
                assert!(!layout.columns.is_empty(), "{name}");
                let Some(chosen) = chosen(name) else { continue };
                let row = &model[channel.push.row];
                let parts = row.parts().flat_map(|part| &model[part].fields);
                let fields: Vec<&str> = row
                    .fields
                    .iter()
                    .chain(parts)
                    .chain(&model[channel.arguments].fields)
                    .map(|field| field.wire.as_str())
                    .collect();
                for wire in chosen.columns.iter().chain(chosen.lists) {
                    assert!(fields.contains(wire), "{name}: {wire}");
                }
            }
        }
    }
}
