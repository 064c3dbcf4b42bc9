//! `okx profile`.

mod add;
mod check;
mod document;
mod keys_file;
mod list;
mod show;

use clap::{Args, Subcommand};

use crate::configuration;
use crate::ending::{Ending, Failure};
use crate::output::Output;

/// What to do with profiles.
#[derive(Debug, Args)]
pub(crate) struct ProfileArguments {
    #[command(subcommand)]
    command: ProfileCommand,
}

#[derive(Debug, Subcommand)]
enum ProfileCommand {
    /// List all profiles, and mark the one that is used.
    List(list::ListArguments),
    /// Show each setting that counts now, and where it comes from.
    Show(show::ShowArguments),
    /// Add a profile to the file.
    #[command(after_help = add::EXAMPLES)]
    Add(add::AddArguments),
    /// Check the file and whether the keys of each profile can be read; nothing is sent.
    Check(check::CheckArguments),
    /// Print where the file of profiles is.
    Path,
}

/// Runs a command about profiles.
pub(crate) fn run(arguments: &ProfileArguments, out: &mut Output) -> Result<Ending, Failure> {
    match &arguments.command {
        ProfileCommand::List(arguments) => list::run(arguments, out),
        ProfileCommand::Show(arguments) => show::run(arguments, out),
        ProfileCommand::Add(arguments) => add::run(arguments),
        ProfileCommand::Check(arguments) => check::run(arguments, out),
        ProfileCommand::Path => {
            out.line(&configuration::path()?.display().to_string())?;
            Ok(Ending::Done)
        }
    }
}
