//! `okx completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, generate};

use crate::arguments::Arguments;
use crate::call::{self, CallOptions};
use crate::ending::{Ending, Failure};
use crate::output::Output;
use crate::spec;

/// The shell.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Writes a completion script, including the flags of every call.
pub(crate) fn run(arguments: &CompletionsArguments, out: &mut Output) -> Result<Ending, Failure> {
    let model = spec::model()?;
    let calls = model.endpoints.iter().map(|endpoint| call::command_of(model, endpoint));
    // Every call is a subcommand here, so that the shell knows its flags.
    let named = CallOptions::augment_args(clap::Command::new(call::NAME)).subcommands(calls);
    let mut command = Arguments::command().mut_subcommand(call::NAME, |_| named);
    let mut script = Vec::new();
    generate(arguments.shell, &mut command, "okx", &mut script);
    out.line(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Done)
}
