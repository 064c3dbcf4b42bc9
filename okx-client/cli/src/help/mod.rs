//! `okx help`.

pub(crate) mod texts;
mod topics;

use clap::error::ErrorKind;
use clap::{Args, Command};
use okx_spec::nearest::suggestion;

use crate::ending::{Ending, Failure};
use crate::output::{Output, wrapped};
use crate::{arguments, call, spec};

/// What to explain.
#[derive(Debug, Args)]
pub(crate) struct HelpArguments {
    /// A command, a call, or one of start, keys, profiles, variables and exit-codes
    words: Vec<String>,
}

/// Prints the help of a command, a call or a topic.
pub(crate) fn run(arguments: &HelpArguments, out: &mut Output) -> Result<Ending, Failure> {
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    let text = match words.as_slice() {
        [call::NAME, name] => of_call(name, out)?,
        [topic] if topics::topic(topic).is_some() => {
            wrapped(&topics::topic(topic).unwrap_or_default(), out.columns(), 0)
        }
        [name] => match of_command(arguments::complete(), &words, out) {
            Some(text) => text,
            None if spec::calls(spec::model()?, name).is_empty() => return Err(Failure::Usage(nothing(&words))),
            None => of_call(name, out)?,
        },
        words => of_command(arguments::complete(), words, out).ok_or_else(|| Failure::Usage(nothing(words)))?,
    };
    out.line(&text)?;
    Ok(Ending::Done)
}

/// The help of a command of these words, exactly as its flag `--help` prints it.
fn of_command(command: Command, words: &[&str], out: &Output) -> Option<String> {
    let mut found = &command;
    for word in words {
        found = found.find_subcommand(word)?;
    }
    let words = std::iter::once("okx").chain(words.iter().copied()).chain(std::iter::once("--help"));
    let help =
        command.try_get_matches_from(words).err().filter(|error| error.kind() == ErrorKind::DisplayHelp)?.render();
    Some(if out.screen().is_styled() { help.ansi().to_string() } else { help.to_string() })
}

fn of_call(name: &str, out: &Output) -> Result<String, Failure> {
    let model = spec::model()?;
    let endpoint = spec::call(model, name)?;
    // A command's own flag for help always prints its help.
    Ok(of_command(arguments::finished(call::command_of(model, endpoint)), &[], out).unwrap_or_default())
}

fn nothing(words: &[&str]) -> String {
    let command = arguments::complete();
    let commands = command.get_subcommands().map(Command::get_name);
    let calls = spec::model().map(spec::full_names).unwrap_or_default();
    let all = commands.chain(topics::TOPICS).chain(calls.iter().map(String::as_str));
    let name = words.join(" ");
    let right = suggestion(
        &name,
        all,
        "`okx help` lists the commands, `okx list` the calls, and `okx show` describes channels, enums and result codes",
    );
    format!("there is no command, call or topic `{name}`; {right}")
}
