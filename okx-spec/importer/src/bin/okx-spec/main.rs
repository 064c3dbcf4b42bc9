//! `okx-spec`, in this repository `cargo spec`: checks the description of OKX's API and shows what it says.

mod arguments;
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
use std::process::ExitCode;

use clap::Parser as _;
use okx_importer::expand::expand;
use okx_importer::{asyncapi, llms, openapi, table};
use okx_spec::{Failure, Model, Source, read_sources, shipped_sources};
use serde_json::json;

use crate::arguments::{Arguments, Command};
use crate::guide::Incomplete;
use crate::screen::Screen;

/// The exit code when there is no answer. Wrong flags have it too; 1 is an answer such as "something differs".
const NO_ANSWER: u8 = 2;

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
        Command::OpenApi => Ok(format!("{:#}", openapi::document(&model)).into()),
        Command::AsyncApi => Ok(format!("{:#}", asyncapi::document(&model)).into()),
        Command::Llms { full } => Ok(if *full { llms::full(&model) } else { llms::short(&model) }.into()),
        Command::Table { csv: true } => Ok(table::csv(&model).into()),
        Command::Table { csv: false } if screen.is_for_machines() => Ok(format!("{:#}", table::json(&model)).into()),
        Command::Table { csv: false } => Ok(table::markdown(&model).into()),
        Command::Expand { what } => expanded(&model, &what.join("."), screen).map(Answer::from),
        Command::Coverage { guide } => {
            // What a page lacks is part of the answer.
            Ok(coverage::of_guide(&guide::compare(&model, dir, guide, Incomplete::Allowed)?, screen))
        }
    }
}

/// The Rust that the macros make, or JSON that holds it.
fn expanded(model: &Model, what: &str, screen: Screen) -> Result<String, Refusal> {
    let rust = expand(model, what).map_err(Refusal::Request)?;
    Ok(if screen.is_for_machines() { format!("{:#}", json!({ "rust": rust })) } else { rust })
}

fn incomplete(is_allowed: bool) -> Incomplete {
    if is_allowed { Incomplete::Allowed } else { Incomplete::Refused }
}
