//! The arguments of the command line.

use std::ffi::OsString;
use std::{env, io, process};

use anstream::{AutoStream, ColorChoice};
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::completions::CompletionsArguments;
use crate::decode::DecodeArguments;
use crate::doctor::DoctorArguments;
use crate::downloads::{CandlesArguments, DownloadArguments};
use crate::help::{HelpArguments, texts};
use crate::list::ListArguments;
use crate::man::ManArguments;
use crate::profile::ProfileArguments;
use crate::screen::ColorArguments;
use crate::show::ShowArguments;
use crate::sign::SignArguments;
use crate::tables::{
    BalanceArguments, BillsArguments, BookArguments, FillsArguments, InstrumentsArguments, OrdersArguments,
    PositionsArguments, TickerArguments, TradesArguments, help,
};
use crate::watch::WatchArguments;
use crate::{call, output, sim};

/// OKX's v5 API on the command line
#[derive(Debug, Parser)]
#[command(name = "okx", version, after_help = texts::OKX, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    color: ColorArguments,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The longest line of help. Longer ones are hard to read, however wide the terminal is.
const LONGEST_LINE: usize = 100;

/// The arguments on the command line. Wrong ones end the program with a message and exit code 2.
pub(crate) fn parse() -> Arguments {
    let matches = matches(Arguments::command(), env::args_os());
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| end(&error))
}

/// Parses words. Wrong ones end the program with a message and exit code 2, and `--help` ends it with help.
pub(crate) fn matches(command: clap::Command, words: impl IntoIterator<Item = OsString>) -> ArgMatches {
    finished(command).try_get_matches_from(words).unwrap_or_else(|error| end(&error))
}

/// Ends the program with what clap has to say: help and the version, or what is wrong with the arguments.
pub(crate) fn end(error: &clap::Error) -> ! {
    if !error.use_stderr() {
        error.exit();
    }
    let text = error.render();
    let is_styled = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    let text = if is_styled { text.ansi().to_string() } else { text.to_string() };
    output::problem(&text);
    process::exit(error.exit_code())
}

/// The command with settings that are the same for all commands.
pub(crate) fn finished(command: clap::Command) -> clap::Command {
    command.max_term_width(LONGEST_LINE)
}

/// The command as help, completions and man pages show it: with the flags of `okx call`, which are parsed separately.
pub(crate) fn complete() -> clap::Command {
    let command = finished(Arguments::command());
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let command = command.mut_subcommand(call::NAME, |_| call::CallArguments::command());
    // A command that was changed would be the last one.
    names
        .iter()
        .enumerate()
        .fold(command, |command, (place, name)| command.mut_subcommand(name, |command| command.display_order(place)))
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List all calls, or the calls of one chapter.
    #[command(after_help = texts::LIST)]
    List(ListArguments),
    /// Show a call, an enum, an object or a result code.
    #[command(after_help = texts::SHOW)]
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
    #[command(after_help = texts::CANDLES)]
    Candles(CandlesArguments),
    /// Download candles, trades, funding rates, fills or bills into a file, or continue the file at its end.
    #[command(after_help = texts::DOWNLOAD)]
    Download(DownloadArguments),
    /// Print what a channel pushes, until it is stopped.
    #[command(after_help = texts::WATCH)]
    Watch(WatchArguments),
    /// Decode saved replies and pushes through the generated types.
    #[command(after_help = texts::DECODE)]
    Decode(DecodeArguments),
    /// Check host, clock, key and account, and explain how to fix problems.
    #[command(after_help = texts::DOCTOR)]
    Doctor(DoctorArguments),
    /// Show the signed text and its signature, to compare with another implementation; works offline.
    #[command(after_help = texts::SIGN)]
    Sign(SignArguments),
    /// Start the simulated exchange (the program okx-sim).
    #[command(name = sim::NAME, disable_help_flag = true)]
    Sim {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "FLAGS OF OKX-SIM")]
        words: Vec<OsString>,
    },
    /// Keep the settings of accounts under names.
    #[command(after_help = texts::PROFILE)]
    Profile(ProfileArguments),
    /// Print a shell completion script for commands, calls, flags and values.
    #[command(after_help = texts::COMPLETIONS)]
    Completions(CompletionsArguments),
    /// Write man pages into a folder.
    #[command(after_help = texts::MAN)]
    Man(ManArguments),
    /// Explain a command, a call, or how to start.
    #[command(after_help = texts::HELP)]
    Help(HelpArguments),
}
