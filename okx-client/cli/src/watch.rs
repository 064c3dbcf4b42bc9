//! `okx watch`.

mod arguments;
mod book;
mod cells;
mod channel;
mod follow;
mod jsonl;
mod layout;
mod list;
mod printer;
mod recording;
mod table;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use okx_client::ws;

use crate::connection::{Connection, ConnectionArguments, Uses, runtime};
use crate::ending::{Ending, Failure};
use crate::output::{Output, message};
use crate::spec;
pub(crate) use arguments::duration;
pub(crate) use book::Book;
pub(crate) use channel::ChosenChannel;
pub(crate) use follow::{Display, Limits, run as follow};
pub(crate) use printer::{Printer, event_text, gap_text};
use recording::Recording;

/// What to watch.
#[derive(Debug, Args)]
pub(crate) struct WatchArguments {
    /// The channel, such as `tickers`, `candle1m` or `orders`.
    #[arg(required_unless_present = "list")]
    channel: Option<String>,
    /// The arguments of the channel, such as `instId=BTC-USDT`.
    #[arg(value_name = "ARG=VALUE", value_parser = arguments::argument)]
    arguments: Vec<(String, String)>,
    /// List all channels and their arguments; `okx show CHANNEL` describes one.
    #[arg(long, conflicts_with_all = ["channel", "arguments"])]
    list: bool,
    /// Print a line of JSON for each push, gap and change of a connection.
    #[arg(long)]
    jsonl: bool,
    /// End after this time, such as `30s`, `5m` or `1h`.
    #[arg(long = "for", value_name = "TIME", value_parser = arguments::duration)]
    duration: Option<Duration>,
    /// End after this number of pushes.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Append all frames to this file; `okx decode --jsonl` reads it. Frames of the account's channels are private.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Subscribe on this socket without checking channel and arguments; for channels that `--list` does not have.
    #[arg(long, value_enum, ignore_case = true)]
    socket: Option<SocketName>,
    /// Log in first; with --socket. The private socket always does.
    #[arg(long, requires = "socket")]
    login: bool,
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// A socket on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SocketName {
    /// Market data.
    Public,
    /// Orders, positions and balances of the account.
    Private,
    /// Candles, algo orders, spreads and others.
    Business,
}

impl From<SocketName> for ws::Socket {
    fn from(name: SocketName) -> Self {
        match name {
            SocketName::Public => Self::Public,
            SocketName::Private => Self::Private,
            SocketName::Business => Self::Business,
        }
    }
}

/// Prints what a channel pushes.
pub(crate) fn run(arguments: &WatchArguments, out: &mut Output) -> Result<Ending, Failure> {
    let model = spec::model()?;
    let Some(name) = &arguments.channel else { return list::run(model, out) };
    let channel = ChosenChannel::new(model, name, arguments)?;
    let recording = arguments.record.as_deref().map(Recording::open).transpose()?;
    let (writer, recording) = recording.unzip();
    let uses = if channel.needs_login() { Uses::Keys } else { Uses::PublicData };
    let connection = Connection::open_with(&arguments.connection, uses, |builder| match writer {
        Some(writer) => builder.record_frames(writer),
        None => builder,
    })?;
    if channel.needs_login() {
        connection.needs_credentials(&format!("{} needs a login", channel.name()))?;
    }
    let printer = Printer::new(model, &channel, arguments.jsonl, out);
    let runtime = runtime()?;
    let limits = Limits { duration: arguments.duration, count: arguments.count };
    let ended = runtime.block_on(async {
        let subscribing = vec![channel.subscribe(&connection.client)?];
        follow(&connection.client, subscribing, limits, printer, out).await
    });
    let unrecorded = connection.client.unrecorded_frames();
    drop(connection);
    // A write to a reader that does not read may still be pending. The connections end with the runtime.
    runtime.shutdown_background();
    if let Some(recording) = recording {
        recording.finish();
    }
    if unrecorded > 0 {
        message(format_args!("{unrecorded} frames could not be recorded, because writing them was too slow or failed"));
    }
    ended
}
