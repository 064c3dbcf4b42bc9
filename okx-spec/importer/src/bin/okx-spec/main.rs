//! `okx-spec`, in this repository `cargo spec`: checks the description of OKX's API and shows what it says.

mod check;
mod coverage;
mod findings;
mod guide;
mod import;
mod list;
mod output;
mod screen;
mod show;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use okx_importer::openapi::document;
use okx_spec::{Failure, Model, Source, read_sources, shipped_sources};
use serde_json::json;

use crate::guide::Incomplete;
use crate::screen::{Format, Screen};

const EXAMPLES: &str = "\
Examples:
  okx-spec check                     every mistake in the description, with file:line:column
  okx-spec check --dir okx-spec/data the same for the files in a folder
  okx-spec list trade                the calls of a chapter
  okx-spec list --sockets            channels and operations of the WebSockets
  okx-spec show place_order          a call: parameters, limits, reply
  okx-spec show tickers              a channel: arguments, push
  okx-spec show OrdType              the values of an enum, the fields of an object
  okx-spec show 51008                what a result code means
  okx-spec diff guide.html           what differs between a saved page of OKX's guide and the description
  okx-spec diff old/ new/            what changed between two descriptions
  okx-spec coverage guide.html       how much of the guide is described
  okx-spec show tickers --format json  any answer, for a script

Exit code 2 when there is no answer: a wrong flag, or something that does not exist or cannot be read.
With --format json the output is then an object with the key `error`.";

const CHECK_EXAMPLES: &str = "\
Examples:
  okx-spec check                                    every mistake in the description, with file:line:column
  okx-spec check --dir okx-spec/data                the same for the files in a folder
  okx-spec check --format json                      for a script

Exit code 0 when there are no mistakes and no TODOs, else 1.";

const LIST_EXAMPLES: &str = "\
Examples:
  okx-spec list                                     every call
  okx-spec list trade                               the calls of a chapter
  okx-spec list --sockets                           channels and operations of the WebSockets
  okx-spec list trade --format json                 for a script";

const SHOW_EXAMPLES: &str = "\
Examples:
  okx-spec show place_order                         a call: parameters, limits, reply
  okx-spec show tickers                             a channel: arguments, push
  okx-spec show OrdType                             the values of an enum, the fields of an object
  okx-spec show 51008                               what a result code means
  okx-spec show place_order --format json           for a script";

const DIFF_EXAMPLES: &str = "\
Examples:
  okx-spec diff guide.html                          the guide against the description compiled in
  okx-spec diff guide.html --dir okx-spec/data      against the one in a folder
  okx-spec diff guide.html --format json            for a script
  okx-spec diff v1/okx-spec/data okx-spec/data      two descriptions: what changed since a release

Exit code 0 when nothing differs, 1 when something does.
breaking: something that worked may fail; additive: something is new; wording: only texts changed.";

const COVERAGE_EXAMPLES: &str = "\
Examples:
  okx-spec coverage guide.html                      counts, shares and what is missing
  okx-spec coverage guide.html --format json        for a script

Exit code 0 when everything is covered, 1 when something is missing.
Mistakes of the guide are listed in guide/slips.yaml, each with a reason.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  okx-spec import guide.html --dry-run              print the changes as a patch
  okx-spec import guide.html --write                change the files in okx-spec/data
  okx-spec import guide.html --write --dir DIR      in another folder
  okx-spec import guide.html --write --format json  for a script

What the guide does not state is written as a text that begins with TODO; `okx-spec check` lists them.
Exit code 0 when everything could be written and the description has no mistakes, else 1.";

const OPENAPI_EXAMPLES: &str = "\
Examples:
  okx-spec openapi > okx.json                       the document, as JSON
  okx-spec openapi --dir okx-spec/data > okx.json   of the description in a folder";

/// The exit code when there is no answer. Wrong flags have it too; 1 is an answer such as "something differs".
const NO_ANSWER: u8 = 2;

/// Checks the description of OKX's API and shows what it says.
#[derive(Debug, Parser)]
#[command(name = "okx-spec", after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Read the description in this folder instead of the one compiled in.
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,

    /// How to print the answer: for people, or as JSON.
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the mistakes in the description, or how much it contains.
    #[command(after_help = CHECK_EXAMPLES)]
    Check,
    /// List the calls, all of them or those of one chapter.
    #[command(after_help = LIST_EXAMPLES)]
    List {
        /// A chapter such as `trade`.
        chapter: Option<String>,
        /// List channels and operations instead of calls.
        #[arg(long, conflicts_with = "chapter")]
        sockets: bool,
    },
    /// Show one call, channel, operation, object, enum or result code.
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// `place_order`, `trade.place_order`, `PlaceOrder`, a path, `tickers`, `OrderAck`, `OrdType`, `51008`.
        name: String,
    },
    /// Show what differs between OKX's guide and the description, or between two descriptions.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff {
        /// A saved page of the guide, or the folder of the older description.
        old: PathBuf,
        /// The folder of the newer description.
        new: Option<PathBuf>,
        /// Read a page even if it is incomplete; what is missing is then reported as removed.
        #[arg(long, conflicts_with = "new")]
        allow_incomplete: bool,
    },
    /// Show how much of OKX's guide the description covers.
    #[command(after_help = COVERAGE_EXAMPLES)]
    Coverage {
        /// A saved page of the guide.
        guide: PathBuf,
    },
    /// Write what OKX's guide says now into the description; only the lines concerned change.
    #[command(after_help = IMPORT_EXAMPLES)]
    Import {
        /// A saved page of the guide.
        guide: PathBuf,
        #[command(flatten)]
        mode: ImportMode,
        /// Read the page even if it is incomplete; what is missing is then marked as removed.
        #[arg(long)]
        allow_incomplete: bool,
    },
    /// Print the REST part of the description as `OpenAPI` 3.1.
    #[command(after_help = OPENAPI_EXAMPLES)]
    #[command(name = "openapi")]
    OpenApi,
}

/// What an import does with what it found.
#[derive(Clone, Copy, Debug, Args)]
#[group(required = true, multiple = false)]
struct ImportMode {
    /// Change the files.
    #[arg(long)]
    write: bool,
    /// Print the changes as a unified diff; no file is changed.
    #[arg(long)]
    dry_run: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let screen = Screen::new(io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(), arguments.format);
    let (text, code) = match run(&arguments, screen) {
        Ok(Answer { text, is_good: true }) => (text, ExitCode::SUCCESS),
        Ok(Answer { text, is_good: false }) | Err(Refusal::Mistakes(text)) => (text, ExitCode::FAILURE),
        Err(Refusal::Request(text)) => {
            output::message(&text);
            if !screen.is_for_machines() {
                return ExitCode::from(NO_ANSWER);
            }
            (format!("{:#}", json!({ "error": text })), ExitCode::from(NO_ANSWER))
        }
    };
    match output::answer(&text) {
        Ok(()) => code,
        // A reader that closed the pipe early, such as `head`, has what it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => code,
        Err(error) => {
            output::message(format_args!("the answer could not be written: {error}"));
            ExitCode::from(NO_ANSWER)
        }
    }
}

/// What a command prints.
struct Answer {
    text: String,
    /// Whether the exit code is 0.
    is_good: bool,
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self { text, is_good: true }
    }
}

/// Why there is no answer.
enum Refusal {
    /// The description has mistakes; they are what the command prints.
    Mistakes(String),
    /// The request cannot be answered.
    Request(String),
}

fn run(arguments: &Arguments, screen: Screen) -> Result<Answer, Refusal> {
    let dir = arguments.dir.as_deref();
    if let Command::Diff { old, new: Some(new), .. } = &arguments.command {
        if dir.is_some() {
            let text = "--dir cannot be used when two folders are compared";
            return Err(Refusal::Request(text.to_owned()));
        }
        return findings::between_folders(old, new, screen);
    }
    if let Command::Import { guide, mode, allow_incomplete } = &arguments.command {
        let incomplete = incomplete(*allow_incomplete);
        return if mode.write {
            import::write(guide, dir, screen, incomplete)
        } else {
            import::dry_run(guide, dir, screen, incomplete)
        };
    }
    let sources = match dir {
        Some(dir) => Source::read_folder(dir).map_err(|error| Refusal::Request(error.to_string()))?,
        None => shipped_sources(),
    };
    let model: Result<Model, Failure> = read_sources(&sources);
    let model = model.map_err(|failure| Refusal::Mistakes(check::mistakes(&failure.diagnostics, &sources, screen)))?;
    match &arguments.command {
        Command::Check => Ok(check::report(&model, screen)),
        Command::List { sockets: true, .. } => Ok(list::sockets(&model, screen).into()),
        Command::List { chapter, .. } => list::calls(&model, chapter.as_deref(), screen).map(Answer::from),
        Command::Show { name } => show::named(&model, name, screen).map(Answer::from),
        // It was answered above: it reads the description itself.
        Command::Import { .. } => Ok(String::new().into()),
        Command::Diff { old: page, allow_incomplete, .. } => {
            let compared = guide::compare(&model, dir, page, incomplete(*allow_incomplete))?;
            Ok(findings::against_guide(&compared, screen))
        }
        Command::OpenApi => Ok(format!("{:#}", document(&model)).into()),
        Command::Coverage { guide } => {
            // What a page lacks is part of the answer.
            Ok(coverage::of_guide(&guide::compare(&model, dir, guide, Incomplete::Allowed)?, screen))
        }
    }
}

fn incomplete(is_allowed: bool) -> Incomplete {
    if is_allowed { Incomplete::Allowed } else { Incomplete::Refused }
}
