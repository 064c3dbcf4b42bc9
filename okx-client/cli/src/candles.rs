//! `okx candles`.

mod columns;
mod download;
mod file;
mod found;
mod plot;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use okx_client::enums::Bar;
use okx_client::value::Timestamp;

use crate::connection::{Connection, ConnectionArguments, runtime};
use crate::ending::{Ending, Failure};
use crate::output::Output;
use file::{CandleFile, Candles};

/// Which candles to download, and where to.
#[derive(Debug, Args)]
pub(crate) struct CandlesArguments {
    /// The instrument, such as `BTC-USDT`.
    inst_id: String,
    /// The time that one candle covers.
    #[arg(long, default_value = "1H", value_parser = PossibleValuesParser::new(Bar::KNOWN.iter().copied()), hide_possible_values = true)]
    bar: String,
    /// The first candle opens then or later: a date, a date with a time (in UTC, or with an offset such as `+02:00`), or milliseconds since the epoch.
    #[arg(long, value_name = "DATE")]
    from: Timestamp,
    /// The last candle opens before then [default: now].
    #[arg(long, value_name = "DATE")]
    to: Option<Timestamp>,
    /// The file, which is continued at its end if it exists [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format of the file [default: by its extension, otherwise CSV].
    #[arg(long, value_enum, ignore_case = true)]
    format: Option<Format>,
    /// Draw the candles in the terminal.
    #[arg(long)]
    plot: bool,
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// How candles are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A header and a line for each candle.
    Csv,
    /// A JSON object for each candle.
    Jsonl,
}

impl Format {
    /// The format of a file, by the argument or the extension.
    fn of(arguments: &CandlesArguments) -> Self {
        let ending = arguments.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
        arguments.format.unwrap_or(match ending {
            Some("jsonl" | "ndjson" | "json") => Self::Jsonl,
            _ => Self::Csv,
        })
    }
}

/// Downloads candles, the oldest first, and continues the file at its end.
pub(crate) fn run(arguments: &CandlesArguments, out: &mut Output) -> Result<Ending, Failure> {
    let connection = Connection::open_public(&arguments.connection)?;
    let format = Format::of(arguments);
    let mut kept = Candles::default();
    let runtime = runtime()?;
    let ended = match &arguments.output {
        Some(path) => {
            let mut file = CandleFile::open(path, format, arguments.from)?;
            let last = file.last().cloned();
            let append = &mut |page: &Candles| file.append(page);
            let ended = runtime.block_on(download::run(arguments, &connection, last.as_ref(), append))?;
            if arguments.plot {
                kept = file.candles(arguments.from)?;
            }
            ended
        }
        None if arguments.plot => runtime.block_on(download::run(arguments, &connection, None, &mut |page| {
            kept.extend_from_slice(page);
            Ok(())
        }))?,
        None => {
            out.line_if_any(columns::heading(format).as_deref())?;
            let mut write =
                |page: &Candles| page.iter().try_for_each(|candle| out.line(&columns::write(candle, format)));
            runtime.block_on(download::run(arguments, &connection, None, &mut write))?
        }
    };
    if arguments.plot {
        out.line(&plot::draw(&kept, &format!("{} {}", arguments.inst_id, arguments.bar)))?;
    }
    Ok(ended)
}
