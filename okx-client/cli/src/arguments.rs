//! The arguments of the command line.

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use crate::completions::CompletionsArguments;
use crate::decode::DecodeArguments;
use crate::doctor::DoctorArguments;
use crate::downloads::{CandlesArguments, DownloadArguments};
use crate::list::ListArguments;
use crate::show::ShowArguments;
use crate::sign::SignArguments;
use crate::tables::{
    BalanceArguments, BillsArguments, BookArguments, FillsArguments, InstrumentsArguments, OrdersArguments,
    PositionsArguments, TickerArguments, TradesArguments, help,
};
use crate::watch::WatchArguments;
use crate::{call, sim};

const EXAMPLES: &str = "\
Examples:
  okx list trade                                    the calls of a chapter
  okx show trade.place_order                        parameters, limits, reply and codes of a call
  okx call market.get_ticker --inst-id BTC-USDT     a public call; no key needed
  okx call trade.place_order --demo --inst-id BTC-USDT --td-mode cash --side buy --ord-type limit --sz 0.001 --px 20000
  okx call --jsonl --demo < requests.jsonl          many requests, one result line each
  okx decode --jsonl < replies.jsonl                saved replies, through the generated types
  okx ticker BTC-USDT ETH-USDT                      tables for people: also book, trades, balance, positions, orders, fills, bills
  okx candles BTC-USDT --from 2024-01-01 -o btc.csv download candles, or continue the file
  okx watch tickers instId=BTC-USDT                 what a channel pushes, as a table
  okx watch orders --demo --jsonl                   the orders of the account, one JSON line for each push
  okx doctor --demo                                 find problems of the setup and how to fix them

Keys come from OKX_API_KEY, OKX_API_SECRET and OKX_API_PASSPHRASE, or from a file named with --credentials.

Exit codes: 0 success, 1 local failure, 2 invalid and not sent, 3 rejected by OKX, 4 outcome unknown (it may
have been done: check before you send it again), 5 no reply. When interrupted: 130 by ctrl-c, 143 by SIGTERM, 129 by
SIGHUP, 141 because the reader of the output is gone.";

const LIST_EXAMPLES: &str = "\
Examples:
  okx list                       every call
  okx list trade                 the calls of a chapter
  okx list --json | jq length    for a script";

const SHOW_EXAMPLES: &str = "\
Examples:
  okx show trade.place_order            or place_order, PlaceOrder, a path
  okx show 51008                        what a result code means
  okx show OrdType                      the values of an enum
  okx show trade.place_order --json     for a script";

const DECODE_EXAMPLES: &str = r#"Examples:
  okx decode --jsonl < replies.jsonl
  okx decode --jsonl < frames.jsonl             recorded by `okx watch --record frames.jsonl`
  echo '{"channel":"tickers","body":{"arg":{"channel":"tickers","instId":"BTC-USDT"},"data":[]}}' | okx decode --jsonl

Each line is {"endpoint":"METHOD /path or name","body":<a full reply>} or {"channel":"name","body":<a push message>}.
A body may also be a single row, as long as all its members are known. Files that `okx watch --record` wrote can be read;
their frames that are not pushes are passed over and counted.
Each result is {"ok":…,"error":…,"unknown":[paths],"value":<the body through the generated types>}.
Members that are "" or null in the body are left out of the value. Numbers are strings, as OKX writes them. A row that
cannot be read is in the value unchanged, and the error says why. Members that are not described are in the value and
listed as unknown. Exit code 0 if every line could be read, otherwise 1."#;

const CANDLES_EXAMPLES: &str = "\
Examples:
  okx candles BTC-USDT --bar 1H --from 2024-01-01 --to 2024-03-01 -o btc.csv
  okx candles BTC-USDT --bar 1Dutc --from 2020-01-01 --plot
  okx candles ETH-USDT-SWAP --bar 1m --from 2024-01-01T12:00Z --to 2024-01-01T13:00Z    to standard output
  okx candles BTC-USDT --from 2024-01-01 -o btc.jsonl                                   run again: only new candles

The oldest candle comes first. The candle that is still open is left out. --from is inclusive, --to is exclusive. The
columns have OKX's names: ts (milliseconds since the epoch), o, h, l, c, vol, volCcy, volCcyQuote. An existing file of
candles is continued at its end, whatever --from is, without gaps or duplicates; its last candle must equal the one that OKX
returns. A file with other contents is refused and not changed. `okx show Bar` lists the bars.";

const DOWNLOAD_EXAMPLES: &str = "\
Examples:
  okx download trades BTC-USDT --from 2026-11-30 -o trades.parquet
  okx download funding-rates BTC-USDT-SWAP --from 2026-09-01 -o rates.csv
  okx download fills --live --from 2026-11-01 -o fills.jsonl
  okx download bills --live --ccy USDT --from 2026-11-01 -o bills.csv
  okx download candles BTC-USDT --bar 1D --from 2020-01-01 -o btc.parquet

The oldest row comes first. --from is inclusive, --to is exclusive. The columns are all plain fields of the call's rows, with OKX's names; times are milliseconds since the epoch.

The ending of the file chooses the format: .csv, .jsonl or .parquet. In Parquet files, times are timestamps in UTC, and prices and sizes are decimals with 38 digits, 18 of them after the point; a value that does not fit exactly is an error.

An existing file is continued at its end, whatever --from is, without gaps or duplicates; its last row must equal the one that OKX returns. A file with other contents is refused and not changed. After ctrl-c the rows so far are kept; run the same command again to continue.";

const WATCH_EXAMPLES: &str = r#"Examples:
  okx watch tickers instId=BTC-USDT
  okx watch candle1m instId=BTC-USDT --for 5m
  okx watch books instId=BTC-USDT --jsonl --count 100 > books.jsonl
  okx watch orders --demo                                all orders of the account; instType is ANY by default
  okx watch trades instId=BTC-USDT --record frames.jsonl && okx decode --jsonl < frames.jsonl
  okx watch --list                                       all channels and their arguments
  okx watch new-channel instId=BTC-USDT --socket public  a channel that is not described

CHANNEL is OKX's name, or the name in this crate if it stands for one channel only. Each row of a push is a line of a table
with OKX's names of the fields; times are UTC. On a terminal, columns that do not fit are left out. For order books, the line
has the best prices and the number of levels. Dim lines tell what happens to the connection and when pushes may be missing.

With --jsonl each push is {"channel":…,"arg":…,"action":…,"data":…}, with any other members of the push after them. What
happens to a connection is {"event":"state","at":…,"socket":…,"connection":…,"state":…}, and a gap is
{"event":"gap","at":…,"cause":…,"from":…,"until":…,"dropped":…,"action":…}. Other events are `notice`,
`channel-conn-count` and `unexpected`. Times are milliseconds since the epoch.

A lost connection is opened again, and the gap is reported. Exit codes: 0 after --for or --count, 3 if OKX refused the
subscription or the login, 5 if OKX cannot be reached. When interrupted: 130 by ctrl-c, 143 by SIGTERM, 129 by SIGHUP, 141
because the reader of the output is gone."#;

const DOCTOR_EXAMPLES: &str = "\
Examples:
  okx doctor --demo                               with the keys of the environment
  okx doctor --live --region eea --credentials ~/.okx.env
  okx doctor --demo --json                        for a script

Nothing is changed at OKX, and the key is sent only to the chosen host. Without keys only public data is checked.
Exit code 0 if no problem was found, otherwise 1.";

const SIGN_EXAMPLES: &str = "\
Examples:
  okx sign GET '/users/self/verify' --timestamp 1538054050
  okx sign POST /path '{\"instId\":\"BTC-USDT\"}' --timestamp 2020-12-08T09:08:57.715Z --json
  okx sign GET '/path?ccy=BTC' --secret-env OTHER_SECRET
  pass show okx | okx sign GET '/path?ccy=BTC' --secret-stdin

The secret is read from OKX_API_SECRET, another environment variable, or standard input. It is never an argument,
because every user of the machine can see arguments. Nothing is sent.";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  okx completions bash > ~/.local/share/bash-completion/completions/okx
  okx completions zsh > ~/.zfunc/_okx
  okx completions fish > ~/.config/fish/completions/okx.fish

Call names, their flags and enum values are completed as well.";

/// OKX's v5 API on the command line.
#[derive(Debug, Parser)]
#[command(name = "okx", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List all calls, or the calls of one chapter.
    #[command(after_help = LIST_EXAMPLES)]
    List(ListArguments),
    /// Show a call, an enum, an object or a result code.
    #[command(after_help = SHOW_EXAMPLES)]
    Show(ShowArguments),
    /// Make a call: flags or JSON in, JSON out.
    // The flags depend on the call, so a second command, built from the description, parses the words.
    #[command(name = call::NAME, disable_help_flag = true)]
    Call {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "NAME AND FLAGS")]
        words: Vec<OsString>,
    },
    /// Show the balances of the trading account.
    #[command(after_help = help::BALANCE)]
    Balance(BalanceArguments),
    /// Show the open positions.
    #[command(after_help = help::POSITIONS)]
    Positions(PositionsArguments),
    /// Show the open orders, or completed ones.
    #[command(after_help = help::ORDERS)]
    Orders(OrdersArguments),
    /// Show the fills of the account.
    #[command(after_help = help::FILLS)]
    Fills(FillsArguments),
    /// Show the bills of the account: every change of a balance.
    #[command(after_help = help::BILLS)]
    Bills(BillsArguments),
    /// Show the latest trades of an instrument.
    #[command(after_help = help::TRADES)]
    Trades(TradesArguments),
    /// Show prices and 24-hour figures of instruments.
    #[command(after_help = help::TICKER)]
    Ticker(TickerArguments),
    /// Show the order book of an instrument.
    #[command(after_help = help::BOOK)]
    Book(BookArguments),
    /// Show the instruments of a type, with tick size, lot size and state.
    #[command(after_help = help::INSTRUMENTS)]
    Instruments(InstrumentsArguments),
    /// Download historical candles into a file, or continue the file at its end.
    #[command(after_help = CANDLES_EXAMPLES)]
    Candles(CandlesArguments),
    /// Download candles, trades, funding rates, fills or bills into a file, or continue the file at its end.
    #[command(after_help = DOWNLOAD_EXAMPLES)]
    Download(DownloadArguments),
    /// Print what a channel pushes, until it is stopped.
    #[command(after_help = WATCH_EXAMPLES)]
    Watch(WatchArguments),
    /// Decode saved replies and pushes through the generated types.
    #[command(after_help = DECODE_EXAMPLES)]
    Decode(DecodeArguments),
    /// Check host, clock, key and account, and explain how to fix problems.
    #[command(after_help = DOCTOR_EXAMPLES)]
    Doctor(DoctorArguments),
    /// Show the signed text and its signature, to compare with another implementation; works offline.
    #[command(after_help = SIGN_EXAMPLES)]
    Sign(SignArguments),
    /// Start the simulated exchange (the program okx-sim).
    #[command(name = sim::NAME, disable_help_flag = true)]
    Sim {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "FLAGS OF OKX-SIM")]
        words: Vec<OsString>,
    },
    /// Print a shell completion script for commands, calls, flags and values.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsArguments),
}
