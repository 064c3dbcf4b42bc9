//! `okx call`.

mod answer;
mod dry_run;
mod flags;
mod jsonl;
mod line;
mod names;
mod once;
mod parameters;
mod unresolved;

use std::ffi::OsString;
use std::time::Duration;

use clap::{ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser};
pub(crate) use flags::{command as command_of, id as flag_id};
use names::Names;
use okx_client::SendOptions;

use crate::arguments;
use crate::connection::ConnectionArguments;
use crate::ending::{Ending, Failure};
use crate::help::texts;
use crate::output::{Output, message};
use crate::screen::ColorArguments;
use crate::spec;

/// The command's name.
pub(crate) const NAME: &str = "call";

/// Options of every call.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every call")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct CallOptions {
    /// Print the request with secret headers masked; send nothing.
    #[arg(long)]
    dry_run: bool,
    /// Sign a call that works with and without a signature.
    #[arg(long)]
    signed: bool,
    /// Send requests that OKX accepts even if a safeguard of this client refuses them.
    #[arg(long)]
    without_safeguards: bool,
    /// Send an order, an amendment or a cancellation over a socket instead of the REST API.
    #[arg(long, conflicts_with = "dry_run")]
    over_socket: bool,
    /// Let OKX drop the request if it arrives later than this; for calls that accept a deadline.
    #[arg(long, value_name = "MILLISECONDS")]
    within: Option<u64>,
    /// Print JSON on one line, even on a terminal.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    color: ColorArguments,
    /// Print help
    #[arg(short, long, action = ArgAction::Help)]
    help: Option<bool>,
    // Arguments after it would get its help heading.
    #[command(flatten)]
    connection: ConnectionArguments,
}

/// The arguments of `okx call`, before the call and its flags are known.
#[derive(Debug, Parser)]
#[command(
    name = NAME,
    bin_name = "okx call",
    about = "Make a call: flags or JSON in, JSON out",
    override_usage = "okx call [OPTIONS] NAME [FLAGS]\n       okx call [OPTIONS] NAME JSON\n       okx call [OPTIONS] --jsonl",
    after_help = texts::CALL,
    disable_help_flag = true
)]
pub(crate) struct CallArguments {
    /// A call such as `trade.place_order`, `place_orders` or `METHOD /path`, followed by its parameters, as flags or as one JSON text;
    /// `okx call NAME --help` lists the flags
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_names = ["NAME", "PARAMETERS"], num_args = 1..)]
    call: Vec<String>,
    /// Read many requests from standard input, one JSON object per line
    #[arg(long, conflicts_with = "call", help_heading = "Options of every call")]
    jsonl: bool,
    #[command(flatten)]
    options: CallOptions,
}

/// Adds the options of every call to a command.
pub(crate) fn with_options(command: clap::Command) -> clap::Command {
    CallOptions::augment_args(command.disable_help_flag(true))
}

/// Makes a call, or many.
pub(crate) fn run(words: &[OsString], out: &mut Output) -> Result<Ending, Failure> {
    let words: Vec<OsString> = std::iter::once("okx call".into()).chain(words.iter().cloned()).collect();
    let matches = arguments::matches(CallArguments::command(), words.iter().cloned());
    let arguments = CallArguments::from_arg_matches(&matches).unwrap_or_else(|error| arguments::end(&error));
    if arguments.jsonl {
        return jsonl::run(&arguments.options, out);
    }
    let Some(name) = arguments.call.first() else {
        return Err(Failure::Usage(
            "the call is missing; give its name, or --jsonl. `okx list` lists all calls, and `okx help call` shows examples"
                .to_owned(),
        ));
    };
    if name.starts_with("--") {
        return Err(Failure::Usage(format!(
            "`{name}` is before the name of the call; write the name first: okx call NAME {name} …"
        )));
    }
    let model = spec::model()?;
    let endpoint = spec::call(model, name)?;
    // The call's own command parses the words before and after the name.
    let place = words.len() - arguments.call.len();
    let others = words.iter().enumerate().filter(|(index, _)| *index != place).map(|(_, word)| word.clone());
    let names = Names::of_flags(model, endpoint);
    let matches = arguments::matches(command_of(model, endpoint), others);
    let options = CallOptions::from_arg_matches(&matches).unwrap_or_else(|error| arguments::end(&error));
    let parameters = parameters::of_matches(model, endpoint, &matches, &names)?;
    let names = if parameters::are_json(&matches) { Names::of_json(model, endpoint) } else { names };
    parameters::check(model, endpoint, &parameters, &names)?.into_iter().for_each(message);
    if options.dry_run {
        dry_run::run(&options, model, endpoint, &parameters, &names, out)
    } else {
        once::run(&options, model, endpoint, &parameters, &names, out)
    }
}

impl CallOptions {
    fn send_options(&self) -> SendOptions {
        let options = SendOptions::default();
        let options = if self.signed { options.signed() } else { options };
        let options = if self.without_safeguards { options.without_safeguards() } else { options };
        let options = if self.over_socket { options.over_socket() } else { options };
        self.within.map_or(options, |millis| options.within(Duration::from_millis(millis)))
    }
}
