//! `okx`: OKX's API on the command line, through the same generated code as in programs that use the library.

mod arguments;
mod call;
mod completions;
mod configuration;
mod connection;
mod decode;
mod doctor;
mod downloads;
mod ending;
mod errors;
mod files;
mod help;
mod indent;
mod lines;
mod list;
mod man;
mod members;
mod output;
mod page;
mod profile;
#[cfg(unix)]
mod reader;
mod screen;
mod search;
mod send_monitor;
mod show;
mod sign;
mod signals;
mod sim;
mod spec;
mod tables;
mod watch;

use std::process::ExitCode;

use crate::arguments::Command;
use crate::ending::{Ending, Failure};
use crate::output::{Output, message};

fn main() -> ExitCode {
    screen::choose_colors(std::env::args_os());
    let arguments = arguments::parse();
    let ended = run(&arguments.command, &mut Output::stdout());
    ended.unwrap_or_else(|failure| tell(&failure)).into()
}

fn run(command: &Command, out: &mut Output) -> Result<Ending, Failure> {
    match command {
        Command::List(arguments) => list::run(arguments, out),
        Command::Show(arguments) => show::run(arguments, out),
        Command::Call { words } => call::run(words, out),
        Command::Balance(arguments) => tables::balance(arguments, out),
        Command::Positions(arguments) => tables::positions(arguments, out),
        Command::Orders(arguments) => tables::orders(arguments, out),
        Command::Fills(arguments) => tables::fills(arguments, out),
        Command::Bills(arguments) => tables::bills(arguments, out),
        Command::Trades(arguments) => tables::trades(arguments, out),
        Command::Ticker(arguments) => tables::ticker(arguments, out),
        Command::Book(arguments) => tables::book(arguments, out),
        Command::Instruments(arguments) => tables::instruments(arguments, out),
        Command::Candles(arguments) => downloads::candles(arguments, out),
        Command::Download(arguments) => downloads::run(arguments, out),
        Command::Watch(arguments) => watch::run(arguments, out),
        Command::Decode(arguments) => decode::run(arguments, out),
        Command::Doctor(arguments) => doctor::run(arguments, out),
        Command::Sign(arguments) => sign::run(arguments, out),
        Command::Sim { words } => sim::run(words),
        Command::Profile(arguments) => profile::run(arguments, out),
        Command::Completions(arguments) => completions::run(arguments, out),
        Command::Man(arguments) => man::run(arguments, out),
        Command::Help(arguments) => help::run(arguments, out),
    }
}

/// Reports why a command failed. If the message cannot be written, the exit code still reports it.
fn tell(failure: &Failure) -> Ending {
    if let Some(text) = failure.text() {
        message(text);
    }
    failure.ending()
}
