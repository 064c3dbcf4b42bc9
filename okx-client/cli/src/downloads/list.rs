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
    pub(super) bounds: Bounds,
    /// A field that is not written, and its value in rows that may still change. They are left out.
    pub(super) open: Option<(&'static str, &'static str)>,
    /// The length of the first time window, in milliseconds. Later windows are adapted to the number of rows.
    pub(super) window: i64,
    /// How long OKX keeps the rows, in days, if it does not keep them for years.
    pub(super) kept_days: Option<i64>,
}

/// The parameters that limit a request to a time window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    /// `before` and `after` are times. Rows at the bounds are not returned.
    Exclusive,
    /// `begin` and `end` are times. Rows at the bounds are returned.
    Inclusive,
    /// `after` is a time if `type` is 2. There is no lower bound: reading stops at the first older row.
    UpperOnly,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

pub(super) const CANDLES: List = List {
    rows: "candles",
    row: "candle",
    call: "market.get_history_candles",
    time: "ts",
    id: None,
    bounds: Bounds::Exclusive,
    open: Some(("confirm", "0")),
    window: DAY,
    kept_days: None,
};

pub(super) const TRADES: List = List {
    rows: "trades",
    row: "trade",
    call: "market.get_history_trades",
    time: "ts",
    id: Some("tradeId"),
    bounds: Bounds::UpperOnly,
    open: None,
    window: HOUR / 6,
    kept_days: Some(90),
};

pub(super) const FUNDING_RATES: List = List {
    rows: "funding rates",
    row: "funding rate",
    call: "public.get_funding_rate_history",
    time: "fundingTime",
    id: None,
    bounds: Bounds::Exclusive,
    open: None,
    window: 30 * DAY,
    kept_days: Some(90),
};

pub(super) const FILLS: List = List {
    rows: "fills",
    row: "fill",
    call: "trade.get_fills_history",
    time: "ts",
    id: Some("billId"),
    bounds: Bounds::Inclusive,
    open: None,
    window: 7 * DAY,
    kept_days: Some(90),
};

pub(super) const BILLS: List = List {
    rows: "bills",
    row: "bill",
    call: "account.get_bills_archive",
    time: "ts",
    id: Some("billId"),
    bounds: Bounds::Inclusive,
    open: None,
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
        let is_written = |field: &&Field| field.kind.is_plain() && !field.list && !list.is_open_field(&field.wire);
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

impl List {
    /// Whether a field is the one that says that a row may still change.
    pub(super) fn is_open_field(&self, wire: &str) -> bool {
        self.open.is_some_and(|(name, _)| name == wire)
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
            let request = &model[spec::call(model, list.call).expect("it is described").request].fields;
            let parameters: &[&str] = match list.bounds {
                Bounds::Exclusive => &["before", "after"],
                Bounds::Inclusive => &["begin", "end"],
                Bounds::UpperOnly => &["after", "type"],
            };
            for parameter in parameters {
                assert!(request.iter().any(|field| field.wire == *parameter), "{}: {parameter}", list.rows);
            }
        }
        let names: Vec<String> =
            Columns::of(model, &CANDLES).expect("described").all.into_iter().map(|column| column.wire).collect();
        assert_eq!(names, ["ts", "o", "h", "l", "c", "vol", "volCcy", "volCcyQuote"]);
    }
}
