//! The lists that can be downloaded: which call returns them, and how their rows are told apart and ordered.

use okx_spec::Model;
use okx_spec::model::{Field, Form, Kind, Scalar};

use crate::ending::Failure;
use crate::spec;

/// A list that OKX returns in pages. Everything else about its rows follows from the description.
#[derive(Debug)]
pub(super) struct List {
    /// What its rows are called, in the plural.
    pub(super) rows: &'static str,
    /// The same in the singular.
    pub(super) row: &'static str,
    pub(super) call: &'static str,
    /// The field with the time of a row.
    pub(super) time: &'static str,
    /// The field that tells rows of one time apart. Without it, there is one row for each time.
    pub(super) id: Option<&'static str>,
    /// The parameters that make `after` a time, where the client cannot request the rows before a time otherwise.
    pub(super) by_time: &'static [(&'static str, &'static str)],
    /// The field that marks rows that still change, if there are any. It is not written, because such rows are left out.
    pub(super) forming: Option<&'static str>,
    /// The length of the first time window, in milliseconds. Later windows are adapted to the number of rows.
    pub(super) window: i64,
    /// How long OKX keeps the rows, in days, if it does not keep them for years.
    pub(super) kept_days: Option<i64>,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

pub(super) const CANDLES: List = List {
    rows: "candles",
    row: "candle",
    call: "market.get_history_candles",
    time: "ts",
    id: None,
    by_time: &[],
    forming: Some("confirm"),
    window: DAY,
    kept_days: None,
};

pub(super) const TRADES: List = List {
    rows: "trades",
    row: "trade",
    call: "market.get_history_trades",
    time: "ts",
    id: Some("tradeId"),
    by_time: &[("type", "2")],
    forming: None,
    window: HOUR / 6,
    kept_days: Some(90),
};

pub(super) const FUNDING_RATES: List = List {
    rows: "funding rates",
    row: "funding rate",
    call: "public.get_funding_rate_history",
    time: "fundingTime",
    id: None,
    by_time: &[],
    forming: None,
    window: 30 * DAY,
    kept_days: Some(90),
};

pub(super) const FILLS: List = List {
    rows: "fills",
    row: "fill",
    call: "trade.get_fills_history",
    time: "ts",
    id: Some("billId"),
    by_time: &[],
    forming: None,
    window: 7 * DAY,
    kept_days: Some(90),
};

pub(super) const BILLS: List = List {
    rows: "bills",
    row: "bill",
    call: "account.get_bills_archive",
    time: "ts",
    id: Some("billId"),
    by_time: &[],
    forming: None,
    window: 7 * DAY,
    kept_days: Some(90),
};

/// A column of a file, named as OKX names the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) wire: String,
    pub(super) kind: ColumnKind,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// Milliseconds since the epoch.
    Time,
    /// An exact decimal number.
    Decimal,
    Text,
}

/// The columns of a list, in the order of the description.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) all: Vec<Column>,
    /// The index of the column with the time of a row.
    pub(super) time: usize,
    /// The index of the column that tells rows of one time apart.
    pub(super) id: Option<usize>,
    /// The fields of a row that is an array, in order.
    pub(super) positions: Option<Vec<String>>,
}

impl Columns {
    /// The columns of a list, by the description of its call.
    pub(super) fn of(model: &Model, list: &List) -> Result<Self, Failure> {
        let row = &model[spec::call(model, list.call)?.response.row];
        let is_written = |field: &&Field| field.kind.is_plain() && !field.list && list.forming != Some(&field.wire);
        let column = |field: &Field| Column { wire: field.wire.clone(), kind: kind(field) };
        let all: Vec<Column> = row.fields.iter().filter(is_written).map(column).collect();
        let place = |wire: &str| {
            all.iter()
                .position(|column| column.wire == wire)
                .ok_or_else(|| Failure::Machine(format!("the description of {} has no field {wire}", list.call)))
        };
        let (time, id) = (place(list.time)?, list.id.map(place).transpose()?);
        let names = || row.fields.iter().map(|field| field.wire.clone()).collect();
        Ok(Self { time, id, positions: (row.form == Form::Row).then(names), all })
    }

    /// The index of a column.
    pub(super) fn place(&self, wire: &str) -> Option<usize> {
        self.all.iter().position(|column| column.wire == wire)
    }
}

fn kind(field: &Field) -> ColumnKind {
    match field.kind {
        Kind::Scalar(Scalar::Timestamp) => ColumnKind::Time,
        Kind::Scalar(Scalar::Decimal) => ColumnKind::Decimal,
        _ => ColumnKind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_every_list_are_described() {
        let model = okx_spec::shipped().expect("the shipped description has no mistakes");
        for list in [CANDLES, TRADES, FUNDING_RATES, FILLS, BILLS] {
            let columns = Columns::of(model, &list).expect("its time and ID are described");
            assert_eq!(columns.all[columns.time].kind, ColumnKind::Time, "{}", list.rows);
            let call = spec::call(model, list.call).expect("it is described");
            for (parameter, _) in list.by_time {
                assert!(model[call.request].fields.iter().any(|field| field.wire == *parameter), "{parameter}");
            }
        }
        let names: Vec<String> =
            Columns::of(model, &CANDLES).expect("described").all.into_iter().map(|column| column.wire).collect();
        assert_eq!(names, ["ts", "o", "h", "l", "c", "vol", "volCcy", "volCcyQuote"]);
    }
}
