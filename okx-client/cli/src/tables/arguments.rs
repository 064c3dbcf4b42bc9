//! The arguments of the commands that show tables.

use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use okx_client::Timestamp;
use okx_client::enums::InstType;

use crate::connection::ConnectionArguments;
use crate::watch::duration;

/// An instrument type in upper case, however it was written.
fn inst_type() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(InstType::KNOWN.iter().copied()).map(|name| name.to_uppercase())
}

/// How a table is written, and the connection.
#[derive(Debug, Args)]
pub(super) struct TableArguments {
    /// Print OKX's rows as JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Print all plain fields of the rows as CSV
    #[arg(long, conflicts_with = "json")]
    pub(super) csv: bool,
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
}

/// Whether a table is kept up to date.
#[derive(Debug, Args)]
pub(super) struct WatchFlags {
    /// Keep the table up to date until it is stopped; a line for each push if the output is not a terminal
    #[arg(long, conflicts_with = "csv")]
    pub(super) watch: bool,
    /// With --watch, end after this time, such as `30s`, `5m` or `1h`
    #[arg(long = "for", value_name = "TIME", requires = "watch", value_parser = duration)]
    pub(super) duration: Option<Duration>,
    /// With --watch, end after this number of pushes
    #[arg(long, value_name = "NUMBER", requires = "watch", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) count: Option<u64>,
}

/// Which rows of a history are shown.
#[derive(Debug, Args)]
pub(super) struct HistoryArguments {
    /// Only rows of this time or later: a date, a date with a time, or milliseconds since the epoch; UTC
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<Timestamp>,
    /// Only rows of a time before this
    #[arg(long, value_name = "DATE")]
    pub(super) to: Option<Timestamp>,
    /// Show at most this many rows, the newest first
    #[arg(long, value_name = "NUMBER", default_value = "100", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) limit: u32,
}

/// Which balances to show.
#[derive(Debug, Args)]
pub(crate) struct BalanceArguments {
    /// Only these currencies, such as `BTC`
    #[arg(value_name = "CURRENCY")]
    pub(super) ccy: Vec<String>,
    /// Add OKX's valuation of all accounts in USDT
    #[arg(long, conflicts_with_all = ["csv", "json", "watch"])]
    pub(super) usdt: bool,
    #[command(flatten)]
    pub(super) watch: WatchFlags,
    #[command(flatten)]
    pub(super) table: TableArguments,
}

/// Which positions to show.
#[derive(Debug, Args)]
pub(crate) struct PositionsArguments {
    /// Only positions in these instruments
    #[arg(value_name = "INSTRUMENT")]
    pub(super) inst_id: Vec<String>,
    /// Only positions of this instrument type
    #[arg(long, value_name = "TYPE", ignore_case = true, value_parser = inst_type())]
    pub(super) inst_type: Option<String>,
    #[command(flatten)]
    pub(super) watch: WatchFlags,
    #[command(flatten)]
    pub(super) table: TableArguments,
}

/// Which orders to show.
#[derive(Debug, Args)]
pub(crate) struct OrdersArguments {
    /// Only orders for this instrument
    #[arg(long, value_name = "INSTRUMENT")]
    pub(super) inst_id: Option<String>,
    /// Only orders of this instrument type
    #[arg(long, value_name = "TYPE", ignore_case = true, value_parser = inst_type())]
    pub(super) inst_type: Option<String>,
    /// Completed orders of the last seven days instead of open ones; with an earlier --from, of the last three months
    #[arg(long, conflicts_with = "watch")]
    pub(super) history: bool,
    #[command(flatten)]
    pub(super) range: HistoryArguments,
    #[command(flatten)]
    pub(super) watch: WatchFlags,
    #[command(flatten)]
    pub(super) table: TableArguments,
}

/// Which fills to show.
#[derive(Debug, Args)]
pub(crate) struct FillsArguments {
    /// Only fills of this instrument
    #[arg(long, value_name = "INSTRUMENT")]
    pub(super) inst_id: Option<String>,
    /// Only fills of this instrument type
    #[arg(long, value_name = "TYPE", ignore_case = true, value_parser = inst_type())]
    pub(super) inst_type: Option<String>,
    /// Only fills of this order
    #[arg(long, value_name = "ID")]
    pub(super) ord_id: Option<String>,
    #[command(flatten)]
    pub(super) range: HistoryArguments,
    #[command(flatten)]
    pub(super) table: TableArguments,
}

/// Which bills to show.
#[derive(Debug, Args)]
pub(crate) struct BillsArguments {
    /// Only bills in this currency
    #[arg(long, value_name = "CURRENCY")]
    pub(super) ccy: Option<String>,
    /// Only bills of this instrument
    #[arg(long, value_name = "INSTRUMENT")]
    pub(super) inst_id: Option<String>,
    #[command(flatten)]
    pub(super) range: HistoryArguments,
    #[command(flatten)]
    pub(super) table: TableArguments,
}

/// Which trades to show.
#[derive(Debug, Args)]
pub(crate) struct TradesArguments {
    /// The instrument, such as `BTC-USDT`
    #[arg(value_name = "INSTRUMENT")]
    pub(super) inst_id: String,
    /// Show this many trades, the newest first; at most 500
    #[arg(long, value_name = "NUMBER", default_value = "20", value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(super) limit: u32,
    #[command(flatten)]
    pub(super) watch: WatchFlags,
    #[command(flatten)]
    pub(super) table: TableArguments,
}

/// Which tickers to show.
#[derive(Debug, Args)]
pub(crate) struct TickerArguments {
    /// The instruments, such as `BTC-USDT`
    #[arg(value_name = "INSTRUMENT", required = true)]
    pub(super) inst_id: Vec<String>,
    #[command(flatten)]
    pub(super) watch: WatchFlags,
    #[command(flatten)]
    pub(super) table: TableArguments,
}

/// Which order book to show.
#[derive(Debug, Args)]
pub(crate) struct BookArguments {
    /// The instrument, such as `BTC-USDT`
    #[arg(value_name = "INSTRUMENT")]
    pub(super) inst_id: String,
    /// The number of levels on each side, at most 400
    #[arg(long, value_name = "NUMBER", default_value = "10", value_parser = clap::value_parser!(u16).range(1..=400))]
    pub(super) depth: u16,
    #[command(flatten)]
    pub(super) watch: WatchFlags,
    #[command(flatten)]
    pub(super) table: TableArguments,
}

/// Which instruments to show.
#[derive(Debug, Args)]
pub(crate) struct InstrumentsArguments {
    /// The instrument type
    #[arg(value_name = "TYPE", ignore_case = true, value_parser = inst_type())]
    pub(super) inst_type: String,
    /// Only instruments with this text in their ID, such as `SOL`
    #[arg(long, value_name = "TEXT")]
    pub(super) search: Option<String>,
    /// Only instruments of this family, such as `BTC-USD`
    #[arg(long, value_name = "FAMILY", required_if_eq("inst_type", "OPTION"))]
    pub(super) inst_family: Option<String>,
    /// Only event contracts of this series
    #[arg(long, value_name = "SERIES", required_if_eq("inst_type", "EVENTS"))]
    pub(super) series_id: Option<String>,
    #[command(flatten)]
    pub(super) table: TableArguments,
}
