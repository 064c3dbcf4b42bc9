//! `okx completions`.

use clap::Args;
use clap_complete::{Shell, generate};

use crate::ending::{Ending, Failure};
use crate::output::Output;
use crate::{arguments, call, spec};

/// The shell.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum, ignore_case = true)]
    shell: Shell,
}

/// Writes a completion script, including the flags of every call.
pub(crate) fn run(arguments: &CompletionsArguments, out: &mut Output) -> Result<Ending, Failure> {
    let model = spec::model()?;
    let calls = model.endpoints.iter().map(|endpoint| call::command_of(model, endpoint));
    // Every call is a subcommand here, so that the shell knows its flags.
    let mut command = arguments::complete().mut_subcommand(call::NAME, |command| command.subcommands(calls));
    let mut script = Vec::new();
    generate(arguments.shell, &mut command, "okx", &mut script);
    out.line(&String::from_utf8_lossy(&script))?;
    Ok(Ending::Done)
}
