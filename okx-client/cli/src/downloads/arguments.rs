//! The arguments of `okx download`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand, ValueEnum};
use okx_client::enums::{Bar, InstType};
use okx_client::value::Timestamp;

use super::job::{Job, parameters};
use super::lines::LineFormat;
use super::list;
use crate::connection::ConnectionArguments;

/// What to download.
#[derive(Debug, Args)]
pub(crate) struct DownloadArguments {
    #[command(subcommand)]
    pub(super) what: DownloadCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum DownloadCommand {
    /// Candles of an instrument; `okx candles` is the same
    Candles(CandlesArguments),
    /// Trades of an instrument
    Trades(TradesArguments),
    /// Past funding rates of a perpetual swap
    FundingRates(FundingRatesArguments),
    /// Fills of the account
    Fills(FillsArguments),
    /// Bills of the account: every change of a balance
    Bills(BillsArguments),
}

/// Which candles to download, and where to.
#[derive(Debug, Args)]
pub(crate) struct CandlesArguments {
    /// The instrument, such as `BTC-USDT`.
    pub(super) inst_id: String,
    /// The time that one candle covers.
    #[arg(long, default_value = "1H", value_parser = PossibleValuesParser::new(Bar::KNOWN.iter().copied()), hide_possible_values = true)]
    pub(super) bar: String,
    /// Draw the candles in the terminal.
    #[arg(long)]
    pub(super) plot: bool,
    #[command(flatten)]
    pub(super) common: CommonArguments,
}

/// Which trades to download.
#[derive(Debug, Args)]
pub(super) struct TradesArguments {
    /// The instrument, such as `BTC-USDT`
    inst_id: String,
    #[command(flatten)]
    common: CommonArguments,
}

/// Which funding rates to download.
#[derive(Debug, Args)]
pub(super) struct FundingRatesArguments {
    /// The perpetual swap, such as `BTC-USDT-SWAP`
    inst_id: String,
    #[command(flatten)]
    common: CommonArguments,
}

/// Which fills to download.
#[derive(Debug, Args)]
pub(super) struct FillsArguments {
    /// Only fills of this instrument
    #[arg(long, value_name = "INSTRUMENT")]
    inst_id: Option<String>,
    /// Only fills of this instrument type [default: all but EVENTS]
    #[arg(long, value_name = "TYPE", ignore_case = true, value_parser = PossibleValuesParser::new(InstType::KNOWN.iter().copied()).map(|name| name.to_uppercase()))]
    inst_type: Option<String>,
    #[command(flatten)]
    common: CommonArguments,
}

/// Which bills to download.
#[derive(Debug, Args)]
pub(super) struct BillsArguments {
    /// Only bills in this currency
    #[arg(long, value_name = "CURRENCY")]
    ccy: Option<String>,
    /// Only bills of this instrument
    #[arg(long, value_name = "INSTRUMENT")]
    inst_id: Option<String>,
    #[command(flatten)]
    common: CommonArguments,
}

/// The range, the file and the connection.
#[derive(Debug, Args)]
pub(super) struct CommonArguments {
    /// The first row is of this time or later: a date, a date with a time (in UTC, or with an offset such as `+02:00`), or milliseconds
    /// since the epoch
    #[arg(long, value_name = "DATE")]
    pub(super) from: Timestamp,
    /// The last row is of a time before this [default: now]
    #[arg(long, value_name = "DATE")]
    pub(super) to: Option<Timestamp>,
    /// The file, which is continued at its end if it exists [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// The format of the file [default: by its ending, otherwise CSV]
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    pub(super) connection: ConnectionArguments,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A header and a line for each row (.csv).
    Csv,
    /// A JSON object for each row (.jsonl, .ndjson, .json).
    Jsonl,
    /// Typed columns, compressed (.parquet).
    Parquet,
}

impl Format {
    /// The format of lines; `None` for Parquet.
    pub(super) fn of_lines(self) -> Option<LineFormat> {
        match self {
            Self::Csv => Some(LineFormat::Csv),
            Self::Jsonl => Some(LineFormat::Jsonl),
            Self::Parquet => None,
        }
    }
}

impl CommonArguments {
    /// The format, by the argument or the ending of the file.
    pub(super) fn format(&self) -> Format {
        let ending = self.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
        self.format.unwrap_or(match ending {
            Some("jsonl" | "ndjson" | "json") => Format::Jsonl,
            Some("parquet" | "pq") => Format::Parquet,
            _ => Format::Csv,
        })
    }
}

impl DownloadCommand {
    pub(super) fn common(&self) -> &CommonArguments {
        match self {
            Self::Candles(arguments) => &arguments.common,
            Self::Trades(arguments) => &arguments.common,
            Self::FundingRates(arguments) => &arguments.common,
            Self::Fills(arguments) => &arguments.common,
            Self::Bills(arguments) => &arguments.common,
        }
    }

    /// What is downloaded, and whether it is of the account.
    pub(super) fn job(&self) -> (Job, bool) {
        let all = |given: &[(&str, Option<&str>)]| vec![parameters(given)];
        let common = self.common();
        let job = |list, requests, title: &str| Job {
            list,
            requests,
            title: title.to_owned(),
            from: common.from,
            to: common.to,
            step: None,
        };
        match self {
            Self::Candles(arguments) => (arguments.job(), false),
            Self::Trades(TradesArguments { inst_id, .. }) => {
                (job(&list::TRADES, all(&[("instId", Some(inst_id))]), inst_id), false)
            }
            Self::FundingRates(FundingRatesArguments { inst_id, .. }) => {
                (job(&list::FUNDING_RATES, all(&[("instId", Some(inst_id))]), inst_id), false)
            }
            Self::Fills(FillsArguments { inst_id, inst_type, .. }) => {
                let request = |inst_type| parameters(&[("instType", Some(inst_type)), ("instId", inst_id.as_deref())]);
                let requests = inst_types(inst_type.as_deref()).into_iter().map(request).collect();
                (job(&list::FILLS, requests, inst_id.as_deref().unwrap_or("the account")), true)
            }
            Self::Bills(BillsArguments { ccy, inst_id, .. }) => {
                let requests = all(&[("ccy", ccy.as_deref()), ("instId", inst_id.as_deref())]);
                let title = inst_id.as_deref().or(ccy.as_deref()).unwrap_or("the account");
                (job(&list::BILLS, requests, title), true)
            }
        }
    }
}

impl CandlesArguments {
    pub(super) fn job(&self) -> Job {
        Job {
            list: &list::CANDLES,
            requests: vec![parameters(&[("instId", Some(&self.inst_id)), ("bar", Some(&self.bar))])],
            title: format!("{} {}", self.inst_id, self.bar),
            from: self.common.from,
            to: self.common.to,
            step: bar_length(&self.bar),
        }
    }
}

/// The instrument types whose lists are read: the given one, or those that every account has.
pub(crate) fn inst_types(given: Option<&str>) -> Vec<&str> {
    given.map_or_else(|| vec!["SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION"], |given| vec![given])
}

/// The length of a bar in milliseconds. Months differ, so they have none.
fn bar_length(bar: &str) -> Option<i64> {
    let bar = bar.strip_suffix("utc").unwrap_or(bar);
    let (count, unit) = bar.split_at_checked(bar.len().checked_sub(1)?)?;
    let unit = match unit {
        "s" => 1_000,
        "m" => 60_000,
        "H" => 3_600_000,
        "D" => 86_400_000,
        "W" => 7 * 86_400_000,
        _ => return None,
    };
    count.parse::<i64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_a_length_unless_they_are_months() {
        for (bar, length) in
            [("1s", 1_000), ("15m", 900_000), ("4H", 14_400_000), ("1Dutc", 86_400_000), ("1W", 604_800_000)]
        {
            assert_eq!(bar_length(bar), Some(length), "{bar}");
        }
        for bar in ["1M", "3Mutc", "", "H"] {
            assert_eq!(bar_length(bar), None, "{bar}");
        }
        assert!(Bar::KNOWN.iter().all(|bar| bar_length(bar).is_some() || bar.contains('M')));
    }
}
