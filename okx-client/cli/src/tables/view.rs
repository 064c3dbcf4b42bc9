//! What each table shows: the columns a trader needs first, and how rows are told apart.

use super::grid::{Align, Cell, GridColumn, Tone};
use super::record::Record;
use super::sums::percent_change;
use crate::downloads::shown_time;

/// A column: OKX's name of the field, or a value that is calculated, and how it is written.
pub(super) type Column = (&'static str, Form);

/// How the values of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    /// An exact number.
    Number,
    /// A number that is good if it is positive, and bad if it is negative.
    Gain,
    /// Milliseconds since the epoch, written as date and time in UTC.
    Time,
    /// `buy` or `sell`.
    Side,
    /// The change from `open24h` to `last` in percent.
    Change,
}

/// A table of rows.
#[derive(Debug)]
pub(super) struct View {
    /// What a row is called, and the plural.
    pub(super) names: (&'static str, &'static str),
    pub(super) columns: &'static [Column],
    /// The list in a row whose entries are the lines.
    pub(super) entries: Option<&'static str>,
    /// Numbers that are added up, and the field with their currency.
    pub(super) sums: &'static [(&'static str, &'static str)],
    /// The fields that identify a row.
    pub(super) key: &'static [&'static str],
    /// Whether new rows of a watched table are added in front.
    pub(super) is_newest_first: bool,
    /// The field and its values of rows that leave a watched table.
    pub(super) gone: Option<(&'static str, &'static [&'static str])>,
}

use Form::{Change, Gain, Number, Side, Text, Time};

pub(super) const BALANCE: View = View {
    names: ("currency", "currencies"),
    columns: &[
        ("ccy", Text),
        ("eq", Number),
        ("availBal", Number),
        ("frozenBal", Number),
        ("eqUsd", Number),
        ("upl", Gain),
        ("cashBal", Number),
        ("liab", Number),
        ("interest", Number),
        ("uTime", Time),
    ],
    entries: Some("details"),
    sums: &[],
    key: &["ccy"],
    is_newest_first: false,
    gone: None,
};

pub(super) const POSITIONS: View = View {
    names: ("open position", "open positions"),
    columns: &[
        ("instId", Text),
        ("posSide", Text),
        ("pos", Number),
        ("avgPx", Number),
        ("markPx", Number),
        ("upl", Gain),
        ("liqPx", Number),
        ("lever", Number),
        ("mgnMode", Text),
        ("uplRatio", Gain),
        ("notionalUsd", Number),
        ("mgnRatio", Number),
        ("bePx", Number),
        ("realizedPnl", Gain),
        ("ccy", Text),
        ("uTime", Time),
    ],
    entries: None,
    sums: &[("upl", "ccy"), ("realizedPnl", "ccy")],
    key: &["posId", "instId", "posSide", "mgnMode"],
    is_newest_first: false,
    gone: Some(("pos", &["0", ""])),
};

pub(super) const ORDERS: View = View {
    names: ("open order", "open orders"),
    columns: &[
        ("instId", Text),
        ("side", Side),
        ("ordType", Text),
        ("px", Number),
        ("sz", Number),
        ("accFillSz", Number),
        ("state", Text),
        ("avgPx", Number),
        ("cTime", Time),
        ("ordId", Text),
        ("clOrdId", Text),
        ("tdMode", Text),
        ("posSide", Text),
        ("lever", Number),
        ("tag", Text),
    ],
    entries: None,
    sums: &[],
    key: &["ordId"],
    is_newest_first: false,
    gone: Some(("state", &["filled", "canceled", "mmp_canceled"])),
};

pub(super) const PAST_ORDERS: View = View {
    names: ("completed order", "completed orders"),
    columns: &[
        ("cTime", Time),
        ("instId", Text),
        ("side", Side),
        ("ordType", Text),
        ("state", Text),
        ("sz", Number),
        ("accFillSz", Number),
        ("avgPx", Number),
        ("px", Number),
        ("fee", Gain),
        ("feeCcy", Text),
        ("pnl", Gain),
        ("ordId", Text),
        ("clOrdId", Text),
    ],
    sums: &[("fee", "feeCcy")],
    gone: None,
    ..ORDERS
};

pub(super) const FILLS: View = View {
    names: ("fill", "fills"),
    columns: &[
        ("fillTime", Time),
        ("instId", Text),
        ("side", Side),
        ("fillPx", Number),
        ("fillSz", Number),
        ("fee", Gain),
        ("feeCcy", Text),
        ("fillPnl", Gain),
        ("execType", Text),
        ("ordId", Text),
        ("tradeId", Text),
        ("posSide", Text),
        ("clOrdId", Text),
    ],
    entries: None,
    sums: &[("fee", "feeCcy"), ("fillPnl", "feeCcy")],
    key: &["billId"],
    is_newest_first: false,
    gone: None,
};

pub(super) const TRADES: View = View {
    names: ("trade", "trades"),
    columns: &[("ts", Time), ("side", Side), ("px", Number), ("sz", Number), ("tradeId", Text), ("instId", Text)],
    entries: None,
    sums: &[],
    key: &["instId", "tradeId"],
    is_newest_first: true,
    gone: None,
};

pub(super) const TICKER: View = View {
    names: ("ticker", "tickers"),
    columns: &[
        ("instId", Text),
        ("last", Number),
        ("change24h", Change),
        ("bidPx", Number),
        ("askPx", Number),
        ("high24h", Number),
        ("low24h", Number),
        ("vol24h", Number),
        ("bidSz", Number),
        ("askSz", Number),
        ("volCcy24h", Number),
        ("ts", Time),
    ],
    entries: None,
    sums: &[],
    key: &["instId"],
    is_newest_first: false,
    gone: None,
};

/// An order book, whose levels are not columns of rows.
pub(super) const BOOK: View = View {
    names: ("order book", "order books"),
    columns: &[],
    entries: None,
    sums: &[],
    key: &[],
    is_newest_first: false,
    gone: None,
};

pub(super) const INSTRUMENTS: View = View {
    names: ("instrument", "instruments"),
    columns: &[
        ("instId", Text),
        ("state", Text),
        ("tickSz", Number),
        ("lotSz", Number),
        ("minSz", Number),
        ("ctVal", Number),
        ("ctValCcy", Text),
        ("settleCcy", Text),
        ("lever", Number),
        ("expTime", Time),
        ("listTime", Time),
        ("maxLmtSz", Number),
        ("maxMktSz", Number),
    ],
    entries: None,
    sums: &[],
    key: &["instId"],
    is_newest_first: false,
    gone: None,
};

pub(super) const BILLS: View = View {
    names: ("bill", "bills"),
    columns: &[
        ("ts", Time),
        ("ccy", Text),
        ("balChg", Gain),
        ("bal", Number),
        ("type", Text),
        ("subType", Text),
        ("instId", Text),
        ("fee", Gain),
        ("pnl", Gain),
        ("sz", Number),
        ("px", Number),
        ("notes", Text),
        ("billId", Text),
        ("ordId", Text),
    ],
    entries: None,
    sums: &[("balChg", "ccy"), ("fee", "ccy"), ("pnl", "ccy")],
    key: &["billId"],
    is_newest_first: false,
    gone: None,
};

impl View {
    /// The name of this many rows.
    pub(super) fn name(&self, count: usize) -> &'static str {
        if count == 1 { self.names.0 } else { self.names.1 }
    }

    /// The lines of a row: its entries, or itself.
    pub(super) fn lines(&self, row: Record) -> Vec<Record> {
        match self.entries {
            Some(list) => row.list(list),
            None => vec![row],
        }
    }

    /// Whether a row leaves a watched table.
    pub(super) fn is_gone(&self, row: &Record) -> bool {
        self.gone.is_some_and(|(wire, values)| values.contains(&row.text(wire).as_str()))
    }

    /// The values of the key fields of a row.
    pub(super) fn key(&self, row: &Record) -> Vec<String> {
        self.key.iter().map(|wire| row.text(wire)).collect()
    }

    /// Whether the table has times.
    pub(super) fn has_times(&self) -> bool {
        self.columns.iter().any(|(_, form)| *form == Time)
    }

    /// The columns with the values of rows.
    pub(super) fn columns(&self, rows: &[Record]) -> Vec<GridColumn> {
        let column = |(wire, form): &Column| GridColumn {
            name: (*wire).to_owned(),
            align: form.align(),
            cells: rows.iter().map(|row| form.cell(row, wire)).collect(),
        };
        self.columns.iter().map(column).collect()
    }
}

impl Form {
    fn align(self) -> Align {
        match self {
            Self::Text | Self::Time | Self::Side => Align::Left,
            Self::Number | Self::Gain => Align::Point,
            Self::Change => Align::Right,
        }
    }

    fn cell(self, row: &Record, wire: &str) -> Cell {
        let text = row.text(wire);
        match self {
            Self::Text | Self::Number => Cell::new(&text, Tone::Plain),
            Self::Time => match text.parse() {
                Ok(millis) => Cell::new(&shown_time(millis), Tone::Plain),
                Err(_) => Cell::new(&text, Tone::Plain),
            },
            Self::Side => {
                let tone = match text.as_str() {
                    "buy" => Tone::Good,
                    "sell" => Tone::Bad,
                    _ => Tone::Plain,
                };
                Cell::new(&text, tone)
            }
            Self::Gain => Cell::new(&text, tone(&text)),
            Self::Change => {
                let change = percent_change(row.decimal("open24h"), row.decimal("last")).unwrap_or_default();
                Cell::new(&change, tone(&change))
            }
        }
    }
}

fn tone(number: &str) -> Tone {
    match number.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        false => Tone::Plain,
        true if number.starts_with('-') => Tone::Bad,
        true => Tone::Good,
    }
}
