//! `okx-spec`, in this repository `cargo spec`: checks the description of OKX's API and shows what it says.

mod check;
mod describe;
mod list;
mod screen;
mod show;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use okx_spec::{Failure, Model, Source, read_sources, shipped_sources};

use crate::screen::Screen;

const EXAMPLES: &str = "\
Examples:
  okx-spec check                     every mistake in the description, with file:line:column
  okx-spec check --dir okx-spec/data the same for the files in a folder
  okx-spec list trade                the calls of a chapter
  okx-spec show place_order          a call: parameters, limits, reply
  okx-spec show OrdType              the values of an enum, the fields of an object
  okx-spec show 51008                what a result code means";

/// Checks the description of OKX's API and shows what it says.
#[derive(Debug, Parser)]
#[command(name = "okx-spec", after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Read the description in this folder instead of the one compiled in.
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what is wrong with the description, or how much there is in it.
    Check,
    /// List the calls, all of them or those of one chapter.
    List {
        /// A chapter such as `trade`.
        chapter: Option<String>,
        /// Print JSON instead of a table.
        #[arg(long)]
        json: bool,
    },
    /// Show one call, object, enum or result code.
    Show {
        /// `place_order`, `trade.place_order`, `PlaceOrder`, a path, `OrderAck`, `OrdType`, `51008`.
        name: String,
        /// Print JSON instead of text.
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let stdout = io::stdout();
    let screen = Screen::new(stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none());
    let (text, code) = match run(&arguments, screen) {
        Ok(text) => (text, ExitCode::SUCCESS),
        Err(Refusal::Mistakes(text)) => (text, ExitCode::FAILURE),
        Err(Refusal::Request(text)) => {
            eprintln!("okx-spec: {text}");
            return ExitCode::FAILURE;
        }
    };
    // A reader that closed the pipe early, such as `head`, has what it wanted.
    let _ = writeln!(stdout.lock(), "{}", text.trim_end());
    code
}

/// Why there is no answer.
enum Refusal {
    /// The description has mistakes; they are what the command prints.
    Mistakes(String),
    /// Something else was asked for than there is.
    Request(String),
}

fn run(arguments: &Arguments, screen: Screen) -> Result<String, Refusal> {
    let sources = match &arguments.dir {
        Some(dir) => Source::read_folder(dir).map_err(|error| Refusal::Request(error.to_string()))?,
        None => shipped_sources(),
    };
    let model: Result<Model, Failure> = read_sources(&sources);
    let model = model.map_err(|failure| Refusal::Mistakes(check::mistakes(&failure.complaints, &sources, screen)))?;
    match &arguments.command {
        Command::Check => Ok(check::counts(&model)),
        Command::List { chapter, json } => list::calls(&model, chapter.as_deref(), *json, screen),
        Command::Show { name, json } => show::named(&model, name, *json, screen),
    }
}
